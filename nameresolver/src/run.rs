//! A run: what is to be done, and what was read for it.

use std::time::Duration;

use netdiag::cli::Exit;
use netdiag::model::{Integration, NameServers, shown_server};
use netdiag::patience::still_waiting;
use netdiag::probe::lookup::Outcome;
use netdiag::text::counted;

use crate::cli::Plan;
use crate::told::Told;
use crate::{json, text};

/// A run with all that was read for it.
pub struct Run {
    /// What is to be done.
    pub plan: Plan,
    /// The app's integration, as far as anything tells of it.
    pub integration: Integration,
    /// The servers that the app asks.
    pub servers: NameServers,
}

impl Run {
    /// Reads what the plan names.
    ///
    /// # Errors
    /// What cannot be read, and what to type.
    pub fn prepare(plan: Plan) -> Result<Self, String> {
        let integration = plan.source.read()?;
        let servers = NameServers::for_app(&integration, &plan.flags);
        Ok(Self {
            plan,
            integration,
            servers,
        })
    }

    /// The integration, if it was read and not only guessed from the environment.
    pub fn exported(&self) -> Option<&Integration> {
        self.plan.source.exported().then_some(&self.integration)
    }

    /// In the way that was asked for, without the last line's end.
    pub fn render(&self, told: &Told<'_>) -> String {
        match self.plan.json {
            true => json::line(told),
            false => text::render(told, self.plan.verbose),
        }
    }

    /// What is said while nothing comes.
    pub fn still_waiting(&self, silent_for: Duration) -> String {
        if self.plan.json {
            // White space to a reader of JSON, a sign of life to Kudu.
            return String::new();
        }
        let servers = self.servers.servers.iter();
        let servers: Vec<String> = servers.map(|s| shown_server(s.address)).collect();
        let what = format!(
            "{}, at most {} of {} s each",
            servers.join(", "),
            counted(self.servers.attempts, "attempt", "attempts"),
            self.servers.timeout.as_secs_f64()
        );
        still_waiting(&what, silent_for)
    }
}

/// What a name's outcome means for the exit code.
pub fn exit(outcome: Outcome) -> Exit {
    match outcome {
        Outcome::Resolved => Exit::Good,
        Outcome::NoSuchName | Outcome::NoRecords => Exit::Problem,
        _ => Exit::Unclear,
    }
}
