//! Can the app reach the DNS servers that it asks?

use std::net::IpAddr;

use netdiag::fact::{Fact, Origin};
use netdiag::model::Entry;
use netdiag::space::is_private;

use super::{Check, Explanation, Findings, Scope, Snapshot, Verdict};

/// Azure's own DNS, which every app reaches without a route. Source: Microsoft's
/// overview-name-resolution page.
const AZURE_DNS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(168, 63, 129, 16));

pub const CHECK: Check = Check {
    name: "dns-servers-routed",
    title: "the DNS servers are reached through the network",
    explanation: Explanation {
        means: "Each private DNS server that the app asks lies in a route into the network.",
        matters: "A DNS server outside the routes is never reached: every name costs the full timeout and then fails.",
        reads: "dhcpOptions.dnsServers of the network, dnsServers of the connection, dnsConfiguration, WEBSITE_DNS_SERVER and WEBSITE_DNS_ALT_SERVER, against the routes of the connection.",
        mend: "Sync Network on the plan if the server is in the network or on-premises; else add a STATIC route: portal, the plan, Networking, VNet integration, the network, Add route. Sync Network briefly interrupts the connection of every app on the plan that uses this network.",
    },
    scope: Scope::Integrated,
    after: &["network-in-sync"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    let mut found = Findings::default();
    let mut servers: Vec<(IpAddr, &str, Origin)> = Vec::new();
    let mut add = |what: &'static str, address: &IpAddr, from: &Origin| {
        if !servers.iter().any(|(known, _, _)| known == address) {
            servers.push((*address, what, from.clone()));
        }
    };
    if let Fact::Known { value, from } = integration
        .app
        .as_ref()
        .and_then(|app, _| app.dns.servers.as_ref())
    {
        for address in value.iter().filter_map(|text| text.parse().ok()) {
            add("dnsConfiguration", &address, &from);
        }
    }
    for name in ["WEBSITE_DNS_SERVER", "WEBSITE_DNS_ALT_SERVER"] {
        if let Fact::Known { value, from } = integration.environment.get(name) {
            for address in value.split(',').filter_map(|text| text.trim().parse().ok()) {
                add("app setting", &address, &from);
            }
        }
    }
    match integration
        .vnet
        .as_ref()
        .and_then(|vnet, _| vnet.dns_servers.as_ref())
    {
        Fact::Known { value, from } => {
            for address in value {
                add("DNS server of the network", address, &from);
            }
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(gap) => found.unknown(&gap),
    }
    if let Fact::Known { value, from } = integration
        .connection
        .as_ref()
        .and_then(|c, _| c.dns_servers.as_ref())
    {
        for address in value {
            add("DNS server that App Service knows", address, &from);
        }
    }
    servers.retain(|(address, _, _)| *address != AZURE_DNS);
    if servers.is_empty() && found.is_clean() {
        return Verdict::not_applicable("no DNS server of the network's own is set");
    }
    for (address, what, from) in &servers {
        match integration.entry(*address) {
            Entry::Vnet { by, .. } => found.evidence(
                format!("{what} {address}"),
                format!("routed by {by}"),
                Some(from),
            ),
            Entry::Internet { .. } if is_private(*address) => {
                found.fail(format!(
                    "no route into the network holds the DNS server {address}"
                ));
                found.evidence(format!("{what} {address}"), "not routed", Some(from));
            }
            Entry::Internet { .. } => {
                found.evidence(
                    format!("{what} {address}"),
                    "public, asked directly",
                    Some(from),
                );
            }
            Entry::Unknown { why } => found.cannot_tell(format!("{address}: {why}")),
        }
    }
    found.verdict(format!(
        "{} reached",
        netdiag::text::counted(servers.len(), "DNS server is", "DNS servers are")
    ))
}
