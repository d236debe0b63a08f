//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Measures our programs beside those that are installed here
#[derive(Debug, Clone, Parser)]
pub struct Args {
    /// Which work [default: all]
    #[arg(value_enum)]
    pub work: Vec<Work>,
    /// How often everything is measured; of several runs a summary follows, as a table in Markdown
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub runs: u32,
    /// How often each command runs in one run, in turns with the others
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub turns: u32,
    /// How often, where it takes milliseconds only
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub short_turns: u32,
    /// How many names in the lists of names
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1000..=1_000_000))]
    pub names: u32,
    /// The folder with nameresolver, tcpping and netcheck [default: that of this program]
    #[arg(long)]
    pub programs: Option<PathBuf>,
    /// Not to be typed: we are in namespaces of our own
    #[arg(long, hide = true)]
    pub inside: bool,
}

/// The kinds of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Work {
    /// One DNS lookup, start to exit
    Lookup,
    /// A list of names: plain, with 1 % loss, and over the wire
    Names,
    /// One TCP probe, start to exit
    Probe,
    /// How true the reported round trip is, idle and under load
    RoundTrip,
    /// 10,000 TCP targets, without and with silent ones
    Targets,
    /// netcheck on an ordinary export and on a large plan
    Offline,
}
