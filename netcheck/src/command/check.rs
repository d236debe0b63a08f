//! `netcheck check`: the checklist, and why targets cannot be reached.

use std::io::{self, Write};
use std::time::Duration;

use netdiag::cli::{Exit, Out, command_line, quoted};
use netdiag::fact::Gap;
use netdiag::model::Protocol;
use netdiag::source::Documents;
use netdiag::target::Target;

use super::ask::{Grounds, ask};
use super::gather::gather;
use crate::azure::wanted::Needs;
use crate::casefile::{self, Record};
use crate::check::{Snapshot, judge_all, tunnel};
use crate::cli::{CheckArgs, Options};
use crate::dependencies::{self, Dependency};
use crate::diagnose::diagnose;
use crate::diagnose::observation::Observations;
use crate::observe::{self, Budget, Ended, Session};
use crate::path::Context;
use crate::progress::Progress;
use crate::report::check as report;
use crate::report::check::html;
use crate::report::check::html::data::journey::Journey;

/// Reads, asks, judges, writes.
pub fn run<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &CheckArgs,
) -> Result<io::Result<Exit>, String> {
    let colors = options.color.apply();
    let wanted = arguments.report.as_ref().or(options.report.as_ref());
    let page = wanted.map(|path| page::File::prepare(path)).transpose()?;
    let typed = super::targets(&arguments.targets)?;
    let controls = super::targets(&arguments.control)?;
    let (witnesses, witness_gaps) = super::witness::read_all(&arguments.witness)?;
    let Read {
        snapshot,
        documents,
        record: mut kept,
        replayed,
    } = read(out, options, arguments)?;
    kept.notes.extend(witness_gaps);

    if arguments.dependencies && !replayed {
        kept.dependencies = dependencies::targets(&snapshot.integration.environment);
        if kept.dependencies.is_empty() {
            let gap = Gap::new(
                "the app's environment",
                "names no host and port that could be checked",
            );
            kept.notes.push(gap);
        }
    }
    let asked_anew = !typed.is_empty() || (arguments.dependencies && !replayed);
    // Otherwise the targets of the saved case stay, also with --probe; a new case has none.
    if asked_anew {
        kept.targets = once(typed, &kept.dependencies);
    }
    if !witnesses.0.is_empty() {
        kept.witnesses = witnesses;
    }
    if !controls.is_empty() {
        kept.controls = controls;
    }

    let checks = judge_all(&snapshot);
    let tunnel = tunnel(&checks);
    let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp);
    let grounds = Grounds {
        targets: &kept.targets,
        snapshot: &snapshot,
        checks: &checks,
        context: &context,
        witnesses: &kept.witnesses,
    };
    if !replayed && !arguments.offline && !kept.targets.is_empty() {
        kept.extra_probes = !arguments.no_extra_probes;
        let exported = options.sources.exported() || kept.exported;
        let asked = session(options, arguments, &snapshot, exported).and_then(|mut session| {
            kept.app_servers = session.app_servers().servers.clone();
            kept.servers_that_matter = session.servers_that_matter();
            ask(
                out,
                &mut session,
                &grounds,
                &kept.controls,
                kept.extra_probes,
            )
        });
        match asked {
            Ok((observations, ended)) => {
                kept.observations = observations;
                kept.notes.extend(cut_short(ended));
            }
            Err(error) => return Ok(Err(error)),
        }
    }

    let mut findings = report::Findings::of(&snapshot, checks.clone());
    findings.gaps.extend(kept.notes.iter().cloned());
    let mut journeys = Vec::new();
    for case in grounds.cases(&kept.observations) {
        let named_by = kept
            .dependencies
            .iter()
            .filter(|dependency| dependency.target == *case.target)
            .map(|dependency| format!("{} ({})", dependency.setting, dependency.kind))
            .collect();
        let diagnosis = diagnose(case);
        if page.is_some() {
            journeys.push(Journey::of(&diagnosis));
        }
        findings.add(&diagnosis, named_by);
    }
    if let Some(folder) = &arguments.save {
        let environment = &snapshot.integration.environment;
        casefile::save(folder, &documents, environment, &kept)?;
    }
    let told = if options.json {
        report::json::write(out, &findings)
    } else {
        report::text::write(out, &findings, options.verbose, colors)
    };
    // Last: if the page cannot be written, all the rest was told.
    if let Some(page) = page {
        let more = more(options, &grounds, journeys);
        page.write(&html::page(&findings, &more))?;
    }
    Ok(told)
}

/// What only the command line knows of a page: what was typed, and from where the facts were taken.
fn more(options: &Options, grounds: &Grounds<'_>, journeys: Vec<Option<Journey>>) -> html::More {
    let sources = options.source_flags();
    let sources = sources.iter().map(|word| format!(" {}", quoted(word)));
    html::More::of(
        grounds.snapshot,
        grounds.context,
        grounds.targets,
        journeys,
        command_line("netcheck"),
        sources.collect(),
    )
}

/// Says if the questions ended before their time: what was seen until then is judged.
fn cut_short(ended: Ended) -> Option<Gap> {
    let why = match ended {
        Ended::Done => return None,
        Ended::OutOfTime => "ended with the budget; --budget SECONDS gives them more",
        Ended::Interrupted => "were interrupted",
    };
    Some(Gap::new("the questions to the network", why))
}

/// The typed targets and those of the settings, each once.
fn once(typed: Vec<Target>, dependencies: &[Dependency]) -> Vec<Target> {
    let mut targets = Vec::new();
    let settings = dependencies
        .iter()
        .map(|dependency| dependency.target.clone());
    for target in typed.into_iter().chain(settings) {
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    targets
}

/// What was read: the configuration as it is now, or as it was saved.
struct Read {
    snapshot: Snapshot,
    /// The export's documents, to be saved.
    documents: Documents,
    /// What a saved case held; of a new one nothing yet.
    record: Record,
    /// Whether the saved observations are judged again.
    replayed: bool,
}

fn read<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &CheckArgs,
) -> Result<Read, String> {
    let mut gathered = gather(out, options, Needs::CHECK)?;
    let saved = gathered.saved.take();
    let replayed = saved.is_some() && !arguments.probe;
    if !replayed {
        gathered.time = netdiag::clock::now();
    }
    let snapshot = gathered.snapshot()?;
    let record = match saved {
        Some(saved) if replayed => saved,
        // Asked anew: the same questions, at another time.
        Some(saved) => Record {
            time: snapshot.time,
            observations: Observations::default(),
            notes: Vec::new(),
            ..saved
        },
        None => Record {
            exported: gathered.exported,
            gaps: gathered.gaps,
            ..Record::at(snapshot.time)
        },
    };
    let record = Record {
        app: gathered.app,
        environment_file: snapshot.integration.environment.file().map(str::to_owned),
        ..record
    };
    Ok(Read {
        snapshot,
        documents: gathered.documents,
        record,
        replayed,
    })
}

fn session(
    options: &Options,
    arguments: &CheckArgs,
    snapshot: &Snapshot,
    exported: bool,
) -> io::Result<Session> {
    let budget = Budget {
        total: Duration::from_secs(arguments.budget),
        ..Budget::default()
    };
    let progress = Progress::of(options.json);
    observe::session(&snapshot.integration, exported, budget, progress)
}
