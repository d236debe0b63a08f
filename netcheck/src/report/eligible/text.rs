//! The answer of `netcheck eligible` as text.

use std::collections::BTreeSet;
use std::io::{self, Write};

use colored::Colorize;
use netdiag::cli::{Exit, Out};
use netdiag::fact::Fact;
use netdiag::text::{counted, listed};

use super::{Findings, migration};
use crate::eligible::subnet::Fit;
use crate::eligible::{Answer, Eligible, Network, Struck, Weight};
use crate::report::text::statement::evidence;
use crate::report::text::table::Table;
use crate::report::text::wrap::{bulleted, wrapped};

/// Writes the findings; `verbose` shows the evidence of notes too, `signs` is for terminals.
pub fn text<W: Write>(
    out: &mut Out<W>,
    findings: &Findings<'_>,
    verbose: bool,
    signs: bool,
) -> io::Result<Exit> {
    wrapped(out, "", "  ", &heading(findings))?;
    out.line("")?;
    if findings.networks.is_empty() {
        wrapped(
            out,
            "",
            "  ",
            "No network was read. Give an export that holds the answer of az network vnet list: netcheck eligible --from FOLDER.",
        )?;
        out.line("")?;
    }
    let mut told = BTreeSet::new();
    for network in &findings.networks {
        one(out, network, verbose, signs, &mut told)?;
        out.line("")?;
    }
    apps(out, findings)?;
    wanted(out, findings)?;
    if let Some(moving) = &findings.migration {
        let today = findings.snapshot.time.date();
        migration::text(out, moving, today, verbose, signs)?;
        out.line("")?;
    }
    alternatives(out, findings, signs)?;
    let gaps = &findings.snapshot.integration.inventory.gaps;
    let gaps = gaps.iter().map(ToString::to_string);
    bulleted(out, "Not read, or not usable:", gaps)?;
    out.line(count(findings))?;
    out.flush()?;
    Ok(findings.exit())
}

fn heading(findings: &Findings<'_>) -> String {
    let integration = &findings.snapshot.integration;
    let plan = integration.plan.value();
    let mut about = Vec::new();
    if let Some(name) = findings.plan() {
        about.push(if findings.plan_view {
            name
        } else {
            format!("plan {name}")
        });
    }
    if let Some(plan) = plan {
        about.extend(plan.tier.value().cloned());
        let instances = plan
            .instances
            .value()
            .and_then(|n| usize::try_from(*n).ok());
        about.extend(instances.map(|n| counted(n, "instance", "instances")));
        about.extend(plan.location.value().cloned());
    }
    let about = about.join(", ");
    if findings.plan_view {
        return format!("Which networks the apps of a plan can be integrated with: {about}");
    }
    let app = integration.app_name.as_deref().unwrap_or("the app");
    if about.is_empty() {
        format!("Which networks {app} can be integrated with")
    } else {
        format!("Which networks {app} ({about}) can be integrated with")
    }
}

/// In the word for an answer, and its colour.
fn word(eligible: Eligible, signs: bool) -> String {
    let (word, color) = match eligible {
        Eligible::Yes => ("yes", colored::Color::Green),
        Eligible::Unclear => ("unclear", colored::Color::Cyan),
        Eligible::No => ("NO", colored::Color::Red),
    };
    if signs {
        word.color(color).bold().to_string()
    } else {
        word.to_owned()
    }
}

fn one<W: Write>(
    out: &mut Out<W>,
    network: &Network,
    verbose: bool,
    signs: bool,
    told: &mut Mended,
) -> io::Result<()> {
    let mut about = Vec::new();
    match &network.vnet {
        Fact::Known { value: vnet, .. } => {
            about.extend(vnet.location.value().cloned());
            about.extend(vnet.address_space.value().map(listed));
        }
        Fact::Unknown(gap) => about.push(gap.to_string()),
        Fact::Absent { .. } => about.push("was not read".to_owned()),
    }
    let about = if about.is_empty() {
        String::new()
    } else {
        format!(": {}", about.join(", "))
    };
    wrapped(out, "", "  ", &format!("{}{about}", network.shown()))?;
    for answer in &network.answers {
        answer_to(out, answer, verbose, signs, told)?;
    }
    Ok(())
}

fn answer_to<W: Write>(
    out: &mut Out<W>,
    answer: &Answer,
    verbose: bool,
    signs: bool,
    told: &mut Mended,
) -> io::Result<()> {
    let reasons = answer
        .struck
        .iter()
        .filter(|struck| struck.weight != Weight::Note)
        .count();
    let count = match reasons {
        0 => String::new(),
        n => format!(" ({})", counted(n, "reason", "reasons")),
    };
    out.line(format!(
        "  {}: {}{count}",
        answer.way.words(),
        word(answer.eligible(), signs)
    ))?;
    for struck in &answer.struck {
        reason(out, struck, verbose, told)?;
    }
    subnets(out, &answer.subnets)
}

/// Ways to mend something that were told already: a plan with many networks has the same few faults.
type Mended = BTreeSet<String>;

