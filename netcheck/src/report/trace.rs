//! The way there and back, hop by hop, and its text.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::fact::Origin;
use netdiag::space::{AddressSet, PortSet};
use netdiag::text::printable;
use serde::{Serialize, Serializer};

use super::text::wrap::wrapped;
use crate::path::fate::Verdict;
use crate::path::flows::Block;
use crate::path::hop::{Hop, Way};
use crate::path::reach::merge;
use crate::path::trace::Trace;

/// One line of a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceHop {
    /// The hop's name.
    pub hop: &'static str,
    /// Which way.
    pub way: Way,
    /// What becomes of the packet.
    pub verdict: Fate,
    /// By what, or why it is unknown.
    pub by: String,
    /// For which of the app's addresses; null for all.
    pub part: Option<String>,
    /// On which of the ports that were asked about; null for all.
    pub ports: Option<String>,
    /// Where it was read.
    pub from: Option<String>,
}

impl TraceHop {
    /// Whether it says this of some of the app's addresses only, or of some ports.
    pub fn is_partial(&self) -> bool {
        self.part.is_some() || self.ports.is_some()
    }
}

/// Where the trace's address lies.
pub fn place(trace: &Trace<'_>) -> String {
    trace.places().join(" and ")
}

/// What becomes of a packet at a hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It passes.
    Passes,
    /// It does not.
    Blocked,
    /// It cannot be told.
    Unknown,
}

impl Fate {
    /// The word for it, in JSON too.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Blocked => "blocked",
            Self::Unknown => "unknown",
        }
    }
}

