//! The commands that repeat it, or ask further.

use maud::{Markup, html};
use netdiag::cli::quoted;
use netdiag::target::{Host, Target};
use page::parts::command;

use super::data::journey::Journey;

/// What to type again.
#[derive(Debug)]
pub struct Commands {
    /// What was typed.
    pub typed: String,
    /// The flags that say from where the facts were taken, each with a blank before it.
    pub sources: String,
    /// The targets as typed, and as a program's argument.
    pub targets: Vec<Again>,
}

impl Commands {
    /// `journeys` are the ways to the targets, in their order.
    pub fn of(
        typed: String,
        sources: String,
        targets: &[Target],
        journeys: &[Option<Journey>],
    ) -> Self {
        let again = targets.iter().zip(journeys).map(|(target, journey)| Again {
            target: quoted(&target.to_string()),
            name: match &target.host {
                Host::Name(name) => Some(quoted(name)),
                Host::Address(_) => None,
            },
            to: journey.as_ref().map(|journey| quoted(&journey.to)),
        });
        Self {
            typed,
            sources,
            targets: again.collect(),
        }
    }
}

/// A target in commands.
#[derive(Debug)]
pub struct Again {
    /// `HOST:PORT`, quoted where need be.
    pub target: String,
    /// The name, if it has one.
    pub name: Option<String>,
    /// The way that was followed: `ADDRESS:PORT`.
    pub to: Option<String>,
}

/// How many targets have commands of their own.
const MOST: usize = 5;

/// The commands.
pub fn commands(commands: &Commands) -> Markup {
    let sources = &commands.sources;
    html! {
        p { "The command that was typed; it makes this report again:" }
        (command(&commands.typed))
        @for asked in commands.targets.iter().take(MOST) {
            @if let Some(to) = &asked.to {
                p { "The configured way alone, without a packet sent:" }
                (command(&format!("netcheck route {to}{sources}")))
            }
            @if let Some(name) = &asked.name {
                p { "What every DNS server says of the name, from the app's console:" }
                (command(&format!("nameresolver {name} --all-servers --verbose")))
            }
            p { "Whether it is reached, again and again, from the app's console:" }
            (command(&format!("tcpping {} -n 20", asked.target)))
        }
        @if commands.targets.len() > MOST { p class="quiet" { "And so on for the other targets." } }
        p { "Everything that can be reached, as configured:" }
        (command(&format!("netcheck reach{sources}")))
    }
}
