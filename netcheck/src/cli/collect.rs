//! The flags of `netcheck collect`.

use std::path::PathBuf;

use clap::Args;

/// What to write, and where.
#[derive(Debug, Clone, Args)]
pub struct CollectArgs {
    /// The folder to write to, new or an earlier export, or a new file that ends in
    /// .zip
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Replace names, ids and public addresses by others, equal ones by equal ones,
    /// so that the export can be shown to anybody
    #[arg(long)]
    pub anonymize: bool,
}
