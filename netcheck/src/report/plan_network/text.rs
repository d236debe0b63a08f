//! A network before it is made, as text.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out, quoted};
use netdiag::text::counted;

use super::Told;
use crate::check::Status;
use crate::plan_network::az::Command;
use crate::plan_network::proposal::{Prefix, Proposal};
use crate::plan_network::rule::Judged;
use crate::plan_network::suggest::{Change, NoRoom, Suggestion};
use crate::report::text::statement::{Statement, counts};
use crate::report::text::table::Table;
use crate::report::text::wrap::{bulleted, wrapped};
use crate::sizes::{RESERVED, size, usable};

/// Ranges around the network that the text names; JSON names all.
const MOST_RANGES: usize = 12;

/// Writes text: the blocks, the rules, what lies around them, the suggestion. Commands, where they were
/// asked for and no rule fails, stand alone, so that they can be kept as a script.
pub fn text<W: Write>(
    out: &mut Out<W>,
    told: &Told<'_>,
    verbose: bool,
    signs: bool,
) -> io::Result<Exit> {
    if let Some(commands) = told.commands {
        script(out, told, commands)?;
        out.flush()?;
        return Ok(told.exit());
    }
    if told.is_given() {
        let name = told.given.name.as_deref().unwrap_or("proposed");
        wrapped(out, "", "  ", &format!("The network {name}"))?;
        out.line("")?;
        blocks(out, told.given)?;
        out.line("")?;
        for judged in told.rules {
            statement(judged).write(out, None, verbose, signs)?;
        }
        out.line("")?;
    }
    surroundings(out, told)?;
    if told.is_given() {
        out.line(summary(told.rules))?;
    }
    match told.suggestion {
        None => {}
        Some(Err(NoRoom(what))) => {
            if told.is_given() {
                out.line("")?;
            }
            let line = format!(
                "Nothing fits: the private ranges have no room for {what} beside what is known around it."
            );
            wrapped(out, "", "  ", &line)?;
        }
        Some(Ok(suggestion)) => {
            if told.is_given() {
                out.line("")?;
            }
            suggested(out, told, suggestion, signs)?;
        }
    }
    if told.commands_wanted {
        out.line("")?;
        out.line("No commands: something of it fails, as said above.")?;
    }
    out.flush()?;
    Ok(told.exit())
}

fn statement(judged: &Judged) -> Statement<'_> {
    Statement {
        name: judged.rule.name,
        title: judged.rule.title,
        verdict: &judged.verdict,
    }
}

fn summary(rules: &[Judged]) -> String {
    let statuses: Vec<Status> = rules.iter().map(|judged| judged.verdict.status).collect();
    let many = counted(statuses.len(), "rule", "rules");
    format!("{many}: {}", counts(&statuses))
}

/// What each prefix holds, as the portal explains it.
fn blocks<W: Write>(out: &mut Out<W>, proposal: &Proposal) -> io::Result<()> {
    let mut table = Table::new(["for", "prefix", "addresses", "holds"]);
    let mut row = |what: &str, prefix: Prefix, is_subnet: bool| {
        let (range, holds) = held(prefix, is_subnet);
        table.row([what, &prefix.to_string(), &range, &holds]);
    };
    for prefix in &proposal.networks {
        row("the network", *prefix, false);
    }
    for subnet in &proposal.subnets {
        row(&subnet.label(), subnet.prefix, true);
    }
    for prefix in &proposal.pools {
        row("the point-to-site pool", *prefix, false);
    }
    table.write(out, "  ")?;
    if !proposal.subnets.is_empty() {
        let line = format!(
            "Azure reserves {RESERVED} addresses in each subnet: the first four and the last."
        );
        wrapped(out, "  ", "  ", &line)?;
    }
    if !proposal.dns.is_empty() {
        let servers: Vec<String> = proposal.dns.iter().map(ToString::to_string).collect();
        wrapped(
            out,
            "  ",
            "    ",
            &format!("DNS servers: {}", servers.join(", ")),
        )?;
    }
    Ok(())
}

