//! Under which file name an answer is kept. Pure.

use std::collections::BTreeSet;

use netdiag::model::ResourceId;
use sha1::{Digest, Sha1};

use super::app::AppPlace;
use super::request::Request;

/// How long a name may be, so that a folder of any depth can hold it.
const LONGEST: usize = 100;

/// Gives each request a name of its own, the same ones for the same requests in the same order.
#[derive(Debug)]
pub struct Names {
    subscription: String,
    group: String,
    taken: BTreeSet<String>,
}

impl Names {
    /// Names for what lies around this app: what lies in its own group is named without it.
    pub fn around(app: &AppPlace) -> Self {
        Self {
            subscription: app.subscription.to_ascii_lowercase(),
            group: app.group.to_ascii_lowercase(),
            taken: BTreeSet::from(["manifest.json".to_owned()]),
        }
    }

    /// The name for a request, as `virtualNetworkGateways-nw-gw-connections.json`.
    pub fn of(&mut self, request: &Request) -> String {
        let plain = self.plain(request);
        let mut name = format!("{plain}.json");
        if plain.len() > LONGEST || !self.taken.insert(name.to_ascii_lowercase()) {
            // Told apart by what never is the same twice.
            let (path, query) = request.key();
            let digest = Sha1::digest(format!("{path}?{}", query.unwrap_or_default()));
            let mark = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
            let short: String = plain.chars().take(LONGEST).collect();
            name = format!("{short}~{mark:08x}.json");
            self.taken.insert(name.to_ascii_lowercase());
        }
        name
    }

    fn plain(&self, request: &Request) -> String {
        let path = &request.path;
        let mut parts = Vec::new();
        let is = |a: Option<&str>, b: &str| a.is_some_and(|a| a.eq_ignore_ascii_case(b));
        if !is(path.subscription(), &self.subscription) {
            parts.extend(path.subscription().map(|s| s.chars().take(8).collect()));
        }
        if !is(path.resource_group(), &self.group) || !parts.is_empty() {
            parts.extend(path.resource_group().map(str::to_owned));
        }
        let mut below = below_providers(path);
        if let Some(query) = &request.query {
            below.push('-');
            below.push_str(query.rsplit('=').next().unwrap_or_default());
        }
        parts.push(below);
        parts
            .join(".")
            .chars()
            .map(|c| match c {
                _ if c.is_ascii_alphanumeric() || "-_.()".contains(c) => c,
                '/' => '-',
                _ => '_',
            })
            .collect()
    }
}

/// What follows the first provider, without the names of providers.
fn below_providers(path: &ResourceId) -> String {
    let text = path.as_str().trim_matches('/');
    let at = text.to_ascii_lowercase().find("/providers/");
    let below = at.map_or(text, |at| &text[at + "/providers/".len()..]);
    let mut kept = Vec::new();
    let mut segments = below.split('/').skip(1);
    while let Some(segment) = segments.next() {
        if segment.eq_ignore_ascii_case("providers") {
            segments.next();
        } else {
            kept.push(segment);
        }
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::around(&AppPlace {
            subscription: "11111111-2222".into(),
            group: "nw-rg".into(),
            name: "nw-shop".into(),
            slot: None,
        })
    }

    fn network(subscription: &str, group: &str, rest: &str) -> ResourceId {
        ResourceId::new(format!(
            "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/{rest}"
        ))
    }

    #[test]
    fn a_name_says_which_resource_it_is() {
        let mut names = names();
        let gateway = network("11111111-2222", "NW-RG", "virtualNetworkGateways/nw-gw");
        for (request, expected) in [
            (
                Request::network(&gateway),
                "virtualNetworkGateways-nw-gw.json",
            ),
            (
                Request::clients(&gateway),
                "virtualNetworkGateways-nw-gw-getVpnClientConnectionHealth.json",
            ),
            (
                Request::health(&gateway),
                "virtualNetworkGateways-nw-gw-availabilityStatuses-current.json",
            ),
            (
                Request::advertised_routes(&gateway, [10, 0, 0, 4].into()),
                "virtualNetworkGateways-nw-gw-getAdvertisedRoutes-10.0.0.4.json",
            ),
            (
                Request::network(&network("11111111-2222", "net-rg", "virtualNetworks/v")),
                "net-rg.virtualNetworks-v.json",
            ),
            (
                Request::network(&network("99999999-2222", "nw-rg", "virtualNetworks/v")),
                "99999999.nw-rg.virtualNetworks-v.json",
            ),
        ] {
            assert_eq!(names.of(&request), expected);
        }
    }

    #[test]
    fn no_two_requests_have_one_name() {
        let mut names = names();
        let ids = [
            network("99999999-1", "g", "virtualNetworks/v"),
            network("99999999-2", "g", "virtualNetworks/v"),
            network("99999999-2", "g", "virtualNetworks/V\u{e4}"),
            network("99999999-2", "g", "virtualNetworks/V\u{f6}"),
            network("11111111-2222", "nw-rg", "virtualNetworks/a/subnets/b"),
            network("11111111-2222", "nw-rg", "virtualNetworks/a-subnets-b"),
            network(
                "11111111-2222",
                "nw-rg",
                &format!("virtualNetworks/{}", "x".repeat(200)),
            ),
            network(
                "11111111-2222",
                "nw-rg",
                &format!("virtualNetworks/{}", "x".repeat(201)),
            ),
        ];
        let given: Vec<String> = ids
            .iter()
            .map(|id| names.of(&Request::network(id)).to_lowercase())
            .collect();
        let different: BTreeSet<&String> = given.iter().collect();
        assert_eq!(different.len(), ids.len(), "{given:?}");
        for name in &given {
            assert!(
                name.len() <= 120 && name.is_ascii() && !name.contains(['/', '\\']),
                "{name}"
            );
        }
    }
}
