//! The causes of a target's failure, surest first, and what is excluded.

use maud::{Markup, html};
use page::Mark;
use page::parts::{anchor, fold};
use page::text::outside;

use super::checklist::evidence;
use crate::diagnose::Reached;
use crate::diagnose::finding::Confidence;
use crate::report::check::view::{Cause, Target};

/// The causes; `before` stands before each id, `level` is that of their headings.
pub fn causes(before: &str, level: u8, target: &Target) -> Markup {
    html! {
        @if target.causes.is_empty() {
            p {
                @match target.reached {
                    Reached::Yes => (Mark::Good.label("none")),
                    _ => (Mark::Unknown.label("none")),
                }
                " "
                @match target.reached {
                    Reached::Yes => "It is reached.",
                    Reached::No => "Nothing that was read or seen says why it is not reached.",
                    Reached::Unclear => "Nothing that was read speaks against it.",
                }
            }
        }
        @for cause in &target.causes { (one(before, level, cause)) }
        (excluded(target))
    }
}

fn one(before: &str, level: u8, cause: &Cause) -> Markup {
    let id = format!("{before}cause-{}", cause.name);
    let (mark, word) = match cause.confidence {
        Confidence::Certain => (Mark::Bad, "certain"),
        Confidence::Likely => (Mark::Bad, "likely"),
        Confidence::Possible => (Mark::Unknown, "possible"),
    };
    let sure = cause.confidence != Confidence::Possible;
    let heading = html! { (mark.label(word)) " " code { (cause.name) } (anchor(&id, cause.name)) };
    html! {
        div class="cause" id=(id) {
            @if level == 3 { h3 { (heading) } } @else { h4 { (heading) } }
            p { (outside(&cause.summary)) }
            @if sure {
                (evidence(&cause.evidence))
                p class="remedy" { strong { "Remedy: " } (outside(cause.remedy)) }
            } @else {
                (fold(false, html! { "Evidence and remedy" }, html! {
                    (evidence(&cause.evidence))
                    p class="remedy" { strong { "Remedy: " } (outside(cause.remedy)) }
                }))
            }
        }
    }
}

/// What was considered and is not the cause.
fn excluded(target: &Target) -> Markup {
    html! {
        @for (by, names) in target.excluded_together() {
            p class="quiet" {
                "Excluded, because " (outside(by)) ": "
                @for (i, name) in names.iter().enumerate() { @if i > 0 { ", " } code { (name) } }
                "."
            }
        }
    }
}
