//! Which name servers the app asks, in which order, how often and how long.
//!
//! The platform's rules as Microsoft's overview-name-resolution page tells them. Pure: what the
//! machine's own configuration says ([`SystemResolver`], [`HostsFile`]) comes in as data.

mod choose;
mod hosts;
mod server_address;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use serde::{Deserialize, Serialize, Serializer};

pub use choose::{AppDns, LookupFlags};
pub use hosts::HostsFile;
pub use server_address::{parse_server, server_list, shown_server};

use super::app::DnsConfiguration;
use crate::fact::Origin;

/// Azure's own resolver, the same address in every network.
pub const AZURE_DNS: SocketAddr =
    SocketAddr::new(IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)), DNS_PORT);

/// The port of DNS, UDP and TCP (RFC 1035, section 4.2).
pub const DNS_PORT: u16 = 53;

/// Why a server is asked. JSON names it by [`NameServerSource::as_str`], and reads it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameServerSource {
    /// It was named on the command line.
    Argument,
    /// The site property `dnsConfiguration.dnsServers`.
    SiteProperty,
    /// `WEBSITE_DNS_SERVER`: an app setting, or in Kudu the network's servers as App Service has them
    /// (azure-docs issue 46051).
    AppSetting,
    /// `WEBSITE_DNS_ALT_SERVER` or `dnsConfiguration.dnsAltServer`.
    AltServer,
    /// The virtual network's own servers.
    Vnet,
    /// Azure's resolver, because nothing else is configured.
    PlatformDefault,
    /// Azure's resolver, because `WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS` is set.
    PublicFallback,
    /// This machine's configuration.
    System,
    /// This machine's hosts file, which answers before any server.
    HostsFile,
}

impl NameServerSource {
    /// The word for JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Argument => "argument",
            Self::SiteProperty => "site_property",
            Self::AppSetting => "app_setting",
            Self::AltServer => "alt_server",
            Self::Vnet => "vnet",
            Self::PlatformDefault => "platform_default",
            Self::PublicFallback => "public_fallback",
            Self::System => "system",
            Self::HostsFile => "hosts_file",
        }
    }

    /// Why it is asked, as in "10.0.0.4 (the VNET's own server)".
    pub fn words(self) -> &'static str {
        match self {
            Self::Argument => "the command line",
            Self::SiteProperty => "the app's DNS configuration",
            Self::AppSetting => "the app's environment",
            Self::AltServer => "the app's alternative DNS server",
            Self::Vnet => "the VNET's own server",
            Self::PlatformDefault => "the platform's default",
            Self::PublicFallback => "added by WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS",
            Self::System => "this machine's configuration",
            Self::HostsFile => "this machine's hosts file",
        }
    }
}

impl Serialize for NameServerSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One server, why it is asked, and what says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameServer {
    /// Its address and port.
    pub address: SocketAddr,
    /// Why it is asked.
    pub source: NameServerSource,
    /// What names it.
    pub from: Origin,
}

/// The servers that are asked, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameServers {
    /// The servers in order, each address once. Empty if nothing names one.
    pub servers: Vec<NameServer>,
    /// How often all servers are asked before giving up, at least 1.
    pub attempts: u32,
    /// What says how often.
    pub attempts_from: Origin,
    /// How long a server may take in each attempt.
    pub timeout: Duration,
    /// What says how long.
    pub timeout_from: Origin,
    /// How long the app's own cache keeps an answer at most; zero: not at all. We ask anew every time.
    pub cache: Duration,
    /// What says how long.
    pub cache_from: Origin,
    /// Suffixes to try for names without a final dot; empty unless the app's own machine is asked.
    pub search: Vec<String>,
    /// A name with at least this many dots is tried as it stands before the suffixes are.
    pub ndots: u32,
    /// What answers before any server does; `None` if it must not.
    pub hosts: Option<HostsFile>,
    /// Ask over TCP only.
    pub tcp: bool,
    /// Slips in the configuration, and what was done instead: each one a sentence.
    pub warnings: Vec<String>,
}

/// What the platform does where nobody says otherwise.
struct Defaults {
    attempts: u32,
    timeout: Duration,
    cache: Duration,
}

impl Defaults {
    /// Source: Microsoft's reference-app-settings page, WEBSITE_DNS_ATTEMPTS, _TIMEOUT and _MAX_CACHE_TIMEOUT.
    const WINDOWS: Self = Self {
        attempts: 1,
        timeout: Duration::from_secs(3),
        cache: Duration::from_secs(30),
    };
    /// Source: the same page.
    const LINUX: Self = Self {
        attempts: 5,
        timeout: Duration::from_secs(1),
        cache: Duration::ZERO,
    };
}

