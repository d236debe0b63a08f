//! Can the app reach the DNS servers that it asks?

use netdiag::model::{AZURE_DNS, Entry};
use netdiag::space::is_private;
use netdiag::text::counted;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, sync_costs};

pub const CHECK: Check = Check {
    name: "dns-servers-routed",
    title: "the DNS servers are reached through the network",
    explanation: Explanation {
        means: "Each private DNS server that the app asks lies in a route into the network.",
        matters: "A DNS server outside the routes is never reached: every name costs the full timeout and then fails.",
        reads: "dhcpOptions.dnsServers of the network, dnsServers of the connection, dnsConfiguration, WEBSITE_DNS_SERVER and WEBSITE_DNS_ALT_SERVER, against the routes of the connection.",
        mend: concat!(
            "Gateway-required: Sync Network on the plan if the server is in the network or on-premises; else add a STATIC route: portal, the plan, Networking, VNet integration, the network, Add route. ",
            sync_costs!()
        ),
    },
    scope: Scope::Integrated,
    after: &["network-in-sync"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let mut found = Findings::default();
    let mut servers = snapshot.dns_servers();
    if servers.is_empty() {
        return Err(match snapshot.dns_servers_of_vnet().gap() {
            Some(gap) => Verdict::unknown(gap),
            None => Verdict::cannot_tell("which DNS servers the app asks is not known"),
        });
    }
    // Every app reaches Azure's own DNS without a route. Source: Microsoft's
    // overview-name-resolution page.
    servers.retain(|server| server.address != AZURE_DNS);
    if servers.is_empty() {
        return Err(Verdict::not_applicable(
            "no DNS server of the network's own is set",
        ));
    }
    for server in &servers {
        let (address, from) = (server.address.ip(), &server.from);
        let what = format!("{} {address}", server.source.words());
        match integration.entry_of(address, &["a DNS server"]) {
            Entry::Vnet { by, .. } => found.evidence(what, format!("routed by {by}"), Some(from)),
            Entry::Internet { .. } if is_private(address) => {
                found.fail(format!(
                    "no route into the network holds the DNS server {address}"
                ));
                found.evidence(what, "not routed", Some(from));
            }
            Entry::Internet { .. } => {
                found.evidence(what, "public, asked directly", Some(from));
            }
            Entry::Unknown { why } => found.cannot_tell(format!("{address}: {why}")),
        }
    }
    Ok(found.verdict(format!(
        "{} reached",
        counted(servers.len(), "DNS server is", "DNS servers are")
    )))
}
