//! Which name servers this machine is configured to ask, and its hosts file.

use std::fs::File;
use std::io::Read;

use crate::model::{HostsFile, SystemResolver};

/// More than any honest hosts file holds (blocking lists reach some 5 MB).
const LARGEST_HOSTS_FILE: u64 = 32 << 20;

/// This machine's resolver configuration, read now. What cannot be read is said in `problems`.
pub fn system_resolver() -> SystemResolver {
    platform::system_resolver()
}

/// What the text of `/etc/resolv.conf` configures. What cannot be read of it is said in `problems`.
#[cfg(unix)]
pub fn parse_resolv_conf(bytes: &[u8]) -> SystemResolver {
    platform::parse(bytes)
}

/// This machine's hosts file; `None` if there is none or it cannot be read, in which case no
/// resolver here uses it either.
pub fn hosts_file() -> Option<HostsFile> {
    let path = platform::hosts_path();
    let mut bytes = Vec::new();
    File::open(&path)
        .ok()?
        .take(LARGEST_HOSTS_FILE)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(HostsFile::parse(path, &String::from_utf8_lossy(&bytes)))
}

#[cfg(unix)]
mod platform {
    use std::net::{Ipv4Addr, SocketAddr, SocketAddrV6};
    use std::time::Duration;

    use resolv_conf::ScopedIp;

    use crate::model::{DNS_PORT, SystemResolver};

    const RESOLV_CONF: &str = "/etc/resolv.conf";
    /// glibc asks no more (MAXNS in resolv.h).
    const MOST_SERVERS: usize = 3;

    pub fn hosts_path() -> String {
        "/etc/hosts".to_owned()
    }

    pub fn system_resolver() -> SystemResolver {
        let bytes = match std::fs::read(RESOLV_CONF) {
            Ok(bytes) => bytes,
            Err(error) => {
                let mut none = parse(b"");
                none.problems = vec![format!(
                    "{RESOLV_CONF} cannot be read ({error}); asking this machine itself, as the C library does"
                )];
                return none;
            }
        };
        parse(&bytes)
    }

    pub fn parse(bytes: &[u8]) -> SystemResolver {
        let (config, errors) = resolv_conf::Config::parse_with_errors(bytes);
        let mut system = SystemResolver::empty(RESOLV_CONF);
        // Options that nobody knows and the like are no concern of the reader's; lost servers are.
        system.problems.extend(
            errors
                .iter()
                .filter(|e| matches!(e, resolv_conf::ParseError::InvalidIp(..)))
                .map(|e| format!("{RESOLV_CONF}: {e}; the server was skipped")),
        );
        system.servers = config.nameservers.iter().filter_map(address).collect();
        if system.servers.len() > MOST_SERVERS {
            system.problems.push(format!(
                "{RESOLV_CONF} names {} servers; only the first {MOST_SERVERS} are asked",
                system.servers.len()
            ));
            system.servers.truncate(MOST_SERVERS);
        }
        if system.servers.is_empty() {
            system.servers = vec![SocketAddr::new(Ipv4Addr::LOCALHOST.into(), DNS_PORT)];
            system.problems.push(format!(
                "{RESOLV_CONF} names no server; asking this machine itself, as the C library does"
            ));
        }
        system.search = config.get_last_search_or_domain().cloned().collect();
        system.ndots = config.ndots;
        system.tcp = config.use_vc;
        // The parser fills in defaults; the platform's are others, so only what is written counts.
        let text = String::from_utf8_lossy(bytes);
        let written = |option: &str| {
            text.lines()
                .filter_map(|line| line.trim().strip_prefix("options"))
                .flat_map(str::split_whitespace)
                .any(|word| word.starts_with(option))
        };
        system.attempts = written("attempts:").then(|| config.attempts.clamp(1, 5));
        system.timeout =
            written("timeout:").then(|| Duration::from_secs(config.timeout.clamp(1, 30).into()));
        system
    }