impl NameServers {
    /// These servers, asked with the platform's defaults for a Windows app, and nothing else known of the app:
    /// no search list, no hosts file.
    pub fn of(servers: Vec<NameServer>) -> Self {
        Self {
            servers,
            attempts: Defaults::WINDOWS.attempts,
            attempts_from: Origin::PlatformDefault,
            timeout: Defaults::WINDOWS.timeout,
            timeout_from: Origin::PlatformDefault,
            cache: Defaults::WINDOWS.cache,
            cache_from: Origin::PlatformDefault,
            search: Vec::new(),
            ndots: 1,
            hosts: None,
            tcp: false,
            warnings: Vec::new(),
        }
    }

    /// These servers with the same attempts, timeout and search list, but without hosts file and
    /// warnings: to ask one of them by itself.
    pub fn only(&self, servers: Vec<NameServer>) -> Self {
        Self {
            servers,
            hosts: None,
            warnings: Vec::new(),
            ..self.clone()
        }
    }

    /// The names to ask for `name`, in order, by glibc's rule: a final dot means "this name only"; a
    /// name with fewer than `ndots` dots is first tried with each suffix, any other first as it is.
    /// None of them has a final dot.
    pub fn candidates(&self, name: &str) -> Vec<String> {
        if let Some(absolute) = name.strip_suffix('.') {
            return vec![absolute.to_owned()];
        }
        let mut names: Vec<String> = self
            .search
            .iter()
            .map(|suffix| suffix.trim_matches('.'))
            .filter(|suffix| !suffix.is_empty())
            .map(|suffix| format!("{name}.{suffix}"))
            .collect();
        let at = if self.tries_as_it_is_first(name) {
            0
        } else {
            names.len()
        };
        names.insert(at, name.to_owned());
        names
    }

    /// Whether a name is asked for as it is before the suffixes are tried.
    pub fn tries_as_it_is_first(&self, name: &str) -> bool {
        let dots = name.bytes().filter(|b| *b == b'.').count();
        dots >= self.ndots as usize
    }
}

/// This machine's own resolver configuration (`/etc/resolv.conf`, or Windows' network adapters).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemResolver {
    /// The servers in order.
    pub servers: Vec<SocketAddr>,
    /// The search list.
    pub search: Vec<String>,
    /// The `ndots` option, 1 by default.
    pub ndots: u32,
    /// The `attempts` option, if it is given.
    pub attempts: Option<u32>,
    /// The `timeout` option, if it is given.
    pub timeout: Option<Duration>,
    /// The `use-vc` option: ask over TCP.
    pub tcp: bool,
    /// Where all this was read.
    pub from: Origin,
    /// What of it could not be used.
    pub problems: Vec<String>,
}

impl SystemResolver {
    /// A configuration without servers, read from `place`.
    pub fn empty(place: impl Into<String>) -> Self {
        Self {
            servers: Vec::new(),
            search: Vec::new(),
            ndots: 1,
            attempts: None,
            timeout: None,
            tcp: false,
            from: Origin::System(place.into()),
            problems: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saved cases hold these words.
    #[test]
    fn the_word_of_a_source_is_read_back() {
        use NameServerSource::*;
        for source in [
            Argument,
            SiteProperty,
            AppSetting,
            AltServer,
            Vnet,
            PlatformDefault,
            PublicFallback,
            System,
            HostsFile,
        ] {
            let word = serde_json::to_value(source).unwrap();
            assert_eq!(word, source.as_str());
            assert_eq!(
                serde_json::from_value::<NameServerSource>(word).unwrap(),
                source
            );
        }
    }

    #[test]
    fn suffixes_are_tried_by_the_rule_of_glibc() {
        let mut servers = NameServers {
            search: vec!["corp.example".into(), "example.".into(), ".".into()],
            ..NameServers::of(Vec::new())
        };
        for (ndots, name, expected) in [
            (1, "sql01", "sql01.corp.example sql01.example sql01"),
            (
                1,
                "sql01.db",
                "sql01.db sql01.db.corp.example sql01.db.example",
            ),
            (
                2,
                "sql01.db",
                "sql01.db.corp.example sql01.db.example sql01.db",
            ),
            (0, "sql01", "sql01 sql01.corp.example sql01.example"),
            (1, "sql01.", "sql01"),
        ] {
            servers.ndots = ndots;
            assert_eq!(
                servers.candidates(name).join(" "),
                expected,
                "{ndots} {name}"
            );
        }
        servers.search.clear();
        assert_eq!(servers.candidates("sql01"), ["sql01"]);
    }
}
