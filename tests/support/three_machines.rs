//! A closed network of three machines in network namespaces: nothing in it can reach the outside,
//! and nothing outside can reach it.
//!
//! ```text
//! client 10.99.0.1 ---- 10.99.0.254 router 10.98.0.254 ---- 10.98.0.2 server
//!        fd99::1        fd99::fe           fd98::fe         fd98::2
//! ```
//!
//! On the client: routes 10.96.1/24 unreachable, 10.96.2/24 prohibit, 10.96.3/24 blackhole, none to
//! 10.95/16; fd96:1:: and fd96:2:: likewise. On the router: 10.97.1/24 unreachable, 10.97.2/24 no
//! route, 10.97.3/24 prohibit, 10.97.4/24 blackhole; fd97:1:: to fd97:3:: likewise. On the server:
//! 8000 open, 8001 closed, 8002 and 445 dropped, 8003 rejected as prohibited, 8004 as port unreachable, 8005
//! by a reset, 8006 and 8007 open but for every other SYN. Nobody has 10.99.0.77 and 10.98.0.77.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The ports on which the server listens.
const OPEN: [u16; 3] = [8000, 8006, 8007];

/// Why there is no network to test in.
#[derive(Debug, Clone)]
pub enum Missing {
    /// This machine cannot have one: a tool or a right is missing.
    Machine(String),
    /// Building it went wrong.
    Broken(String),
}

/// The network; it ends with the test program, or when it is dropped.
pub struct Network {
    client: Child,
}

impl Network {
    /// Builds the network. `listener` is a program that does [`listen`] if its first argument is
    /// `--listen`.
    ///
    /// # Errors
    /// If it cannot be built here.
    pub fn build(listener: &Path) -> Result<Self, Missing> {
        for tool in ["unshare", "nsenter", "bash", "ip", "nft"] {
            let found = Command::new(tool)
                .arg("--version")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            if let Err(error) = found {
                return Err(Missing::Machine(format!("{tool}: {error}")));
            }
        }
        let allowed = Command::new("unshare")
            .args(["-Urn", "true"])
            .stdin(Stdio::null())
            .output()
            .map_err(|e| Missing::Machine(e.to_string()))?;
        if !allowed.status.success() {
            let why = String::from_utf8_lossy(&allowed.stderr).trim().to_owned();
            return Err(Missing::Machine(why));
        }
        let mut client = Command::new("unshare")
            .args(["-Urn", "bash", "-c", SETUP, "network"])
            .arg(listener)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| Missing::Machine(e.to_string()))?;
        let mut said = String::new();
        let mut stdout = BufReader::new(client.stdout.take().expect("piped"));
        // The last word before "ready" names what the machine lacks.
        let mut needs = String::new();
        loop {
            said.clear();
            match stdout.read_line(&mut said) {
                Ok(n) if n > 0 => {}
                _ => break,
            }
            match said.trim() {
                "ready" => return Ok(Self { client }),
                "built" => needs.clear(),
                other => needs = other.to_owned(),
            }
        }
        let mut why = String::new();
        let _ = client
            .stderr
            .take()
            .expect("piped")
            .read_to_string(&mut why);
        let _ = client.wait();
        let why = why.trim().replace('\n', "; ");
        Err(if needs.is_empty() {
            Missing::Broken(why)
        } else {
            Missing::Machine(format!("{needs}: {why}"))
        })
    }

    /// A command that runs on the client.
    pub fn on_client(&self, program: impl AsRef<Path>) -> Command {
        let mut command = crate::support::program::program("nsenter");
        command
            .arg(format!("--target={}", self.client.id()))
            .args(["--user", "--net", "--preserve-credentials", "--"])
            .arg(program.as_ref());
        command
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // The end of its input is what the client waits for; it ends the others.
        drop(self.client.stdin.take());
        let _ = self.client.wait();
    }
}

/// Listens on the server's open ports of both families and drops what connects, for ten minutes at
/// most.
pub fn listen() {
    for port in OPEN {
        for any in ["[::]", "0.0.0.0"] {
            let Ok(listener) = TcpListener::bind(format!("{any}:{port}")) else {
                continue; // covered by [::]
            };
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    drop(stream);
                }
            });
        }
    }
    println!("listening");
    std::thread::sleep(Duration::from_secs(600));
}

/// Runs as the client. What it echoes before "built" names the kernel's part that is needed next; it
/// ends, and with it the network, when its input does.
const SETUP: &str = r#"
set -eu
PATH=$PATH:/usr/sbin:/sbin
unshare -n sleep 600 & R=$!
unshare -n sleep 600 & S=$!
L=
trap 'kill $R $S $L' EXIT
r() { nsenter -t $R -n "$@"; }
s() { nsenter -t $S -n "$@"; }
for pid in $R $S; do
  until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
done

echo 'veth devices'
ip link add c0 type veth peer name r0
ip link add s0 type veth peer name r1
ip link set r0 netns $R
ip link set r1 netns $R
ip link set s0 netns $S
echo built

ip link set lo up; r ip link set lo up; s ip link set lo up
up() { "$1" ip address add "$3" dev "$2"; "$1" ip address add "$4" dev "$2" nodad; "$1" ip link set "$2" up; }
c() { "$@"; }
up c c0 10.99.0.1/24 fd99::1/64
up r r0 10.99.0.254/24 fd99::fe/64
up r r1 10.98.0.254/24 fd98::fe/64
up s s0 10.98.0.2/24 fd98::2/64
for net in 10.97.0.0/16 10.98.0.0/16; do ip route add $net via 10.99.0.254; done
for net in fd97::/16 fd98::/16; do ip route add $net via fd99::fe; done
s ip route add 10.99.0.0/24 via 10.98.0.254
s ip route add fd99::/64 via fd98::fe
ip route add unreachable 10.96.1.0/24
ip route add prohibit 10.96.2.0/24
ip route add blackhole 10.96.3.0/24
ip route add unreachable fd96:1::/64
ip route add prohibit fd96:2::/64
r ip route add unreachable 10.97.1.0/24
r ip route add prohibit 10.97.3.0/24
r ip route add blackhole 10.97.4.0/24
r ip route add unreachable fd97:1::/64
r ip route add prohibit fd97:3::/64

echo 'writable /proc/sys/net'
r bash -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
# As many ICMP errors as are asked for, so that no test depends on what ran before it.
for n in r s; do
  $n bash -c 'echo 0 > /proc/sys/net/ipv4/icmp_ratelimit; echo 0 > /proc/sys/net/ipv6/icmp/ratelimit'
done
echo built

echo 'nftables with reject and numgen'
s nft -f - <<'N'
table inet filter {
  chain input {
    type filter hook input priority 0
    tcp dport { 445, 8002 } drop
    tcp dport 8003 reject with icmpx type admin-prohibited
    tcp dport 8004 reject with icmpx type port-unreachable
    tcp dport 8005 reject with tcp reset
    tcp dport 8006 tcp flags & (syn | ack) == syn numgen inc mod 2 0 drop
    tcp dport 8007 tcp flags & (syn | ack) == syn numgen inc mod 2 0 drop
  }
}
N
echo built

exec 3< <(s "$1" --listen); L=$!
read -r up <&3
echo ready
read -r _ || true
"#;
