//! What the page says, for rows of attempts that somebody made up.

use std::time::Duration;

use netdiag::probe::failure::Failure;
use netdiag::probe::lookup::{Answer, RecordType};
use page::check::{as_xml, faults};

use super::*;

type Ends = Vec<Result<Duration, Failure>>;

/// What a page says beside the attempts.
#[derive(Default)]
struct Besides<'a> {
    last_failure: Option<&'a str>,
    hint: Option<&'a str>,
    resolution: Option<&'a Resolution>,
    command: Option<String>,
}

/// The page of these attempts, which is well-formed and loads nothing.
#[track_caller]
fn page_of(target: &str, ends: Ends, besides: Besides<'_>) -> String {
    let (mut history, mut stats) = (History::default(), Stats::default());
    for end in ends {
        history.note(end);
        let outcome = end.map_or_else(Outcome::Failed, |_| Outcome::Connected);
        stats.count(outcome, end.ok(), 0);
    }
    let target = Target::parse(target, None, Some(80)).expect("a target");
    let page = html(&Told {
        target: &target,
        stats: &stats,
        history: &history,
        last_failure: besides.last_failure,
        resolution: besides.resolution,
        hint: besides.hint,
        routes: &[],
        warnings: &[],
        time: (
            "2026-11-23T01:02:03.000Z".to_owned(),
            "2026-11-23T01:02:07.000Z".to_owned(),
        ),
        command: besides
            .command
            .unwrap_or_else(|| format!("tcpping {target} --report r.html")),
    });
    assert_eq!(faults(&page), [""; 0], "{page}");
    let xml = as_xml(&page);
    if let Err(error) = roxmltree::Document::parse(&xml) {
        panic!("{error}\n{xml}");
    }
    page
}

fn ms(ms: u64) -> Result<Duration, Failure> {
    Ok(Duration::from_millis(ms))
}

#[test]
fn the_verdict_comes_first() {
    let lost = Err(Failure::Timeout);
    for (ends, class, said) in [
        (
            vec![ms(20), ms(21)],
            "verdict good",
            "2 of 2 attempts connected to sql01:1433",
        ),
        (
            vec![ms(20), lost],
            "verdict warning",
            "1 of 2 attempts connected",
        ),
        (vec![lost], "verdict bad", "0 of 1 attempt connected"),
        (vec![], "verdict unknown", "0 of 0 attempts connected"),
    ] {
        let page = page_of("sql01:1433", ends, Besides::default());
        let verdict = page.find(class).unwrap_or_else(|| panic!("{class}"));
        assert!(
            page.find(said).is_some_and(|at| at > verdict),
            "{said}\n{page}"
        );
        assert!(page.find("<h2").is_some_and(|at| at > verdict), "{page}");
    }
}

