//! What App Service has of the network, beside the network itself.

use maud::{Markup, html};
use page::Mark;
use page::parts::{table, verdict};
use page::text::outside;

use super::data::copy::{Compared, NetworkCopy};
use crate::sync::outlook::State;

/// How many entries of a list are shown.
const MOST: usize = 100;

/// The comparison.
pub fn copy(copy: &NetworkCopy) -> Markup {
    let (mark, word, sentence) = match copy.state {
        State::InSync => (
            Mark::Good,
            "in sync",
            "App Service has the network as it is.",
        ),
        State::Due => (Mark::Bad, "out of sync", "Sync Network would renew it."),
        State::Blocked => (Mark::Bad, "out of sync", "Sync Network does not mend it."),
        State::Unknown | State::NotApplicable => (
            Mark::Unknown,
            "unknown",
            "it could not be compared in full.",
        ),
    };
    html! {
        p class="quiet" { "App Service keeps a copy of a network's DNS servers, addresses and certificate, and renews it with Sync Network only." }
        (verdict(mark, word, sentence, html! {
            @if !copy.differences.is_empty() {
                ul { @for difference in &copy.differences { li { (outside(&difference.says)) } } }
            }
            @if !copy.reasons.is_empty() {
                p { "Because:" }
                ul { @for reason in &copy.reasons { li { (outside(reason)) } } }
            }
        }))
        @for list in &copy.compared { (compared(list)) }
        @if !copy.unknown.is_empty() {
            p { "Not compared:" }
            ul { @for unknown in &copy.unknown { li { (outside(unknown)) } } }
        }
        @if copy.state != State::InSync {
            p { a href="#check-certificates-in-sync" { code { "certificates-in-sync" } } " and " a href="#check-network-in-sync" { code { "network-in-sync" } } " have the evidence"
                @if copy.state == State::Due { "; " code { "netcheck sync" } " says which calls would renew it" }
                "." }
        }
    }
}

fn compared(list: &Compared) -> Markup {
    let rows = list.entries.iter().take(MOST).map(|entry| {
        let has = |has: bool| if has { "yes" } else { "no" };
        let (mark, word) = match (entry.in_copy, entry.in_network) {
            (true, Some(true)) => (Mark::Good, "same"),
            (false, _) => (Mark::Bad, "missing in App Service"),
            (true, Some(false)) => (Mark::Bad, "only in App Service"),
            (true, None) => (Mark::Unknown, "not known"),
        };
        vec![
            outside(&entry.value),
            html! { (has(entry.in_copy)) },
            html! { (entry.in_network.map_or("not read", has)) },
            mark.label(word),
        ]
    });
    html! {
        (table(list.what, &["entry", "App Service", "network and gateway", "compared"], rows))
        @if list.entries.is_empty() { p class="quiet" { "Neither has any." } }
        @if list.entries.len() > MOST { p class="quiet" { "The first " (MOST) " of " (list.entries.len()) "." } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::outlook::Difference;

    fn page_of(state: State) -> String {
        let difference = Difference {
            what: "routes",
            says: "App Service has no route to 10.62.0.0/16".to_owned(),
        };
        copy(&NetworkCopy {
            state,
            reasons: vec!["it is as it is".to_owned()],
            differences: vec![difference],
            unknown: Vec::new(),
            compared: Vec::new(),
        })
        .into_string()
    }

    #[test]
    fn only_where_a_sync_has_calls_to_make_the_reader_is_sent_to_them() {
        let calls = "says which calls would renew it";
        assert!(page_of(State::Due).contains(calls));
        for state in [State::InSync, State::Blocked, State::Unknown] {
            assert!(!page_of(state).contains(calls), "{state:?}");
        }
    }

    #[test]
    fn why_a_sync_does_not_help_is_told() {
        assert!(page_of(State::Blocked).contains("it is as it is"));
    }
}
