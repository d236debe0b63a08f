//! What is wrong with names and those who serve them.

use crate::healthy::{AZURE_DNS, at, deny};
use crate::scenario::*;
use crate::world::{NameServer, Part, World};

/// The records of both servers without those that have this owner.
fn without(worlds: &mut Worlds, owner: &str) {
    worlds.dns_servers(|host| {
        if let Some(NameServer::Unbound(zones, _) | NameServer::Dnsmasq(zones, _)) = &mut host.names
        {
            for zone in zones {
                zone.records.retain(|(own, _, _)| own != owner);
            }
        }
    });
}

/// This server has another value for this owner.
fn says(world: &mut World, host: &str, owner: &str, value: &str) {
    if let Some(NameServer::Unbound(zones, _) | NameServer::Dnsmasq(zones, _)) =
        &mut world.host(host).names
    {
        let records = zones.iter_mut().flat_map(|zone| &mut zone.records);
        for (_, _, old) in records.filter(|(own, _, _)| own == owner) {
            value.clone_into(old);
        }
    }
}

const NO_SUCH: &[&str] = &["name-does-not-exist"];
const UNREACHABLE: &[&str] = &["dns-server-unreachable"];
const REFUSES: &[&str] = &["dns-server-refuses"];
const FAILS: &[&str] = &["dns-server-fails"];

