//! The flags of the commands that change something in Azure: `sync`, `add-route`, `disconnect`.

use std::path::PathBuf;

use clap::Args;

/// Whether it is done, and how: all of what `netcheck disconnect` takes, a part of what the others do.
#[derive(Debug, Clone, Args)]
pub struct ApplyArgs {
    /// Do it; without this flag nothing is changed
    #[arg(long)]
    pub apply: bool,
    /// The name of the network, for scripts; else it is asked for at the terminal
    #[arg(long, value_name = "NETWORK", requires = "apply")]
    pub yes: Option<String>,
    /// Where each call is written down, before and after; the next run goes on from
    /// it [default: netcheck-journal-NETWORK.jsonl in this folder]
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
    /// Seconds that Azure may take for all calls together, 60 to 7200
    #[arg(long, value_name = "SECONDS", default_value_t = 2700, value_parser = clap::value_parser!(u64).range(60..=7200))]
    pub wait: u64,
}

/// The arguments of `netcheck sync`.
#[derive(Debug, Clone, Args)]
pub struct SyncArgs {
    #[command(flatten)]
    pub how: ApplyArgs,
    /// Sync though nothing differs, as Sync Network in the portal does
    #[arg(long)]
    pub anyway: bool,
}

/// The arguments of `netcheck add-route`.
#[derive(Debug, Clone, Args)]
pub struct AddRouteArgs {
    /// What should enter the network, as 10.70.4.0/24
    #[arg(value_name = "PREFIX")]
    pub prefix: String,
    #[command(flatten)]
    pub how: ApplyArgs,
}
