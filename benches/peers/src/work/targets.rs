//! A list of TCP targets: half of them open, half closed, and some of them silent.

use std::collections::HashSet;
use std::fmt::Write;

use super::{LIMIT, compare, ours, row};
use crate::cli::Args;
use crate::figure::{Figure, Unit};
use crate::lab::Lab;
use crate::measure::Row;
use crate::outcome::Result;
use crate::role::Role;

/// How many addresses; each is asked for an open and a closed port.
const ADDRESSES: u32 = 5_000;

pub(super) fn run(args: &Args, lab: &Lab) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for silent in [0, ADDRESSES / 10] {
        let addresses = addresses(silent);
        let targets: String = addresses
            .iter()
            .flat_map(|a| [8000, 8001].map(|port| format!("{a}:{port}\n")))
            .collect();
        let (list, file) = (lab.file("addresses.txt"), lab.file("targets.txt"));
        std::fs::write(&list, addresses.join("\n"))?;
        std::fs::write(&file, targets)?;
        let open: HashSet<&str> = addresses
            .iter()
            .filter(|a| !is_silent(a))
            .map(String::as_str)
            .collect();
        let mut rows = vec![
            ours(
                lab,
                "tcpping",
                &format!("--targets {file} -n 1 -w 1 --json --concurrency 1000"),
            ),
            row(
                lab,
                "nmap -sT -T5",
                &format!(
                    "nmap -n -Pn -sT -T5 --min-parallelism 1000 --min-hostgroup 4096 --max-retries 1 -p 8000,8001 -iL {list} -oG -"
                ),
            ),
            row(
                lab,
                "nmap -sT -T4",
                &format!("nmap -n -Pn -sT -T4 -p 8000,8001 -iL {list} -oG -"),
            ),
            row(
                lab,
                "rustscan -b 3000",
                &format!(
                    "rustscan -a {list} -p 8000,8001 -b 3000 -t 1000 -g --scripts none --no-banner"
                ),
            ),
        ];
        if silent == 0 {
            let limit = Role::LimitTargets.line(&file)?;
            rows.insert(0, row(lab, LIMIT, &limit).unchecked());
        }
        let rows = rows.into_iter().map(Row::everywhere).collect();
        let title = format!(
            "{} targets, {silent} of {ADDRESSES} addresses silent, 1 s",
            2 * ADDRESSES
        );
        let output = lab.file("output");
        // Where all wait for the silent ones, it is the wait that counts.
        let unit = match silent {
            0 => Unit::PerSecond(2 * ADDRESSES),
            _ => Unit::Seconds,
        };
        figures.extend(compare(&title, unit, rows, args.turns, || {
            wrong(&output, &open)
        })?);
    }
    Ok(figures)
}

/// The silent ones are spread evenly.
fn addresses(silent: u32) -> Vec<String> {
    let every = ADDRESSES.checked_div(silent).unwrap_or(u32::MAX);
    let address = |first: u32, i: u32| format!("10.100.{}.{}", first + i / 250, 1 + i % 250);
    let (mut live, mut dead) = (0, 0);
    (0..ADDRESSES)
        .map(|i| {
            let (first, next) = if i % every == every - 1 {
                (254, &mut dead)
            } else {
                (1, &mut live)
            };
            *next += 1;
            address(first, *next - 1)
        })
        .collect()
}

fn is_silent(address: &str) -> bool {
    address.starts_with("10.100.254.") || address.starts_with("10.100.255.")
}

/// What is wrong with the open ports that were found.
fn wrong(output: &str, open: &HashSet<&str>) -> Option<String> {
    let text = std::fs::read_to_string(output).unwrap_or_default();
    let found: HashSet<&str> = text.lines().filter_map(found_open).collect();
    let missed = open.difference(&found).count();
    let invented = found.difference(open).count();
    let mut said = String::new();
    if missed > 0 {
        let _ = write!(said, "{missed} MISSED");
    }
    if invented > 0 {
        let _ = write!(said, " {invented} INVENTED");
    }
    (!said.is_empty()).then_some(said)
}

/// The address that this line calls open on port 8000, in each program's way.
fn found_open(line: &str) -> Option<&str> {
    let between = |start: &str, end: char| {
        let rest = &line[line.find(start)? + start.len()..];
        rest.split(end).next()
    };
    if line.starts_with('{') {
        let open = line.contains(r#""event":"attempt""#)
            && line.contains(r#""port":8000,"#)
            && line.contains(r#""outcome":"connected""#);
        return between(r#""host":""#, '"').filter(|_| open);
    }
    if line.contains("8000/open/") {
        return between("Host: ", ' ');
    }
    // rustscan: 10.100.1.1 -> [8000]
    let (address, ports) = line.split_once(" -> [")?;
    ports.contains("8000").then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_ports_are_read_from_each_programs_output() {
        for (line, expected) in [
            (
                r#"{"event":"attempt","target":"10.100.1.1:8000","host":"10.100.1.1","port":8000,"outcome":"connected"}"#,
                Some("10.100.1.1"),
            ),
            (
                r#"{"event":"attempt","host":"10.100.1.1","port":8000,"outcome":"refused"}"#,
                None,
            ),
            (
                "Host: 10.100.1.1 ()\tPorts: 8000/open/tcp//x///, 8001/closed/tcp/////",
                Some("10.100.1.1"),
            ),
            ("Host: 10.100.1.1 ()\tPorts: 8000/closed/tcp/////", None),
            ("10.100.1.1 -> [8000]", Some("10.100.1.1")),
            ("", None),
        ] {
            assert_eq!(found_open(line), expected, "{line}");
        }
    }

    #[test]
    fn every_tenth_address_is_silent() {
        let all = addresses(500);
        assert_eq!(all.len(), 5_000);
        assert_eq!(all.iter().filter(|a| is_silent(a)).count(), 500);
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 5_000);
        assert!(addresses(0).iter().all(|a| !is_silent(a)));
    }
}
