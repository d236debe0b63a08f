//! The way there and back, hop by hop, and its text.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::fact::Origin;
use netdiag::space::AddressSet;
use netdiag::text::printable;
use serde::Serialize;

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
    /// `passes`, `blocked` or `unknown`.
    pub verdict: &'static str,
    /// By what, or why it is unknown.
    pub by: String,
    /// For which of the app's addresses; null for all.
    pub part: Option<String>,
    /// Where it was read.
    pub from: Option<String>,
}

/// Where the trace's address lies.
pub fn place(trace: &Trace<'_>) -> String {
    let names: Vec<String> = trace
        .ways
        .iter()
        .map(|(region, _)| region.place.name())
        .collect();
    names.join(" and ")
}

/// The lines of a trace: one for each fate at each hop.
pub fn trace_hops(trace: &Trace<'_>, senders: &AddressSet) -> Vec<TraceHop> {
    let mut lines: Vec<TraceHop> = Vec::new();
    for hop in trace.ways.iter().flat_map(|(_, hops)| hops) {
        for line in lines_of(hop, senders) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn lines_of(hop: &Hop, senders: &AddressSet) -> Vec<TraceHop> {
    let mut fates: Vec<(&Verdict, AddressSet)> = Vec::new();
    for part in &hop.parts {
        match fates
            .iter_mut()
            .find(|(verdict, _)| *verdict == &part.verdict)
        {
            Some((_, from)) => *from = from.union(&part.flows.from),
            None => fates.push((&part.verdict, part.flows.from.clone())),
        }
    }
    // What is wrong is shown first.
    fates.sort_by_key(|(verdict, _)| match verdict {
        Verdict::Blocked(_) => 0,
        Verdict::Unknown(_) => 1,
        Verdict::Passes(_) => 2,
    });
    fates
        .into_iter()
        .map(|(verdict, from)| {
            let (word, by, origin) = match verdict {
                Verdict::Passes(by) => ("passes", by.clone(), None),
                Verdict::Blocked(blocker) => {
                    ("blocked", blocker.what.clone(), blocker.from.as_ref())
                }
                Verdict::Unknown(why) => ("unknown", why.clone(), None),
            };
            TraceHop {
                hop: hop.kind.name,
                way: hop.kind.way,
                verdict: word,
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
    let broken = hops.iter().position(|hop| hop.verdict == "blocked");
    wrapped(out, "  ", "  ", &format!("the app ({sender})"))?;
    let line = |out: &mut Out<W>, hop: &TraceHop, i: usize, arrow: &str| {
        let mark = match hop.verdict {
            "passes" => "[ok]",
            "blocked" if hop.part.is_some() => "[X-]",
            "blocked" => "[XX]",
            _ => "[??]",
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
