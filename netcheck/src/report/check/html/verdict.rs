//! What the page says first.

use maud::{Markup, html};
use netdiag::text::spoken;
use page::Mark;
use page::parts::{table, verdict};
use page::text::outside;

use super::mark;
use crate::check::Status;
use crate::diagnose::Reached;
use crate::diagnose::finding::Confidence;
use crate::report::check::Findings;
use crate::report::check::view::Target;
use crate::report::text::statement::counts;
use crate::report::trace::Fate;

/// Of the checklist alone.
pub fn of_checks(findings: &Findings) -> Markup {
    let statuses: Vec<Status> = findings.checks.iter().map(|c| c.verdict.status).collect();
    let mark = mark(findings.exit());
    let (word, sentence) = match mark {
        Mark::Bad => (
            "broken",
            "something of the integration is not as it should be.",
        ),
        Mark::Unknown => (
            "not certain",
            "nothing wrong was found, but not everything could be judged.",
        ),
        _ => ("good", "nothing wrong was found."),
    };
    verdict(
        mark,
        word,
        sentence,
        html! { p { (statuses.len()) " checks: " (counts(&statuses)) "." } },
    )
}

/// The mark of a target, and the word that goes with it.
fn marked(target: &Target) -> (Mark, &'static str) {
    match target.reached {
        Reached::Yes if target.causes.is_empty() => (Mark::Good, "reached"),
        Reached::Yes => (Mark::Warning, "reached, but"),
        Reached::No => (Mark::Bad, "not reached"),
        Reached::Unclear => match mark(target.exit) {
            Mark::Bad => (Mark::Bad, "blocked"),
            // What the way does was not told in full.
            Mark::Good
                if target.trace.is_empty()
                    || target.trace.iter().any(|hop| hop.verdict == Fate::Unknown) =>
            {
                (Mark::Unknown, "not known")
            }
            Mark::Good => (Mark::Good, "open"),
            mark => (mark, "not known"),
        },
    }
}

/// Of one target.
pub fn of_target(target: &Target) -> Markup {
    let (mark, word) = marked(target);
    verdict(
        mark,
        word,
        &target.verdict,
        html! {
            @if let Some(cause) = target.causes.first().filter(|cause| cause.confidence != Confidence::Possible) {
                p { strong { "What to do: " } (cause.remedy) }
            }
            @if !target.named_by.is_empty() {
                p class="small" { "Named by " (outside(&target.named_by.join(", "))) }
            }
            @for address in &target.addresses {
                p class="small" {
                    (outside(&address.address))
                    @if let Some(place) = &address.place { ", in " (outside(place)) }
                    ": "
                    @match &address.outcome {
                        Some(outcome) => (outside(&spoken(outcome))),
                        None => "not tried",
                    }
                    @if let Some(rtt) = address.rtt_ms { " in " (page::plot::millis(rtt)) }
                    @if let Some(by) = &address.reported_by { ", reported by " (by) }
                }
            }
        },
    )
}

/// Of several targets: all of them at a glance, each leading to its section.
pub fn of_targets(targets: &[Target]) -> Markup {
    let rows = targets.iter().enumerate().map(|(i, target)| {
        let (mark, word) = marked(target);
        vec![
            html! { a href={ "#target-" (i + 1) } { (outside(&target.target)) } },
            mark.label(word),
            outside(&target.verdict),
        ]
    });
    table("The targets", &["target", "result", "verdict"], rows)
}