#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    Fault { name: "name-does-not-exist/misspelt", what: "The name is misspelt.",
        target: "sqll.northwind.example:1433", first: NO_SUCH, ..FAULT },
    Fault { name: "name-does-not-exist/record-deleted", what: "Somebody deleted the record from the network's servers.",
        change: |w| without(w, "sql"), first: NO_SUCH, ..FAULT },
    Fault { name: "name-does-not-exist/alias-to-nothing", what: "The alias is there, the name that it leads to is not.",
        change: |w| without(w, "sql01"), first: NO_SUCH, ..FAULT },
    Fault { name: "name-does-not-exist/no-addresses", what: "The servers know the name, but no address of it.",
        change: |w| w.dns_play(Part::Empty), first: NO_SUCH, ..FAULT },
    Fault { name: "name-does-not-exist/servers-know-nothing", what: "The servers were set up anew and have no zone of the company.",
        change: |w| w.dns_play(Part::KnowsNothing), first: NO_SUCH, ..FAULT },
    Fault { name: "dns-server-unreachable/nobody-listens", what: "The servers' machines are up, the DNS service is not.",
        change: |w| w.dns_servers(|host| host.names = None), first: UNREACHABLE, ..FAULT },
    Fault { name: "dns-server-unreachable/machines-down", what: "The servers' machines are down.",
        change: |w| w.dns_servers(|host| host.up = false), first: UNREACHABLE, ..FAULT },
    Fault { name: "dns-server-unreachable/deaf", what: "The servers' own firewall drops questions.",
        change: |w| w.dns_servers(|host| host.firewall = vec!["meta l4proto { tcp, udp } th dport 53 drop".into()]), first: UNREACHABLE, ..FAULT },
    Fault { name: "dns-server-unreachable/deaf-to-the-app", what: "The servers' own firewall drops questions from the point-to-site range.",
        change: |w| w.dns_servers(|host| host.firewall = vec!["ip saddr 172.29.7.0/24 drop".into()]), first: UNREACHABLE, ..FAULT },
    Fault { name: "dns-server-unreachable/rejecting", what: "The servers' own firewall rejects questions.",
        change: |w| w.dns_servers(|host| host.firewall = vec!["meta l4proto { tcp, udp } th dport 53 reject with icmpx type admin-prohibited".into()]), first: UNREACHABLE, ..FAULT },
    Fault { name: "dns-server-unreachable/no-such-machine", what: "The network's DNS servers are set to addresses that nobody has.",
        change: |w| w.both(|w| { w.vnet.dns_servers = vec![at("10.61.0.77")]; w.app.dns_servers = vec![at("10.61.0.77")]; }), first: UNREACHABLE, ..FAULT },
    Fault { name: "dns-server-unreachable/group-denies-dns", what: "A security group denies port 53 to the app.",
        change: |w| w.both(|w| w.group("nw-dns-nsg").rules.push(deny("no-dns", 150, &["172.29.7.0/24"], &["*"], &["53"]))),
        first: &["dns-server-unreachable", "security-group-denies"], ..FAULT },
    Fault { name: "dns-server-refuses/recursion-denied", what: "The servers refuse the app's questions.",
        change: |w| w.dns_play(Part::Refuses), first: REFUSES, ..FAULT },
    Fault { name: "dns-server-refuses/other-zones-only", what: "The servers are authoritative for another zone, and refuse all else.",
        change: |w| w.dns_servers(|host| host.names = Some(NameServer::Authority(crate::healthy::public_zones()[1..].to_vec()))), first: REFUSES, ..FAULT },
    Fault { name: "dns-server-fails/servfail", what: "The servers fail.",
        change: |w| w.dns_play(Part::Fails), first: FAILS, ..FAULT },
    Fault { name: "dns-server-fails/garbage", what: "What listens on port 53 does not speak DNS.",
        change: |w| w.dns_play(Part::Garbage), first: FAILS, ..FAULT },
    Fault { name: "dns-server-fails/forwarder-is-lame", what: "The servers lost their zones and forward to a machine that is not there.",
        change: |w| w.dns_servers(|host| host.names = Some(NameServer::Unbound(Vec::new(), at("10.61.0.78")))),
        first: &["dns-server-fails", "dns-server-unreachable"], ..FAULT },
    Fault { name: "dns-server-fails/loop", what: "The alias leads back to itself.",
        change: |w| w.dns_play(Part::Loop), first: FAILS, ..FAULT },
    Fault { name: "dns-server-fails/truncated-and-no-tcp", what: "Answers do not fit into a datagram, and the servers do not serve TCP.",
        change: |w| w.dns_play(Part::TruncatesOnly), first: &["dns-server-fails", "dns-server-unreachable"], ..FAULT },
    Fault { name: "dns-answers-differ/stale-record", what: "The first server still has the database's former address.",
        change: |w| w.real(|w| says(w, "dns1", "sql01", "10.61.8.99")), first: &["dns-answers-differ"], also: &["host-down"], ..FAULT },
    Fault { name: "dns-answers-differ/app-asks-azure", what: "An app setting sends the app to Azure's own resolver, which does not know the private name.",
        change: |w| { w.both(|w| w.app.settings.push(("WEBSITE_DNS_SERVER".into(), AZURE_DNS.to_string()))); w.real(|w| w.app.dns_servers = vec![AZURE_DNS]); },
        first: &["dns-answers-differ"], also: &["name-does-not-exist"], ..FAULT },
    Fault { name: "dns-answers-differ/first-server-lost-its-zone", what: "The app's first server was set up anew and knows nothing; the second still does.",
        change: |w| w.real(|w| w.host("dns1").names = Some(NameServer::Played(Part::KnowsNothing))),
        first: &["dns-answers-differ"], also: &["name-does-not-exist"], ..FAULT },
    Fault { name: "dns-server-missing/none-set", what: "The network has no DNS servers, so private names go to Azure's resolver.",
        change: |w| w.both(|w| { w.vnet.dns_servers.clear(); w.app.dns_servers.clear(); }),
        first: &["dns-server-missing"], also: &["name-does-not-exist"], ..FAULT },
    Fault { name: "name-is-public/split-horizon-missed", what: "Without the network's DNS servers the name gives its public address, where this port is dropped.",
        target: "www.northwind.example:8080",
        change: |w| { w.both(|w| { w.vnet.dns_servers.clear(); w.app.dns_servers.clear(); });
            w.firewall("web01", "tcp dport 8080 drop"); },
        first: &["name-is-public", "dns-server-missing"], ..FAULT },
    Fault { name: "name-is-public/service-drops", what: "The name is public, and the service there drops the app.",
        target: PARTNER, change: |w| w.firewall("web01", "tcp dport 443 drop"),
        first: &["name-is-public"], ..FAULT },
    Fault { name: "network-out-of-sync/dns-servers-moved", what: "The network's DNS servers moved; the app still asks the old machines, which are gone.",
        change: |w| {
            w.both(|w| w.vnet.dns_servers = vec![at("10.61.0.14")]);
            w.both(|w| { let mut moved = w.host("dns1").clone(); moved.name = "dns3".into(); moved.address = at("10.61.0.14"); w.hosts.push(moved); });
            w.both(|w| w.hosts.retain(|host| !["dns1", "dns2"].contains(&host.name.as_str())));
        },
        first: &["network-out-of-sync", "dns-server-unreachable"], also: &["dns-answers-differ"], ..FAULT },
];
