//! Syncing, adding a route and disconnecting as text: what would be done, and what was.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::text::{counted, printable};

use super::{Applied, Told, changed, not_done};
use crate::check::Status;
use crate::overview::Users;
use crate::report::text::wrap::{bulleted, wrapped};
use crate::sync::errand::Errand;
use crate::sync::journal::Outcome;
use crate::sync::outlook::State;

/// Writes text.
pub fn text<W: Write>(out: &mut Out<W>, told: &Told<'_>) -> io::Result<Exit> {
    if told.applied.is_none() {
        before(out, told)?;
    }
    if let Some(applied) = &told.applied {
        after(out, told, applied)?;
    } else if told.outlook.state == State::Due {
        let how = if told.exported {
            "Nothing was changed, and an export cannot be: read Azure itself, and type --apply."
        } else {
            "Nothing was changed; --apply does it."
        };
        out.line(how)?;
    }
    out.flush()?;
    Ok(told.exit())
}

/// What would be done: told before it is done, too.
pub fn before<W: Write>(out: &mut Out<W>, told: &Told<'_>) -> io::Result<()> {
    let outlook = told.outlook;
    wrapped(out, "", "  ", &heading(told))?;
    out.line("")?;
    bulleted(out, "Because:", &outlook.reasons)?;
    let differences = outlook.differences.iter().map(|one| one.says.as_str());
    bulleted(out, "What differs:", differences)?;
    bulleted(out, "Not compared:", &outlook.unknown)?;
    if outlook.state != State::Due {
        return Ok(());
    }
    out.line("The calls:")?;
    for (i, call) in outlook.calls.iter().enumerate() {
        let first = format!("  {}. ", i + 1);
        // Whole, so that it can be copied.
        out.line(format!(
            "{first}{} {}",
            call.method.as_str(),
            printable(&call.path)
        ))?;
        wrapped(out, "     ", "     ", &call.what)?;
        wrapped(out, "     ", "     ", &format!("body: {}", call.body))?;
        if let Some(uncertain) = call.uncertain {
            wrapped(out, "     ", "     ", &format!("not certain: {uncertain}"))?;
        }
    }
    out.line("")?;
    bulleted(out, "To know first:", &outlook.cautions)?;
    match told.errand {
        Errand::Disconnect => Ok(()),
        Errand::Sync | Errand::AddRoute => affected(out, told),
    }
}

fn heading(told: &Told<'_>) -> String {
    let app = told.app.unwrap_or("an app that is not named");
    let network = told.outlook.network.as_deref().unwrap_or("the network");
    let what = match (told.errand, told.outlook.state) {
        (Errand::Sync, State::NotApplicable) => "there is nothing to sync".to_owned(),
        (Errand::Sync, State::InSync) => format!("App Service's copy of {network} is in sync"),
        (Errand::Sync, State::Due) => format!("Sync Network for {network} has something to do"),
        (Errand::Sync, State::Blocked) => {
            format!("something differs from {network}, and a sync does not mend it")
        }
        (Errand::Sync, State::Unknown) => {
            "whether there is something to sync cannot be told".to_owned()
        }
        (Errand::AddRoute, State::Due) => format!("a route into {network} is to be added"),
        (Errand::AddRoute, State::Unknown) => {
            "whether there is a route to add cannot be told".to_owned()
        }
        (Errand::AddRoute, _) => "there is no route to add".to_owned(),
        (Errand::Disconnect, State::Due) => format!("the app is to be disconnected from {network}"),
        (Errand::Disconnect, State::Unknown) => {
            "whether there is something to disconnect cannot be told".to_owned()
        }
        (Errand::Disconnect, _) => "there is nothing to disconnect".to_owned(),
    };
    format!("{app}: {what}")
}

