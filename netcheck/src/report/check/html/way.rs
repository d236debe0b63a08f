//! The picture of the path, and the same hop by hop for whoever does not see it.

use maud::{Markup, html};
use netdiag::model::Kind;
use page::Mark;
use page::text::outside;

use super::data::journey::Journey;
use super::data::surroundings::Surroundings;
use super::picture::{picture, stops};
use crate::path::hop::Way;
use crate::report::check::view::Target;
use stops::{State, Stop};

/// What lies around the app, where nothing was asked about.
pub fn around(around: &Surroundings) -> Markup {
    if around.kind == Some(Kind::None) {
        return html! { p { "The app is not integrated with a virtual network: there is nothing to draw." } };
    }
    html! {
        figure {
            (picture("way-picture", around, None, &described(around)))
        }
        (listed(around))
    }
}

/// The way to a target. `id` is that of the section.
pub fn way(id: &str, around: &Surroundings, journey: Option<&Journey>, target: &Target) -> Markup {
    let Some(journey) = journey else {
        return html! {
            p { (Mark::Unknown.label("no way")) " to follow: " (outside(why_none(around, target))) "." }
            @if around.kind != Some(Kind::None) {
                figure { (picture(&format!("{id}-picture"), around, None, &described(around))) }
                (listed(around))
            }
        };
    };
    let stops = stops::stops(journey);
    html! {
        @if journey.to_dns_server {
            p { "The name gave no address. This is the way to the DNS server that did not answer." }
        }
        @if journey.spots.len() > 1 {
            p { (Mark::Warning.label("several")) " places hold the address; the first is drawn, and what the others' hops say is listed too." }
        }
        figure {
            (picture(&format!("{id}-picture"), around, Some(journey), &told(journey, &stops)))
            (legend())
        }
        (hops(around, journey, &stops))
    }
}

fn why_none(around: &Surroundings, target: &Target) -> &'static str {
    if around.kind == Some(Kind::None) {
        "the app is not integrated with a network"
    } else if target.addresses.is_empty() {
        "the target has no address"
    } else if !around.sender.is_there() {
        "which addresses the app may have is not known"
    } else {
        "the integration carries IPv4 only"
    }
}

/// What the kinds of lines mean.
fn legend() -> Markup {
    html! {
        ul class="legend" aria-label="Legend" {
            @for (class, text) in [
                ("passes", "\u{2713} passes"),
                ("blocked", "\u{2715} blocked"),
                ("part", "\u{2715} part: only some of the app's addresses pass"),
                ("unknown", "? not known"),
            ] {
                li class=(class) { span class="sample" aria-hidden="true" {} (text) }
            }
        }
    }
}

/// The way in one paragraph.
fn told(journey: &Journey, stops: &[Stop<'_>]) -> String {
    let of = |state: fn(State) -> bool| {
        let some = stops.iter().filter(move |stop| state(stop.state));
        some.map(|stop| {
            let by = stop.fates.first().map_or("", |fate| fate.by.as_str());
            format!("{} {} ({by})", stop.number, stop.hop)
        })
        .collect::<Vec<String>>()
    };
    let mut parts = vec![format!(
        "{} hops to {} and back.",
        stops.len(),
        page::text::shortened(&journey.to, 80)
    )];
    for (which, names) in [
        ("Blocked", of(|state| state >= State::Part)),
        ("Not known", of(|state| state == State::Unknown)),
    ] {
        if !names.is_empty() {
            parts.push(format!("{which}: {}.", names.join("; ")));
        }
    }
    if parts.len() == 1 {
        parts.push("Every hop lets it pass.".to_owned());
    }
    if journey.is_public() {
        parts = vec!["The traffic goes straight to the internet, not into the network.".to_owned()];
    }
    parts.push("Listed hop by hop below.".to_owned());
    page::text::shortened(&parts.join(" "), 1500)
}

/// Hop by hop, numbered as in the picture.
fn hops(around: &Surroundings, journey: &Journey, stops: &[Stop<'_>]) -> Markup {
    let broken = stops
        .iter()
        .find(|stop| stop.state >= State::Part)
        .map(|stop| stop.number);
    let of = |way: Way| stops.iter().filter(move |stop| stop.way == way);
    html! {
        p class="quiet" { "From " (outside(&around.sender.name)) " (" (outside(&around.sender.ranges)) ") to " (outside(&journey.to)) ":" }
        ol class="hops" aria-label="The way there, hop by hop" { @for stop in of(Way::There) { (hop(stop, broken, journey.is_public())) } }
        @if of(Way::Back).next().is_some() {
            p class="quiet" { "and back:" }
            ol class="hops" aria-label="The way back, hop by hop" { @for stop in of(Way::Back) { (hop(stop, broken, journey.is_public())) } }
        }
    }
}

/// One hop; `public` if it is where the traffic goes its own way to the internet.
fn hop(stop: &Stop<'_>, broken: Option<usize>, public: bool) -> Markup {
    let is_broken = broken == Some(stop.number);
    html! {
        li {
            @for (i, fate) in stop.fates.iter().enumerate() {
                @let state = stops::state_of(fate);
                @if i == 0 { span class="number" { (stop.number) } }
                span class="fate" { @if public { (Mark::Neutral.label("does not enter")) } @else { (mark(state).label(word(state))) } }
                span class="by" {
                    @if i == 0 { code { (stop.hop) } ": " }
                    span class=[is_broken.then_some("broken").filter(|_| i == 0)] { (outside(&fate.by)) }
                    @if let Some(part) = &fate.part { ", for " (outside(part)) }
                    @if is_broken && i == 0 { " \u{2190} broken here" }
                    @if let Some(from) = &fate.from { " " span class="from" { (outside(from)) } }
                }
            }
        }
    }
}

fn mark(state: State) -> Mark {
    match state {
        State::Passes => Mark::Good,
        State::Unknown => Mark::Unknown,
        State::Part | State::Blocked => Mark::Bad,
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::Passes => "passes",
        State::Unknown => "not known",
        State::Part => "part blocked",
        State::Blocked => "blocked",
    }
}

/// What lies around the app in one paragraph.
fn described(around: &Surroundings) -> String {
    let text = format!(
        "{} with {}: {} subnets beside the gateway's, {} peerings, {} sites. Listed below.",
        around.app,
        around.network.name,
        around.subnets.len(),
        around.peers.len(),
        around.sites.len()
    );
    page::text::shortened(&text, 600)
}

/// What lies around the app, in full.
fn listed(around: &Surroundings) -> Markup {
    let gateway = around.gateway.iter().map(|gateway| ("gateway", gateway));
    let subnets = around.subnets.iter().map(|subnet| ("subnet", subnet));
    let peers = around.peers.iter().map(|peer| ("peering", peer));
    let sites = around.sites.iter().map(|site| ("on-premises", &site.site));
    let rows = std::iter::once(("the app sends from", &around.sender))
        .chain(gateway)
        .chain(std::iter::once(("network", &around.network)))
        .chain(subnets)
        .chain(peers)
        .chain(sites)
        .map(|(what, named)| {
            vec![
                html! { (what) },
                outside(&named.name),
                outside(&named.ranges),
            ]
        });
    page::parts::fold(
        false,
        html! { "The same as a list" },
        page::parts::table("Around the app", &["what", "name", "addresses"], rows),
    )
}