/// The first and the last address of a prefix, and how many it holds.
fn held(prefix: Prefix, is_subnet: bool) -> (String, String) {
    let Some(net) = prefix.v4() else {
        return (String::new(), "IPv6".to_owned());
    };
    let length = net.prefix_len();
    let all = size(length);
    let holds = if is_subnet {
        format!("{all} addresses, {} usable", usable(length))
    } else {
        format!("{all} addresses")
    };
    (format!("{} - {}", net.network(), net.broadcast()), holds)
}

fn surroundings<W: Write>(out: &mut Out<W>, told: &Told<'_>) -> io::Result<()> {
    let around = told.around;
    if let Some(itself) = &around.itself {
        let line = format!(
            "The network {} of the export is taken for this one, so it is not compared with.",
            itself.name()
        );
        wrapped(out, "", "  ", &line)?;
        out.line("")?;
    }
    if around.ranges.is_empty() && around.gaps.is_empty() {
        let known = if told.read_export {
            "The export names no addresses around it."
        } else {
            "Nothing around it is known: --from EXPORT and --avoid PREFIX say what not to overlap with."
        };
        wrapped(out, "", "  ", known)?;
        return out.line("");
    }
    if !around.ranges.is_empty() {
        out.line("Known around it:")?;
        let mut table = Table::of_pairs();
        for range in around.ranges.iter().take(MOST_RANGES) {
            table.pair(&range.what, range.addresses.to_string());
        }
        table.write(out, "  ")?;
        let more = around.ranges.len().saturating_sub(MOST_RANGES);
        if more > 0 {
            out.line(format!("  and {more} more; --json names all"))?;
        }
        out.line("")?;
    }
    let gaps = around.gaps.iter().map(ToString::to_string);
    bulleted(out, "Not known, and may hold further addresses:", gaps)
}

fn suggested<W: Write>(
    out: &mut Out<W>,
    told: &Told<'_>,
    suggestion: &Suggestion,
    signs: bool,
) -> io::Result<()> {
    if suggestion.changes.is_empty() {
        out.line("Suggestion: as it was given.")?;
        return out.line(summary(told.suggested));
    }
    out.line("Suggestion:")?;
    out.line("")?;
    blocks(out, &suggestion.proposal)?;
    out.line("")?;
    for change in &suggestion.changes {
        wrapped(out, "  - ", "    ", &in_words(change))?;
    }
    out.line("")?;
    for judged in told.suggested {
        if !matches!(judged.verdict.status, Status::Pass | Status::NotApplicable) {
            statement(judged).write(out, None, false, signs)?;
        }
    }
    out.line(summary(told.suggested))?;
    out.line("")?;
    out.line("To judge it again:")?;
    let words = told.arguments(&suggestion.proposal);
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    wrapped(out, "  ", "    ", &words.join(" "))
}

fn in_words(change: &Change) -> String {
    let (what, why) = (&change.what, &change.why);
    match (&change.was, &change.now) {
        (Some(was), Some(now)) => format!("{what}: {now} instead of {was}: {why}"),
        (None, Some(now)) => format!("{what}: {now} is new: {why}"),
        (Some(was), None) => format!("{what}: {was} is left out: {why}"),
        (None, None) => format!("{what}: {why}"),
    }
}

fn script<W: Write>(out: &mut Out<W>, told: &Told<'_>, commands: &[Command]) -> io::Result<()> {
    let rules = if told.suggestion.is_some() {
        told.suggested
    } else {
        told.rules
    };
    let comment = |out: &mut Out<W>, text: &str| wrapped(out, "# ", "#   ", text);
    comment(
        out,
        "Printed by netcheck plan-network, which runs nothing. Written by the reference of az, not tried against Azure.",
    )?;
    for judged in rules {
        let verdict = &judged.verdict;
        match verdict.status {
            Status::Warn => comment(out, &format!("Warning: {}", verdict.summary))?,
            Status::Unknown => comment(out, &format!("Not judged: {}", verdict.summary))?,
            _ => {}
        }
    }
    for command in commands {
        out.line("")?;
        for line in &command.comments {
            comment(out, line)?;
        }
        for line in command.lines() {
            out.line(line)?;
        }
    }
    Ok(())
}
