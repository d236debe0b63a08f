//! How many DNS servers.

use std::collections::BTreeSet;

use super::{Explanation, Findings, Ground, Judgement, Rule};

pub const RULE: Rule = Rule {
    name: "dns-servers-named",
    title: "the network has DNS servers of its own",
    explanation: Explanation {
        means: "--dns names at least one server, none twice, and no more than a network can have (20). An app's own list takes five; that it asks no more of the network's servers is not certain.",
        matters: "Without DNS servers of its own a network asks Azure's, which knows private DNS zones that are linked to the network, but no other name of the network or of an on-premises site. Every server that does not answer costs an app on Windows three seconds by default.",
        reads: "--dns.",
        mend: "Give --dns ADDRESS for each server; or use addresses, or private DNS zones, and leave it out.",
    },
    judge,
};

/// DNS servers of one network. Source: azure-docs, azure-virtual-network-limits.
pub const MOST_DNS_SERVERS: usize = 20;
/// DNS servers in an app's own list (`dnsConfiguration.dnsServers`).
/// Source: azure-docs, overview-name-resolution.
const MOST_OF_APP: usize = 5;

fn judge(ground: &Ground<'_>) -> Judgement {
    let servers = &ground.proposal.dns;
    let mut found = Findings::default();
    let count = servers.len();
    if count == 0 {
        found.warn("no DNS server is given: names in the network do not resolve, unless a private DNS zone linked to it holds them");
    } else if count > MOST_DNS_SERVERS {
        found.fail(format!(
            "{count} DNS servers; a network can have {MOST_DNS_SERVERS}"
        ));
    } else if count > MOST_OF_APP {
        found.warn(format!(
            "{count} DNS servers; an app may ask only {MOST_OF_APP} of them"
        ));
    }
    let mut seen = BTreeSet::new();
    for server in servers {
        if !seen.insert(server) {
            found.warn(format!("{server} is given twice"));
        }
    }
    Ok(found.verdict(match count {
        1 => "one DNS server; with a second one names resolve while the first is down".to_owned(),
        n => format!("{n} DNS servers"),
    }))
}
