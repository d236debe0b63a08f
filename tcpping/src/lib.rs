//! Whether a host and port can be reached from an App Service app: attempts to connect, with the
//! output of the tcpping.exe that it replaces.
//!
//! A library so that manual page and completions are made from its command line; the program is
//! [`main`].

mod cli;
mod hint;
mod history;
mod json;
mod list;
mod names;
mod plot;
mod print;
mod report;
mod route;
mod single;
mod stats;
mod tried;

use std::io;

use netdiag::cli::{Exit, wait};
use netdiag::lists;
use netdiag::model::{LookupFlags, NameServers};

use cli::{Cli, Whom};
use names::Names;
use print::Printer;

/// The program.
pub fn main() -> ! {
    netdiag::cli::main(answer)
}

/// The command line as the program reads it.
pub fn command() -> clap::Command {
    netdiag::cli::as_parsed(<Cli as clap::CommandFactory>::command())
}

/// Does what was asked; the outer error is wrong usage.
fn answer(cli: Cli) -> Result<io::Result<Exit>, String> {
    let plan = cli.plan()?;
    let integration = plan.source.read()?;
    let flags = LookupFlags {
        exported: plan.source.exported(),
        ..LookupFlags::default()
    };
    let servers = NameServers::for_app(&integration, &flags);
    let names = Names::new(servers, plan.all_addresses);
    let mut printer = Printer::new(plan.json);
    match &plan.whom {
        Whom::One(target) => {
            let page = plan.report.as_deref();
            let page = page.map(page::File::prepare).transpose()?;
            let run = single::run(&plan, target, page, &names, &integration, &mut printer);
            wait(run)
        }
        Whom::List(list) => {
            let lines = lists::read_many(&list.file, "one host:port a line")?;
            wait(list::run(
                &plan,
                list,
                lines,
                names,
                &integration,
                &mut printer,
            ))
        }
    }
}
