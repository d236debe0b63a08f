//! What the page says, for rows of attempts that somebody made up.

use std::time::Duration;

use netdiag::probe::failure::Failure;
use page::check::{as_xml, faults};

use super::*;

type Ends = Vec<Result<Duration, Failure>>;

/// The page of these attempts, which is well-formed and loads nothing.
#[track_caller]
fn page_of(target: &str, ends: Ends, change: impl FnOnce(&mut Told<'_>)) -> String {
    let (mut history, mut stats) = (History::default(), Stats::default());
    for end in ends {
        history.note(end);
        let outcome = end.map_or_else(Outcome::Failed, |_| Outcome::Connected);
        stats.count(outcome, end.ok(), 0);
    }
    let target = Target::parse(target, None, Some(80)).expect("a target");
    let mut told = Told {
        target: &target,
        stats: &stats,
        history: &history,
        last_failure: None,
        resolution: None,
        hint: None,
        routes: &[],
        notes: &[],
        time: (
            "2026-11-23T01:02:03.000Z".to_owned(),
            "2026-11-23T01:02:07.000Z".to_owned(),
        ),
        command: "tcpping sql01:1433 --report r.html".to_owned(),
    };
    change(&mut told);
    let page = html(&told);
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
        let page = page_of("sql01:1433", ends, |_| {});
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
        |told| {
            told.last_failure = Some("refused (ICMP from 10.61.0.1)");
            told.hint = Some("try nameresolver");
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

#[test]
fn a_hundred_thousand_attempts_are_a_small_page_that_counts_every_one() {
    let ends = (0..100_000).map(|i| match i % 1000 {
        7 => Err(Failure::Timeout),
        n => ms(20 + n % 3),
    });
    let page = page_of("sql01:1433", ends.collect(), |_| {});
    assert!(page.len() < 150_000, "{}", page.len());
    assert!(
        page.contains("99900 of 100000 connected; failed: 100 timeout"),
        "{page}"
    );
}

#[test]
fn what_is_written_elsewhere_stays_text() {
    let page = page_of("sql01:1433", vec![Err(Failure::Other)], |told| {
        told.last_failure = Some("<script>alert(1)</script>\u{202e}\u{1b}[31m\"'&");
        told.command = "tcpping '<img src=x onerror=alert(1)>'".to_owned();
    });
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    assert!(!page.contains("<img"), "{page}");
    assert!(!page.contains(['\u{202e}', '\u{1b}']), "{page}");
    let long = "x".repeat(10_000);
    let page = page_of("sql01:1433", vec![], |told| told.command = long.clone());
    assert!(page.contains(&long), "{page}");
}
