//! `netcheck sync`, `add-route` and `disconnect`: what would be changed in Azure, and changing it.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::Ipv4Net;
use netdiag::cli::{Exit, Out};
use netdiag::text::{printable, shown_path};
use tokio::time::Instant;

use super::gather::gather;
use crate::azure;
use crate::azure::live::Live;
use crate::azure::wanted::Needs;
use crate::check::{Judged, Snapshot, judge_all};
use crate::cli::Options;
use crate::cli::sync::{AddRouteArgs, ApplyArgs, SyncArgs};
use crate::progress::Progress;
use crate::report::sync::{self as report, Applied, Told};
use crate::sync::due::Due;
use crate::sync::errand::Errand;
use crate::sync::journal::{Journal, left_undone};
use crate::sync::outlook::Outlook;
use crate::sync::steps::Task;
use crate::sync::work::Report;
use crate::sync::{disconnect, route};

/// `netcheck sync`.
pub fn sync<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &SyncArgs,
) -> Result<io::Result<Exit>, String> {
    let wanted = Wanted::Sync {
        anyway: arguments.anyway,
    };
    run(out, options, &arguments.how, &wanted)
}

/// `netcheck add-route`.
pub fn add_route<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &AddRouteArgs,
) -> Result<io::Result<Exit>, String> {
    let wanted = Wanted::AddRoute(route::prefix(&arguments.prefix)?);
    run(out, options, &arguments.how, &wanted)
}

/// `netcheck disconnect`.
pub fn disconnect<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    how: &ApplyArgs,
) -> Result<io::Result<Exit>, String> {
    run(out, options, how, &Wanted::Disconnect)
}

enum Wanted {
    Sync { anyway: bool },
    AddRoute(Ipv4Net),
    Disconnect,
}

impl Wanted {
    fn errand(&self) -> Errand {
        match self {
            Self::Sync { .. } => Errand::Sync,
            Self::AddRoute(_) => Errand::AddRoute,
            Self::Disconnect => Errand::Disconnect,
        }
    }

    /// What would be done; `how` tells where an earlier run may have left something.
    fn outlook(&self, snapshot: &Snapshot, how: &ApplyArgs) -> Result<Outlook, String> {
        Ok(match self {
            Self::Sync { anyway } => {
                let left = match snapshot.integration.connection.value() {
                    Some(copy) => {
                        left_undone(&journal_path(how, &copy.name), Errand::Sync, &copy.id)?
                    }
                    None => Task::default(),
                };
                Outlook::of(snapshot, &left, *anyway)
            }
            Self::AddRoute(prefix) => route::outlook(snapshot, *prefix),
            Self::Disconnect => disconnect::outlook(snapshot),
        })
    }
}

fn run<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    how: &ApplyArgs,
    wanted: &Wanted,
) -> Result<io::Result<Exit>, String> {
    let mut options = options.clone();
    if how.apply {
        may_apply(&options, how, wanted.errand(), io::stdin().is_terminal())?;
        // The reading must be Azure's, of now; without one it says what to type.
        options.azure.azure = true;
    }
    let snapshot = gather(out, &options, Needs::CHECK)?.snapshot()?;
    let outlook = wanted.outlook(&snapshot, how)?;
    let mut told = Told {
        errand: wanted.errand(),
        app: snapshot.integration.app_name.as_deref(),
        outlook: &outlook,
        applied: None,
        exported: options.sources.exported(),
    };
    let Some(due) = outlook.due.as_ref().filter(|_| how.apply) else {
        return Ok(write(out, &options, &told));
    };
    let network = outlook.network.clone().unwrap_or_default();
    if !options.json
        && let Err(error) = report::before(out, &told).and_then(|()| out.flush())
    {
        return Ok(Err(error));
    }
    confirm(out, how, &network)?;
    let path = journal_path(how, &network);
    let done = apply(out, &options, how, due, &path, wanted.errand())?;
    // What was done is told, whatever comes of looking again.
    let again = look_again(out, &options, how, wanted);
    let (again, checks_after) = again.unwrap_or_else(|why| (Outlook::unread(why), Vec::new()));
    let checks = judge_all(&snapshot);
    told.applied = Some(Applied {
        report: &done,
        journal: path.display().to_string(),
        before: &checks,
        after: &checks_after,
        outlook: &again,
    });
    Ok(write(out, &options, &told))
}