impl Serialize for Fate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// The lines of a trace: one for each fate at each hop.
pub fn trace_hops(trace: &Trace<'_>, senders: &AddressSet) -> Vec<TraceHop> {
    let mut lines: Vec<TraceHop> = Vec::new();
    for hop in trace.ways.iter().flat_map(|(_, hops)| hops) {
        for line in lines_of(hop, senders, &trace.ports()) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn lines_of(hop: &Hop, senders: &AddressSet, asked: &PortSet) -> Vec<TraceHop> {
    let mut fates: Vec<(&Verdict, Vec<Block>)> = Vec::new();
    for part in &hop.parts {
        match fates
            .iter_mut()
            .find(|(verdict, _)| *verdict == &part.verdict)
        {
            Some((_, flows)) => flows.push(part.flows.clone()),
            None => fates.push((&part.verdict, vec![part.flows.clone()])),
        }
    }
    // What is wrong is shown first.
    fates.sort_by_key(|(verdict, _)| match verdict {
        Verdict::Blocked(_) => 0,
        Verdict::Unknown(_) => 1,
        Verdict::Passes(_) => 2,
    });
    // Some addresses on all ports and the others on some: that is two lines. Addresses and ports of
    // both together would be all of them, and the line would say too much.
    let boxes = fates.into_iter().flat_map(|(verdict, flows)| {
        let united = merge(flows).into_iter();
        united.map(move |flows| (verdict, flows))
    });
    boxes
        .map(|(verdict, flows)| {
            let (fate, by, origin) = match verdict {
                Verdict::Passes(by) => (Fate::Passes, by, None),
                Verdict::Blocked(blocker) => (Fate::Blocked, &blocker.what, blocker.from.as_ref()),
                Verdict::Unknown(why) => (Fate::Unknown, why, None),
            };
            TraceHop {
                hop: hop.kind.name,
                way: hop.kind.way,
                verdict: fate,
                by: by.clone(),
                part: (!flows.from.covers(senders)).then(|| flows.from.to_string()),
                ports: (!flows.ports.covers(asked)).then(|| flows.ports.to_string()),
                from: origin.map(Origin::to_string),
            }
        })
        .collect()
}

/// The way as a small picture: down to the target, and up again with the answer.
pub fn write<W: Write>(
    out: &mut Out<W>,
    hops: &[TraceHop],
    sender: &str,
    target: &str,
) -> io::Result<()> {
    let broken = hops.iter().position(|hop| hop.verdict == Fate::Blocked);
    wrapped(out, "  ", "  ", &format!("the app ({sender})"))?;
    let line = |out: &mut Out<W>, hop: &TraceHop, i: usize, arrow: &str| {
        let mark = match hop.verdict {
            Fate::Passes => "[ok]",
            Fate::Blocked if hop.is_partial() => "[X-]",
            Fate::Blocked => "[XX]",
            Fate::Unknown => "[??]",
        };
        let only = |word: &str, which: &Option<String>| {
            let which = which.as_ref();
            which.map_or_else(String::new, |which| format!(", {word} {which}"))
        };
        let part = only("for", &hop.part);
        let ports = only("on ports", &hop.ports);
        let here = if Some(i) == broken { " <== here" } else { "" };
        let text = format!("{}: {}{part}{ports}{here}", hop.hop, hop.by);
        wrapped(out, &format!("   {arrow} {mark} "), "          ", &text)
    };
    for (i, hop) in hops
        .iter()
        .enumerate()
        .filter(|(_, hop)| hop.way == Way::There)
    {
        line(out, hop, i, "v")?;
    }
    out.line(format!("  {}", printable(target)))?;
    for (i, hop) in hops
        .iter()
        .enumerate()
        .filter(|(_, hop)| hop.way == Way::Back)
    {
        line(out, hop, i, "^")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use netdiag::model::Protocol;
    use serde_json::json;

    use super::*;
    use crate::example::{Example, GROUPS};
    use crate::path::context::{Context, Tunnel};

    /// What a line says, of which addresses and which ports.
    type Told = (Fate, Option<String>, Option<String>);

    /// The lines of `subnet-security-group` on the way to every port of a host behind these inbound rules:
    /// as text, and which part of it JSON says each is of.
    fn lines(rules: &[(&str, &str, &str)]) -> (String, Vec<Told>) {
        let mut example = Example::healthy();
        for (i, (access, from, ports)) in rules.iter().enumerate() {
            let rule = json!({"name": format!("odd-{i}"), "properties": {"protocol": "*", "sourcePortRange": "*",
                "destinationPortRange": ports, "sourceAddressPrefix": from, "destinationAddressPrefix": "*",
                "access": access, "priority": 101 + i, "direction": "Inbound"}});
            example = example.set(GROUPS, "/value/0/properties/securityRules/-", rule);
        }
        let snapshot = example.snapshot();
        let tunnel = Tunnel::open();
        let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp).unwrap();
        let trace = Trace::follow(&context, "10.61.8.9".parse().unwrap(), None);
        let mut hops = trace_hops(&trace, &context.sender.addresses);
        hops.retain(|hop| hop.hop == "subnet-security-group");
        let mut out = Out::new(Vec::new(), "\n");
        write(&mut out, &hops, "the pool", "10.61.8.9").unwrap();
        let text = String::from_utf8(out.take()).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = hops
            .into_iter()
            .map(|hop| (hop.verdict, hop.part, hop.ports));
        (text, parts.collect())
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_hop_that_blocks_some_ports_is_marked_as_one_that_blocks_a_part() {
        let (text, parts) = lines(&[("Deny", "*", "3389")]);
        assert_eq!(parts[0], (Fate::Blocked, None, some("3389")));
        assert!(text.contains("[X-] subnet-security-group: "), "{text}");
        assert!(text.contains("), on ports 3389 <== here"), "{text}");
        assert!(!text.contains("[XX]"), "{text}");
        let (text, parts) = lines(&[("Deny", "*", "1-65535")]);
        assert_eq!(parts, [(Fate::Blocked, None, None)]);
        assert!(
            text.contains("[XX]") && !text.contains("on ports"),
            "{text}"
        );
    }

    #[test]
    fn addresses_and_ports_are_told_together_only_where_all_of_them_share_the_fate() {
        let (text, parts) = lines(&[("Allow", "172.29.7.0/25", "1433"), ("Deny", "*", "*")]);
        assert_eq!(
            parts,
            [
                (
                    Fate::Blocked,
                    some("172.29.7.0/25"),
                    some("1-1432, 1434-65535")
                ),
                (Fate::Blocked, some("172.29.7.128/25"), None),
                (Fate::Passes, some("172.29.7.0/25"), some("1433")),
            ]
        );
        assert!(!text.contains("[XX]"), "{text}");
        // In whatever pieces the rules cut it.
        let (_, parts) = lines(&[("Allow", "10.0.0.0/8", "1433"), ("Deny", "*", "*")]);
        assert_eq!(parts, [(Fate::Blocked, None, None)]);
    }
}
