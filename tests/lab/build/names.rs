//! The name servers: real ones, and the tests' own for what no real one can be made to do.

use std::fmt::Write;
use std::net::Ipv4Addr;
use std::path::Path;

use super::daemon::{Daemon, LIMIT, Over};
use super::namespace::enter;
use super::programs::{find, write};
use crate::world::{Host, NameServer, Part, Zone};

/// Where the Knot beside another server listens, on loopback.
const BESIDE: u16 = 5353;

/// The servers of a host.
#[derive(Debug)]
pub struct Servers(Vec<(Daemon, Over, u16)>);

impl Servers {
    /// Starts them.
    ///
    /// # Errors
    /// If one does not start.
    pub fn start(host: &Host, folder: &Path) -> Result<Self, String> {
        let folder = folder.join(&host.name);
        let servers = match &host.names {
            None => Vec::new(),
            Some(NameServer::Authority(zones)) => {
                vec![(knot(host, zones, host.address, 53, &folder)?, Over::Udp, 53)]
            }
            Some(NameServer::Unbound(zones, upstream)) => {
                let beside = knot(host, zones, Ipv4Addr::LOCALHOST, BESIDE, &folder)?;
                let text = unbound(host, zones, *upstream, &folder);
                let own = forwarder(host, "unbound", &["-d", "-p", "-c"], &text, &folder)?;
                vec![(beside, Over::Udp, BESIDE), (own, Over::Udp, 53)]
            }
            Some(NameServer::Dnsmasq(zones, upstream)) => {
                let text = dnsmasq(host, zones, *upstream)?;
                // Debug mode: without it, it wants to drop groups, which a user namespace forbids.
                let own = forwarder(host, "dnsmasq", &["-d", "-C"], &text, &folder)?;
                vec![(own, Over::Udp, 53)]
            }
            Some(NameServer::Played(part)) => {
                let over = match part {
                    Part::TcpOnly => Over::Tcp,
                    _ => Over::Udp,
                };
                write(&folder, &[])?;
                let mut command = enter(&host.name, crate::own());
                let part = serde_json::to_string(part).expect("plain data");
                command.args(["--play-server", &part, &host.address.to_string()]);
                let log = folder.join("played.log");
                vec![(Daemon::start(&host.name, command, &log)?, over, 53)]
            }
        };
        Ok(Self(servers))
    }

    /// Waits until they take questions.
    ///
    /// # Errors
    /// If one ends, or takes too long.
    pub fn ready(self) -> Result<Vec<Daemon>, String> {
        let mut daemons = Vec::new();
        for (mut daemon, over, port) in self.0 {
            daemon.until("it listens", LIMIT, |d| d.port_is_open(over, port))?;
            daemons.push(daemon);
        }
        Ok(daemons)
    }
}

/// A server that asks another for what it does not know itself.
fn forwarder(
    host: &Host,
    program: &str,
    arguments: &[&str],
    configuration: &str,
    folder: &Path,
) -> Result<Daemon, String> {
    let file = format!("{program}.conf");
    write(folder, &[(&file, configuration)])?;
    let found = find(program).ok_or_else(|| format!("{program} is not there"))?;
    let mut command = enter(&host.name, found);
    command.args(arguments).arg(folder.join(file));
    let log = folder.join(format!("{program}.log"));
    Daemon::start(&format!("{program} of {}", host.name), command, &log)
}

fn knot(
    host: &Host,
    zones: &[Zone],
    address: Ipv4Addr,
    port: u16,
    folder: &Path,
) -> Result<Daemon, String> {
    write(folder, &[])?;
    let place = folder.display();
    let mut configuration = format!(
        "server:
  rundir: {place}
  listen: {address}@{port}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: info
database:
  storage: {place}
template:
  - id: default
    storage: {place}
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
zone:
"
    );
    for zone in zones {
        let name = &zone.name;
        let mut text = format!(
            "$ORIGIN {name}.\n$TTL 300\n@ SOA ns.{name}. hostmaster.{name}. 1 3600 600 86400 60\n@ NS ns\nns A {}\n",
            host.address
        );
        for (owner, kind, value) in &zone.records {
            let _ = writeln!(text, "{owner} {kind} {value}");
        }
        let end = format!(".{name}");
        for part in zones.iter().filter_map(|zone| zone.name.strip_suffix(&end)) {
            let _ = writeln!(text, "{part} NS ns.{part}\nns.{part} A {}", host.address);
        }
        let file = format!("{name}.zone");
        write(folder, &[(&file, &text)])?;
        let _ = writeln!(configuration, "  - domain: {name}\n    file: {file}");
    }
    write(folder, &[("knot.conf", &configuration)])?;
    // Knot makes its configuration's database in /tmp, whatever one says, and writes it through to
    // the disk: give it a /tmp of its own, in memory.
    let unshare = find("unshare").ok_or("unshare is not there")?;
    let knotd = find("knotd").ok_or("knotd is not there")?;
    let mut command = enter(&host.name, unshare);
    command.args(["--mount", "--", "sh", "-c"]);
    command.arg("mount -t tmpfs lab /tmp && exec \"$0\" \"$@\"");
    command.arg(knotd).arg("-c").arg(folder.join("knot.conf"));
    let name = format!("knot of {}", host.name);
    Daemon::start(&name, command, &folder.join("knot.log"))
}

fn unbound(host: &Host, zones: &[Zone], upstream: Ipv4Addr, folder: &Path) -> String {
    let mut text = format!(
        "server:
  interface: {}
  access-control: 0.0.0.0/0 allow
  do-ip6: no
  do-not-query-localhost: no
  chroot: \"\"
  username: \"\"
  directory: \"{}\"
  use-syslog: no
  num-threads: 1
  module-config: \"iterator\"
remote-control:
  control-enable: no
forward-zone:
  name: \".\"
  forward-addr: {upstream}
",
        host.address,
        folder.display()
    );
    for zone in zones {
        let name = &zone.name;
        let _ = writeln!(
            text,
            "stub-zone:\n  name: \"{name}\"\n  stub-addr: 127.0.0.1@{BESIDE}"
        );
    }
    text
}

/// dnsmasq does not follow aliases from one zone to another that it has from other servers, so it has
/// the records itself.
fn dnsmasq(host: &Host, zones: &[Zone], upstream: Ipv4Addr) -> Result<String, String> {
    let mut text = format!(
        "no-resolv
no-hosts
no-poll
bind-interfaces
listen-address={}
log-facility=-
server={upstream}
",
        host.address
    );
    for zone in zones {
        let _ = writeln!(text, "local=/{}/", zone.name);
        for (owner, kind, value) in &zone.records {
            let owner = match owner.as_str() {
                "@" => zone.name.clone(),
                owner => format!("{owner}.{}", zone.name),
            };
            let value = value.trim_end_matches('.');
            let _ = match *kind {
                "A" | "AAAA" => writeln!(text, "host-record={owner},{value}"),
                "CNAME" => writeln!(text, "cname={owner},{value}"),
                kind => return Err(format!("no {kind} for dnsmasq ({owner})")),
            };
        }
    }
    Ok(text)
}
