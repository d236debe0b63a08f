//! Who would know the private names?

use netdiag::fact::Fact;

use super::{Check, Explanation, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "dns-servers-set",
    title: "the network has DNS servers",
    explanation: Explanation {
        means: "The network names DNS servers of its own, or the app names some.",
        matters: "Without them the app asks Azure's DNS, which does not know the names of the network's own zones; addresses work, names do not.",
        reads: "dhcpOptions.dnsServers of the network; dnsConfiguration of the app, WEBSITE_DNS_SERVER.",
        mend: "Portal: the network, DNS servers, Custom; then Sync Network on the plan. Or: az network vnet update --name VNET --resource-group RG --dns-servers 10.0.0.4. Or use addresses instead of names.",
    },
    scope: Scope::Integrated,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    let property = integration
        .app
        .as_ref()
        .and_then(|app, _| app.dns.servers.as_ref());
    if let Fact::Known { value, from } = &property
        && !value.is_empty()
    {
        return Verdict::pass("the app names its own DNS servers").because(
            "dnsConfiguration.dnsServers",
            value.join(", "),
            Some(from),
        );
    }
    if let Fact::Known { value, from } = integration.environment.get("WEBSITE_DNS_SERVER") {
        return Verdict::pass("the app's settings name DNS servers").because(
            "WEBSITE_DNS_SERVER",
            value,
            Some(&from),
        );
    }
    let servers = integration
        .vnet
        .as_ref()
        .and_then(|vnet, _| vnet.dns_servers.as_ref());
    match servers {
        Fact::Known { value, from } if !value.is_empty() => {
            let list: Vec<String> = value.iter().map(ToString::to_string).collect();
            Verdict::pass(format!(
                "the network names {}",
                netdiag::text::counted(value.len(), "DNS server", "DNS servers")
            ))
            .because("dhcpOptions.dnsServers", list.join(", "), Some(&from))
        }
        Fact::Known { from, .. } | Fact::Absent { from } => {
            if integration.vnet.is_absent() {
                return Verdict::not_applicable("there is no network");
            }
            Verdict::warn("the network has no DNS servers of its own: private names do not resolve, addresses work")
                .because("dhcpOptions.dnsServers", "none", Some(&from))
        }
        Fact::Unknown(gap) => Verdict::unknown(&gap),
    }
}
