//! What an app needs before it moves, as text.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::text::counted;
use time::Date;

use crate::check::{Status, gateway_kind_ends};
use crate::eligible::migration::{Line, Migration};
use crate::report::text::statement::{evidence, mark};
use crate::report::text::wrap::wrapped;

/// Writes the list and the steps; `verbose` shows the evidence of what is ready too.
pub fn text<W: Write>(
    out: &mut Out<W>,
    moving: &Migration,
    today: Date,
    verbose: bool,
    signs: bool,
) -> io::Result<()> {
    let to = match (&moving.network, &moving.subnet) {
        (Some(network), Some((subnet, true))) => format!(", to the subnet {subnet} of {network}"),
        (Some(network), _) => format!(", to a new subnet of {network}"),
        (None, _) => String::new(),
    };
    let heading = format!(
        "The move to regional integration{to}. Gateway-required integration {}.",
        gateway_kind_ends(today)
    );
    wrapped(out, "", "  ", &heading)?;
    for line in &moving.lines {
        one(out, line, verbose, signs)?;
    }
    if !moving.steps.is_empty() {
        out.line("")?;
        out.line("The steps, in this order, and what each interrupts")?;
        for (i, step) in moving.steps.iter().enumerate() {
            wrapped(out, &format!("  {:2}. ", i + 1), "      ", &step.what)?;
            wrapped(
                out,
                "      ",
                "        ",
                &format!("interrupts: {}", step.outage),
            )?;
        }
    }
    Ok(())
}

fn one<W: Write>(out: &mut Out<W>, line: &Line, verbose: bool, signs: bool) -> io::Result<()> {
    let name = match line.status {
        Status::Pass => String::new(),
        _ => format!(" ({})", line.name),
    };
    let mark = mark(line.status, signs);
    out.line(format!("  {mark} {}{name}", line.title))?;
    let indent = "         ";
    let quiet = matches!(line.status, Status::Pass | Status::NotApplicable);
    if quiet && !verbose {
        return Ok(());
    }
    if !line.summary.is_empty() {
        wrapped(out, indent, indent, &line.summary)?;
    }
    evidence(out, indent, &format!("{indent}  "), &line.evidence)?;
    if let Some(mend) = &line.mend {
        wrapped(
            out,
            indent,
            &format!("{indent}  "),
            &format!("remedy: {mend}"),
        )?;
    }
    if let Some(time) = line.time {
        wrapped(
            out,
            indent,
            &format!("{indent}  "),
            &format!("takes: {time}"),
        )?;
    }
    Ok(())
}

/// The last line.
pub fn count(moving: &Migration) -> String {
    let count = |status| {
        moving
            .lines
            .iter()
            .filter(|line| line.status == status)
            .count()
    };
    format!(
        "{}: {} not ready, {} unknown, {} ready",
        counted(moving.lines.len(), "need", "needs"),
        count(Status::Fail),
        count(Status::Unknown),
        moving.lines.len() - count(Status::Fail) - count(Status::Unknown)
    )
}
