//! Ctrl+C and Ctrl+Break as a console of Windows sends them (Kudu's debug console makes them of the character that it is
//! sent). Elsewhere they are ignored: Ctrl+C is a signal there, and tested as one.

#[cfg(windows)]
#[path = "tcpping_console/console.rs"]
mod console;
mod support;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};

fn main() -> ExitCode {
    #[cfg(windows)]
    if let Some(code) = console::part() {
        return code;
    }
    let trials = ["ctrl_c", "ctrl_break"].map(|key| {
        Trial::ignorable_test(format!("{key}_prints_the_summary"), move || {
            prints_the_summary(key)
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

#[cfg(not(windows))]
fn prints_the_summary(_: &str) -> Result<Completion, Failed> {
    Ok(Completion::ignored_with("only Windows has such consoles"))
}

#[cfg(windows)]
fn prints_the_summary(key: &str) -> Result<Completion, Failed> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let target = listener.local_addr()?.to_string();
    // The system connects what nobody accepts until the backlog is full, which takes far longer than this.
    for pause in ["0.05", "1000"] {
        let mut tcpping = support::program::program(env!("CARGO_BIN_EXE_tcpping"));
        tcpping.args([&target, "-t", "-i", pause]);
        let Some((code, said)) = console::interrupted(&tcpping, key)? else {
            return Ok(Completion::ignored_with(
                "no console with such a key can be made here",
            ));
        };
        let last = said.lines().last().unwrap_or_default();
        let whole = last.starts_with("Complete: ") && last.contains("(100%)");
        if code != Some(0) || !whole || !said.ends_with("\r\n") {
            return Err(format!("{key}, {pause}: exit code {code:?}\n{said}").into());
        }
    }
    Ok(Completion::Completed)
}
