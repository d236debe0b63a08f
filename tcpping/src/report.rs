//! `--report`: what came of the attempts on one target as a page. Pure: equal input gives equal bytes.

use maud::{Markup, html};
use netdiag::clock::millis;
use netdiag::probe::connect::Outcome;
use netdiag::probe::lookup::{self, Resolution};
use netdiag::target::Target;
use netdiag::text::spoken;
use page::plot::{Attempt, End, Level, MOST_COLUMNS, round_trips};
use page::text::outside;
use page::{Contents, Mark, Page, parts};

use crate::history::{Bin, History};
use crate::route::Route;
use crate::stats::Stats;

/// More addresses of a name than these are only counted: a server may send thousands.
const MOST_ADDRESSES: usize = 32;

/// Everything that the page tells.
#[derive(Debug)]
pub struct Told<'a> {
    /// Whom it was about.
    pub target: &'a Target,
    /// What the attempts add up to.
    pub stats: &'a Stats,
    /// The attempts in their order.
    pub history: &'a History,
    /// What the last attempt that failed said.
    pub last_failure: Option<&'a str>,
    /// How the name was resolved, if it is one and the run came so far.
    pub resolution: Option<&'a Resolution>,
    /// What a person would not know.
    pub hint: Option<&'a str>,
    /// Whether the integration takes the addresses into the network.
    pub routes: &'a [Route],
    /// Slips in the name servers' configuration.
    pub warnings: &'a [String],
    /// When the run began and when it ended, in UTC.
    pub time: (String, String),
    /// The command line, to be typed again.
    pub command: String,
}

/// The page as HTML.
pub fn html(told: &Told<'_>) -> String {
    let (began, ended) = &told.time;
    let mut contents = Contents::default();
    let main = html! {
        (verdict(told))
        (contents.section("trips", "Round trips", trips(told)))
        @if told.stats.sent() > 0 {
            (contents.section("outcomes", "What came of the attempts", outcomes(told.stats)))
        }
        @if let Some(resolution) = told.resolution {
            (contents.section("name", "The name", name(resolution, told.warnings)))
        }
        @if !told.routes.is_empty() {
            (contents.section("route", "The way that the app would take", routes(told)))
        }
        (contents.section("again", "How to repeat it", parts::command(&told.command)))
    };
    Page {
        title: format!("tcpping {}", told.target),
        about: html! {
            p { "From " time datetime=(began) { (began) } " to " time datetime=(ended) { (ended) } }
        },
        contents,
        main,
        footer: html! {
            p { "tcpping " (env!("CARGO_PKG_VERSION")) ". A connection is opened and closed at once, nothing is sent over it." }
        },
        style: "",
    }
    .html()
}

fn verdict(told: &Told<'_>) -> Markup {
    let (connected, sent) = (told.stats.connected(), told.stats.sent());
    let (mark, word) = match connected {
        _ if sent == 0 => (Mark::Unknown, "not tried"),
        0 => (Mark::Bad, "not reachable"),
        n if n == sent => (Mark::Good, "reachable"),
        _ => (Mark::Warning, "reachable, not each time"),
    };
    let attempts = if sent == 1 { "attempt" } else { "attempts" };
    let sentence = format!(
        "{connected} of {sent} {attempts} connected to {}",
        told.target
    );
    let more = html! {
        @if let Some(message) = told.last_failure { p { "The last failure: " (outside(message)) } }
        @if let Some(hint) = told.hint { p { "Hint: " (outside(hint)) } }
    };
    parts::verdict(mark, word, &sentence, more)
}

fn trips(told: &Told<'_>) -> Markup {
    let (bins, _) = told.history.bins(MOST_COLUMNS);
    let mut before = 0;
    let mut entries = Vec::with_capacity(bins.len());
    for bin in bins {
        entries.push(entry(before + 1, &bin));
        before += bin.attempts;
    }
    let levels: Vec<Level> = told.stats.times().map_or_else(Vec::new, |times| {
        vec![
            Level::new("min", times.min),
            Level::new("median", times.median),
            Level::new("p95", times.p95),
            Level::new("max", times.max),
        ]
    });
    html! {
        @if entries.is_empty() { p { "There was no attempt." } }
        (round_trips("plot", &told.target.to_string(), &entries, &levels))
    }
}

/// The attempts of a bin, of which the first has this number.
fn entry(first: u64, bin: &Bin) -> Attempt {
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    if bin.attempts == 1 {
        return Attempt {
            label: first.to_string(),
            end: match bin.failures.first() {
                Some((failure, _)) => End::Lost(spoken(failure.as_str())),
                None => End::RoundTrip(millis(bin.min)),
            },
        };
    }
    let lost = bin.failures.iter();
    Attempt {
        label: format!("{first} to {}", first + bin.attempts - 1),
        end: End::Several {
            trips: (bin.connected > 0).then(|| (millis(bin.min), millis(bin.max))),
            connected: count(bin.connected),
            lost: lost.map(|(f, n)| (spoken(f.as_str()), count(*n))).collect(),
        },
    }
}

fn outcomes(stats: &Stats) -> Markup {
    let rows = stats.outcomes().map(|(outcome, n)| {
        let (mark, sentence) = match outcome {
            Outcome::Connected => (Mark::Good, "A connection was made."),
            Outcome::Failed(failure) => (Mark::Bad, failure.sentence()),
        };
        vec![
            mark.label(&spoken(outcome.as_str())),
            html! { (n) },
            html! { (sentence) },
        ]
    });
    parts::table(
        "How often each outcome came",
        &["outcome", "attempts", "what it is"],
        rows,
    )
}

fn name(resolution: &Resolution, warnings: &[String]) -> Markup {
    let resolved = resolution.outcome == lookup::Outcome::Resolved;
    let addresses = resolution.addresses();
    let mark = if resolved { Mark::Good } else { Mark::Bad };
    let word = if resolved { "resolved" } else { "not resolved" };
    html! {
        p { (mark.label(word)) @if !resolved { " " (outside(&resolution.sentence())) } }
        (parts::pairs([
            ("name", outside(&resolution.name)),
            ("alias of", html! {
                @match &resolution.canonical {
                    Some(name) if !resolution.aliases.is_empty() => (outside(name)),
                    _ => "nothing",
                }
            }),
            ("answered by", outside(resolution.server.as_deref().unwrap_or("nobody"))),
            ("addresses", html! {
                @if addresses.is_empty() { "none" }
                @for address in addresses.iter().take(MOST_ADDRESSES) { div { (address.to_string()) } }
                @if addresses.len() > MOST_ADDRESSES { div { "and " (addresses.len() - MOST_ADDRESSES) " more" } }
            }),
            ("took", html! { (millis(resolution.took)) " ms" }),
        ]))
        @for warning in warnings { p { "Warning: " (outside(warning)) } }
    }
}

fn routes(told: &Told<'_>) -> Markup {
    html! {
        ul {
            @for route in told.routes { li { (outside(&route.sentence())) } }
        }
    }
}

#[cfg(test)]
mod tests;
