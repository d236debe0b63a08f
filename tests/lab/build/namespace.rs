//! Network namespaces and the links between them: first written down, then made all at once, which
//! takes a fraction of the time that single commands do.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::Ipv4Addr;
use std::process::Command;

use super::programs::{feed, program};

/// Where `ip netns` keeps its namespaces: on the lab's own file system.
const NAMESPACES: &str = "/run/netns";

/// What one namespace gets.
#[derive(Debug, Default)]
pub struct Namespace {
    /// Whether it forwards packets.
    pub forwards: bool,
    /// Whether it has IPv6.
    pub ipv6: bool,
    /// Devices to set up first, as some routes need them.
    pub devices: Vec<String>,
    /// Lines for `ip -batch`.
    pub ip: Vec<String>,
    /// Tables for `nft -f`.
    pub nft: String,
}

/// One end of a link: a namespace and the device there.
pub type End<'a> = (&'a str, &'a str);

/// All namespaces.
#[derive(Debug, Default)]
pub struct Plan {
    namespaces: BTreeMap<String, Namespace>,
    links: Vec<String>,
}

impl Plan {
    /// The namespace with this name, new if there is none yet.
    pub fn namespace(&mut self, name: &str) -> &mut Namespace {
        self.namespaces.entry(name.to_owned()).or_default()
    }

    /// Whether there is such a namespace.
    pub fn has(&self, name: &str) -> bool {
        self.namespaces.contains_key(name)
    }

    /// Adds a line for `ip` in this namespace.
    pub fn ip(&mut self, namespace: &str, line: impl Display) {
        self.namespace(namespace).ip.push(line.to_string());
    }

    /// Links two namespaces by a pair of devices, which are up.
    pub fn link(&mut self, one: End<'_>, other: End<'_>) {
        self.links.push(format!(
            "link add {} netns {} type veth peer name {} netns {}",
            one.1, one.0, other.1, other.0
        ));
        for (namespace, device) in [one, other] {
            self.namespace(namespace).devices.push(device.to_owned());
        }
    }

    /// Links a namespace to a router, which is its way to everything. It has this one address; the
    /// router's end has an address too, so that it can ask for the other.
    pub fn attach(
        &mut self,
        one: End<'_>,
        address: Ipv4Addr,
        router: End<'_>,
        router_address: Ipv4Addr,
    ) {
        self.link(one, router);
        let (device, to) = (one.1, router.1);
        self.ip(one.0, format_args!("address add {address}/32 dev {device}"));
        self.ip(
            one.0,
            format_args!("route add default via {router_address} dev {device} onlink"),
        );
        self.ip(
            router.0,
            format_args!("address add {router_address}/32 dev {to}"),
        );
        self.ip(router.0, format_args!("route add {address}/32 dev {to}"));
    }

    /// Makes everything.
    ///
    /// # Errors
    /// What `ip` or `nft` said.
    pub fn make(&self) -> Result<(), String> {
        let names = self.namespaces.keys();
        let lines = names
            .map(|name| format!("netns add {name}"))
            .chain(self.links.iter().cloned());
        let lines: Vec<String> = lines.collect();
        feed(program("ip").args(["-batch", "-"]), &lines.join("\n"))?;
        std::thread::scope(|scope| {
            let all: Vec<_> = self
                .namespaces
                .iter()
                .map(|(name, namespace)| scope.spawn(move || namespace.make(name)))
                .collect();
            all.into_iter()
                .try_for_each(|one| one.join().expect("no panic"))
        })
    }
}

impl Namespace {
    fn make(&self, name: &str) -> Result<(), String> {
        let forwards = u8::from(self.forwards);
        let no_ipv6 = u8::from(!self.ipv6);
        let devices = self.devices.iter();
        let up: Vec<String> = devices.map(|d| format!("link set {d} up")).collect();
        let (up, ip) = (up.join("\n"), self.ip.join("\n"));
        let nft = &self.nft;
        // As many ICMP errors as are asked for, so that nothing depends on what was tried before;
        // no opinion on where a packet should have come from, and none on shorter ways.
        let script = format!(
            "set -e
cd /proc/sys/net/ipv4
for f in conf/*/rp_filter conf/*/send_redirects icmp_ratelimit; do echo 0 > $f; done
for f in ../ipv6/conf/*/disable_ipv6; do echo {no_ipv6} > $f; done
echo 0 > ../ipv6/icmp/ratelimit
echo {forwards} > ../ipv6/conf/all/forwarding
echo {forwards} > ip_forward
ip -batch - <<'IP'
link set lo up
{up}
{ip}
IP
nft -f - <<'NFT'
{nft}
NFT
"
        );
        let mut command = enter(name, "sh");
        feed(&mut command, &script).map_err(|why| format!("{name}: {why}\n{script}"))?;
        Ok(())
    }
}

/// A command that runs a program in a namespace.
pub fn enter(namespace: &str, what: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = program("nsenter");
    command.arg(format!("--net={NAMESPACES}/{namespace}"));
    command.arg("--").arg(what);
    command
}