    fn address(ip: &ScopedIp) -> Option<SocketAddr> {
        match ip {
            ScopedIp::V4(v4) => Some(SocketAddr::new((*v4).into(), DNS_PORT)),
            ScopedIp::V6(v6, scope) => {
                let scope = match scope {
                    None => 0,
                    Some(name) => match name.parse() {
                        Ok(number) => number,
                        Err(_) => nix::net::if_::if_nametoindex(name.as_str()).ok()?,
                    },
                };
                Some(SocketAddrV6::new(*v6, DNS_PORT, 0, scope).into())
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_what_is_written_replaces_the_platforms_defaults() {
            let plain = parse(b"nameserver 10.0.0.4\nsearch corp.example example\n");
            assert_eq!(plain.servers, ["10.0.0.4:53".parse().unwrap()]);
            assert_eq!(plain.search, ["corp.example", "example"]);
            assert_eq!(
                (plain.attempts, plain.timeout, plain.ndots),
                (None, None, 1)
            );
            let full = parse(b"nameserver 127.0.0.11\noptions ndots:0 timeout:15 attempts:2\n");
            assert_eq!(full.attempts, Some(2));
            assert_eq!(full.timeout, Some(Duration::from_secs(15)));
            assert_eq!(full.ndots, 0);
        }

        #[test]
        fn a_file_without_servers_means_this_machine_itself() {
            let none = parse(b"# nothing\n");
            assert_eq!(none.servers, ["127.0.0.1:53".parse().unwrap()]);
            assert_eq!(none.problems.len(), 1);
        }

        #[test]
        fn a_broken_line_costs_one_server_only() {
            let one = parse(b"nameserver x.x.x.x\nnameserver 10.0.0.4\n\xff\xfe\n");
            assert_eq!(one.servers, ["10.0.0.4:53".parse().unwrap()]);
            assert_eq!(one.problems.len(), 1, "{:?}", one.problems);
        }

        #[test]
        fn the_c_library_asks_three_servers_at_most() {
            let four = parse(
                b"nameserver 10.0.0.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\nnameserver 10.0.0.4\n",
            );
            assert_eq!((four.servers.len(), four.problems.len()), (3, 1));
        }
    }
}

#[cfg(windows)]
mod platform {
    use std::net::{IpAddr, SocketAddr, SocketAddrV6};

    use ipconfig::OperStatus;

    use crate::model::{DNS_PORT, SystemResolver};

    const ADAPTERS: &str = "the network adapters";

    pub fn hosts_path() -> String {
        let root = std::env::var("SystemRoot").unwrap_or_else(|_| r"C:\Windows".to_owned());
        format!(r"{root}\System32\drivers\etc\hosts")
    }

    /// What is read of an adapter.
    #[derive(Debug, Clone)]
    struct Adapter {
        up: bool,
        /// The lower, the earlier Windows asks its servers.
        metric: u32,
        /// Its number, by which a link-local address is told from the same one of another adapter.
        index: u32,
        servers: Vec<IpAddr>,
    }

    /// As GetAdaptersAddresses tells it.
    pub fn system_resolver() -> SystemResolver {
        match ipconfig::get_adapters() {
            Ok(adapters) => resolver(adapters.iter().map(|adapter| Adapter {
                up: adapter.oper_status() == OperStatus::IfOperStatusUp,
                metric: adapter.ipv4_metric(),
                index: adapter.ipv6_if_index(),
                servers: adapter.dns_servers().to_vec(),
            })),
            Err(error) => {
                let mut none = SystemResolver::empty(ADAPTERS);
                let problem = format!("{ADAPTERS} cannot be listed: {error}");
                none.problems.push(problem);
                none
            }
        }
    }

    fn resolver(adapters: impl Iterator<Item = Adapter>) -> SystemResolver {
        let mut system = SystemResolver::empty(ADAPTERS);
        let mut up: Vec<Adapter> = adapters.filter(|adapter| adapter.up).collect();
        up.sort_by_key(|adapter| adapter.metric);
        for adapter in &up {
            for server in adapter.servers.iter().filter_map(|s| server(*s, adapter)) {
                if !system.servers.contains(&server) {
                    system.servers.push(server);
                }
            }
        }
        if system.servers.is_empty() {
            let problem = format!("{ADAPTERS} name no DNS server");
            system.problems.push(problem);
        }
        // The suffix list stays empty, so a name without dots is asked as it is. ipconfig 0.3.4 offers
        // the list (feature "computer"), but looks for the value `SYSTEM\...\Parameters\SearchList` in
        // HKEY_LOCAL_MACHINE itself instead of `SearchList` in that key, and so never finds one.
        system
    }

    fn server(address: IpAddr, adapter: &Adapter) -> Option<SocketAddr> {
        match address {
            // fec0:0:0:ffff::1 to 3 are placeholders of Windows that never answer.
            IpAddr::V6(v6) if v6.segments()[0] == 0xfec0 => None,
            IpAddr::V6(v6) if v6.is_unicast_link_local() => {
                Some(SocketAddrV6::new(v6, DNS_PORT, 0, adapter.index).into())
            }
            _ => Some(SocketAddr::new(address, DNS_PORT)),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn adapter(up: bool, metric: u32, servers: &[&str]) -> Adapter {
            Adapter {
                up,
                metric,
                index: metric,
                servers: servers.iter().map(|s| s.parse().unwrap()).collect(),
            }
        }

        fn servers(adapters: &[Adapter]) -> Vec<String> {
            let system = resolver(adapters.iter().cloned());
            assert_eq!(system.servers.is_empty(), !system.problems.is_empty());
            system.servers.iter().map(SocketAddr::to_string).collect()
        }

        #[test]
        fn the_servers_of_all_adapters_that_are_up_by_metric() {
            let net = adapter(true, 25, &["10.61.0.4", "10.61.0.5"]);
            let down = adapter(false, 1, &["10.99.0.1"]);
            let tunnel = adapter(true, 5, &["10.61.0.5", "168.63.129.16"]);
            assert_eq!(
                servers(&[net.clone(), down.clone(), tunnel]),
                ["10.61.0.5:53", "168.63.129.16:53", "10.61.0.4:53"]
            );
            assert_eq!(servers(&[down.clone(), net]).len(), 2);
            assert!(servers(&[down]).is_empty());
            assert!(servers(&[]).is_empty());
        }

        #[test]
        fn placeholders_are_no_servers_and_local_ones_belong_to_their_adapter() {
            let net = adapter(true, 7, &["fec0:0:0:ffff::1", "fe80::1", "fd00::4"]);
            assert_eq!(servers(&[net]), ["[fe80::1%7]:53", "[fd00::4]:53"]);
        }

        #[test]
        fn this_machines_are_read_or_it_says_why_not() {
            let system = system_resolver();
            assert_eq!(system.servers.is_empty(), !system.problems.is_empty());
        }
    }
}