fn affected<W: Write>(out: &mut Out<W>, told: &Told<'_>) -> io::Result<()> {
    let Users {
        apps,
        perhaps,
        unknown,
        ..
    } = &told.outlook.users;
    let whom = match told.errand {
        Errand::Sync => {
            "A sync briefly interrupts the connection of every app on this plan that uses the network; newer documentation says that these apps restart:"
        }
        _ => "It concerns every app on this plan that uses the network:",
    };
    wrapped(out, "", "  ", whom)?;
    for app in apps {
        wrapped(out, "  - ", "    ", app)?;
    }
    for app in perhaps {
        wrapped(
            out,
            "  - ",
            "    ",
            &format!("{app}, if it is on this plan, which was not read"),
        )?;
    }
    for app in unknown {
        wrapped(
            out,
            "  - ",
            "    ",
            &format!("{}, perhaps: {}", app.app, app.why),
        )?;
    }
    match told.outlook.unread_apps() {
        Some(0) => {}
        Some(n) => {
            let all = told.outlook.apps_of_plan.unwrap_or_default() as usize;
            let line = format!(
                "of {} that the plan says it holds {n} more {} not read: they may use the network too",
                counted(all, "app", "apps"),
                if n == 1 { "was" } else { "were" }
            );
            wrapped(out, "  - ", "    ", &line)?;
        }
        None => wrapped(
            out,
            "  - ",
            "    ",
            "how many apps the plan holds was not read: others may use the network too",
        )?,
    }
    out.line("")
}

fn after<W: Write>(out: &mut Out<W>, told: &Told<'_>, applied: &Applied<'_>) -> io::Result<()> {
    let report = applied.report;
    out.line("")?;
    if applied.after.is_empty() {
        let why = &applied.outlook.reasons;
        bulleted(out, "It could not be read again:", why)?;
    } else {
        out.line("Before and after:")?;
    }
    for one in changed(applied) {
        out.line(format!(
            "  {}: {} -> {}",
            one.name,
            word(one.before),
            word(one.after)
        ))?;
    }
    if !applied.after.is_empty() {
        out.line("")?;
    }
    let left = &applied.outlook.differences;
    if report.stopped.is_none() && applied.outlook.state == State::Due {
        bulleted(
            out,
            "It was done, and a new look still finds:",
            left.iter().map(|one| one.says.as_str()),
        )?;
    }
    if let Some(why) = &report.stopped {
        wrapped(out, "", "  ", &format!("It did not finish: {why}"))?;
        out.line("")?;
        let done: Vec<String> = report
            .made
            .iter()
            .filter(|made| made.call.changes)
            .map(|made| {
                let outcome = match made.outcome {
                    Outcome::Done => "done",
                    Outcome::Refused => "refused, not done",
                    Outcome::Unclear => "no clear answer, may have been done",
                };
                format!("{}: {outcome}", made.call.what)
            })
            .collect();
        bulleted(out, "What was called:", &done)?;
        let left = not_done(report, told.outlook);
        bulleted(
            out,
            "What was not done:",
            left.iter().map(|call| call.what.as_str()),
        )?;
        wrapped(
            out,
            "",
            "  ",
            "To finish: run the same command again. It reads what is there now, goes on from it, and does nothing twice.",
        )?;
        if let Some(name) = &report.added {
            wrapped(
                out,
                "",
                "  ",
                &format!(
                    "To undo: delete the root certificate {name} of the gateway (portal: the gateway, Point-to-site configuration; or az network vnet-gateway root-cert delete). It does no harm there."
                ),
            )?;
        }
        out.line("")?;
    }
    wrapped(out, "", "  ", &format!("Journal: {}", applied.journal))?;
    let end = match (&report.stopped, applied.outlook.state) {
        (Some(_), _) => "Not finished.",
        (None, State::Due | State::Blocked) => "Done, and not as it should be.",
        (None, State::Unknown) => "Done; whether it is as it should be could not be read.",
        (None, _) => "Done.",
    };
    out.line(end)
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Pass => "ok",
        Status::Warn => "warning",
        Status::Fail => "FAIL",
        Status::Unknown => "not known",
        Status::NotApplicable => "not applicable",
    }
}
