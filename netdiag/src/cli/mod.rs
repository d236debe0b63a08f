//! What the programs share at their edges: how arguments are read and what is said of mistakes, the
//! flags that name where facts come from, output that never panics, line endings, colour, exit codes.

mod arguments;
mod out;
mod run;
mod shell;
mod sources;

use std::io::{self, IsTerminal};

use clap::ValueEnum;

pub use arguments::{as_parsed, command_line, only_with_a_list, quoted, seconds};
pub use out::{NEWLINE, Out};
pub use run::{complain, main, wait};
pub use sources::SourceArgs;

/// The exit codes of all three tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: good.
    Good,
    /// 1: a problem was found: a check failed, the name does not exist, no attempt connected.
    Problem,
    /// 2: wrong usage, or input that cannot be read at all.
    Usage,
    /// 3: no problem found, but something could not be judged (nameresolver: no server answered).
    Unclear,
}

impl Exit {
    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Problem => 1,
            Self::Usage => 2,
            Self::Unclear => 3,
        }
    }

    /// The one of two that the reader has to know: wrong usage beats a problem, that what is unclear, and
    /// that good.
    pub fn worst(self, other: Self) -> Self {
        [Self::Usage, Self::Problem, Self::Unclear]
            .into_iter()
            .find(|exit| [self, other].contains(exit))
            .unwrap_or(Self::Good)
    }
}

/// When to colour output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Also into pipes and files.
    Always,
    /// Not at all; netcheck's signs are plain ASCII then.
    Never,
}

impl Color {
    /// Decides once for the whole process whether `colored` writes escape codes, and says so.
    pub fn apply(self) -> bool {
        let on = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        };
        colored::control::set_override(on);
        on
    }
}
