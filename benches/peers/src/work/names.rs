//! A list of names.

use std::collections::HashSet;
use std::fmt::Write;

use super::{LIMIT, compare, row};
use crate::cli::Args;
use crate::figure::{Figure, Unit};
use crate::lab::Lab;
use crate::measure::Row;
use crate::outcome::Result;
use crate::role::Role;
use crate::serve::dns::address_of;
use crate::table::OURS;

/// What massdns once reached on such a machine (2 cores, knot as the server). It is in no package
/// registry, so few have it installed; where it is, it is measured.
struct Recorded {
    who: &'static str,
    reached: Reached,
    basis: &'static str,
}

enum Reached {
    /// That part of the machine's limit in the same run.
    OfLimit(f64),
    /// So many names a second: where waiting counts and not the machine.
    PerSecond(f64),
}

/// The least of the limits that were seen, which is best for massdns.
const PLAIN: &[Recorded] = &[
    Recorded {
        who: "massdns tuned",
        reached: Reached::OfLimit(83_000.0 / 121_000.0),
        basis: "recorded 83,000 where the limit was 121,000",
    },
    Recorded {
        who: "massdns default",
        reached: Reached::OfLimit(32_000.0 / 121_000.0),
        basis: "recorded 32,000 where the limit was 121,000",
    },
];
const LOSS: &[Recorded] = &[Recorded {
    who: "massdns -s 100",
    reached: Reached::PerSecond(12_300.0),
    basis: "recorded",
}];
const WIRE: &[Recorded] = &[Recorded {
    who: "massdns -s 1000",
    reached: Reached::PerSecond(22_000.0),
    basis: "recorded",
}];

/// Names for what asks one after another: enough to measure, few enough to wait for.
const FEW: u32 = 2_000;

pub(super) fn run(args: &Args, lab: &Lab) -> Result<Vec<Figure>> {
    let some = args.names.min(20_000);
    let mut figures = Vec::new();
    for (title, server, many, recorded) in [
        ("names, plain", "127.0.0.1", args.names, PLAIN),
        ("names, 1 % of the answers lost", "127.0.0.2", some, LOSS),
        ("names, over a wire of 20 ms", "10.97.0.2", args.names, WIRE),
    ] {
        let file = list(lab, many)?;
        let mut rows = rows(lab, server, &file)?;
        if server == "127.0.0.1" {
            let limit = Role::LimitNames.line(&format!("{file} {server}"))?;
            rows.insert(0, row(lab, LIMIT, &limit).unchecked());
        }
        let title = format!("{many} {title}");
        let output = lab.file("output");
        let turns = args.turns;
        let of_work = compare(&title, Unit::PerSecond(many), rows, turns, || {
            missing(&output, many)
        })?;
        let told = recall(recorded, &of_work);
        figures.extend(of_work);
        figures.extend(told);
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
    figures.extend(compare(
        &title,
        Unit::PerSecond(FEW),
        rows,
        args.turns,
        || missing(&output, FEW),
    )?);
    Ok(figures)
}

/// What stands for massdns where it was not measured.
fn recall(recorded: &[Recorded], measured: &[Figure]) -> Vec<Figure> {
    let find = |start: &str| measured.iter().find(|figure| figure.who.starts_with(start));
    let (Some(ours), None) = (find(OURS), find("massdns")) else {
        return Vec::new();
    };
    let limit = find(LIMIT).map(|limit| limit.value);
    let figure = |recorded: &Recorded| {
        let value = match recorded.reached {
            Reached::OfLimit(part) => part * limit?,
            Reached::PerSecond(names) => names,
        };
        Some(Figure {
            who: format!("{} (not measured: {})", recorded.who, recorded.basis),
            value,
            ratio: Some(ours.value / value),
            cpu: None,
            memory: None,
            fault: None,
            ..ours.clone()
        })
    };
    let told: Vec<Figure> = recorded.iter().filter_map(figure).collect();
    for figure in &told {
        println!(
            "{}: {} {}, {:.2} x ours",
            figure.who,
            figure.unit.number(figure.value),
            figure.unit.name(),
            figure.ratio.unwrap_or_default()
        );
    }
    told
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
    fn massdns_is_recalled_where_it_was_not_measured() {
        let figure = |who: &str, value: f64| Figure {
            work: "names".to_owned(),
            who: who.to_owned(),
            unit: Unit::PerSecond(1),
            value,
            ratio: None,
            cpu: None,
            memory: None,
            fault: None,
        };
        let mut measured = vec![figure(LIMIT, 242_000.0), figure("OURS x", 332_000.0)];
        let told = recall(PLAIN, &measured);
        assert_eq!(told.len(), 2);
        assert!((told[0].value - 166_000.0).abs() < 1.0, "{told:?}");
        assert!((told[0].ratio.unwrap() - 2.0).abs() < 1e-3, "{told:?}");
        assert!(told[0].who.contains("not measured"), "{told:?}");
        assert!((recall(WIRE, &measured)[0].value - 22_000.0).abs() < 1.0);
        measured.push(figure("massdns -s 100", 1.0));
        assert_eq!(recall(PLAIN, &measured), []);
    }

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
