//! Is it the right type of gateway?

use netdiag::fact::Fact;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot};

pub const CHECK: Check = Check {
    name: "gateway-route-based",
    title: "the gateway routes dynamically",
    explanation: Explanation {
        means: "The gateway is a VPN gateway whose VPN type is route-based (classic: dynamic routing).",
        matters: "A policy-based gateway offers no point-to-site, and so no gateway-required integration.",
        reads: "gatewayType and vpnType of the gateway.",
        mend: "The type of a gateway cannot be changed: delete it and create a route-based one (about 30 minutes), then integrate the app again.",
    },
    scope: Scope::Gateway,
    after: &["gateway-up"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let gateway = snapshot.gateway()?;
    let mut found = Findings::default();
    let mut expect = |what: &str, fact: &Fact<String>, good: fn(&str) -> bool, wrong: &str| {
        let missing = format!("{} does not say its {what}", gateway.name);
        if let Some(value) = found.stated(what, fact, missing)
            && !good(&value.to_ascii_lowercase())
        {
            found.fail(format!("{} is {wrong} ({value})", gateway.name));
        }
    };
    expect(
        "gatewayType",
        &gateway.gateway_type,
        |t| t == "vpn",
        "no VPN gateway",
    );
    expect(
        "vpnType",
        &gateway.vpn_type,
        |t| t == "routebased" || t.starts_with("dynamic"),
        "not route-based",
    );
    Ok(found.verdict(format!("{} is a route-based VPN gateway", gateway.name)))
}
