//! The text view: the original's shape for what succeeds, one plain sentence for what does not.
//!
//! What is added stands above `Non-authoritative answer:`, because the portal's parser takes
//! everything after `Addresses:` for addresses.

use std::fmt::Write;
use std::net::IpAddr;

use colored::Colorize;
use netdiag::clock;
use netdiag::model::{Entry, NameServerSource, NameServers, shown_server};
use netdiag::probe::lookup::{Outcome, Resolution};
use netdiag::progress::per_second;
use netdiag::space::is_private;
use netdiag::text::{counted, printable, spoken};

use crate::cli::Question;
use crate::compare::Comparison;
use crate::told::{Summary, Told};

/// The whole answer, without the last line's end; with `verbose` also how it came about.
pub fn render(told: &Told<'_>, verbose: bool) -> String {
    let resolution = told.resolution;
    let mut text = format!(
        "Server: {}\n\n",
        printable(resolution.server.as_deref().unwrap_or("none"))
    );
    let notes = notes(told, verbose);
    for note in &notes {
        text += note;
        text.push('\n');
    }
    if !notes.is_empty() {
        text.push('\n');
    }
    if resolution.outcome == Outcome::Resolved {
        text += &records(told.question, resolution);
    } else {
        text += &resolution_sentence(told.question, resolution)
            .red()
            .to_string();
    }
    text.trim_end_matches('\n').to_owned()
}

/// For an address the sentence begins with what was typed.
fn resolution_sentence(question: &Question, resolution: &Resolution) -> String {
    let sentence = resolution.sentence();
    if resolution.outcome.is_answer() && question.shown.parse::<IpAddr>().is_ok() {
        format!("{} has no name: {sentence}", question.shown)
    } else {
        sentence
    }
}

/// The answer in the original's shape. Records that are no addresses come before the addresses.
fn records(question: &Question, resolution: &Resolution) -> String {
    let mut text = "Non-authoritative answer:\n".to_owned();
    let name = resolution.canonical.as_deref().unwrap_or(&question.shown);
    let _ = writeln!(text, "Name: {}", printable(name));
    let (addresses, others): (Vec<_>, Vec<_>) = resolution
        .answers
        .iter()
        .partition(|answer| answer.address.is_some());
    if !others.is_empty() {
        text += "Records: \n";
        for answer in others {
            let _ = writeln!(text, "\t{} {}", answer.record_type, answer.data);
        }
    }
    if !addresses.is_empty() {
        text += "Addresses: \n";
        for answer in addresses {
            let _ = writeln!(text, "\t{}", answer.data);
        }
    }
    if !resolution.aliases.is_empty() {
        text += "Aliases: \n";
        for alias in &resolution.aliases {
            let _ = writeln!(text, "\t{alias}");
        }
    }
    text
}

fn notes(told: &Told<'_>, verbose: bool) -> Vec<String> {
    let (servers, resolution) = (told.servers, told.resolution);
    let slips = servers.warnings.iter();
    let mut notes: Vec<String> = slips.map(|slip| warning(&printable(slip))).collect();
    if resolution.outcome.is_answer() {
        notes.extend(silent_servers(resolution));
    }
    if verbose {
        notes.extend(how(servers, resolution));
    }
    notes.extend(routes(told, verbose));
    if let Some(comparison) = told.comparison {
        notes.extend(compared(comparison));
    }
    notes
}

fn warning(text: &str) -> String {
    format!("warning: {text}").yellow().to_string()
}

/// The servers that came before the one that answered, or that answered only when asked again.
fn silent_servers(resolution: &Resolution) -> Vec<String> {
    let winner = resolution.server.as_deref().unwrap_or_default();
    resolution
        .failures()
        .into_iter()
        .map(|clause| {
            let own = clause
                .strip_prefix(winner)
                .is_some_and(|rest| rest.starts_with(' '));
            warning(&if own {
                format!("{clause}, and answered when asked again")
            } else {
                format!("{clause}; {winner} answered instead")
            })
        })
        .collect()
}

