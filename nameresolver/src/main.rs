//! nameresolver: what a name resolves to as the app sees it, and which server said so.

mod compare;
mod json;
mod names;
mod text;

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use netdiag::cli::{Exit, Out, arguments, complain};
use netdiag::clock;
use netdiag::model::{AppDns, Integration, NameServers, shown_server};
use netdiag::os::name_servers::system_resolver;
use netdiag::patience::patiently;
use netdiag::probe::lookup::{Outcome, Resolution, resolve};
use netdiag::text::counted;

use compare::Comparison;
use nameresolver::cli::{self, Cli, Question, Whom};

fn main() -> ExitCode {
    let cli: Cli = match arguments() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    cli.color.apply();
    let (run, whom) = match prepare(cli) {
        Ok(prepared) => prepared,
        Err(message) => {
            complain(&message);
            return Exit::Usage.into();
        }
    };
    netdiag::cli::run(async {
        match &whom {
            Whom::One(question) => one(&run, question).await,
            Whom::List(file) => names::many(&run, file).await,
        }
    })
}

/// Reads what the command line names.
fn prepare(cli: Cli) -> Result<(Run, Whom), String> {
    let whom = cli.whom()?;
    let flags = cli.flags()?;
    let integration = cli.source.read()?;
    let servers = NameServers::for_app(&integration, &flags);
    let run = Run {
        cli,
        integration,
        servers,
    };
    Ok((run, whom))
}

/// A run with all that was read for it.
struct Run {
    cli: Cli,
    integration: Integration,
    servers: NameServers,
}

impl Run {
    /// The integration, if it was read and not only guessed from the environment.
    fn exported(&self) -> Option<&Integration> {
        self.cli.source.from.as_ref().map(|_| &self.integration)
    }

    fn render(
        &self,
        servers: &NameServers,
        question: &Question,
        resolution: &Resolution,
        comparison: Option<&Comparison>,
    ) -> String {
        if self.cli.json {
            return json::line(
                question,
                servers,
                resolution,
                self.exported(),
                comparison,
                clock::now(),
            );
        }
        let context = text::Context {
            servers,
            integration: self.exported(),
            verbose: self.cli.verbose,
        };
        text::render(context, question, resolution, comparison)
    }

    /// What is said while nothing comes.
    fn still_waiting(&self, silent_for: Duration) -> String {
        let servers: Vec<String> = self
            .servers
            .servers
            .iter()
            .map(|s| shown_server(s.address))
            .collect();
        format!(
            "still waiting for {} after {} s (at most {} of {} s each)",
            servers.join(", "),
            silent_for.as_secs(),
            counted(self.servers.attempts as usize, "attempt", "attempts"),
            self.servers.timeout.as_secs_f64()
        )
    }
}

fn exit(outcome: Outcome) -> Exit {
    match outcome {
        Outcome::Resolved => Exit::Good,
        Outcome::NoSuchName | Outcome::NoRecords => Exit::Problem,
        _ => Exit::Unclear,
    }
}

/// One name.
async fn one(run: &Run, question: &Question) -> io::Result<Exit> {
    let mut out = Out::stdout();
    let asking = async {
        let app = resolve(&run.servers, &question.name, &question.types);
        if !run.cli.all_servers {
            return (app.await, None);
        }
        let each = run
            .servers
            .that_matter(&AppDns::of(&run.integration), &system_resolver());
        let (app, comparison) = tokio::join!(app, Comparison::ask(&run.servers, each, question));
        (app, Some(comparison))
    };
    let tell = |waited| {
        match run.cli.json {
            // White space to a reader of JSON, a sign of life to Kudu.
            true => out.line("")?,
            false => out.line(run.still_waiting(waited))?,
        }
        out.flush()
    };
    let (resolution, comparison) = patiently(asking, tell).await?;
    out.line(run.render(&run.servers, question, &resolution, comparison.as_ref()))?;
    out.flush()?;
    Ok(exit(resolution.outcome))
}
