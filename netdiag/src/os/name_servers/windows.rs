//! Windows: the network adapters' servers, and the hosts file below %SystemRoot%.

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
