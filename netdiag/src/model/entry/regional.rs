//! What of a regional app's traffic enters the network: the switches, and the service endpoints.

use std::net::IpAddr;

use super::Entry;
use crate::fact::{Fact, Gap, Origin};
use crate::model::{AZURE_DNS, Integration, Subnet, services_behind};
use crate::space::{AddressSet, private_ranges};

impl Integration {
    /// Private addresses always enter; the others do by the route-all switch, or by a service endpoint
    /// of the subnet. Source: Microsoft's overview-vnet-integration page, 2025-11.
    pub(super) fn entry_by_switch(&self, address: IpAddr, names: &[&str]) -> Entry {
        let enters = |by: &str, from: Origin| Entry::Vnet {
            by: by.to_owned(),
            kind: None,
            from,
        };
        if address == AZURE_DNS.ip() {
            let by = "the platform itself, which needs no route";
            return enters(by, Origin::PlatformDefault);
        }
        if private_ranges().holds(address) {
            let by = "private addresses (RFC 1918) always enter";
            return enters(by, Origin::PlatformDefault);
        }
        let route_all = self.route_all();
        match route_all.on {
            Fact::Known { value: true, from } => return enters(route_all.switch, from),
            Fact::Unknown(gap) => {
                return Entry::Unknown {
                    why: gap.to_string(),
                };
            }
            _ => {}
        }
        // What lies in a network here is no service's, whatever its number.
        let names = if self.holds_around(address) {
            &["an address of the networks here"]
        } else {
            names
        };
        match self.service_endpoint(names) {
            Fact::Known { value, from } => {
                enters(&format!("the subnet's service endpoint {value}"), from)
            }
            Fact::Unknown(gap) => Entry::Unknown {
                why: format!("route-all is off, and {}", gap.sentence()),
            },
            Fact::Absent { .. } => {
                // Outside the app its settings are mostly not at hand.
                let unread = if self.environment.is_app_service() {
                    ""
                } else {
                    "; WEBSITE_VNET_ROUTE_ALL was not read"
                };
                let switch = route_all.switch;
                Entry::Internet {
                    by: format!("route-all is off ({switch}{unread}), and the address is public"),
                }
            }
        }
    }

    /// Whether the network, a peered one or an on-premises range holds the address.
    fn holds_around(&self, address: IpAddr) -> bool {
        let holds = |set: Fact<AddressSet>| set.value().is_some_and(|set| set.holds(address));
        holds(self.vnet_addresses())
            || self
                .peerings()
                .value()
                .into_iter()
                .flatten()
                .any(|peering| holds(peering.remote_address_space.as_ref().map(AddressSet::of)))
            || self.neighbours().iter().any(|n| holds(n.ranges()))
    }

    /// Which of the route-all switches decides, the newest that is on before the others. Any of them
    /// turns it on: Azure answers `false` for a property that nobody has set, and goes on honouring
    /// the app setting. Source: Microsoft's configure-vnet-integration-routing page, 2025-11.
    pub fn route_all(&self) -> RouteAll {
        const SETTING: &str = "WEBSITE_VNET_ROUTE_ALL";
        let properties = match &self.app {
            Fact::Known { value: app, .. } => vec![
                ("outboundVnetRouting", &app.routes_application_traffic),
                ("vnetRouteAllEnabled", &app.route_all),
            ],
            Fact::Absent { .. } | Fact::Unknown(_) => Vec::new(),
        };
        let on = properties
            .iter()
            .find(|(_, switch)| switch.value() == Some(&true));
        if let Some((name, switch)) = on {
            return RouteAll {
                on: (*switch).clone(),
                switch: name,
            };
        }
        if let Some(from) = self.environment.switched_on(SETTING) {
            return RouteAll {
                on: Fact::known(true, from),
                switch: SETTING,
            };
        }
        if let Some((name, unread)) = properties
            .iter()
            .find(|(_, switch)| matches!(switch, Fact::Unknown(_)))
        {
            return RouteAll {
                on: (*unread).clone(),
                switch: name,
            };
        }
        let off = properties
            .iter()
            .find(|(_, switch)| switch.value().is_some());
        match (off, &self.app) {
            (Some((name, switch)), _) => RouteAll {
                on: (*switch).clone(),
                switch: name,
            },
            (None, Fact::Known { from, .. }) => RouteAll {
                on: Fact::known(false, from.clone()),
                switch: "no switch is set",
            },
            (None, _) => RouteAll {
                on: Fact::unknown("the app's route-all switches", "were not read"),
                switch: SETTING,
            },
        }
    }

