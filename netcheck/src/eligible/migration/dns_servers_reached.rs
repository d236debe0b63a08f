//! Which DNS servers the app will ask, and whether it will reach them.

use std::net::{IpAddr, SocketAddr};

use netdiag::model::{AZURE_DNS, AppDns, Entry, NameServers, Protocol};
use netdiag::text::listed;

use super::{Explanation, Findings, Judgement, Move, Need};
use crate::path::Context;
use crate::path::place::Place;
use crate::path::trace::{Outlook, Trace};

pub const NEED: Need = Need {
    name: "dns-servers-reached",
    title: "the DNS servers stay the same and are reached from the new subnet",
    explanation: Explanation {
        means: "After the move the app asks the DNS servers that it asks now, and each of them is reached from the new subnet.",
        matters: "With other servers, or none that answers, private names no longer resolve.",
        reads: "dnsConfiguration and WEBSITE_DNS_* of the app, dhcpOptions.dnsServers of the network, and the configured way from the new subnet to port 53 (UDP).",
        mend: "Set the DNS servers of the network that the app moves into (az network vnet update --dns-servers), or of the app alone (dnsConfiguration.dnsServers, else WEBSITE_DNS_SERVER), and let port 53 through from the new subnet. Private zones count only where they are linked to that network.",
    },
    time: "at once; a changed app setting restarts the app",
    judge,
};

fn judge(it: &Move<'_>) -> Judgement {
    // An app with a gateway asks the servers that App Service copied when it was synced.
    let mut app = AppDns::of(&it.now.integration);
    app.vnet = app.copy.clone().or(app.vnet);
    let before = servers(&app);
    let after = servers(&AppDns::of(&it.then));
    let mut found = Findings::default();
    found.evidence("DNS servers now", shown(&before), None);
    found.evidence(
        "DNS servers after the move",
        shown(&after),
        it.vnet.dns_servers.origin(),
    );
    found.known(&it.vnet.dns_servers);
    let (mut was, mut will) = (before.clone(), after.clone());
    was.sort();
    will.sort();
    if was != will {
        found.fail(format!(
            "the app will ask {} instead of {}",
            shown(&after),
            shown(&before)
        ));
    }
    match Context::new(&it.then, &it.tunnel, Protocol::Udp) {
        Ok(context) => {
            for server in &after {
                reached(it, &context, *server, &mut found);
            }
        }
        Err(gap) => found.unknown(&gap),
    }
    Ok(found.verdict(format!("it goes on asking {}", shown(&after))))
}

fn reached(it: &Move<'_>, context: &Context<'_>, server: SocketAddr, found: &mut Findings) {
    let IpAddr::V4(address) = server.ip() else {
        found.fail(format!(
            "the DNS server {} is IPv6, which the integration does not carry",
            server.ip()
        ));
        return;
    };
    // Azure's own resolver is no address of any network.
    if server == AZURE_DNS || matches!(it.then.entry(server.ip()), Entry::Internet { .. }) {
        return;
    }
    let trace = Trace::follow(context, address, Some(server.port()));
    let lies = trace
        .ways
        .iter()
        .map(|(region, _)| region.place.name())
        .collect::<Vec<_>>()
        .join(", ");
    let nowhere = trace
        .ways
        .iter()
        .all(|(region, _)| matches!(region.place, Place::Nowhere));
    match trace.outlook(&context.sender.addresses) {
        Outlook::Open | Outlook::Leaves if !nowhere => {}
        Outlook::Closed | Outlook::Partly => found.fail(format!(
            "the DNS server {address} ({lies}) is not reached from the new subnet"
        )),
        _ => found.cannot_tell(format!(
            "whether the DNS server {address} ({lies}) is reached from the new subnet cannot be told"
        )),
    }
}

fn servers(app: &AppDns<'_>) -> Vec<SocketAddr> {
    let chosen = NameServers::as_exported(app).servers;
    chosen.iter().map(|server| server.address).collect()
}

fn shown(servers: &[SocketAddr]) -> String {
    listed(servers.iter().map(|server| {
        if *server == AZURE_DNS {
            "Azure's resolver (168.63.129.16)".to_owned()
        } else if server.port() == 53 {
            server.ip().to_string()
        } else {
            server.to_string()
        }
    }))
}
