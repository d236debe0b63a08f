//! Can the app dial in at all?

use netdiag::fact::Fact;
use netdiag::space::AddressSet;

use super::{Check, Explanation, Findings, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "point-to-site-enabled",
    title: "point-to-site is enabled",
    explanation: Explanation {
        means: "The gateway has a point-to-site address pool and signs clients in by certificate.",
        matters: "The app is a point-to-site client that signs in with a certificate and gets an address of the pool.",
        reads: "vpnClientConfiguration of the gateway: vpnClientAddressPool and vpnAuthenticationTypes.",
        mend: "Portal: the gateway, Point-to-site configuration: a private address pool that overlaps nothing, authentication type Azure certificate. Or: az network vnet-gateway update --name GATEWAY --resource-group RG --address-prefixes 172.16.201.0/24.",
    },
    scope: Scope::Gateway,
    after: &["gateway-up"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let gateway = match &snapshot.integration.gateway {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => return Verdict::not_applicable("there is no gateway"),
        Fact::Unknown(gap) => return Verdict::unknown(gap),
    };
    let mut found = Findings::default();
    let clients = match &gateway.point_to_site {
        Fact::Known { value, .. } => value,
        Fact::Absent { from } => {
            return Verdict::fail(format!(
                "point-to-site is not configured on {}",
                gateway.name
            ))
            .because("vpnClientConfiguration", "missing", Some(from));
        }
        Fact::Unknown(gap) => return Verdict::unknown(gap),
    };
    match &clients.pool {
        Fact::Known { value, from } => {
            found.evidence("point-to-site pool", AddressSet::of(value), Some(from));
            if value.is_empty() {
                found.fail(format!(
                    "{} has no point-to-site address pool",
                    gateway.name
                ));
            }
        }
        Fact::Absent { from } => {
            found.fail(format!(
                "{} has no point-to-site address pool",
                gateway.name
            ));
            found.evidence("vpnClientAddressPool", "none", Some(from));
        }
        Fact::Unknown(gap) => found.unknown(gap),
    }
    match &clients.authentication {
        Fact::Known { value, from } if !value.is_empty() => {
            found.evidence("authentication", value.join(", "), Some(from));
            if !value
                .iter()
                .any(|kind| kind.eq_ignore_ascii_case("Certificate"))
            {
                found.fail(format!(
                    "{} signs clients in by {} only; the app has a certificate",
                    gateway.name,
                    value.join(", ")
                ));
            }
        }
        // A gateway that does not say how has certificates: the field came later than the feature.
        Fact::Known { .. } | Fact::Absent { .. } => {}
        Fact::Unknown(gap) => found.unknown(gap),
    }
    found.verdict("the gateway has an address pool and takes certificates")
}
