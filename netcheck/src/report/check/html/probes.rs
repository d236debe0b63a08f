//! What was seen of the network for a target: attempts to connect, and what each DNS server says.

use maud::{Markup, html};
use netdiag::text::spoken;
use page::Mark;
use page::parts::table;
use page::plot::{Attempt, End, Level, millis, round_trips};
use page::text::outside;

use crate::diagnose::observation::{Probe, is_silence};
use crate::report::check::view::{Asked, Target};

/// How many connections it takes for levels to mean something.
const FEW: usize = 3;

/// The attempts to connect, those to the target first; `None` if there were none.
pub fn attempts(before: &str, target: &Target) -> Option<Markup> {
    let mut made: Vec<(bool, Attempt)> = target
        .attempts()
        .map(|(label, is_own, asked)| {
            let end = match asked.rtt_ms {
                Some(ms) => End::RoundTrip(ms),
                None => End::Lost(spoken(&asked.outcome)),
            };
            (is_own, Attempt { label, end })
        })
        .collect();
    if made.is_empty() {
        return None;
    }
    made.sort_by_key(|(is_own, _)| !is_own);
    let own = made.iter().filter(|(is_own, _)| *is_own).count();
    let others = made.len() - own;
    let attempts: Vec<Attempt> = made.into_iter().map(|(_, attempt)| attempt).collect();
    let levels = levels(&attempts);
    Some(html! {
        p {
            "One attempt at each address and port, those of the target first"
            @if others > 0 { "; " (others) " beside it, to tell causes apart" }
            ". " code { "tcpping" } " repeats attempts."
        }
        (round_trips(&format!("{before}trips"), &target.target, &attempts, &levels))
    })
}

/// Shortest, middle and longest round trip.
fn levels(attempts: &[Attempt]) -> Vec<Level> {
    let mut trips: Vec<f64> = attempts
        .iter()
        .filter_map(|attempt| match attempt.end {
            End::RoundTrip(ms) => Some(ms),
            _ => None,
        })
        .collect();
    trips.sort_by(f64::total_cmp);
    match trips[..] {
        [first, .., last] if trips.len() >= FEW => {
            let n = trips.len();
            let median = (trips[(n - 1) / 2] + trips[n / 2]) / 2.0;
            vec![
                Level::new("min", first),
                Level::new("median", median),
                Level::new("max", last),
            ]
        }
        _ => Vec::new(),
    }
}

/// What each server says of the name; `None` if nobody was asked.
pub fn answers(target: &Target) -> Option<Markup> {
    let asked: Vec<&Asked> = target
        .probes
        .iter()
        .filter(|asked| !matches!(asked.probe, Probe::Connect { .. }))
        .collect();
    // What the app itself gets is what the others are compared with.
    let of_app = asked
        .iter()
        .find(|asked| matches!(asked.probe, Probe::Resolve { .. }));
    if asked.is_empty() {
        return None;
    }
    let rows = asked.iter().map(|one| {
        let (who, whose) = match &one.probe {
            Probe::Ask { server, .. } => (
                server.to_string(),
                match one.of_app {
                    Some(true) => "yes",
                    _ => "no",
                },
            ),
            _ => ("the app, by its own rules".to_owned(), "\u{2013}"),
        };
        vec![
            outside(&who),
            html! { (whose) },
            html! { (mark(&one.outcome).label(&spoken(&one.outcome))) },
            html! {
                @for (i, address) in one.addresses.iter().enumerate() {
                    @if i > 0 { ", " }
                    (address)
                }
                @if one.addresses.is_empty() { "\u{2013}" }
            },
            beside(of_app.copied(), one),
            html! { (millis(one.took_ms)) },
        ]
    });
    Some(table(
        &format!("What is said of the name in {}", target.target),
        &[
            "who was asked",
            "asked by the app",
            "answer",
            "addresses",
            "beside the app's",
            "took",
        ],
        rows,
    ))
}

/// An answer beside the one that the app gets. Where one of the two is missing nothing is compared, and
/// silence is no other answer.
fn beside(of_app: Option<&Asked>, one: &Asked) -> Markup {
    let Some(app) = of_app.filter(|app| !std::ptr::eq(*app, one)) else {
        return html! { "\u{2013}" };
    };
    if same(app, one) {
        html! { "same" }
    } else if is_silence(&app.outcome) || is_silence(&one.outcome) {
        html! { "\u{2013}" }
    } else {
        Mark::Warning.label("differs")
    }
}

/// Whether two answers say the same, in whatever order.
fn same(a: &Asked, b: &Asked) -> bool {
    let sorted = |asked: &Asked| {
        let mut addresses = asked.addresses.clone();
        addresses.sort();
        addresses
    };
    a.outcome == b.outcome && sorted(a) == sorted(b)
}

fn mark(outcome: &str) -> Mark {
    match outcome {
        "resolved" => Mark::Good,
        _ if is_silence(outcome) => Mark::Unknown,
        _ => Mark::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(probe: Probe, outcome: &str, addresses: &[&str]) -> Asked {
        Asked {
            probe,
            outcome: outcome.to_owned(),
            took_ms: 1.0,
            rtt_ms: None,
            addresses: addresses.iter().map(ToString::to_string).collect(),
            of_app: None,
        }
    }

    #[test]
    fn an_answer_is_compared_only_where_there_are_two() {
        let name = || "db.corp".to_owned();
        let app = asked(Probe::Resolve { name: name() }, "resolved", &["10.61.8.9"]);
        let server = |outcome, addresses| {
            let server = "10.61.0.4:53".parse().unwrap();
            let name = name();
            asked(Probe::Ask { name, server }, outcome, addresses)
        };
        let told = |of_app, one: &Asked| {
            let told = beside(of_app, one).into_string();
            ["same", "differs", "\u{2013}"]
                .into_iter()
                .find(|word| told.contains(word))
        };
        let same = server("resolved", &["10.61.8.9"]);
        let other = server("resolved", &["52.1.2.3"]);
        let none = server("no_such_name", &[]);
        let silent = server("timeout", &[]);
        assert_eq!(told(Some(&app), &same), Some("same"));
        assert_eq!(told(Some(&app), &other), Some("differs"));
        assert_eq!(told(Some(&app), &none), Some("differs"));
        assert_eq!(told(Some(&app), &silent), Some("\u{2013}"));
        assert_eq!(told(Some(&app), &app), Some("\u{2013}"));
        assert_eq!(told(Some(&silent), &same), Some("\u{2013}"));
        assert_eq!(told(Some(&silent), &server("timeout", &[])), Some("same"));
        // What the app itself gets was not asked in time.
        assert_eq!(told(None, &same), Some("\u{2013}"));
    }
}
