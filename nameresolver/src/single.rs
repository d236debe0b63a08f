//! One name.

use std::io;

use netdiag::cli::{Exit, Out};
use netdiag::model::AppDns;
use netdiag::os::name_servers::system_resolver;
use netdiag::patience::patiently;
use netdiag::probe::lookup::resolve;

use crate::cli::Question;
use crate::compare::Comparison;
use crate::run::{Run, exit};
use crate::told::Told;

/// Asks for the name and tells what came of it.
pub async fn run(run: &Run, question: &Question) -> io::Result<Exit> {
    let mut out = Out::stdout();
    let asking = async {
        let app = resolve(&run.servers, &question.name, &question.types);
        if !run.plan.all_servers {
            return (app.await, None);
        }
        let each = run
            .servers
            .that_matter(&AppDns::of(&run.integration), &system_resolver());
        let (app, comparison) = tokio::join!(app, Comparison::ask(&run.servers, each, question));
        (app, Some(comparison))
    };
    let tell = |waited| {
        out.line(run.still_waiting(waited))?;
        out.flush()
    };
    let (resolution, comparison) = patiently(asking, tell).await?;
    out.line(run.render(&Told {
        question,
        servers: &run.servers,
        resolution: &resolution,
        integration: run.exported(),
        comparison: comparison.as_ref(),
    }))?;
    out.flush()?;
    Ok(exit(resolution.outcome))
}
