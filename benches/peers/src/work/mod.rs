//! The kinds of work, and who does each.

mod names;
mod offline;
mod round_trip;
mod targets;

use clap::ValueEnum;

use crate::cli::{Args, Work};
use crate::figure::{Figure, Unit};
use crate::lab::Lab;
use crate::measure::{Row, in_turns};
use crate::outcome::Result;
use crate::summary;
use crate::table::{self, OURS};

/// The row that is no peer.
const LIMIT: &str = "(the machine's limit)";

/// Does what was asked for, as often as was asked for.
pub fn run(args: &Args, lab: &Lab) -> Result<()> {
    let all = Work::value_variants();
    let chosen = if args.work.is_empty() {
        all
    } else {
        &args.work
    };
    let mut runs = Vec::new();
    for run in 1..=args.runs {
        if args.runs > 1 {
            println!("\nRun {run} of {}", args.runs);
        }
        println!("{}", machine());
        lab.install()?;
        let mut figures = Vec::new();
        for work in chosen {
            figures.extend(match work {
                Work::Lookup => lookup(args, lab)?,
                Work::Names => names::run(args, lab)?,
                Work::Probe => probe(args, lab)?,
                Work::RoundTrip => round_trip::run(lab)?,
                Work::Targets => targets::run(args, lab)?,
                Work::Offline => offline::run(args, lab)?,
            });
        }
        runs.push(figures);
    }
    if args.runs > 1 {
        println!("\n{}", machine());
        summary::print(&runs);
    }
    Ok(())
}

/// What the figures were taken on.
fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let model = read("/proc/cpuinfo");
    let model = model.lines().find_map(|l| l.strip_prefix("model name"));
    let model = model.map_or("?", |m| m.trim_start_matches(['\t', ' ', ':']));
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read("/proc/loadavg");
    format!(
        "{processors} x {model}, Linux {}, load {}",
        read("/proc/sys/kernel/osrelease").trim(),
        load.split(' ').next().unwrap_or("?")
    )
}

/// Those rows whose programs are installed, and the names of the others.
fn installed(rows: Vec<Row>) -> (Vec<Row>, Vec<String>) {
    let (here, absent): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(Row::is_here);
    (here, absent.into_iter().map(|row| row.name).collect())
}

/// Measures and prints one table.
fn compare(
    title: &str,
    unit: Unit,
    rows: Vec<Row>,
    runs: u32,
    after: impl FnMut() -> Option<String>,
) -> Result<Vec<Figure>> {
    let (rows, absent) = installed(rows);
    let measured = in_turns(&rows, runs, after)?;
    let absent: Vec<&str> = absent.iter().map(String::as_str).collect();
    Ok(table::print(title, unit, &measured, &absent))
}

fn row(lab: &Lab, name: &str, command: &str) -> Row {
    Row::new(name, command, lab.file("output"))
}

fn ours(lab: &Lab, program: &str, arguments: &str) -> Row {
    let command = format!("{} {arguments}", lab.ours(program));
    row(lab, &format!("{OURS}{program}"), &command)
}

/// Ours again, as it lies before it is installed ([`Lab::install`]).
fn as_linked(lab: &Lab, program: &str, arguments: &str) -> Row {
    let command = format!("{} {arguments}", lab.as_linked(program));
    row(lab, "(ours, as linked)", &command)
}

fn lookup(args: &Args, lab: &Lab) -> Result<Vec<Figure>> {
    let name = "n000042.peers.test";
    let rows = vec![
        row(lab, "(nothing: true)", "true").unchecked(),
        ours(lab, "nameresolver", name),
        as_linked(lab, "nameresolver", name),
        row(lab, "getent hosts", &format!("getent hosts {name}")),
        row(lab, "getent ahostsv4", &format!("getent ahostsv4 {name}")),
        row(lab, "adnshost", &format!("adnshost {name}")),
        row(lab, "dog", &format!("dog {name}")),
        row(lab, "resolve", &format!("resolve {name}")),
        row(lab, "kdig", &format!("kdig {name}")),
        row(lab, "drill", &format!("drill {name}")),
        row(lab, "host", &format!("host -t A {name}")),
        row(lab, "dig", &format!("dig {name} A")),
    ];
    let title = "one DNS lookup, start to exit";
    let output = lab.file("output");
    compare(title, Unit::Milliseconds, rows, args.short_turns, || {
        let text = std::fs::read_to_string(&output).unwrap_or_default();
        (!text.contains("10.100.0.42")).then(|| "NO ANSWER".to_owned())
    })
}

fn probe(args: &Args, lab: &Lab) -> Result<Vec<Figure>> {
    let rows = vec![
        row(lab, "(nothing: true)", "true"),
        ours(lab, "tcpping", "10.99.0.2:8000 -n 1"),
        as_linked(lab, "tcpping", "10.99.0.2:8000 -n 1"),
        row(lab, "nc -zv", "nc -zv 10.99.0.2 8000"),
        row(lab, "ncat -z", "ncat -z 10.99.0.2 8000"),
        row(
            lab,
            "rustscan",
            "rustscan -a 10.99.0.2 -p 8000 -g --scripts none --no-banner",
        ),
        row(lab, "tcping", "tcping -c 1 10.99.0.2:8000"),
        row(lab, "nping", "nping --tcp-connect -c 1 -p 8000 10.99.0.2"),
        row(lab, "hping3", "hping3 -n -S -c 1 -p 8000 10.99.0.2"),
        row(lab, "nmap -sT", "nmap -n -Pn -sT -p 8000 10.99.0.2"),
    ];
    let title = "one TCP probe, start to exit";
    compare(title, Unit::Milliseconds, rows, args.short_turns, || None)
}
