//! The choice of the servers.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::{
    AZURE_DNS, DNS_PORT, DnsConfiguration, HostsFile, NameServer, NameServerSource, NameServers,
    SystemResolver, server_list,
};
use crate::fact::{Fact, Origin};
use crate::model::{Environment, Integration};

/// What the command line says about lookups; everything else follows the app.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookupFlags {
    /// Ask this server and no other.
    pub server: Option<SocketAddr>,
    /// How often.
    pub attempts: Option<u32>,
    /// How long each time.
    pub timeout: Option<Duration>,
    /// Over TCP only.
    pub tcp: bool,
    /// The integration was read with `--from`, so this machine need not be the app's.
    pub exported: bool,
}

/// What is known about how the app resolves names: everything that the choice depends on but the
/// command line and this machine.
#[derive(Debug, Clone)]
pub struct AppDns<'a> {
    /// The site property.
    pub site: Option<&'a DnsConfiguration>,
    /// Linux rather than Windows.
    pub linux: Fact<bool>,
    /// The network's own servers; absent or empty means Azure's resolver.
    pub vnet: Fact<Vec<IpAddr>>,
    /// The platform's copy of them, which is what a gateway-integrated app has until it is synced.
    pub copy: Fact<Vec<IpAddr>>,
    /// The app settings.
    pub environment: &'a Environment,
}

impl<'a> AppDns<'a> {
    /// What an integration tells.
    pub fn of(integration: &'a Integration) -> Self {
        Self {
            site: integration.app.value().map(|site| &site.dns),
            linux: integration
                .app
                .as_ref()
                .and_then(|site, _| site.linux.clone()),
            vnet: integration
                .vnet
                .as_ref()
                .and_then(|vnet, _| vnet.dns_servers.clone()),
            copy: integration
                .connection
                .as_ref()
                .and_then(|copy, _| copy.dns_servers.clone()),
            environment: &integration.environment,
        }
    }
}

/// Servers in the making: each address once, the first mention stays.
#[derive(Default)]
struct Chosen {
    servers: Vec<NameServer>,
    warnings: Vec<String>,
}

impl Chosen {
    fn add(&mut self, address: SocketAddr, source: NameServerSource, from: &Origin) {
        if self.servers.iter().all(|s| s.address != address) {
            self.servers.push(NameServer {
                address,
                source,
                from: from.clone(),
            });
        }
    }

    fn add_all(
        &mut self,
        addresses: impl IntoIterator<Item = SocketAddr>,
        source: NameServerSource,
        from: &Origin,
    ) {
        for address in addresses {
            self.add(address, source, from);
        }
    }

