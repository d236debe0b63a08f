//! A shell inside the app's namespace of a chosen row, to try the tools by hand.

use std::process::ExitCode;

use crate::{build, matrix, own, play};

/// Lists what can be chosen.
pub fn list() -> ExitCode {
    for row in matrix::all() {
        println!("{:<64} {}", row.name, row.what);
    }
    ExitCode::SUCCESS
}

/// Opens the shell.
pub fn open(name: &str) -> ExitCode {
    if matrix::named(name).is_none() {
        eprintln!("no row is called {name}; tests/lab/shell without a name lists them");
        return ExitCode::from(2);
    }
    if let Err(why) = build::possible() {
        eprintln!("there can be no lab here: {why}");
        return ExitCode::FAILURE;
    }
    let status = build::inside(&own())
        .args(["--inside", "shell", name])
        .status();
    match status {
        Ok(status) => ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What runs as the lab's first process: builds, then waits for the shell.
pub fn inside(name: &str) -> ExitCode {
    let row = matrix::named(name).expect("open() looked");
    let stage = match play::stage(&row) {
        Ok(stage) => stage,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let folder = play::ours("netcheck");
    let folder = folder.parent().expect("in a folder").display().to_string();
    println!("{}: {}\n", row.name, row.what);
    println!("This is the app's machine. The export lies in ./export. A user would type:\n");
    println!("    netcheck {}\n", stage.arguments.join(" "));
    println!(
        "Other machines: nsenter --net=/run/netns/NAME (ls /run/netns). 'exit' ends it all.\n"
    );
    let path = std::env::var("PATH").unwrap_or_default();
    let shell = std::env::var("SHELL").unwrap_or_else(|_| "/bin/sh".to_owned());
    let status = stage
        .lab
        .command("app", shell)
        .env("PATH", format!("{folder}:{path}:/usr/sbin:/sbin"))
        .env("PS1", "app:\\w\\$ ")
        .current_dir(stage.lab.folder())
        .status();
    match status {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