/// Why these servers, what each attempt brought, how long it took.
fn how(servers: &NameServers, resolution: &Resolution) -> Vec<String> {
    let mut lines = Vec::new();
    for server in &servers.servers {
        let from = match server.source {
            NameServerSource::Argument => String::new(),
            _ => format!(", from {}", printable(&server.from.to_string())),
        };
        lines.push(format!(
            "asked: {} ({}{from})",
            shown_server(server.address),
            server.source.words(),
        ));
    }
    lines.push(format!(
        "attempts: {}, from {}; {} s each, from {}",
        servers.attempts,
        printable(&servers.attempts_from.to_string()),
        servers.timeout.as_secs_f64(),
        printable(&servers.timeout_from.to_string()),
    ));
    lines.push(format!(
        "the app keeps an answer for at most {} s, from {}; nameresolver asks anew",
        servers.cache.as_secs(),
        printable(&servers.cache_from.to_string()),
    ));
    for attempt in &resolution.attempts {
        let said = match &attempt.detail {
            Some(detail) => printable(detail).into_owned(),
            None => format!("answered: {}", spoken(attempt.outcome.as_str())),
        };
        lines.push(format!(
            "attempt {}: {} {said} ({} {} over {}, {} ms)",
            attempt.n,
            shown_server(attempt.server.address),
            attempt.record_type,
            attempt.name,
            attempt.transport.as_str(),
            clock::millis(attempt.took),
        ));
    }
    for answer in &resolution.answers {
        lines.push(format!(
            "record: {} {}, may be cached for {} s",
            answer.record_type, answer.data, answer.ttl
        ));
    }
    lines.push(format!("time taken: {} ms", clock::millis(resolution.took)));
    lines
}

/// Where traffic to each address goes; without `--verbose` only what passes the VNET by.
fn routes(told: &Told<'_>, verbose: bool) -> Vec<String> {
    let names: Vec<&str> = told.resolution.names().collect();
    told.resolution
        .addresses()
        .into_iter()
        .filter_map(|address| match told.integration.map(|i| i.entry_of(address, &names)) {
            Some(entry @ Entry::Internet { .. }) => {
                let public = if is_private(address) { "" } else { " is public and" };
                Some(warning(&entry.sentence(format!("{address}{public}"))))
            }
            _ if !verbose => None,
            Some(entry) => Some(entry.sentence(address)),
            None if is_private(address) => None,
            None => Some(format!(
                "{address} is a public address: traffic to it enters the VNET only if all traffic does"
            )),
        })
        .collect()
}

fn compared(comparison: &Comparison) -> Vec<String> {
    let mut lines = vec!["each server by itself:".to_owned()];
    for (server, found) in &comparison.each {
        let said = if found.outcome == Outcome::Resolved {
            let data: Vec<&str> = found.answers.iter().map(|a| a.data.as_str()).collect();
            data.join(", ")
        } else {
            spoken(found.outcome.as_str())
        };
        lines.push(format!(
            "  {} ({}): {said}",
            shown_server(server.address),
            server.source.words()
        ));
    }
    if comparison.differ() {
        lines.push(warning("the servers that answer do not agree"));
    }
    lines
}

/// What is said of a line of a list that holds no name.
pub fn invalid_line(message: &str) -> String {
    format!("Server: none\n\n{message}.")
}

/// What a list came to.
pub fn summary(summary: &Summary) -> String {
    let each: Vec<String> = summary
        .outcomes
        .iter()
        .map(|(word, n)| format!("{n} {}", spoken(word)))
        .collect();
    let mut text = format!(
        "Summary: {} in {:.3} s ({} a second): {}",
        counted(summary.names, "name", "names"),
        summary.took.as_secs_f64(),
        per_second(summary.names, summary.took),
        each.join(", ")
    );
    for (server, counts) in &summary.servers {
        let _ = write!(
            text,
            "\n{server}: {} questions, {} repeated, {} answers",
            counts.questions, counts.repeated, counts.answers
        );
        if let (Some(shortest), Some(mean)) = (counts.shortest, counts.mean()) {
            let _ = write!(
                text,
                " in {} to {} ms, {} on average",
                clock::millis(shortest),
                clock::millis(counts.longest),
                clock::millis(mean)
            );
        }
    }
    text
}