#[test]
fn everything_that_is_known_stands_on_it() {
    let page = page_of(
        "sql01:1433",
        vec![ms(20), Err(Failure::Refused), ms(22)],
        Besides {
            last_failure: Some("refused (ICMP from 10.61.0.1)"),
            hint: Some("try nameresolver"),
            ..Besides::default()
        },
    );
    for part in [
        "The last failure: <bdi class=\"outside\">refused (ICMP from 10.61.0.1)</bdi>",
        "Hint: <bdi class=\"outside\">try nameresolver</bdi>",
        "2 of 3 connected; failed: 1 refused; min 20.0 ms, median 21.0 ms, p95 22.0 ms, max 22.0 ms.",
        "<title>2: refused</title>",
        "tcpping sql01:1433 --report r.html",
        "2026-11-23T01:02:07.000Z",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

/// Pages for `tests/browser`, which finds in the variable REPORT_PAGES a folder for them.
#[test]
fn pages_for_the_browser() {
    let trip = |i: u64| match i {
        60..=62 | 151 | 40_000..45_000 => Err(Failure::Timeout),
        _ if i % 19_937 == 130 => ms(1_021),
        _ => Ok(Duration::from_micros(20_000 + (i * 7919) % 6_007)),
    };
    let resolution = Resolution {
        name: "sql.northwind.example".to_owned(),
        types: Vec::new(),
        outcome: lookup::Outcome::Resolved,
        server: Some("10.61.0.4".to_owned()),
        server_source: None,
        canonical: Some("sql01.corp.northwind.example".to_owned()),
        aliases: vec!["sql.northwind.example".to_owned()],
        answers: vec![Answer {
            record_type: RecordType::A,
            data: "10.61.8.9".to_owned(),
            address: Some("10.61.8.9".parse().expect("an address")),
            ttl: 300,
        }],
        attempts: Vec::new(),
        took: Duration::from_micros(965),
    };
    let pages = [
        (
            "one",
            page_of("sql01:1433", vec![ms(20)], Besides::default()),
        ),
        (
            "four",
            page_of(
                "sql.northwind.example:1433",
                (0..4).map(trip).collect(),
                Besides {
                    resolution: Some(&resolution),
                    ..Besides::default()
                },
            ),
        ),
        (
            "losses",
            page_of(
                "sql.northwind.example:1433",
                (0..200).map(trip).collect(),
                Besides {
                    last_failure: Some(Failure::Timeout.sentence()),
                    hint: Some("1 connection took a repeated SYN: packets are lost on the way."),
                    ..Besides::default()
                },
            ),
        ),
        (
            "endless",
            page_of(
                "10.61.8.9:443",
                (0..100_000).map(trip).collect(),
                Besides::default(),
            ),
        ),
        (
            "refused",
            page_of(
                "10.61.8.9:1434",
                vec![Err(Failure::Refused); 4],
                Besides {
                    last_failure: Some(Failure::Refused.sentence()),
                    ..Besides::default()
                },
            ),
        ),
        (
            "nothing",
            page_of("10.61.8.9:1434", vec![], Besides::default()),
        ),
        (
            "hostile",
            page_of(
                "10.61.8.9:1434",
                vec![Err(Failure::Other)],
                Besides {
                    last_failure: Some(
                        "<script>alert(1)</script>\u{202e}gnp.exe\u{1b}[31m \"quoted\" &amp;",
                    ),
                    command: Some(format!("tcpping '{}'", "x<img src=q>".repeat(800))),
                    ..Besides::default()
                },
            ),
        ),
    ];
    for (name, page) in pages {
        assert!(page.len() < 500_000, "{name}: {}", page.len());
        if let Some(folder) = std::env::var_os("REPORT_PAGES") {
            let file = std::path::Path::new(&folder).join(format!("tcpping-{name}.html"));
            std::fs::write(file, page).expect("a page");
        }
    }
}

#[test]
fn a_hundred_thousand_attempts_are_a_small_page_that_counts_every_one() {
    let ends = (0..100_000).map(|i| match i % 1000 {
        7 => Err(Failure::Timeout),
        n => ms(20 + n % 3),
    });
    let page = page_of("sql01:1433", ends.collect(), Besides::default());
    assert!(page.len() < 150_000, "{}", page.len());
    assert!(
        page.contains("99900 of 100000 connected; failed: 100 timeout"),
        "{page}"
    );
}

#[test]
fn what_is_written_elsewhere_stays_text() {
    let page = page_of(
        "sql01:1433",
        vec![Err(Failure::Other)],
        Besides {
            last_failure: Some("<script>alert(1)</script>\u{202e}\u{1b}[31m\"'&"),
            command: Some("tcpping '<img src=x onerror=alert(1)>'".to_owned()),
            ..Besides::default()
        },
    );
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    assert!(!page.contains("<img"), "{page}");
    assert!(!page.contains(['\u{202e}', '\u{1b}']), "{page}");
    let long = "x".repeat(10_000);
    let page = page_of(
        "sql01:1433",
        vec![],
        Besides {
            command: Some(long.clone()),
            ..Besides::default()
        },
    );
    assert!(page.contains(&long), "{page}");
}
