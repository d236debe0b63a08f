//! What App Service has of the network, beside the network itself.

use maud::{Markup, html};
use page::Mark;
use page::parts::{table, verdict};
use page::text::outside;

use super::data::copy::{Compared, Copy};
use crate::sync::outlook::State;

/// How many entries of a list are shown.
const MOST: usize = 100;

/// The comparison.
pub fn copy(copy: &Copy) -> Markup {
    let (mark, word, sentence) = match copy.state {
        State::InSync => (
            Mark::Good,
            "in sync",
            "App Service has the network as it is.",
        ),
        State::Due => (Mark::Bad, "out of sync", "Sync Network would renew it."),
        State::Blocked => (Mark::Bad, "out of sync", "Sync Network does not mend it."),
        _ => (
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
        }))
        @for list in &copy.compared { (compared(list)) }
        @if !copy.unknown.is_empty() {
            p { "Not compared:" }
            ul { @for unknown in &copy.unknown { li { (outside(unknown)) } } }
        }
        @if copy.state != State::InSync {
            p { a href="#check-certificates-in-sync" { code { "certificates-in-sync" } } " and " a href="#check-network-in-sync" { code { "network-in-sync" } } " have the evidence; " code { "netcheck sync" } " says which calls would renew it." }
        }
    }
}

fn compared(list: &Compared) -> Markup {
    let rows = list.entries.iter().take(MOST).map(|entry| {
        let has = |has: bool| html! { @if has { "yes" } @else { "no" } };
        let (mark, word) = match (entry.in_copy, entry.in_network) {
            (true, true) => (Mark::Good, "same"),
            (false, _) => (Mark::Bad, "missing in App Service"),
            (true, false) => (Mark::Bad, "only in App Service"),
        };
        vec![
            outside(&entry.value),
            has(entry.in_copy),
            has(entry.in_network),
            mark.label(word),
        ]
    });
    html! {
        (table(list.what, &["entry", "App Service", "network and gateway", "compared"], rows))
        @if list.entries.is_empty() { p class="quiet" { "Neither has any." } }
        @if list.entries.len() > MOST { p class="quiet" { "The first " (MOST) " of " (list.entries.len()) "." } }
    }
}
