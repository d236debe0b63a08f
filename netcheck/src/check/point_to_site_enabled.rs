//! Can the app dial in at all?

use netdiag::fact::Fact;
use netdiag::space::AddressSet;
use netdiag::text::listed;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, need};

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

fn judge(snapshot: &Snapshot) -> Judgement {
    let gateway = snapshot.gateway()?;
    let name = &gateway.name;
    let (clients, _) = need(&gateway.point_to_site, |from| {
        Verdict::fail(format!("point-to-site is not configured on {name}")).because(
            "vpnClientConfiguration",
            "missing",
            Some(from),
        )
    })?;
    let mut found = Findings::default();
    match &clients.pool {
        Fact::Known { value, from } if !value.is_empty() => {
            found.evidence("point-to-site pool", AddressSet::of(value), Some(from));
        }
        Fact::Known { from, .. } | Fact::Absent { from } => {
            found.fail(format!("{name} has no point-to-site address pool"));
            found.evidence("vpnClientAddressPool", "none", Some(from));
        }
        Fact::Unknown(gap) => found.unknown(gap),
    }
    // A gateway that does not say how has certificates: the field came later than the feature.
    if let Some((ways, from)) = found.known(&clients.authentication)
        && !ways.is_empty()
    {
        found.evidence("authentication", listed(ways), Some(from));
        if !ways
            .iter()
            .any(|way| way.eq_ignore_ascii_case("Certificate"))
        {
            found.fail(format!(
                "{name} signs clients in by {} only; the app has a certificate",
                listed(ways)
            ));
        }
    }
    Ok(found.verdict("the gateway has an address pool and takes certificates"))
}
