//! The flags of `netcheck check`.

use std::path::PathBuf;

use clap::Args;

/// Seconds that all probes together may take where nothing else is typed.
const BUDGET: u64 = 30;

/// What is to be reached, and how that is found out.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// HOST:PORT that should be reached
    #[arg(value_name = "HOST:PORT")]
    pub targets: Vec<String>,
    /// Send no probe: predict from the configuration alone
    #[arg(long)]
    pub offline: bool,
    /// Ask the network anew, though the folder of --from holds what was seen before
    #[arg(long, conflicts_with = "offline")]
    pub probe: bool,
    /// Do not try other ports or neighbours to tell causes apart
    #[arg(long)]
    pub no_extra_probes: bool,
    /// A host and port that is known to be good, as a neighbour to compare with
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub control: Vec<String>,
    /// Seconds that all probes together may take, 1 to 300
    #[arg(long, value_name = "SECONDS", default_value_t = BUDGET, value_parser = clap::value_parser!(u64).range(1..=300))]
    pub budget: u64,
    /// What was seen from elsewhere, the output of tcpping --json there: vm=FILE
    /// (a machine in the network) or app=FILE (another app on it)
    #[arg(long, value_name = "PLACE=FILE")]
    pub witness: Vec<String>,
    /// Take the targets from the app's own settings, whose values are not shown
    #[arg(long)]
    pub dependencies: bool,
    /// Save export, environment and what was seen (without secrets) in a folder
    /// that --from judges again
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
    /// Write the findings also as an HTML page, complete in one file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// As `netcheck` without a command is meant.
impl Default for CheckArgs {
    fn default() -> Self {
        Self {
            targets: Vec::new(),
            offline: false,
            probe: false,
            no_extra_probes: false,
            control: Vec::new(),
            budget: BUDGET,
            witness: Vec::new(),
            dependencies: false,
            save: None,
            report: None,
        }
    }
}
