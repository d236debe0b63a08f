//! A list of names.

use std::collections::HashSet;
use std::fmt::Write;

use super::{compare, row};
use crate::lab::{Args, Lab, Result};
use crate::measure::Row;
use crate::serve::dns::address_of;
use crate::table::{OURS, Unit};

/// Names for what asks one after another: enough to measure, few enough to wait for.
const FEW: u32 = 2_000;

pub(super) fn run(args: &Args, lab: &Lab) -> Result<()> {
    let some = args.names.min(20_000);
    for (title, server, many) in [
        ("names, plain", "127.0.0.1", args.names),
        ("names, 1 % of the answers lost", "127.0.0.2", some),
        ("names, over a wire of 20 ms", "10.97.0.2", args.names),
    ] {
        let file = list(lab, many)?;
        let rows = rows(lab, server, &file)?;
        let title = format!("{many} {title}");
        let output = lab.file("output");
        let runs = args.runs;
        compare(&title, Unit::PerSecond(many), rows, runs, |_| {
            missing(&output, many)
        })?;
    }
    let file = list(lab, FEW)?;
    let rows = vec![
        ours(lab, "127.0.0.1", &file),
        row(
            lab,
            "dig -f",
            &format!("dig @127.0.0.1 -f {file} +noall +answer"),
        ),
        row(
            lab,
            "xargs kdig",
            &format!("xargs -a {file} kdig @127.0.0.1 +noall +answer"),
        )
        .starting("kdig"),
        row(
            lab,
            "xargs getent",
            &format!("xargs -a {file} getent ahostsv4"),
        )
        .starting("getent"),
    ];
    let title = format!("{FEW} names, for those that ask one after another");
    let output = lab.file("output");
    compare(&title, Unit::PerSecond(FEW), rows, args.runs, |_| {
        missing(&output, FEW)
    })
}

fn rows(lab: &Lab, server: &str, file: &str) -> Result<Vec<Row>> {
    let resolvers = lab.file("resolvers.txt");
    std::fs::write(&resolvers, format!("{server}:53\n"))?;
    let massdns = |window: u32| {
        row(
            lab,
            &format!("massdns -s {window}"),
            &format!(
                "massdns --root -q -l /dev/null -r {resolvers} -s {window} -t A -o S -w {} {file}",
                lab.file("output")
            ),
        )
    };
    Ok(vec![
        ours(lab, server, file),
        massdns(50),
        massdns(100),
        massdns(1_000),
        massdns(10_000),
    ])
}

fn ours(lab: &Lab, server: &str, file: &str) -> Row {
    let command = format!(
        "{} --names {file} {server} --json",
        lab.ours("nameresolver")
    );
    row(lab, &format!("{OURS}nameresolver"), &command)
}

fn list(lab: &Lab, many: u32) -> Result<String> {
    let mut text = String::new();
    for number in 0..many {
        writeln!(text, "n{number:06}.peers.test")?;
    }
    let file = lab.file(&format!("names-{many}.txt"));
    std::fs::write(&file, text)?;
    Ok(file)
}

/// How many names have no line with the right address; nothing if each has.
fn missing(output: &str, many: u32) -> Option<String> {
    let text = std::fs::read_to_string(output).unwrap_or_default();
    let right: HashSet<u32> = text.lines().filter_map(right_answer).collect();
    let missing = many as usize - right.len();
    (missing > 0).then(|| format!("{missing} LOST"))
}

/// The number of the name in this line, if its address stands there too.
fn right_answer(line: &str) -> Option<u32> {
    let at = line.find(".peers.test")?;
    let number: u32 = line.get(at.checked_sub(6)?..at)?.parse().ok()?;
    let address = address_of(number).to_string();
    line.split(|c: char| !c.is_ascii_digit() && c != '.')
        .any(|word| word == address)
        .then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_counts_if_name_and_address_agree() {
        for (line, expected) in [
            ("n000300.peers.test. A 10.100.1.44", Some(300)),
            (
                r#"{"name":"n000300.peers.test","data":"10.100.1.44"}"#,
                Some(300),
            ),
            ("n000300.peers.test. A 10.100.1.4", None),
            ("n000300.peers.test. A 10.100.1.445", None),
            ("peers.test 10.100.0.0", None),
        ] {
            assert_eq!(right_answer(line), expected, "{line}");
        }
    }
}
