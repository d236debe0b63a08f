//! The findings as one HTML file: the verdict first, then the way, what was judged, why, what was seen, and
//! how to repeat it. Made of the same views as JSON, and of `data`.

mod causes;
mod checklist;
mod copy;
pub mod data;
mod picture;
mod ports;
mod probes;
mod repeat;
mod verdict;
mod way;

use maud::{Markup, html};
use netdiag::cli::Exit;
use netdiag::space::AddressSet;
use netdiag::text::counted;
use page::parts::subsection;
use page::text::outside;
use page::{Contents, Mark, Page};

use super::Findings;
use super::view::Target;
use crate::check::Snapshot;
use crate::path::Context;
use crate::path::reach::reach;
use crate::report::evidence::Gap;
use crate::report::text::heading::heading;
use data::copy::NetworkCopy;
use data::journey::Journey;
use data::ports::Ports;
use data::surroundings::Surroundings;
use repeat::Commands;

/// What the page tells beside the findings.
#[derive(Debug)]
pub struct More {
    /// What lies around the app.
    pub around: Surroundings,
    /// The way to each target, in their order.
    pub journeys: Vec<Option<Journey>>,
    /// App Service's copy beside the network; none if the app has none.
    pub copy: Option<NetworkCopy>,
    /// What can be reached; or why that is not known.
    pub ports: Result<Ports, String>,
    /// How to repeat it.
    pub commands: Commands,
}

impl More {
    /// What is told of these targets beside the findings. `journeys` are the ways to them, in their order;
    /// `typed` is the command line, and `sources` are its flags that say from where the facts were taken.
    pub fn of(
        snapshot: &Snapshot,
        context: &Result<Context<'_>, netdiag::fact::Gap>,
        targets: &[netdiag::target::Target],
        journeys: Vec<Option<Journey>>,
        typed: String,
        sources: String,
    ) -> Self {
        let asked: Vec<u16> = targets.iter().map(|target| target.port).collect();
        Self {
            around: Surroundings::of(&snapshot.integration, context),
            copy: NetworkCopy::of(snapshot),
            ports: match context {
                Ok(context) => {
                    let reaches = reach(context, &AddressSet::all());
                    Ok(Ports::of(context, &reaches, &asked))
                }
                Err(gap) => Err(gap.to_string()),
            },
            commands: Commands::of(typed, sources, targets, &journeys),
            journeys,
        }
    }
}

/// The page.
pub fn page(findings: &Findings, more: &More) -> String {
    let mut contents = Contents::default();
    let main = html! {
        @match &findings.targets[..] {
            [] => {
                (contents.section("verdict", "Verdict", verdict::of_checks(findings)))
                (contents.section("way", "The network around the app", way::around(&more.around)))
                (contents.section("checklist", "Checklist", checklist::checklist(findings)))
            }
            [target] => { (one(&mut contents, findings, more, target)) }
            targets => { (many(&mut contents, findings, more, targets)) }
        }
        @if let Some(copy) = &more.copy {
            (contents.section("sync", "App Service's copy of the network", copy::copy(copy)))
        }
        (contents.section("reach", "What can be reached", ports::ports(&more.ports, &more.around.sender.name)))
        (contents.section("not-read", "What could not be read", not_read(findings)))
        (contents.section("repeat", "How to repeat it", repeat::commands(&more.commands)))
    };
    Page {
        title: title(findings),
        about: about(findings),
        contents,
        main,
        footer: html! {
            p { "Written by netcheck " (env!("CARGO_PKG_VERSION")) ". The file is complete: it loads nothing and sends nothing." }
            p { "netcheck reads the configuration and asks the network; what it could not read is unknown, never good." }
        },
        style: include_str!("style.css"),
    }
    .html()
}

/// One target: each of its parts is a section of the page.
fn one(contents: &mut Contents, findings: &Findings, more: &More, target: &Target) -> Markup {
    let journey = more.journeys.first().and_then(Option::as_ref);
    html! {
        (contents.section("verdict", "Verdict", verdict::of_target(target)))
        (contents.section("way", "The way there and back", way::way("way", &more.around, journey, target)))
        (contents.section("checklist", "Checklist", checklist::checklist(findings)))
        (contents.section("causes", "Causes", causes::causes("", 3, target)))
        @if let Some(trips) = probes::attempts("", target) {
            (contents.section("round-trips", "Attempts and round trips", trips))
        }
        @if let Some(answers) = probes::answers(target) {
            (contents.section("dns", "DNS answers side by side", answers))
        }
    }
}

/// Several targets: a section each, behind a table of them all.
fn many(contents: &mut Contents, findings: &Findings, more: &More, targets: &[Target]) -> Markup {
    html! {
        (contents.section("verdict", "Verdict", html! {
            (verdict::of_targets(targets))
        }))
        @for (i, target) in targets.iter().enumerate() {
            @let id = format!("target-{}", i + 1);
            @let journey = more.journeys.get(i).and_then(Option::as_ref);
            (contents.section(&id, &target.target, html! {
                (verdict::of_target(target))
                (subsection(&format!("{id}-way"), "The way there and back",
                    way::way(&format!("{id}-way"), &more.around, journey, target)))
                (subsection(&format!("{id}-causes"), "Causes", causes::causes(&format!("{id}-"), 4, target)))
                @if let Some(trips) = probes::attempts(&format!("{id}-"), target) {
                    (subsection(&format!("{id}-round-trips"), "Attempts and round trips", trips))
                }
                @if let Some(answers) = probes::answers(target) {
                    (subsection(&format!("{id}-dns"), "DNS answers side by side", answers))
                }
            }))
        }
        (contents.section("checklist", "Checklist", checklist::checklist(findings)))
    }
}

fn title(findings: &Findings) -> String {
    let app = findings.app.as_deref().unwrap_or("an app");
    match &findings.targets[..] {
        [] => format!("The network integration of {app}"),
        [target] => format!("{} from {app}", target.target),
        targets => format!("{} targets from {app}", targets.len()),
    }
}

fn about(findings: &Findings) -> Markup {
    let network = findings.network.as_deref();
    html! {
        p { (outside(&heading(findings.app.as_deref(), findings.integration, network))) }
        p { "netcheck " (env!("CARGO_PKG_VERSION")) ", judged " time datetime=(findings.time) { (findings.time) } }
    }
}

fn not_read(findings: &Findings) -> Markup {
    let gaps = &findings.gaps;
    if gaps.is_empty() {
        return html! { p { (Mark::Good.label("everything")) " that was looked for was read." } };
    }
    html! {
        p { (counted(gaps.len(), "thing", "things")) " could not be read or used. What depends on them is unknown." }
        ul class="evidence" {
            @for gap in gaps.iter().map(Gap::from) {
                li {
                    (outside(gap.what)) " " (outside(gap.why))
                    @if let Some(from) = gap.from { " " span class="from" { (outside(&from)) } }
                }
            }
        }
    }
}

/// How an exit code is marked.
fn mark(exit: Exit) -> Mark {
    match exit {
        Exit::Good => Mark::Good,
        Exit::Unclear => Mark::Unknown,
        Exit::Problem | Exit::Usage => Mark::Bad,
    }
}

#[cfg(test)]
mod tests;
