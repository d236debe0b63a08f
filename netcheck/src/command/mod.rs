//! What each command does: read, ask, judge, write.

mod ask;
pub mod check;
pub mod eligible;
pub mod paths;
pub mod plan_network;
pub mod show;

use crate::check::Snapshot;
use crate::cli::Options;

/// Reads everything that the judgement rests on.
fn snapshot(options: &Options) -> Result<Snapshot, String> {
    let integration = options.sources.read()?;
    if options.sources.from.is_none() && !integration.environment.is_app_service() {
        return Err(
            "nothing to judge: this is not the console of an App Service app; give an export, as \
             in: netcheck --from FOLDER (see netcheck --help)"
                .to_owned(),
        );
    }
    Ok(Snapshot {
        integration,
        time: netdiag::clock::now(),
    })
}
