//! Builds a lab: a network of namespaces, with real tunnels, firewalls and name servers, as a
//! [`World`] describes it.
//!
//! ```text
//!   app 203.0.113.21 ------ internet ------ 198.51.100.10 site ---- lan: erp01 ...
//!     : tun0                 | | | | azure-dns, web01 ...  : ipsec0
//!     : (OpenVPN)            | | |                         : (strongSwan)
//!     :......... 203.0.113.40 gateway .....................:
//!                              |
//!        dns1, sql01 ... --- fabric ---- peering ---- hub --- build01 ...
//! ```
//!
//! Everything is made inside one user, process, mount and network namespace ([`inside`]), as whose
//! first process the lab's program runs. When that ends, however it ends, the kernel ends every other
//! process and takes the namespaces and mounts away; files lie only on a file system in memory that
//! was mounted there. No device leads out of it.

mod daemon;
mod fabric;
mod names;
mod namespace;
mod network;
mod played;
mod point_to_site;
mod programs;
mod routes;
mod security;
mod serve;
mod site_to_site;
pub mod tests;

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use serve::serve;

use crate::certificates::Certificates;
use crate::world::{Host, World};
use daemon::{Daemon, LIMIT, Over};
use names::Servers;
use namespace::enter;
use programs::{NEEDED, PLUGINS, feed, find, program, write};

/// What the lab mounts its own file system over: where `ip netns` and the servers want their files.
const RUN: &str = "/run";
/// The lab's folder there.
const FOLDER: &str = "/run/lab";

/// A command that runs a program as the first process of a lab's namespaces. Whatever it started there
/// ends with it; it ends when the thread that started it does.
pub fn inside(first: &Path) -> Command {
    let mut command = program("setpriv");
    // unshare itself ends with whoever started it, and with unshare what it started.
    command
        .args(["--pdeathsig", "KILL", "--"])
        .arg(find("unshare").unwrap_or_else(|| "unshare".into()))
        .args(["--user", "--map-root-user", "--net", "--mount", "--pid"])
        .args(["--fork", "--kill-child", "--mount-proc", "--"])
        .arg(first);
    command
}

/// What is not installed here, with the package of Debian's that has it.
pub fn missing() -> Vec<(&'static str, &'static str)> {
    let programs = NEEDED.iter().filter(|(program, _)| find(program).is_none());
    let plugins = PLUGINS.iter().filter(|(file, _)| {
        let file = format!("/usr/lib/ipsec/plugins/libstrongswan-{file}.so");
        !Path::new(&file).exists()
    });
    programs.chain(plugins).copied().collect()
}

/// Whether this machine can have a lab.
///
/// # Errors
/// What is missing, in words.
pub fn possible() -> Result<(), String> {
    let missing = missing().into_iter();
    let missing: Vec<String> = missing
        .map(|(what, package)| format!("{what} (package {package})"))
        .collect();
    if !missing.is_empty() {
        return Err(format!("not installed: {}", missing.join(", ")));
    }
    OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/net/tun")
        .map_err(|e| format!("/dev/net/tun cannot be opened: {e}"))?;
    const TRY: &str = "set -e
mount -t tmpfs tmpfs /run
mkdir /run/netns
ip netns add a
ip -n a link add one type veth peer name two
ip -n a link add three type bridge
ip -n a tuntap add dev four mode tun
ip netns exec a nft add table inet five
";
    feed(inside(Path::new("sh")).arg("-s"), TRY)
        .map(|_| ())
        .map_err(|why| format!("namespaces cannot be had: {why}"))
}

/// A lab that is up. It stays until the first process of its namespaces ends.
#[derive(Debug)]
pub struct Lab {
    folder: PathBuf,
    _daemons: Vec<Daemon>,
}

