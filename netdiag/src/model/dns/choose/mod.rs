//! The choice of the servers: what it depends on, and the rule. Its steps stand in [`servers`], how
//! often, how long and how long kept in [`timing`].

mod servers;
mod timing;

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use self::servers::{Chosen, on_port_53};
use self::timing::system_timing;
use super::{
    AZURE_DNS, DnsConfiguration, HostsFile, NameServer, NameServerSource, NameServers,
    SystemResolver,
};
use crate::fact::{Fact, Origin};
use crate::model::{Environment, Integration, Kind};

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
    /// Whether the app asks the copy's servers rather than the network's, where they differ: so with
    /// gateway-required integration, where a Sync Network has to bring new servers. Source: Microsoft's
    /// configure-gateway-required-vnet-integration page.
    pub copy_decides: bool,
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
            copy_decides: integration.kind.value() == Some(&Kind::Gateway),
            environment: &integration.environment,
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
            chosen.append_alternatives(app, explicit);
        }
        let from_system = chosen
            .servers
            .first()
            .is_some_and(|s| s.source == NameServerSource::System);
        let (attempts, timeout) = system_timing(system, from_system);
        let (attempts, attempts_from) = chosen.attempts(flags, app, attempts);
        let (timeout, timeout_from) = chosen.timeout(flags, app, timeout);
        let (cache, cache_from) = chosen.cache(app);
        // Only inside the app is this machine's configuration the app's.
        let inside = flags.server.is_none() && !flags.exported && app.environment.is_own();
        Self {
            servers: chosen.servers,
            attempts,
            attempts_from,
            timeout,
            timeout_from,
            cache,
            cache_from,
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

    /// What the configuration and the environment tell of an app that is looked at from elsewhere: this
    /// machine's servers are not the app's. No server if only the app's own machine knows them.
    pub fn as_exported(app: &AppDns<'_>) -> Self {
        let flags = LookupFlags {
            exported: true,
            ..LookupFlags::default()
        };
        Self::choose(&flags, app, &SystemResolver::empty("this machine"), None)
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

#[cfg(test)]
mod tests;
