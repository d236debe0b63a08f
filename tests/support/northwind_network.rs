//! The healthy example's network on the loopback of a [`scenario_network`](super::scenario_network): its DNS
//! servers, its database and 168.63.129.16 are addresses of this machine, and firewall rules are ours.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::process::Command;

use serde_json::{Value, json};

use super::dns_server::{Asked, Behaviour, DnsServer, answer, nxdomain};
use super::example;
use super::program::run;
use super::scenario_network::OwnNetwork;

const AZURE: &str = "168.63.129.16:53";
const DNS: [&str; 2] = ["10.61.0.4:53", "10.61.0.5:53"];

/// The network, in which what is sent is counted and what is tried is written down.
pub const NORTHWIND: OwnNetwork<'_> = OwnNetwork {
    addresses: &["10.61.0.4", "10.61.0.5", "10.61.8.9", "168.63.129.16"],
    resolv_conf: "nameserver 10.61.0.4\noptions timeout:3 attempts:2\n",
    hosts: "127.0.0.1 localhost\n",
    setup: "nft -f - <<'N'
table inet watch {
  counter sent { }
  set tried { type ipv4_addr . inet_service; flags dynamic; size 1024; }
  chain output {
    type filter hook output priority 0
    counter name sent
    tcp flags & (syn | ack) == syn add @tried { ip daddr . tcp dport }
  }
}
N",
};

/// The servers of a scenario, and the rules for what comes to them; all end when this is dropped.
pub struct World {
    _listeners: Vec<TcpListener>,
    _servers: Vec<DnsServer>,
}

impl World {
    /// Listens on these addresses, applies these firewall rules to what comes in, and answers as the
    /// network's DNS servers do. Azure's own resolver knows no name of the network.
    pub fn new(listens: &[&str], rules: &str, dns: Option<fn(&Asked) -> Behaviour>) -> Self {
        let bind = |at: &&str| TcpListener::bind(at).unwrap_or_else(|e| panic!("{at}: {e}"));
        // The kernel connects what is never accepted, until the backlog is full.
        let listeners = listens.iter().map(bind).collect();
        let own = dns.map(|script| DNS.map(|at| DnsServer::start_at(at, script)));
        let azure = DnsServer::start_at(AZURE, |_| nxdomain());
        let servers = own.into_iter().flatten().chain([azure]).collect();
        if !rules.is_empty() {
            let chain = "type filter hook input priority 0";
            let table = format!("table inet rules {{\nchain input {{\n{chain}\n{rules}\n}}\n}}\n");
            shell(&format!("nft -f - <<'N'\n{table}N"));
        }
        Self {
            _listeners: listeners,
            _servers: servers,
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Else its servers' last words to themselves are dropped.
        shell("nft delete table inet rules 2>/dev/null || true");
    }
}

/// What the network's own DNS servers know.
pub fn northwind(asked: &Asked) -> Behaviour {
    const ALIAS: &str = "sql.northwind.example 300 CNAME sql01.corp.northwind.example";
    const SQL: &str = "sql01.corp.northwind.example 300 A 10.61.8.9";
    match (&*asked.name, &*asked.kind) {
        ("sql.northwind.example", "A") => answer(&[ALIAS, SQL]),
        ("sql.northwind.example", _) => answer(&[ALIAS]),
        ("sql01.corp.northwind.example", "A") => answer(&[SQL]),
        ("sql01.corp.northwind.example", _) => answer(&[]),
        _ => nxdomain(),
    }
}

/// Runs a command and returns what it printed.
pub fn shell(command: &str) -> String {
    let said =
        run(Command::new("sh").args(["-c", &format!("PATH=$PATH:/usr/sbin:/sbin; {command}")]));
    assert_eq!(said.code, 0, "{said}");
    said.stdout
}

fn nft(what: &str) -> Value {
    serde_json::from_str(&shell(&format!("nft -j list {what}"))).expect("JSON")
}

/// How many packets this network has sent so far, to itself.
pub fn sent() -> u64 {
    let listed = nft("counter inet watch sent");
    listed["nftables"][1]["counter"]["packets"]
        .as_u64()
        .expect("a number")
}

/// Every address and port to which a TCP connection was tried so far.
pub fn tried() -> BTreeSet<String> {
    let listed = nft("set inet watch tried");
    let elements = listed["nftables"][1]["set"]["elem"].as_array().cloned();
    let pair = |element: Value| {
        let pair = element["concat"].clone();
        format!("{}:{}", pair[0].as_str().expect("an address"), pair[1])
    };
    elements.unwrap_or_default().into_iter().map(pair).collect()
}

/// A fault in the configuration.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// A rule of the database's security group denies the app's range.
    DenyApp,
    /// The route table of the database's subnet keeps the gateway's routes out.
    NoPropagation,
}

/// A copy of the healthy example with these faults.
pub fn changed_example(changes: &[Change]) -> tempfile::TempDir {
    let deny = |groups: &mut Value| {
        let rules = &mut groups["value"][0]["properties"]["securityRules"];
        rules
            .as_array_mut()
            .expect("a list")
            .push(json!({"name": "no-p2s", "properties": {
                "protocol": "*", "sourcePortRange": "*", "destinationPortRange": "*",
                "sourceAddressPrefix": "172.29.7.0/24", "destinationAddressPrefix": "*",
                "access": "Deny", "priority": 150, "direction": "Inbound",
            }}));
    };
    let keep_out = |tables: &mut Value| {
        tables["value"][0]["properties"]["disableBgpRoutePropagation"] = json!(true);
    };
    let changes: Vec<example::Change> = changes
        .iter()
        .map(|change| -> example::Change {
            match change {
                Change::DenyApp => ("networkSecurityGroups.json", &deny),
                Change::NoPropagation => ("routeTables.json", &keep_out),
            }
        })
        .collect();
    example::changed("healthy", &changes)
}
