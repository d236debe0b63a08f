//! The gateway kind is for Windows apps.

use netdiag::fact::Fact;

use super::{Concern, Explanation, GATEWAY, Question, Reason, Verdict};

pub const REASON: Reason = Reason {
    name: "windows-only",
    title: "the app is a Linux or container app",
    good: "the app runs on Windows, not in a container",
    explanation: Explanation {
        means: "The app runs on Linux, or in a container, of either kind.",
        matters: "Gateway-required integration is for Windows apps outside of containers.",
        reads: "reserved, hyperV and kind of the app, and of the plan.",
        mend: "Use regional integration, which takes Linux and containers too; or an App Service Environment.",
    },
    time: "as long as regional integration takes",
    ways: GATEWAY,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let app = question.app();
    let linux = app.map(|app| app.linux.clone());
    let linux = either(linux, question.of_plan(|plan| &plan.linux));
    let container = app.map(|app| app.hyper_v.clone());
    let container = either(container, question.of_plan(|plan| &plan.hyper_v));
    let kind = app.map(|app| app.kind.clone());
    let kind = either(kind, question.of_plan(|plan| &plan.kind));
    let says = |word: &str| {
        kind.value().is_some_and(|kind| {
            let mut words = kind.split(',').map(str::trim);
            words.any(|w| w.eq_ignore_ascii_case(word))
        })
    };
    let who = if app.is_some() {
        "the app runs"
    } else {
        "the plan's apps run"
    };
    let (what, from) = match (&linux, &container) {
        (Fact::Known { value: true, from }, _) => ("Linux", Some(from)),
        (_, Fact::Known { value: true, from }) => ("a Windows container", Some(from)),
        _ if says("linux") => ("Linux", kind.origin()),
        _ if says("container") => ("a container", kind.origin()),
        _ => return linux.gap().or(container.gap()).map(Verdict::unknown),
    };
    Some(Verdict::fail(format!("{who} on {what}")).because("operating system", what, from))
}

fn either<T>(first: Option<Fact<T>>, second: Fact<T>) -> Fact<T> {
    match first {
        Some(first) => first.or(second),
        None => second,
    }
}
