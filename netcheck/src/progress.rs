//! What is written while something takes its time: lines for people, or white space where one JSON
//! document is promised.

use std::io::{self, Write};
use std::time::Duration;

use netdiag::cli::Out;
use tokio::time::{Instant, sleep_until};

/// What is written meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Whole lines that say what is done.
    Lines,
    /// Empty lines, which are white space to a reader of JSON.
    Blank,
}

impl Progress {
    /// As `--json` wants it.
    pub fn of(json: bool) -> Self {
        if json { Self::Blank } else { Self::Lines }
    }
}

/// How long nothing may be written. The promise is [`netdiag::patience::PATIENCE`]; the rest is for a
/// busy machine.
const SILENT: Duration = Duration::from_secs(8);

/// Says what is done, and that it still is.
#[derive(Debug)]
pub struct Teller {
    progress: Progress,
    began: Instant,
    /// When something was written last.
    told: Instant,
    silent: Duration,
}

impl Teller {
    /// Begins now.
    pub fn new(progress: Progress) -> Self {
        Self {
            progress,
            began: Instant::now(),
            told: Instant::now(),
            silent: SILENT,
        }
    }

    /// One that is never silent for longer.
    #[cfg(test)]
    pub fn silent_for(self, silent: Duration) -> Self {
        Self { silent, ..self }
    }

    /// When it began.
    pub fn began(&self) -> Instant {
        self.began
    }

    /// How many whole seconds it has been.
    pub fn seconds(&self) -> u64 {
        self.began.elapsed().as_secs()
    }

    /// Writes a line, where lines are wanted.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn say<W: Write>(&mut self, line: &str, out: &mut Out<W>) -> io::Result<()> {
        match self.progress {
            Progress::Lines => self.sign(line, out),
            Progress::Blank => Ok(()),
        }
    }

    /// Writes a line, or white space in its place.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn sign<W: Write>(&mut self, line: &str, out: &mut Out<W>) -> io::Result<()> {
        self.told = Instant::now();
        out.line(match self.progress {
            Progress::Lines => line,
            Progress::Blank => "",
        })?;
        out.flush()
    }

    /// When the next sign is due. Counted from the last line, so that many short waits in a row do not add
    /// up to silence.
    pub fn next_sign(&self) -> Instant {
        self.told + self.silent
    }

    /// Waits for something, and says now and then in these words (of the seconds so far) that we still do.
    ///
    /// # Errors
    /// If it cannot be written.
    pub async fn while_waiting<W: Write, T>(
        &mut self,
        what: impl Future<Output = T>,
        words: impl Fn(u64) -> String,
        out: &mut Out<W>,
    ) -> io::Result<T> {
        let mut what = std::pin::pin!(what);
        loop {
            tokio::select! {
                done = &mut what => return Ok(done),
                () = sleep_until(self.next_sign()) => self.sign(&words(self.seconds()), out)?,
            }
        }
    }
}
