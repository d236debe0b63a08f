//! The views as text.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::text::{counted, printable};

use crate::overview::{AppView, Cost, Line, NetworkView, PlanView, Section, State};
use crate::report::text::heading::heading;
use crate::report::text::table::{Cell, Table};
use crate::report::text::wrap::wrapped;

/// Writes the view of an app; `verbose` says where everything was read.
pub fn app<W: Write>(out: &mut Out<W>, view: &AppView, verbose: bool) -> io::Result<()> {
    let network = view.network.as_deref();
    out.line(heading(view.app.as_deref(), view.integration, network))?;
    for section in &view.sections {
        titled(out, section, verbose)?;
    }
    costs(out, &[("", &view.cost)])?;
    gaps(out, &view.gaps)
}

/// Writes the view of a plan.
pub fn plan<W: Write>(out: &mut Out<W>, view: &PlanView, verbose: bool) -> io::Result<()> {
    out.line(format!(
        "{}: {}, {}",
        printable(&view.plan),
        counted(view.networks.len(), "network", "networks"),
        counted(
            view.networks
                .iter()
                .map(|network| network.apps.len())
                .sum::<usize>(),
            "integrated app",
            "integrated apps"
        )
    ))?;
    titled(out, &view.section, verbose)?;
    side_by_side(out, &view.networks)?;
    for network in &view.networks {
        one_network(out, network, verbose)?;
    }
    for unsupported in &view.unsupported {
        out.line("")?;
        let text = format!(
            "No longer supported, {}: {}: {}",
            unsupported.network,
            unsupported.why,
            unsupported.apps.join(", ")
        );
        wrapped(out, "", "  ", &text)?;
    }
    if !view.without.is_empty() {
        out.line("")?;
        let text = format!(
            "Without integration ({}): {}",
            view.without.len(),
            view.without.join(", ")
        );
        wrapped(out, "", "  ", &text)?;
    }
    if !view.unknown.is_empty() {
        out.line("")?;
        out.line("Whether these are integrated is not known:")?;
        let mut table = Table::of_pairs();
        for unclear in &view.unknown {
            table.pair(&unclear.app, &*unclear.why);
        }
        table.write(out, "  ")?;
    }
    let each: Vec<(&str, &[Cost])> = view
        .networks
        .iter()
        .map(|network| (network.name.as_str(), network.cost.as_slice()))
        .collect();
    costs(out, &each)?;
    gaps(out, &view.gaps)
}

/// The networks in one table: what is compared between them.
fn side_by_side<W: Write>(out: &mut Out<W>, networks: &[NetworkView]) -> io::Result<()> {
    if networks.is_empty() {
        return Ok(());
    }
    let mut table = Table::new([
        "network",
        "integration",
        "location",
        "apps",
        "certificates",
        "gateway",
    ]);
    for network in networks {
        let said = |name: &str| {
            let lines = network.sections.iter().flat_map(|section| &section.lines);
            lines
                .filter(|line| line.name == name)
                .find_map(|line| match line.state {
                    State::Known => line.values.first().map(|value| value.value.clone()),
                    State::None => Some("none".to_owned()),
                    State::Unknown => Some("unknown".to_owned()),
                    State::NotApplicable => None,
                })
                .unwrap_or_else(|| "-".to_owned())
        };
        table.row([
            network.name.clone(),
            network.integration.to_owned(),
            location(network, said("location")),
            network.apps.len().to_string(),
            said("certificates"),
            said("gateway_status"),
        ]);
    }
    out.line("")?;
    out.line("Networks")?;
    table.write(out, "  ")
}

/// The network's region, marked if it is not the plan's.
fn location(network: &NetworkView, region: String) -> String {
    let lines = network.sections.iter().flat_map(|section| &section.lines);
    let mut lines = lines.filter(|line| line.name == "location" && line.state == State::Known);
    match lines.any(|line| line.why.is_some()) {
        true => format!("{region} (not the plan's)"),
        false => region,
    }
}

fn one_network<W: Write>(out: &mut Out<W>, view: &NetworkView, verbose: bool) -> io::Result<()> {
    out.line("")?;
    out.line(printable(&view.name))?;
    let mut table = Table::of_pairs();
    let apps = match view.apps.is_empty() {
        true => "no app that was read uses it".to_owned(),
        false => view.apps.join(", "),
    };
    table.pair(&format!("apps ({})", view.apps.len()), apps);
    if !view.perhaps.is_empty() {
        table.pair(
            "perhaps also",
            format!(
                "{} (not read, but with a copy of the network's information)",
                view.perhaps.join(", ")
            ),
        );
    }
    for section in &view.sections {
        add(&mut table, section, verbose);
    }
    table.write(out, "  ")
}

fn titled<W: Write>(out: &mut Out<W>, section: &Section, verbose: bool) -> io::Result<()> {
    let mut table = Table::of_pairs();
    add(&mut table, section, verbose);
    if table.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(section.title)?;
    table.write(out, "  ")
}

fn add(table: &mut Table, section: &Section, verbose: bool) {
    for line in &section.lines {
        if verbose || line.state != State::NotApplicable {
            table.pair(line.label, cell(line, verbose));
        }
    }
}

fn cell(line: &Line, verbose: bool) -> Cell {
    let mut lines = Vec::new();
    for value in &line.values {
        lines.push(match &value.note {
            Some(note) => format!("{} ({note})", value.value),
            None => value.value.clone(),
        });
        if let (true, Some(from)) = (verbose, &value.from) {
            lines.push(format!("[{from}]"));
        }
    }
    let why = line.why.as_deref();
    match (line.state, why) {
        (State::Known, None) => {}
        (State::Known, Some(why)) => lines.push(why.to_owned()),
        (State::None, None) => lines.push("none".to_owned()),
        // Some say "none" themselves, and why.
        (State::None, Some(why)) if why.starts_with("none") => lines.push(why.to_owned()),
        (State::None, Some(why)) => lines.push(format!("none: {why}")),
        (State::Unknown, why) => lines.push(format!("unknown: {}", why.unwrap_or_default())),
        (State::NotApplicable, why) => {
            lines.push(format!("not applicable: {}", why.unwrap_or_default()));
        }
    }
    Cell::lines(lines)
}

/// What it costs, each sentence once; of one that does not hold for all networks, for which it does.
fn costs<W: Write>(out: &mut Out<W>, each: &[(&str, &[Cost])]) -> io::Result<()> {
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for (network, costs) in each {
        for cost in *costs {
            match told.iter_mut().find(|(text, _)| *text == cost.text) {
                Some((_, networks)) => networks.push(network),
                None => told.push((&cost.text, vec![network])),
            }
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line("What it costs")?;
    for (text, networks) in told {
        let whose = if networks.len() == each.len() {
            String::new()
        } else {
            format!("{}: ", networks.join(", "))
        };
        wrapped(out, "  - ", "    ", &format!("{whose}{text}"))?;
    }
    Ok(())
}

fn gaps<W: Write>(out: &mut Out<W>, gaps: &[String]) -> io::Result<()> {
    if gaps.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line("Not read, or not usable:")?;
    for gap in gaps {
        wrapped(out, "  - ", "    ", gap)?;
    }
    Ok(())
}