    fn warn(&mut self, warning: impl Into<String>) {
        let warning = warning.into();
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

impl NameServers {
    /// Decides which servers are asked, and how. First match wins: the flag; the explicit list (site
    /// property, else `WEBSITE_DNS_SERVER`); the network's own servers, if the integration was read;
    /// this machine's. The alternative server and the fallback to Azure's resolver are appended to
    /// all but the first.
    pub fn choose(
        flags: &LookupFlags,
        app: &AppDns<'_>,
        system: &SystemResolver,
        hosts: Option<HostsFile>,
    ) -> Self {
        let mut chosen = Chosen::default();
        if let Some(server) = flags.server {
            chosen.add(
                server,
                NameServerSource::Argument,
                &Origin::Flag("DNS_SERVER"),
            );
        } else {
            let explicit = chosen.explicit_list(app);
            if !explicit && !chosen.network(flags, app) {
                chosen.system(flags, app, system);
            }
            chosen.appended(app, explicit);
        }
        let from_system = chosen
            .servers
            .first()
            .is_some_and(|s| s.source == NameServerSource::System);
        let manners = system_manners(system, from_system);
        let (attempts, attempts_from) = chosen.attempts(flags, app, manners.0);
        let (timeout, timeout_from) = chosen.timeout(flags, app, manners.1);
        // Only inside the app is this machine's configuration the app's.
        let inside = flags.server.is_none() && !flags.exported && app.environment.file().is_none();
        Self {
            servers: chosen.servers,
            attempts,
            attempts_from,
            timeout,
            timeout_from,
            search: if inside {
                system.search.clone()
            } else {
                Vec::new()
            },
            ndots: if inside { system.ndots } else { 1 },
            hosts: hosts.filter(|_| inside),
            tcp: flags.tcp || (from_system && system.tcp),
            warnings: chosen.warnings,
        }
    }

    /// Every server that matters, each address once: the app's, the network's own, Azure's resolver
    /// and this machine's.
    pub fn that_matter(&self, app: &AppDns<'_>, system: &SystemResolver) -> Vec<NameServer> {
        let mut all = Chosen {
            servers: self.servers.clone(),
            warnings: Vec::new(),
        };
        for fact in [&app.vnet, &app.copy] {
            if let Fact::Known { value, from } = fact {
                all.add_all(on_port_53(value), NameServerSource::Vnet, from);
            }
        }
        all.add(
            AZURE_DNS,
            NameServerSource::PlatformDefault,
            &Origin::PlatformDefault,
        );
        all.add_all(
            system.servers.iter().copied(),
            NameServerSource::System,
            &system.from,
        );
        all.servers
    }
}

fn on_port_53(addresses: &[IpAddr]) -> impl Iterator<Item = SocketAddr> {
    addresses
        .iter()
        .map(|address| SocketAddr::new(*address, DNS_PORT))
}

type Manner<T> = Option<(T, Origin)>;

fn system_manners(system: &SystemResolver, used: bool) -> (Manner<u32>, Manner<Duration>) {
    if !used {
        return (None, None);
    }
    (
        system.attempts.map(|n| (n.max(1), system.from.clone())),
        system
            .timeout
            .map(|t| (t.max(Duration::from_secs(1)), system.from.clone())),
    )
}

impl Chosen {
    /// The site property, else the app setting. True if it gave a server.
    fn explicit_list(&mut self, app: &AppDns<'_>) -> bool {
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
    fn network(&mut self, flags: &LookupFlags, app: &AppDns<'_>) -> bool {
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

    fn system(&mut self, flags: &LookupFlags, app: &AppDns<'_>, system: &SystemResolver) {
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
    fn appended(&mut self, app: &AppDns<'_>, explicit: bool) {
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
                    "{name} is set without a list of DNS servers; older platform versions do not \
                     ask it then"
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
        if app
            .environment
            .switch("WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS")
        {
            let from = app
                .environment
                .get("WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS")
                .origin()
                .cloned()
                .unwrap_or(Origin::PlatformDefault);
            self.add(AZURE_DNS, NameServerSource::PublicFallback, &from);
        }
    }

    fn attempts(
        &mut self,
        flags: &LookupFlags,
        app: &AppDns<'_>,
        system: Manner<u32>,
    ) -> (u32, Origin) {
        if let Some(attempts) = flags.attempts {
            return (attempts.max(1), Origin::Flag("--attempts"));
        }
        let property = app.site.map(|site| &site.attempts);
        if let Some(found) = self.configured(
            app,
            property,
            "dnsRetryAttemptCount",
            "WEBSITE_DNS_ATTEMPTS",
            5,
        ) {
            return found;
        }
        let default = if is_linux(app) { 5 } else { 1 };
        system.unwrap_or((default, Origin::PlatformDefault))
    }

    fn timeout(
        &mut self,
        flags: &LookupFlags,
        app: &AppDns<'_>,
        system: Manner<Duration>,
    ) -> (Duration, Origin) {
        if let Some(timeout) = flags.timeout {
            return (timeout, Origin::Flag("--timeout"));
        }
        let property = app.site.map(|site| &site.timeout_seconds);
        if let Some((seconds, from)) = self.configured(
            app,
            property,
            "dnsRetryAttemptTimeout",
            "WEBSITE_DNS_TIMEOUT",
            30,
        ) {
            return (Duration::from_secs(seconds.into()), from);
        }
        let default = Duration::from_secs(if is_linux(app) { 1 } else { 3 });
        system.unwrap_or((default, Origin::PlatformDefault))
    }

    /// A number from 1 to `most`: the site property, else the app setting.
    fn configured(
        &mut self,
        app: &AppDns<'_>,
        property: Option<&Fact<u32>>,
        property_name: &str,
        setting_name: &str,
        most: u32,
    ) -> Option<(u32, Origin)> {
        let setting = app.environment.number(setting_name);
        for (fact, name) in property
            .into_iter()
            .map(|p| (p, property_name))
            .chain([(&setting, setting_name)])
        {
            match fact {
                Fact::Known { value, from } => {
                    let within = (*value).clamp(1, most);
                    if within != *value {
                        self.warn(format!(
                            "{name} is {value}, outside 1 to {most}; using {within} ({from})"
                        ));
                    }
                    return Some((within, from.clone()));
                }
                Fact::Unknown(gap) => self.warn(format!("{gap}; it was not used")),
                Fact::Absent { .. } => {}
            }
        }
        None
    }
}

/// Which platform's defaults hold: the app's, if it is known, else this machine's.
fn is_linux(app: &AppDns<'_>) -> bool {
    match &app.linux {
        Fact::Known { value, .. } => *value,
        Fact::Absent { .. } => false,
        Fact::Unknown(_) => match app.environment.get("WEBSITE_OS").value() {
            Some(os) => os.eq_ignore_ascii_case("linux"),
            None => !cfg!(windows),
        },
    }
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

#[cfg(test)]
#[path = "choose_tests.rs"]
mod tests;
