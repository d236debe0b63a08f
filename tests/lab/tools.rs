//! nameresolver and tcpping in the same lab: each outcome word against its real fault.

use serde_json::Value;

use crate::build::Lab;
use crate::certificates::Certificates;
use crate::healthy::at;
use crate::play::{Outcome, ours};
use crate::scenario::Worlds;
use crate::support::program::run;
use crate::world::{NameServer, Part};

/// One question to one tool.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    /// Its name: `PROGRAM/WHAT`.
    pub name: &'static str,
    /// What differs from the healthy network.
    pub change: fn(&mut Worlds),
    /// What is typed, beside `--json`.
    pub words: &'static [&'static str],
    /// The outcome's word.
    pub outcome: &'static str,
    /// The exit code.
    pub code: i32,
    /// What the JSON holds somewhere.
    pub holds: &'static [&'static str],
}

const TOOL: Tool = Tool {
    name: "",
    change: |_| {},
    words: &[],
    outcome: "",
    code: 0,
    holds: &[],
};

fn dns_firewall(worlds: &mut Worlds, rule: &str) {
    worlds.dns_servers(|host| host.firewall = vec![rule.to_owned()]);
}

const NAME: &[&str] = &["sql.northwind.example"];
const PORT: &[&str] = &["10.61.8.9:1433", "-n", "1"];

