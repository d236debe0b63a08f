//! Which servers are asked, in which order.

use std::net::{IpAddr, SocketAddr};

use super::{AppDns, LookupFlags};
use crate::fact::{Fact, Origin};
use crate::model::dns::{
    AZURE_DNS, DNS_PORT, NameServer, NameServerSource, SystemResolver, server_list,
};

/// Servers in the making: each address once, the first mention stays.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) servers: Vec<NameServer>,
    pub(super) warnings: Vec<String>,
}

impl Chosen {
    /// Adds a server at the end, unless it is there already.
    pub(super) fn add(&mut self, address: SocketAddr, source: NameServerSource, from: &Origin) {
        if self.servers.iter().all(|s| s.address != address) {
            self.servers.push(NameServer {
                address,
                source,
                from: from.clone(),
            });
        }
    }

    /// Adds several.
    pub(super) fn add_all(
        &mut self,
        addresses: impl IntoIterator<Item = SocketAddr>,
        source: NameServerSource,
        from: &Origin,
    ) {
        for address in addresses {
            self.add(address, source, from);
        }
    }

    /// Adds a sentence about a slip, unless it is there already.
    pub(super) fn warn(&mut self, warning: impl Into<String>) {
        let warning = warning.into();
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// The site property, else the app setting. True if it gave a server.
    pub(super) fn explicit_list(&mut self, app: &AppDns<'_>) -> bool {
        if let Some(site) = app.site {
            match &site.servers {
                Fact::Known { value, from } => {
                    let setting = format!("dnsServers ({from})");
                    let (servers, warnings) =
                        server_list(value.iter().map(String::as_str), &setting);
                    self.warnings.extend(warnings);
                    if value.len() > 5 {
                        self.warn(format!(
                            "{setting} holds {} servers; the platform takes 5",
                            value.len()
                        ));
                    }
                    self.add_all(servers, NameServerSource::SiteProperty, from);
                }
                Fact::Unknown(gap) => self.warn(gap.to_string()),
                Fact::Absent { .. } => {}
            }
        }
        if self.servers.is_empty()
            && let Fact::Known { value, from } = app.environment.get("WEBSITE_DNS_SERVER")
        {
            let (servers, warnings) = server_list(value.split(','), "WEBSITE_DNS_SERVER");
            self.warnings.extend(warnings);
            self.add_all(servers, NameServerSource::AppSetting, &from);
        }
        !self.servers.is_empty()
    }

    /// The network's own servers, else Azure's resolver. False if nobody can say.
    pub(super) fn network(&mut self, flags: &LookupFlags, app: &AppDns<'_>) -> bool {
        if !flags.exported {
            return false;
        }
        match (&app.vnet, &app.copy) {
            (Fact::Known { value, from }, copy) => {
                if let Fact::Known {
                    value: copied,
                    from: copied_from,
                } = copy
                    && copied != value
                {
                    if app.copy_decides && !copied.is_empty() {
                        self.warn(format!(
                            "the VNET has other DNS servers by now ({}, {from}): until the platform's copy \
                             is synced the app asks those of the copy",
                            comma_separated(value)
                        ));
                        self.add_all(on_port_53(copied), NameServerSource::Vnet, copied_from);
                        return true;
                    }
                    self.warn(format!(
                        "the platform's copy of the VNET's DNS servers differs ({}, {copied_from}): \
                         until it is synced the app may still ask those",
                        comma_separated(copied)
                    ));
                }
                if value.is_empty() {
                    self.add(AZURE_DNS, NameServerSource::PlatformDefault, from);
                } else {
                    self.add_all(on_port_53(value), NameServerSource::Vnet, from);
                }
                true
            }
            (Fact::Absent { from }, _) => {
                self.add(AZURE_DNS, NameServerSource::PlatformDefault, from);
                true
            }
            (Fact::Unknown(_), Fact::Known { value, from }) if !value.is_empty() => {
                self.warn(
                    "the VNET itself was not read: these are the DNS servers in the platform's copy of it",
                );
                self.add_all(on_port_53(value), NameServerSource::Vnet, from);
                true
            }
            (Fact::Unknown(gap), _) => {
                self.warn(format!(
                    "which DNS servers the VNET has is not known: {gap}; asking this machine's \
                     own servers, which need not be the app's"
                ));
                false
            }
        }
    }

    /// This machine's own servers, with what has to be said about asking them.
    pub(super) fn system(
        &mut self,
        flags: &LookupFlags,
        app: &AppDns<'_>,
        system: &SystemResolver,
    ) {
        for problem in &system.problems {
            self.warn(problem.clone());
        }
        if !flags.exported
            && let Some(file) = app.environment.file()
        {
            self.warn(format!(
                "{file} names no DNS server; asking this machine's own servers, which need not be the app's"
            ));
        }
        self.add_all(
            system.servers.iter().copied(),
            NameServerSource::System,
            &system.from,
        );
    }

    /// The alternative server and the fallback.
    pub(super) fn append_alternatives(&mut self, app: &AppDns<'_>, explicit: bool) {
        let setting = app.environment.get("WEBSITE_DNS_ALT_SERVER");
        let property = match app.site.map(|site| &site.alt_server) {
            Some(Fact::Unknown(gap)) => {
                self.warn(gap.to_string());
                None
            }
            Some(Fact::Known { value, from }) => Some((
                value.clone(),
                from.clone(),
                format!("dnsAltServer ({from})"),
            )),
            _ => None,
        };
        let alt = property.or_else(|| match setting {
            Fact::Known { value, from } => Some((value, from, "WEBSITE_DNS_ALT_SERVER".to_owned())),
            _ => None,
        });
        if let Some((value, from, name)) = alt {
            let (servers, warnings) = server_list(value.split(','), &name);
            self.warnings.extend(warnings);
            if !explicit && !servers.is_empty() {
                self.warn(format!(
                    "{name} is set without a list of DNS servers; whether it is asked then is not \
                     certain"
                ));
            }
            self.add_all(servers, NameServerSource::AltServer, &from);
        } else if app
            .environment
            .get("WEBSITE_ALT_DNS_SERVER")
            .value()
            .is_some()
        {
            self.warn(
                "WEBSITE_ALT_DNS_SERVER is set, but the documented name is WEBSITE_DNS_ALT_SERVER; \
                 it was not used",
            );
        }
        let fallback = app
            .environment
            .switched_on("WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS");
        if let Some(from) = fallback {
            self.add(AZURE_DNS, NameServerSource::PublicFallback, &from);
        }
    }
}

pub(super) fn on_port_53(addresses: &[IpAddr]) -> impl Iterator<Item = SocketAddr> {
    addresses
        .iter()
        .map(|address| SocketAddr::new(*address, DNS_PORT))
}

fn comma_separated(addresses: &[IpAddr]) -> String {
    if addresses.is_empty() {
        return "none".to_owned();
    }
    addresses
        .iter()
        .map(IpAddr::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}