/// The outlook and the checklist after the calls. That it was to be done anyway is no longer the question.
fn look_again<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    how: &ApplyArgs,
    wanted: &Wanted,
) -> Result<(Outlook, Vec<Judged>), String> {
    let after = gather(out, options, Needs::CHECK)?.snapshot()?;
    let outlook = match wanted {
        Wanted::Sync { .. } => Wanted::Sync { anyway: false }.outlook(&after, how)?,
        other => other.outlook(&after, how)?,
    };
    Ok((outlook, judge_all(&after)))
}

fn write<W: Write>(out: &mut Out<W>, options: &Options, told: &Told<'_>) -> io::Result<Exit> {
    if options.json {
        report::json(out, told)
    } else {
        report::text(out, told)
    }
}

fn may_apply(
    options: &Options,
    how: &ApplyArgs,
    errand: Errand,
    is_terminal: bool,
) -> Result<(), String> {
    let command = errand.as_str();
    if options.sources.from.is_some() {
        return Err(format!(
            "--apply: an export cannot be changed; leave --from away, so that Azure itself is read (without --apply, {command} --from says what would be done)"
        ));
    }
    if options.azure.no_azure {
        return Err("--apply changes Azure; leave --no-azure away".to_owned());
    }
    if how.yes.is_none() && (options.json || !is_terminal) {
        let why = if options.json {
            "--json: nobody can be asked beside one JSON document"
        } else {
            "--apply: nobody can be asked here"
        };
        return Err(format!(
            "{why}; add --yes NETWORK, the network's name, to the command (without --apply, {command} says which network)"
        ));
    }
    Ok(())
}

/// Whether it is really meant.
fn confirm<W: Write>(out: &mut Out<W>, how: &ApplyArgs, network: &str) -> Result<(), String> {
    let typed = match &how.yes {
        Some(typed) => typed.clone(),
        None => {
            let question = format!(
                "To do it, type the network's name ({}) and Enter:",
                printable(network)
            );
            out.line(question)
                .and_then(|()| out.flush())
                .map_err(|error| error.to_string())?;
            let mut line = String::new();
            let mut input = io::stdin().lock();
            input
                .read_line(&mut line)
                .map_err(|error| format!("nothing was typed ({error}); nothing was changed"))?;
            line
        }
    };
    if typed.trim().eq_ignore_ascii_case(network) {
        return Ok(());
    }
    Err(format!(
        "'{}' is not the network's name, which is {}; nothing was changed",
        printable(typed.trim()),
        printable(network)
    ))
}

/// The file of the flag, else one in this folder that the next run finds again.
fn journal_path(how: &ApplyArgs, network: &str) -> PathBuf {
    how.journal.clone().unwrap_or_else(|| {
        let safe: String = network
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || "._-".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        PathBuf::from(format!("netcheck-journal-{safe}.jsonl"))
    })
}

/// Makes the calls. The error is what kept it from beginning.
fn apply<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    how: &ApplyArgs,
    due: &Due,
    path: &std::path::Path,
    errand: Errand,
) -> Result<Report, String> {
    let progress = Progress::of(options.json);
    azure::runtime()?.block_on(async {
        let deadline = Instant::now() + Duration::from_secs(options.azure.azure_timeout);
        let (client, _) = azure::connect(&options.azure, deadline, progress, out).await?;
        let mut journal = Journal::begin(path, errand, due.about(), &due.task()).map_err(|error| {
            format!(
                "the journal {} cannot be written ({error}), so nothing was changed; --journal FILE names another place",
                shown_path(path)
            )
        })?;
        let mut live = Live::new(&client, progress, how.wait, out);
        Ok(due.run(&mut live, &mut journal).await)
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Command;

    fn may(flags: &[&str], is_terminal: bool) -> Result<(), String> {
        let typed = ["netcheck", "sync", "--apply"].iter().chain(flags);
        let options = Options::try_parse_from(typed).unwrap();
        let Some(Command::Sync(arguments)) = &options.command else {
            panic!("another command");
        };
        may_apply(&options, &arguments.how, Errand::Sync, is_terminal)
    }

    #[test]
    fn nobody_is_asked_without_a_terminal_or_beside_one_json_document() {
        for (flags, is_terminal, refusal) in [
            (&["--yes", "nw-net"][..], false, None),
            (&["--yes", "nw-net", "--json"], true, None),
            (&[], true, None),
            (&[], false, Some("--apply: nobody can be asked here")),
            (&["--json"], true, Some("--json: nobody can be asked")),
            (&["--no-azure"], true, Some("leave --no-azure away")),
        ] {
            match (may(flags, is_terminal), refusal) {
                (Ok(()), None) => {}
                (Err(why), Some(part)) => assert!(why.contains(part), "{why}"),
                (got, _) => panic!("{flags:?}: {got:?}"),
            }
        }
    }
}
