//! Manual pages and completions, from the command lines that the programs themselves read.

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::archive::Entry;
use crate::outcome::{Result, told};
use crate::release::{Release, SUMMARY};

/// The command lines of the three programs.
pub fn all() -> [Command; 3] {
    [
        nameresolver::command(),
        tcpping::command(),
        netcheck::command(),
    ]
}

/// Section 1 pages: one for each program, and one for each command of netcheck, as `netcheck-check.1`.
///
/// # Errors
/// A page that cannot be written.
pub fn manual(release: &Release) -> Result<Vec<Entry>> {
    let mut pages = Vec::new();
    for mut command in all() {
        command.build();
        page(&command, release, &mut pages)?;
    }
    Ok(pages)
}

fn page(command: &Command, release: &Release, pages: &mut Vec<Entry>) -> Result<()> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let man = Man::new(command.clone())
        .title(name)
        .date(release.time.date().to_string())
        .source(format!("{name} {}", release.version))
        .manual(SUMMARY);
    let mut bytes = Vec::new();
    let write = |out: &mut Vec<u8>| -> std::io::Result<()> {
        man.render_title(out)?;
        man.render_name_section(out)?;
        out.extend(as_it_is("SYNOPSIS", &usage(command)).into_bytes());
        man.render_description_section(out)?;
        if command.get_opts().any(|option| !option.is_hide_set())
            || command.get_positionals().next().is_some()
        {
            man.render_options_section(out)?;
        }
        if command.has_subcommands() {
            man.render_subcommands_section(out)?;
        }
        if let Some(help) = command.get_after_help() {
            let help = help.to_string();
            let (title, help) = match help.strip_prefix("Examples:\n") {
                Some(rest) => ("EXAMPLES", rest),
                None => ("NOTES", help.as_str()),
            };
            out.extend(as_it_is(title, help).into_bytes());
        }
        Ok(())
    };
    write(&mut bytes).map_err(told(name))?;
    pages.push(Entry::text(format!("{name}.1"), bytes));
    for below in command.get_subcommands() {
        if !below.is_hide_set() && below.get_name() != "help" {
            page(below, release, pages)?;
        }
    }
    Ok(())
}

/// How a command is called, without the word for it.
fn usage(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage:").unwrap_or(&usage);
    let lines: Vec<&str> = usage.lines().map(str::trim).collect();
    lines.join("\n")
}

/// A section whose lines stay as they are: help texts are set for 80 columns.
fn as_it_is(title: &str, text: &str) -> String {
    let mut roff = Roff::new();
    roff.control("SH", [title]).control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.render()
}

/// The shells that completions are made for, and what their files are called.
pub const SHELLS: [(Shell, &str); 4] = [
    (Shell::Bash, "bash"),
    (Shell::Zsh, "zsh"),
    (Shell::Fish, "fish"),
    (Shell::PowerShell, "powershell"),
];

/// What a shell calls the file with the completions of a program.
pub fn completion_file(shell: Shell, program: &str) -> String {
    match shell {
        // Loaded by the name of the command.
        Shell::Bash => program.to_owned(),
        Shell::Zsh => format!("_{program}"),
        Shell::Fish => format!("{program}.fish"),
        _ => format!("{program}.ps1"),
    }
}

/// The completions of all programs for a shell.
pub fn completions(shell: Shell) -> Vec<Entry> {
    all()
        .into_iter()
        .map(|mut command| {
            let name = command.get_name().to_owned();
            let mut bytes = Vec::new();
            clap_complete::generate(shell, &mut command, &name, &mut bytes);
            Entry::text(completion_file(shell, &name), bytes)
        })
        .collect()
}

#[cfg(test)]
mod tests;