fn reason<W: Write>(
    out: &mut Out<W>,
    struck: &Struck,
    verbose: bool,
    told: &mut Mended,
) -> io::Result<()> {
    let verdict = &struck.verdict;
    let mark = match struck.weight {
        Weight::No => "- ",
        Weight::Unknown => "? ",
        Weight::Note => "note: ",
    };
    let line = format!("{mark}{} ({})", verdict.summary, struck.reason.name);
    wrapped(out, "    ", "      ", &line)?;
    let is_note = struck.weight == Weight::Note;
    if !is_note || verbose {
        evidence(out, "      ", "        ", &verdict.evidence)?;
    }
    if !is_note {
        let mend = struck.mend();
        let line = if told.insert(mend.to_owned()) {
            format!("remedy: {mend}")
        } else {
            "remedy: as above".to_owned()
        };
        wrapped(out, "      ", "        ", &line)?;
        wrapped(
            out,
            "      ",
            "        ",
            &format!("takes: {}", struck.reason.time),
        )?;
    } else if let Some(mend) = &verdict.remedy {
        wrapped(out, "      ", "        ", mend)?;
    }
    Ok(())
}

fn subnets<W: Write>(out: &mut Out<W>, fits: &[Fit]) -> io::Result<()> {
    let mut table = Table::new(["Subnet", "Prefix", "Will do", "Why"]);
    for fit in fits {
        let prefixes = fit
            .subnet
            .prefixes
            .value()
            .map_or_else(|| "not read".to_owned(), listed);
        let said = [fit.why.clone(), fit.steps.clone()].concat().join("; ");
        table.row([
            fit.subnet.name.as_str(),
            &prefixes,
            &word(fit.eligible, false),
            &said,
        ]);
    }
    table.write(out, "    ")
}

fn apps<W: Write>(out: &mut Out<W>, findings: &Findings<'_>) -> io::Result<()> {
    if !findings.plan_view {
        return Ok(());
    }
    let plan = findings.snapshot.integration.plan.value();
    let all = plan
        .and_then(|plan| plan.site_count.value())
        .and_then(|n| usize::try_from(*n).ok());
    let of = match all {
        Some(all) if all > findings.apps.len() => {
            format!(" ({} of {all} were read)", findings.apps.len())
        }
        _ => String::new(),
    };
    if findings.apps.is_empty() {
        wrapped(out, "", "  ", &format!("No app of the plan was read{of}."))?;
        return out.line("");
    }
    out.line(format!("The apps of the plan: what differs for each{of}"))?;
    let mut table = Table::new(["App", "Integrated now", "First"]);
    for app in &findings.apps {
        let now = match (&app.network, app.integration) {
            (Some(network), kind) => format!("{kind}, {network}"),
            (None, kind) => kind.to_owned(),
        };
        let first: Vec<String> = app
            .differs
            .iter()
            .map(|struck| match struck.weight {
                Weight::No => "disconnect it, before it takes another network or way".to_owned(),
                _ => struck.verdict.summary.clone(),
            })
            .collect();
        let first = if first.is_empty() {
            "nothing".to_owned()
        } else {
            first.join("; ")
        };
        table.row([app.name.as_str(), &now, &first]);
    }
    table.write(out, "  ")?;
    out.line("")
}

fn wanted<W: Write>(out: &mut Out<W>, findings: &Findings<'_>) -> io::Result<()> {
    if findings.wanted.is_empty() {
        return Ok(());
    }
    out.line("What no integration will do")?;
    for wanted in &findings.wanted {
        let by = wanted
            .named_by
            .as_ref()
            .map_or_else(String::new, |setting| format!(" (named by {setting})"));
        let limit = &wanted.limit;
        wrapped(
            out,
            "  - ",
            "    ",
            &format!("{}{by}: {}", wanted.target, limit.cannot),
        )?;
        wrapped(out, "    ", "    ", &format!("instead: {}", limit.instead))?;
    }
    out.line("")
}

fn alternatives<W: Write>(
    out: &mut Out<W>,
    findings: &Findings<'_>,
    signs: bool,
) -> io::Result<()> {
    if findings.alternatives.is_empty() {
        return Ok(());
    }
    out.line("What can serve instead")?;
    for alternative in &findings.alternatives {
        let line = format!(
            "{}: {}",
            alternative.title,
            word(alternative.eligible, false)
        );
        out.line(format!(
            "  {}",
            if signs { line.bold().to_string() } else { line }
        ))?;
        wrapped(out, "    ", "    ", &alternative.why)?;
    }
    out.line("")
}

fn count(findings: &Findings<'_>) -> String {
    if let Some(moving) = &findings.migration {
        return migration::count(moving);
    }
    let count = |eligible| {
        findings
            .networks
            .iter()
            .filter(|network| network.eligible() == eligible)
            .count()
    };
    format!(
        "{}: {} eligible, {} unclear, {} not",
        counted(findings.networks.len(), "network", "networks"),
        count(Eligible::Yes),
        count(Eligible::Unclear),
        count(Eligible::No)
    )
}
