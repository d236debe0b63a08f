//! Waiting without falling silent.

use std::io;
use std::time::Duration;

use tokio::time::{Instant, interval_at};

/// How long nothing may be written. Kudu ends a command that is silent for 60 s and loses its
/// output; the portal's parser, which would stumble over a line more, has each attempt end after
/// 10 s.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// What is said when [`PATIENCE`] has run out once more.
pub fn still_waiting(what: &str, since: Duration) -> String {
    format!("Still waiting for {what} ({} s)", since.as_secs())
}

/// Waits for `future`, and each time that [`PATIENCE`] runs out lets `tell` say so; it is told how
/// long the wait has been. What was written before should be in the reader's hands already.
///
/// # Errors
/// Those of `tell`.
pub async fn patiently<F: Future>(
    future: F,
    mut tell: impl FnMut(Duration) -> io::Result<()>,
) -> io::Result<F::Output> {
    let start = Instant::now();
    let mut ticks = interval_at(start + PATIENCE, PATIENCE);
    let mut future = std::pin::pin!(future);
    loop {
        tokio::select! {
            biased;
            output = &mut future => return Ok(output),
            _ = ticks.tick() => tell(start.elapsed())?,
        }
    }
}
