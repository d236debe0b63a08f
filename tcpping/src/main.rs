//! Whether a host and port can be reached from an App Service app: attempts to connect, with the
//! output of the tcpping.exe that it replaces.

mod hint;
mod history;
mod json;
mod list;
mod names;
mod plot;
mod print;
mod report;
mod route;
mod shot;
mod single;
mod stats;

use std::io;
use std::process::ExitCode;

use netdiag::cli::{Exit, complain};
use netdiag::model::{LookupFlags, NameServers};

use crate::names::Names;
use crate::print::Printer;
use tcpping::cli::{self, Plan, Whom};

fn main() -> ExitCode {
    let plan = match cli::read() {
        Ok(plan) => plan,
        Err(code) => return code,
    };
    netdiag::cli::run(run(&plan))
}

async fn run(plan: &Plan) -> io::Result<Exit> {
    let integration = match plan.source.read() {
        Ok(integration) => integration,
        Err(message) => {
            complain(&message);
            return Ok(Exit::Usage);
        }
    };
    let servers = NameServers::for_app(
        &integration,
        &LookupFlags {
            exported: plan.source.from.is_some(),
            ..LookupFlags::default()
        },
    );
    let names = Names::new(servers, plan.all_addresses);
    let mut printer = Printer::new(plan.json);
    match &plan.whom {
        Whom::One(target) => single::run(plan, target, &names, &integration, &mut printer).await,
        Whom::List(list) => list::run(plan, list, names, &integration, &mut printer).await,
    }
}
