//! The command line.

pub mod azure;
mod check;
mod collect;
mod eligible;
mod paths;
mod plan_network;
mod show;
mod source_flags;
pub mod sync;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use netdiag::cli::{Color, SourceArgs};

pub use azure::AzureArgs;
pub use check::CheckArgs;
pub use collect::CollectArgs;
pub use eligible::EligibleArgs;
pub use paths::{ReachArgs, RouteArgs, Transport};
pub use plan_network::PlanNetworkArgs;
pub use show::ShowArgs;
use sync::{AddRouteArgs, ApplyArgs, SyncArgs};

/// Says what is wrong with an app's virtual network integration, and why a host
/// and port cannot be reached
#[derive(Debug, Clone, Parser)]
#[command(name = "netcheck", version, after_help = EXAMPLES)]
pub struct Options {
    #[command(subcommand)]
    pub command: Option<Command>,

    #[command(flatten)]
    pub sources: SourceArgs,

    #[command(flatten)]
    pub azure: AzureArgs,

    /// Print one JSON document, which names its schema
    #[arg(long, global = true)]
    pub json: bool,

    /// Write the findings also as an HTML page, complete in one file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// Show the evidence of good checks too
    #[arg(long, short, global = true)]
    pub verbose: bool,

    /// When to use colours and signs
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
}

#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Walk the checklist; with targets say why they cannot be reached
    Check(CheckArgs),
    /// Show an app's integration, or with --plan those of a whole plan; sends no probe
    Show(ShowArgs),
    /// Trace the configured way to addresses and back; sends no probe
    Route(RouteArgs),
    /// List everything that the configuration lets the app reach; sends no probe
    Reach(ReachArgs),
    /// Say which networks the app or a plan can be integrated with, and what is in
    /// the way; sends no probe
    Eligible(EligibleArgs),
    /// Judge a network before it is made, or propose one; sends no probe
    PlanNetwork(PlanNetworkArgs),
    /// Write everything that is read of the app as an export, for --from elsewhere
    Collect(CollectArgs),
    /// Say what Sync Network would renew and which calls that takes; --apply does it
    Sync(SyncArgs),
    /// Say what a new route into the network would change; --apply adds it
    AddRoute(AddRouteArgs),
    /// Say what disconnecting the app would lose; --apply does it
    Disconnect(ApplyArgs),
    /// Say what a check, cause, rule, reason or need means, why it matters, what is
    /// read, how to mend it
    Explain {
        /// Its name, as gateway-up
        name: String,
    },
    /// List the names of all checks, causes, rules, reasons and needs
    List,
}

const EXAMPLES: &str = "\
Examples:
  netcheck --from export                    judge the export in the folder
  netcheck check sql01:1433 --from export   why sql01:1433 cannot be reached
  netcheck check sql01:1433 --report sql01.html
                                            the same as a page, with a picture
  netcheck route 10.0.0.4:1433 --from export
  netcheck reach --from export --to 10.0.0.0/16
  netcheck show --from export               what the integration is made of
  netcheck sync --from export               what Sync Network would renew
  netcheck plan-network --vnet 10.1.0.0/16 --suggest
  netcheck explain certificates-in-sync
  netcheck                                  inside the app: by its environment,
                                            and Azure if it has an identity
  netcheck --azure --app shop --resource-group rg --subscription ID
                                            read from Azure, after az login
  netcheck collect --out export.zip         write an export, for elsewhere

An export is what az, az rest, PowerShell's ConvertTo-Json or the portal's JSON
view give: one resource, an array, or {\"value\": [...]}, in any number of files;
or what netcheck collect (a folder or a .zip) or check --save wrote.

Exit codes: 0 good, 1 a check failed or a target cannot be reached, 2 wrong
usage or nothing readable, 3 no problem found but something could not be judged.";