impl Lab {
    /// Builds it, inside; once for each such inside.
    ///
    /// # Errors
    /// What went wrong, with what the program said that failed.
    pub fn up(real: &World, certificates: &Certificates) -> Result<Self, String> {
        let folder = PathBuf::from(FOLDER);
        files(real, &folder)?;
        network::plan(real)?.make()?;
        let folder = &folder;
        let daemons = std::thread::scope(|scope| {
            let point = scope.spawn(|| point_to_site::start(real, certificates, folder));
            let site = scope.spawn(|| site_to_site::start(real, folder));
            let hosts = start_hosts(real, folder);
            let mut daemons = point.join().expect("no panic")?;
            daemons.extend(site.join().expect("no panic")?);
            daemons.extend(hosts?);
            Ok::<_, String>(daemons)
        })?;
        Ok(Self {
            folder: folder.clone(),
            _daemons: daemons,
        })
    }

    /// A command that runs a program in the namespace `app`, `gateway`, `fabric`, `hub`, `site`,
    /// `internet`, or that of a host that is up.
    pub fn command(&self, place: &str, program: impl AsRef<OsStr>) -> Command {
        enter(place, program)
    }

    /// A folder on the lab's own file system, which goes with the lab.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Mounts the lab's file system, and writes the app's resolv.conf and hosts, which are everybody's.
fn files(world: &World, folder: &Path) -> Result<(), String> {
    if std::process::id() != 1 {
        return Err("a lab is built by the first process of its own namespaces".to_owned());
    }
    const SYSTEM: [&str; 2] = ["/etc/resolv.conf", "/etc/hosts"];
    let real = SYSTEM.map(|file| std::fs::canonicalize(file).unwrap_or_else(|_| file.into()));
    let mount = |arguments: &[&OsStr]| feed(program("mount").args(arguments), "");
    mount(&["-t", "tmpfs", "-o", "mode=755", "lab", RUN].map(OsStr::new))?;
    let servers: String = world.app.dns_servers.iter().map(nameserver).collect();
    let texts = [
        (
            "resolv.conf",
            format!("{servers}options timeout:3 attempts:2\n"),
        ),
        ("hosts", format!("127.0.0.1 localhost {}\n", machine())),
    ];
    for ((name, text), real) in texts.into_iter().zip(real) {
        write(folder, &[(name, &text)])?;
        if real.starts_with(RUN) {
            // A link to a file that this file system now hides.
            let above = real.parent().expect("below /run");
            std::fs::create_dir_all(above).map_err(|e| e.to_string())?;
            std::fs::write(&real, "").map_err(|e| e.to_string())?;
        }
        let made = folder.join(name);
        mount(&["--bind".as_ref(), made.as_os_str(), real.as_os_str()])?;
    }
    Ok(())
}

/// The machine's own name: Knot looks it up as it starts, and else would ask servers that are not there
/// yet.
fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

fn nameserver(address: &Ipv4Addr) -> String {
    format!("nameserver {address}\n")
}

/// Starts what the hosts run, then waits for all of it.
fn start_hosts(world: &World, folder: &Path) -> Result<Vec<Daemon>, String> {
    let mut listeners = Vec::new();
    let mut servers = Vec::new();
    for host in world.hosts.iter().filter(|host| host.up) {
        servers.push(Servers::start(host, folder)?);
        if !host.listens.is_empty() {
            listeners.push((listener(host, folder)?, &host.listens));
        }
    }
    let mut daemons = Vec::new();
    for (mut daemon, ports) in listeners {
        daemon.until("it listens", LIMIT, |daemon| {
            ports
                .iter()
                .all(|port| daemon.port_is_open(Over::Tcp, *port))
        })?;
        daemons.push(daemon);
    }
    for servers in servers {
        daemons.extend(servers.ready()?);
    }
    Ok(daemons)
}

fn listener(host: &Host, folder: &Path) -> Result<Daemon, String> {
    let mut command = enter(&host.name, crate::own());
    command.arg("--serve");
    command.args(host.listens.iter().map(u16::to_string));
    let log = folder.join(format!("{}-listens.log", host.name));
    Daemon::start(&format!("{} listening", host.name), command, &log)
}
