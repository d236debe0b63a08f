//! What each command does: read, ask, judge, write.

pub mod ask;
pub mod check;
pub mod collect;
pub mod eligible;
pub mod gather;
pub mod more;
pub mod paths;
pub mod plan_network;
pub mod show;
pub mod sync;

use crate::azure::plan::Needs;
use crate::check::Snapshot;
use crate::cli::Options;

/// Reads everything that the judgement rests on.
fn snapshot(options: &Options) -> Result<Snapshot, String> {
    gather::gather(options, Needs::CHECK)?.snapshot()
}
