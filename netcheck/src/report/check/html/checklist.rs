//! The checklist: what is wrong first, everything with its evidence, which unfolds.

use maud::{Markup, html};
use page::Mark;
use page::parts::fold;
use page::text::outside;

use crate::check::Status;
use crate::report::check::Findings;
use crate::report::check::view::Check;
use crate::report::evidence::Evidence;
use crate::report::text::statement::counts;

/// All checks.
pub fn checklist(findings: &Findings) -> Markup {
    let checks: Vec<Check<'_>> = findings.checks.iter().map(Check::from).collect();
    let statuses: Vec<Status> = checks.iter().map(|check| check.status).collect();
    let of = |wanted: Status| -> Vec<&Check<'_>> {
        checks
            .iter()
            .filter(|check| check.status == wanted)
            .collect()
    };
    let (passed, not_applicable) = (of(Status::Pass), of(Status::NotApplicable));
    html! {
        p { (checks.len()) " checks: " (counts(&statuses)) "." }
        @for status in [Status::Fail, Status::Unknown, Status::Warn] {
            @for check in of(status) { (one(check, true)) }
        }
        @for (checks, word, mark) in [(passed, "passed", Mark::Good), (not_applicable, "have no meaning here", Mark::Neutral)] {
            @if !checks.is_empty() {
                (fold(false, html! { (mark.label(&format!("{} {word}", checks.len()))) }, html! {
                    @for check in checks { (one(check, false)) }
                }))
            }
        }
    }
}

/// One check; `told` if what was found is said without unfolding.
fn one(check: &Check<'_>, told: bool) -> Markup {
    let id = format!("check-{}", check.name);
    let (mark, word) = mark(check.status);
    html! {
        div id=(id) {
            (fold(false, html! {
                (mark.label(word)) " " (check.title) " " code class="quiet" { (check.name) }
                @if told { " " span class="said" { (outside(check.summary)) } }
            }, html! {
                @if !told { p { (outside(check.summary)) } }
                @if let Some(cause) = check.follows_from {
                    p { "Follows from " a href={ "#check-" (cause) } { code { (cause) } } "." }
                }
                (evidence(&check.evidence))
                @if let Some(remedy) = check.remedy { p class="remedy" { strong { "Remedy: " } (outside(remedy)) } }
                p class="small quiet" { a href={ "#" (id) } { "Link to this check" } "; " code { "netcheck explain " (check.name) } " says what it means." }
            }))
        }
    }
}

fn mark(status: Status) -> (Mark, &'static str) {
    match status {
        Status::Pass => (Mark::Good, "ok"),
        Status::Warn => (Mark::Warning, "warning"),
        Status::Fail => (Mark::Bad, "failed"),
        Status::Unknown => (Mark::Unknown, "unknown"),
        Status::NotApplicable => (Mark::Neutral, "not applicable"),
    }
}

/// What something rests on, and where it was read.
pub fn evidence(evidence: &[Evidence]) -> Markup {
    html! {
        @if !evidence.is_empty() {
            ul class="evidence" {
                @for one in evidence {
                    li {
                        (outside(&one.what)) ": " (outside(&one.value))
                        @if let Some(from) = &one.from { " " span class="from" { (outside(from)) } }
                    }
                }
            }
        }
    }
}
