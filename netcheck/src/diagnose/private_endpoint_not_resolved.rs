//! The name gives a public address although a private endpoint exists for it.

use netdiag::model::PrivateEndpoint;
use netdiag::text::spoken;

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "private-endpoint-not-resolved",
    title: "the name does not give the private endpoint's address",
    explanation: Explanation {
        means: "A private endpoint exists for the name (it was read, or the name is an alias for one below privatelink), but the DNS server that the app asks does not give its private address.",
        matters: "The traffic goes to the service's public endpoint, which mostly refuses it: by a timeout, or only in the service's own words (as 403) after a connection that looks good.",
        reads: "The chain of aliases, the addresses and which server gave them; customDnsConfigs and privateLinkServiceConnections of the private endpoints.",
        mend: "Portal: the private DNS zone (as privatelink.blob.core.windows.net), Virtual network links: link it to the network whose DNS the app asks, and see that it has a record for the name. az network private-dns link vnet create --zone-name ZONE --resource-group RG --name LINK --virtual-network VNET --registration-enabled false. With DNS servers of one's own: let them forward the service's zone (blob.core.windows.net) to 168.63.129.16; servers on-premises cannot reach that address and must ask a forwarder inside the network (Azure DNS Private Resolver, or a DNS server there).",
    },
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let seen = case.name_seen()?;
    let private = case.points.iter().find(|point| point.is_private());
    if private.is_some() {
        return None;
    }
    let names = case.names();
    let alias = privatelink(&names);
    let endpoint = names.iter().find_map(|name| {
        let found = case.snapshot.integration.private_endpoints_for(name);
        found.into_iter().next()
    });
    let said = said(case, &seen.outcome);
    let finding = match (endpoint, alias) {
        (None, None) => return None,
        // Nothing failed, and whose private endpoint the alias speaks of is not known.
        (None, Some(_)) if !case.failed() => return None,
        // A wrong name is no private endpoint's, whatever servers say of it.
        (Some(endpoint), _) if !case.points.is_empty() || case.name_failed() => {
            let summary = format!(
                "{said}, although the private endpoint {} exists for it{}",
                endpoint.name,
                addresses(case, endpoint)
            );
            if case.failed() {
                Finding::certain(summary)
            } else if case.reached() {
                Finding::possible(format!(
                    "{summary}: what answers is the service's public endpoint, which may refuse in its own words"
                ))
            } else {
                Finding::likely(summary)
            }
        }
        (_, Some(alias)) => Finding::likely(format!(
            "{said}, although it is an alias for {alias}, which a name is where a private endpoint exists"
        )),
        (Some(_), None) => return None,
    };
    let mut finding = finding;
    if names.len() > 1 {
        finding = finding.because("aliases", names.join(" -> "), None);
    }
    if let Some(endpoint) = endpoint {
        let link = endpoint.connections.value().into_iter().flatten().next();
        let leads_to = link.and_then(|link| link.resource.value());
        let leads_to = leads_to.map_or("a service", |id| id.name());
        finding = finding.because(
            format!("private endpoint {}", endpoint.name),
            format!("leads to {leads_to}"),
            Some(&endpoint.from),
        );
    }
    finding = finding.answers(case);
    if case.answers().is_empty() {
        let server = seen.server.as_deref().unwrap_or("the server");
        finding = finding.because(server, &seen.message, None);
    }
    Some(match case.points.first() {
        Some(point) => finding.seen(point),
        None => finding,
    })
}

/// What the app's server says of the name.
fn said(case: &Case<'_>, outcome: &str) -> String {
    let name = case.name().unwrap_or_default();
    let shown: Vec<String> = case.points.iter().map(|p| p.address.to_string()).collect();
    if shown.is_empty() {
        format!("{name} gives no address ({})", spoken(outcome))
    } else {
        format!("{name} gives the public address {}", shown.join(", "))
    }
}

fn addresses(case: &Case<'_>, endpoint: &PrivateEndpoint) -> String {
    let integration = &case.snapshot.integration;
    let mut all: Vec<String> = Vec::new();
    for address in integration.addresses_of(endpoint) {
        let shown = address.to_string();
        if !all.contains(&shown) {
            all.push(shown);
        }
    }
    if all.is_empty() {
        String::new()
    } else {
        format!(" ({})", all.join(", "))
    }
}

/// The alias below `privatelink` that a service's name becomes when a private endpoint is made for it:
/// it keeps the first label. (Some of Azure's own names have such aliases for other reasons, and do not
/// keep it.) Source: Microsoft's private-endpoint-dns page.
pub(super) fn privatelink(names: &[String]) -> Option<&str> {
    let labels = |name: &str| -> Vec<String> {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        name.split('.').map(str::to_owned).collect()
    };
    names.iter().enumerate().find_map(|(i, name)| {
        let own = labels(name);
        let below = own.iter().skip(1).any(|label| label == "privatelink");
        let before = names[..i].iter().map(|name| labels(name));
        let asked_itself = i == 0;
        let keeps = before.into_iter().any(|other| other.first() == own.first());
        (below && (asked_itself || keeps)).then_some(name.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::privatelink;

    #[test]
    fn an_alias_that_keeps_the_first_label_shows_a_private_endpoint() {
        for (chain, expected) in [
            (
                &[
                    "nw.blob.core.windows.net",
                    "nw.privatelink.blob.core.windows.net",
                    "blob.x.store.core.windows.net",
                ][..],
                Some("nw.privatelink.blob.core.windows.net"),
            ),
            (
                &["nw.vault.azure.net.", "NW.PrivateLink.vaultcore.azure.net."],
                Some("NW.PrivateLink.vaultcore.azure.net."),
            ),
            (
                &[
                    "files.example",
                    "nw.blob.core.windows.net",
                    "nw.privatelink.blob.core.windows.net",
                ],
                Some("nw.privatelink.blob.core.windows.net"),
            ),
            (
                &["nw.privatelink.database.windows.net"],
                Some("nw.privatelink.database.windows.net"),
            ),
            (
                &["login.microsoftonline.com", "ak.privatelink.msidentity.com"],
                None,
            ),
            (&["privatelink.example", "x.example"], None),
            (
                &["nw.blob.core.windows.net", "blob.x.store.core.windows.net"],
                None,
            ),
            (&[], None),
        ] {
            let chain: Vec<String> = chain.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(privatelink(&chain), expected, "{chain:?}");
        }
    }
}
