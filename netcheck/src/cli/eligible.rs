//! `netcheck eligible`.

use clap::Args;

/// What is asked about.
#[derive(Debug, Clone, Args)]
pub struct EligibleArgs {
    /// HOST:PORT that the app should reach: what no integration will do for it is said
    #[arg(value_name = "HOST:PORT")]
    pub targets: Vec<String>,
    /// Only this network, by its name or id
    #[arg(long, value_name = "NAME")]
    pub vnet: Option<String>,
    /// Ask for a plan with all its apps: its name, GROUP/NAME or id [default: the
    /// plan of --app, else the only one that was read]
    #[arg(long, value_name = "NAME", num_args = 0..=1)]
    pub plan: Option<Option<String>>,
    /// Only regional integration; for an app that has the gateway-required kind,
    /// list what it needs before it moves
    #[arg(long)]
    pub regional: bool,
}