    /// The service endpoint of the integration subnet that carries traffic to a target of these names
    /// (its own and those that it is an alias for); none of them: only its address is known. Absent if
    /// there is none; unknown if the subnet has some, but the target's service is not known.
    pub fn service_endpoint(&self, names: &[&str]) -> Fact<String> {
        let services: Vec<&str> = names
            .iter()
            .flat_map(|name| services_behind(name))
            .copied()
            .collect();
        let subnet = self.integration_subnet();
        let endpoints = match subnet
            .as_ref()
            .and_then(|s, _| s.service_endpoints.as_ref())
        {
            Fact::Known { value, from } if !value.is_empty() => (value.clone(), from),
            Fact::Known { from, .. } | Fact::Absent { from } => return Fact::Absent { from },
            // What is none of Azure's names cannot have one, whatever the subnet has.
            Fact::Unknown(_) if services.is_empty() => {
                return Fact::Absent {
                    from: Origin::Everything,
                };
            }
            Fact::Unknown(gap) => return Fact::Unknown(gap),
        };
        let (endpoints, from) = endpoints;
        let serving = endpoints
            .iter()
            .find(|endpoint| services.iter().any(|s| s.eq_ignore_ascii_case(endpoint)));
        match serving {
            Some(endpoint) => Fact::known(endpoint.clone(), from),
            None if names.is_empty() => Fact::Unknown(
                Gap::new(
                    "the service that the address belongs to",
                    format!(
                        "is not known: it enters if it is one of {}, for which the subnet has a service endpoint",
                        endpoints.join(", ")
                    ),
                )
                .at(from),
            ),
            None => Fact::Absent { from },
        }
    }

    /// The delegated subnet that an app with regional integration sends from.
    pub fn integration_subnet(&self) -> Fact<&Subnet> {
        self.subnet.as_ref().and_then(|id, _| {
            let subnets = self.vnet.as_ref().and_then(|vnet, _| vnet.subnets.as_ref());
            subnets.and_then(
                |subnets, _| match subnets.iter().find(|subnet| subnet.id == *id) {
                    Some(subnet) => Fact::known(subnet, subnet.from.clone()),
                    None => Fact::unknown("the integration subnet", "is named but was not read"),
                },
            )
        })
    }
}

