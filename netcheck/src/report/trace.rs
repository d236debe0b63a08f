//! The way there and back, hop by hop, and its text.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::fact::Origin;
use netdiag::space::{AddressSet, PortSet};
use netdiag::text::printable;
use serde::{Serialize, Serializer};

use super::text::wrap::wrapped;
use crate::path::fate::Verdict;
use crate::path::hop::{Hop, Way};
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
    /// Where it was read.
    pub from: Option<String>,
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
    let mut fates: Vec<(&Verdict, AddressSet, PortSet)> = Vec::new();
    for part in &hop.parts {
        match fates
            .iter_mut()
            .find(|(verdict, _, _)| *verdict == &part.verdict)
        {
            Some((_, from, ports)) => {
                *from = from.union(&part.flows.from);
                *ports = ports.union(&part.flows.ports);
            }
            None => fates.push((
                &part.verdict,
                part.flows.from.clone(),
                part.flows.ports.clone(),
            )),
        }
    }
    // What is wrong is shown first.
    fates.sort_by_key(|(verdict, _, _)| match verdict {
        Verdict::Blocked(_) => 0,
        Verdict::Unknown(_) => 1,
        Verdict::Passes(_) => 2,
    });
    fates
        .into_iter()
        .map(|(verdict, from, ports)| {
            let (fate, mut by, origin) = match verdict {
                Verdict::Passes(by) => (Fate::Passes, by.clone(), None),
                Verdict::Blocked(blocker) => {
                    (Fate::Blocked, blocker.what.clone(), blocker.from.as_ref())
                }
                Verdict::Unknown(why) => (Fate::Unknown, why.clone(), None),
            };
            if !ports.covers(asked) {
                by = format!("{by} (ports {ports})");
            }
            TraceHop {
                hop: hop.kind.name,
                way: hop.kind.way,
                verdict: fate,
                by,
                part: (!from.covers(senders)).then(|| from.to_string()),
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
            Fate::Blocked if hop.part.is_some() => "[X-]",
            Fate::Blocked => "[XX]",
            Fate::Unknown => "[??]",
        };
        let part = hop
            .part
            .as_ref()
            .map_or_else(String::new, |part| format!(", for {part}"));
        let here = if Some(i) == broken { " <== here" } else { "" };
        let text = format!("{}: {}{part}{here}", hop.hop, hop.by);
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