#[rustfmt::skip]
pub const TOOLS: [Tool; 41] = [
    Tool { name: "nameresolver/resolved", words: NAME, outcome: "resolved", holds: &["10.61.8.9", "10.61.0.4", "sql01.corp.northwind.example"], ..TOOL },
    Tool { name: "nameresolver/public-name-through-the-forwarder", words: &["api.partner.example"], outcome: "resolved", holds: &["198.51.100.80"], ..TOOL },
    Tool { name: "nameresolver/split-horizon-outside", words: &["www.northwind.example", "168.63.129.16"], outcome: "resolved", holds: &["198.51.100.80"], ..TOOL },
    Tool { name: "nameresolver/split-horizon-inside", words: &["www.northwind.example"], outcome: "resolved", holds: &["10.61.16.4"], ..TOOL },
    Tool { name: "nameresolver/no-such-name", words: &["nosuch.corp.northwind.example"], outcome: "no_such_name", code: 1, ..TOOL },
    Tool { name: "nameresolver/no-records", words: &["sql01.corp.northwind.example", "--type", "mx"], outcome: "no_records", code: 1, ..TOOL },
    Tool { name: "nameresolver/refused", change: |w| w.dns_play(Part::Refuses), words: NAME, outcome: "refused", code: 3, ..TOOL },
    Tool { name: "nameresolver/server-failure", change: |w| w.dns_play(Part::Fails), words: NAME, outcome: "server_failure", code: 3, ..TOOL },
    Tool { name: "nameresolver/malformed", change: |w| w.dns_play(Part::Garbage), words: NAME, outcome: "malformed", code: 3, ..TOOL },
    Tool { name: "nameresolver/timeout", change: |w| dns_firewall(w, "meta l4proto { tcp, udp } th dport 53 drop"), words: NAME, outcome: "timeout", code: 3, ..TOOL },
    Tool { name: "nameresolver/unreachable-closed-port", change: |w| w.dns_servers(|host| host.names = None), words: NAME,
        outcome: "unreachable", code: 3, ..TOOL },
    Tool { name: "nameresolver/unreachable-prohibited", change: |w| dns_firewall(w, "udp dport 53 reject with icmpx type admin-prohibited"), words: NAME,
        outcome: "unreachable", code: 3, ..TOOL },
    Tool { name: "nameresolver/second-server-answers", change: |w| w.real(|w| w.host("dns1").names = None), words: NAME, outcome: "resolved", holds: &["10.61.0.5"], ..TOOL },
    Tool { name: "nameresolver/lame-first-server", change: |w| w.real(|w| w.host("dns1").names = Some(NameServer::Unbound(Vec::new(), at("10.61.0.78")))), words: NAME,
        outcome: "resolved", holds: &["10.61.0.5"], ..TOOL },
    Tool { name: "nameresolver/truncated-then-tcp", change: |w| w.dns_play(Part::Truncates), words: NAME, outcome: "resolved", holds: &["\"tcp\"", "10.61.8.9"], ..TOOL },
    Tool { name: "nameresolver/no-edns", change: |w| w.dns_play(Part::NoEdns), words: NAME, outcome: "resolved", holds: &["10.61.8.9"], ..TOOL },
    Tool { name: "nameresolver/tcp-only", change: |w| w.dns_play(Part::TcpOnly), words: &["sql.northwind.example", "--tcp"], outcome: "resolved", holds: &["\"tcp\"", "10.61.8.9"], ..TOOL },
    Tool { name: "nameresolver/loop", change: |w| w.dns_play(Part::Loop), words: NAME, outcome: "malformed", code: 3, ..TOOL },
    Tool { name: "nameresolver/chain-of-eight", change: |w| w.dns_play(Part::Chain(8)), words: NAME, outcome: "resolved", holds: &["10.61.8.9"], ..TOOL },
    Tool { name: "nameresolver/chain-of-twenty", change: |w| w.dns_play(Part::Chain(20)), words: NAME, outcome: "resolved", holds: &["10.61.8.9"], ..TOOL },
    Tool { name: "nameresolver/ipv6", words: &["six.partner.example", "--type", "aaaa"], outcome: "resolved", holds: &["fd03:5::c633:6450"], ..TOOL },
    Tool { name: "nameresolver/both-families", words: &["both.partner.example", "--type", "a,aaaa"], outcome: "resolved", holds: &["198.51.100.80", "fd03:5::c633:6450"], ..TOOL },
    Tool { name: "nameresolver/no-records-of-this-family", words: &["six.partner.example", "--type", "a"], outcome: "no_records", code: 1, ..TOOL },
    Tool { name: "tcpping/connected", words: PORT, outcome: "connected", holds: &["\"kernel\""], ..TOOL },
    Tool { name: "tcpping/connected-by-name", words: &["sql.northwind.example:1433", "-n", "1"], outcome: "connected", holds: &["10.61.8.9"], ..TOOL },
    Tool { name: "tcpping/ipv6-address", words: &["[fd03:5::c633:6450]:443", "-n", "1"], outcome: "connected", holds: &["fd03:5::c633:6450"], ..TOOL },
    Tool { name: "tcpping/ipv6-name", words: &["six.partner.example:443", "-n", "1"], outcome: "connected", holds: &["fd03:5::c633:6450"], ..TOOL },
    Tool { name: "tcpping/ipv6-refused", words: &["[fd03:5::c633:6450]:9443", "-n", "1"], outcome: "refused", code: 1, ..TOOL },
    Tool { name: "tcpping/ipv6-prohibited", change: |w| w.firewall("web01", "tcp dport 443 reject with icmpx type admin-prohibited"),
        words: &["[fd03:5::c633:6450]:443", "-n", "1"], outcome: "prohibited", code: 1, holds: &["\"reported_by\":\"fd03:5::c633:6450\""] },
    Tool { name: "tcpping/both-families", words: &["both.partner.example:443", "-n", "1", "--all-addresses"], outcome: "connected", holds: &["198.51.100.80", "fd03:5::c633:6450"], ..TOOL },
    Tool { name: "tcpping/connected-through-both-tunnels", words: &["192.168.40.20:8080", "-n", "1"], outcome: "connected", ..TOOL },
    Tool { name: "tcpping/refused", words: &["10.61.8.9:1434", "-n", "1"], outcome: "refused", code: 1, ..TOOL },
    Tool { name: "tcpping/refused-by-a-firewall", change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type port-unreachable"), words: PORT,
        outcome: "refused", code: 1, holds: &["\"reported_by\":\"10.61.8.9\""] },
    Tool { name: "tcpping/timeout", change: |w| w.firewall("sql01", "tcp dport 1433 drop"), words: PORT, outcome: "timeout", code: 1, ..TOOL },
    Tool { name: "tcpping/prohibited", change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type admin-prohibited"), words: PORT, outcome: "prohibited", code: 1,
        holds: &["\"reported_by\":\"10.61.8.9\""] },
    Tool { name: "tcpping/host-unreachable", change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type host-unreachable"), words: PORT,
        outcome: "host_unreachable", code: 1, ..TOOL },
    Tool { name: "tcpping/network-unreachable", change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type net-unreachable"), words: PORT,
        outcome: "network_unreachable", code: 1, ..TOOL },
    Tool { name: "tcpping/not-permitted", change: |w| w.real(|w| w.app.sandbox.push("ipproto tcp dport 445".into())), words: &["10.61.8.9:445", "-n", "1"],
        outcome: "not_permitted", code: 1, ..TOOL },
    Tool { name: "tcpping/no-such-host", words: &["nosuch.corp.northwind.example:443", "-n", "1"], outcome: "no_such_host", code: 1, ..TOOL },
    Tool { name: "tcpping/dns-failure", change: |w| w.dns_play(Part::Fails), words: &["sql.northwind.example:1433", "-n", "1"], outcome: "dns_failure", code: 1, ..TOOL },
    Tool { name: "tcpping/rejected-tunnel-is-silence", change: |w| w.both(|w| w.gateway.roots.clear()), words: PORT, outcome: "timeout", code: 1, ..TOOL },
];

/// The one with this name.
pub fn named(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// Asks, in a lab of its own.
///
/// # Errors
/// If the network cannot be built.
pub fn ask(tool: &Tool) -> Result<Outcome, String> {
    let lab = Lab::up(&Worlds::with(&[tool.change]).real, &Certificates::make())?;
    let (program, _) = tool.name.split_once('/').expect("PROGRAM/WHAT");
    let mut command = lab.command("app", ours(program));
    let said = run(command.args(tool.words).arg("--json"));
    let lines = said
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let found: Vec<String> = lines
        .filter_map(|line| Some(line.get("outcome")?.as_str()?.to_owned()))
        .collect();
    let lacks = tool.holds.iter().find(|part| !said.stdout.contains(**part));
    let wrong = if found.first().map(String::as_str) != Some(tool.outcome) {
        Some(format!("the outcome is {found:?}"))
    } else if said.code != tool.code {
        Some(format!("exit code {}", said.code))
    } else if !said.stderr.is_empty() {
        Some("something stands on standard error".to_owned())
    } else {
        lacks.map(|part| format!("it does not hold {part}"))
    };
    Ok(Outcome {
        causes: found,
        verdict_s: 0.0,
        said: said.to_string(),
        wrong,
    })
}