/// Whether all traffic of an app with regional integration enters the network, or private addresses
/// only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteAll {
    /// On or off.
    pub on: Fact<bool>,
    /// The switch that decided, by its name, or that none is set.
    pub switch: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Inventory, Site, example};

    /// The shipped example, its app changed, with these variables.
    fn regional(change: impl Fn(&mut Site), variables: &[(&str, &str)]) -> Integration {
        let of_app = |inventory: &mut Inventory| {
            for fact in inventory.sites.values_mut() {
                if let Fact::Known { value, .. } = fact {
                    change(value);
                }
            }
        };
        example::regional(of_app, variables)
    }

    fn switches(newest: Option<bool>, older: Option<bool>) -> impl Fn(&mut Site) {
        let fact = |switch: Option<bool>| match switch {
            Some(on) => Fact::known(on, Origin::Everything),
            None => Fact::Absent {
                from: Origin::Everything,
            },
        };
        move |site| {
            site.routes_application_traffic = fact(newest);
            site.route_all = fact(older);
        }
    }

    fn off() -> Integration {
        regional(switches(None, None), &[("WEBSITE_SITE_NAME", "nw-api")])
    }

    fn words(integration: &Integration, address: &str, names: &[&str]) -> String {
        integration
            .entry_of(address.parse().unwrap(), names)
            .sentence("it")
    }

    #[test]
    fn any_switch_turns_it_on_and_the_newest_is_named() {
        let setting: &[(&str, &str)] = &[("WEBSITE_VNET_ROUTE_ALL", "1")];
        for (newest, older, variables, on, switch) in [
            (Some(true), Some(true), setting, true, "outboundVnetRouting"),
            (Some(true), Some(false), &[], true, "outboundVnetRouting"),
            (Some(false), Some(true), &[], true, "vnetRouteAllEnabled"),
            (
                Some(false),
                Some(false),
                setting,
                true,
                "WEBSITE_VNET_ROUTE_ALL",
            ),
            (Some(false), Some(false), &[], false, "outboundVnetRouting"),
            (None, Some(false), &[], false, "vnetRouteAllEnabled"),
            (None, None, &[], false, "no switch is set"),
        ] {
            let said = regional(switches(newest, older), variables).route_all();
            assert_eq!(
                (said.on.value(), said.switch),
                (Some(&on), switch),
                "{newest:?} {older:?} {variables:?}"
            );
        }
    }

    #[test]
    fn a_switch_that_was_not_read_is_not_off() {
        let unread = |site: &mut Site| {
            switches(None, None)(site);
            site.route_all = Fact::unknown("vnetRouteAllEnabled", "was not read");
        };
        let said = words(&regional(unread, &[]), "8.8.8.8", &[]);
        assert!(
            said.starts_with("whether it enters the VNET is not known"),
            "{said}"
        );
        let mut nobody = off();
        nobody.app = Fact::unknown("the app", "was not read");
        assert_eq!(nobody.route_all().on.value(), None);
    }

    #[test]
    fn without_route_all_private_addresses_and_service_endpoints_enter() {
        let off = off();
        let store = "nwstore.blob.core.windows.net";
        for (address, names, expected) in [
            (
                "10.99.0.1",
                &[][..],
                "it enters the VNET by private addresses (RFC 1918)",
            ),
            (
                "168.63.129.16",
                &[],
                "it enters the VNET by the platform itself",
            ),
            (
                "203.0.113.9",
                &["www.example"],
                "it does not enter the VNET: route-all is off (no switch is set), and",
            ),
            // Not RFC 1918.
            ("100.64.0.1", &["www.example"], "it does not enter the VNET"),
            (
                "203.0.113.9",
                &[store],
                "it enters the VNET by the subnet's service endpoint Microsoft.Storage",
            ),
            (
                "203.0.113.9",
                &["files.example", store],
                "it enters the VNET by the subnet's service endpoint",
            ),
            (
                "203.0.113.9",
                &["nwsql.database.windows.net"],
                "it does not enter the VNET",
            ),
            (
                "203.0.113.9",
                &[],
                "whether it enters the VNET is not known: route-all is off, and the service that the address belongs to is not known: it enters if it is one of Microsoft.Storage",
            ),
        ] {
            let said = words(&off, address, names);
            assert!(said.starts_with(expected), "{address} {names:?}: {said}");
        }
    }

    #[test]
    fn without_the_subnet_only_azures_names_are_in_doubt() {
        let mut unread = off();
        unread.vnet = Fact::unknown("the network", "was not read");
        let said = words(&unread, "203.0.113.9", &[]);
        assert!(said.starts_with("it does not enter"), "{said}");
        let said = words(&unread, "203.0.113.9", &["nwsql.database.windows.net"]);
        assert!(said.starts_with("whether it enters"), "{said}");
    }

    #[test]
    fn settings_that_were_not_read_are_said() {
        let said = words(
            &regional(switches(Some(false), None), &[]),
            "8.8.8.8",
            &["x"],
        );
        assert!(
            said.contains("(outboundVnetRouting; WEBSITE_VNET_ROUTE_ALL was not read)"),
            "{said}"
        );
    }
}
