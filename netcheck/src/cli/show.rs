//! The arguments of `netcheck show`.

use clap::Args;

#[derive(Debug, Clone, Args)]
pub struct ShowArgs {
    /// Show the plan with all networks and apps instead of one app: its name,
    /// GROUP/NAME or id [default: the only plan]
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    pub plan: Option<String>,
}
