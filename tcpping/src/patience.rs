//! Waiting without falling silent.

use std::io;
use std::time::Duration;

use tokio::time::{Instant, interval_at};

use crate::print::Printer;

/// A wait that is longer than this is told, again and again. Kudu ends a command that is silent for
/// 60 s and loses its output; the portal's parser, which would stumble over the line, passes 10 s.
const SILENT: Duration = Duration::from_secs(15);

/// Waits for `future`, with everything printed so far in the reader's hands.
pub async fn patiently<F: Future>(
    printer: &mut Printer,
    what: &str,
    future: F,
) -> io::Result<F::Output> {
    printer.flush()?;
    let start = Instant::now();
    let mut ticks = interval_at(start + SILENT, SILENT);
    let mut future = std::pin::pin!(future);
    loop {
        tokio::select! {
            biased;
            output = &mut future => return Ok(output),
            _ = ticks.tick() => printer.waiting(what, start.elapsed())?,
        }
    }
}
