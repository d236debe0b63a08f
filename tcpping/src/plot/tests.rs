//! What is drawn, line by line.

use super::*;
use netdiag::probe::failure::Failure;

/// The plot of attempts with these round trips in microseconds; `None` failed.
fn drawn(rtts_us: &[Option<u64>], width: usize, ink: Ink) -> String {
    let (mut history, mut stats) = (History::default(), Stats::default());
    for rtt in rtts_us {
        let rtt = rtt.map(Duration::from_micros);
        history.note(rtt.ok_or(Failure::Timeout));
        let outcome = match rtt {
            Some(_) => Outcome::Connected,
            None => Outcome::Failed(Failure::Timeout),
        };
        stats.count(outcome, rtt, 0);
    }
    let surface = Surface { width, ink };
    let lines = lines(&history, &stats, surface);
    let width = width.max(NARROWEST);
    for line in &lines {
        assert!(line.chars().count() <= width, "{line}");
        assert!(!line.ends_with(['>', ' ']), "{line}");
        assert!(ink == Ink::Blocks || line.is_ascii(), "{line}");
    }
    lines.join("\n") + "\n"
}

/// Round trips around 20 ms in a fixed disorder, every 61st lost, and one that took a repeated SYN.
fn many(attempts: u64) -> Vec<Option<u64>> {
    (0..attempts)
        .map(|i| match i {
            _ if i % 61 == 60 => None,
            _ if i == attempts * 2 / 3 => Some(58_000),
            _ => Some(20_000 + (i * 7919) % 6_007),
        })
        .collect()
}

/// Every case with its name, as `drawn.txt` has it.
fn all_drawn() -> String {
    let lists = [
        ("no attempt", vec![]),
        ("1 attempt", vec![Some(20_131)]),
        (
            "4 attempts, 1 failed",
            vec![Some(20_131), None, Some(20_900), Some(26_000)],
        ),
        ("4 attempts, all failed", vec![None; 4]),
        ("300 attempts, all failed", vec![None; 300]),
        (
            "on this machine",
            vec![Some(0), Some(87), Some(61), Some(12)],
        ),
        (
            "a repeated SYN",
            vec![Some(400), Some(3_021_000), Some(410)],
        ),
        ("30 attempts", many(30)),
        ("200 attempts", many(200)),
        ("100000 attempts", many(100_000)),
    ];
    let mut all = String::new();
    for (name, list) in lists {
        for (how, width, ink) in [
            ("80 wide", 80, Ink::Ascii),
            ("10 wide is as 40", 10, Ink::Ascii),
            ("blocks", 80, Ink::Blocks),
        ] {
            all += &format!("== {name}, {how}\n{}\n", drawn(&list, width, ink));
        }
    }
    all
}

#[test]
fn plots_are_drawn_as_recorded() {
    let recorded = include_str!("drawn.txt").replace("\r\n", "\n");
    let all = all_drawn();
    // One at a time, so that a failure can be read.
    let (now, before) = (all.split("\n== "), recorded.split("\n== "));
    for (now, before) in now.zip(before) {
        assert!(now == before, "now:\n{now}\nrecorded:\n{before}");
    }
    assert_eq!(all, recorded);
}
