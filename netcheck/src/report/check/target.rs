//! A target and the way to it as text.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::text::spoken;

use super::view::{Cause, Target};
use crate::diagnose::finding::Confidence;
use crate::report::text::wrap::wrapped;
use crate::report::trace;

/// Writes one target: the verdict, the way with the broken hop marked, the causes.
pub fn write<W: Write>(out: &mut Out<W>, target: &Target, sender: &str) -> io::Result<()> {
    wrapped(out, "", "  ", &target.verdict)?;
    if !target.named_by.is_empty() {
        wrapped(out, "  named by ", "    ", &target.named_by.join(", "))?;
    }
    for address in &target.addresses {
        let outcome = spoken(address.outcome.as_deref().unwrap_or("not tried"));
        let rtt = address
            .rtt_ms
            .map_or_else(String::new, |rtt| format!(" in {rtt} ms"));
        let place = address
            .place
            .as_deref()
            .map_or_else(String::new, |p| format!(", in {p}"));
        let line = format!("{}{place}: {outcome}{rtt}", address.address);
        wrapped(out, "  ", "    ", &line)?;
    }
    if !target.trace.is_empty() {
        out.line("")?;
        trace::write(out, &target.trace, sender, &target.target)?;
    }
    for (i, cause) in target.causes.iter().enumerate() {
        if i == 0 {
            out.line("")?;
        }
        one_cause(out, cause)?;
    }
    others(out, target)?;
    if !target.excluded.is_empty() {
        out.line("")?;
        for (by, names) in target.excluded_together() {
            let line = format!("excluded, because {by}: {}", names.join(", "));
            wrapped(out, "  ", "    ", &line)?;
        }
    }
    Ok(())
}

/// What was tried beside the target itself, to tell causes apart.
fn others<W: Write>(out: &mut Out<W>, target: &Target) -> io::Result<()> {
    let tried: Vec<String> = target
        .attempts()
        .filter(|(_, is_own, _)| !is_own)
        .map(|(at, _, asked)| format!("{at} {}", spoken(&asked.outcome)))
        .collect();
    if tried.is_empty() {
        return Ok(());
    }
    out.line("")?;
    wrapped(out, "  also tried: ", "    ", &tried.join(", "))
}

fn one_cause<W: Write>(out: &mut Out<W>, cause: &Cause) -> io::Result<()> {
    let sure = match cause.confidence {
        Confidence::Certain => "certain",
        Confidence::Likely => "likely",
        Confidence::Possible => "possible",
    };
    wrapped(
        out,
        &format!("  {sure}: "),
        "    ",
        &format!("{} ({})", cause.summary, cause.name),
    )?;
    // Of what is only possible the grounds are short; `--json` has them all.
    let shown = if cause.confidence == Confidence::Possible {
        1
    } else {
        usize::MAX
    };
    for evidence in cause.evidence.iter().take(shown) {
        wrapped(out, "    - ", "      ", &evidence.line())?;
    }
    if cause.confidence != Confidence::Possible {
        wrapped(out, "    remedy: ", "            ", cause.remedy)?;
    }
    Ok(())
}
