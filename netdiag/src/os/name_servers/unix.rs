//! Unix: `/etc/resolv.conf` and `/etc/hosts`.

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
