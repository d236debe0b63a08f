//! Azure as the world in which a sync makes its calls.

use std::io::Write;
use std::pin::Pin;
use std::time::Duration;

use azure_core::http::Method as Verb;
use netdiag::cli::Out;
use netdiag::os::stop;
use netdiag::text::printable;
use serde_json::Value;
use tokio::time::{Instant, sleep, sleep_until};

use super::change::Change;
use super::client::Client;
use super::refusal::Refusal;
use crate::progress::{Progress, Teller};
use crate::sync::call::{Call, Method};
use crate::sync::world::{Trouble, World};

/// How long to wait before reading again.
const PAUSE: Duration = Duration::from_secs(5);

/// Azure, for the time that was given.
pub struct Live<'a, W: Write> {
    client: &'a Client,
    out: &'a mut Out<W>,
    teller: Teller,
    deadline: Instant,
    seconds: u64,
    pause: Duration,
    asked: Pin<Box<dyn Future<Output = ()>>>,
    stopping: bool,
}

impl<'a, W: Write> Live<'a, W> {
    /// Begins now; all calls together may take `seconds`.
    pub fn new(client: &'a Client, progress: Progress, seconds: u64, out: &'a mut Out<W>) -> Self {
        Self {
            client,
            out,
            teller: Teller::new(progress),
            deadline: Instant::now() + Duration::from_secs(seconds),
            seconds,
            // Plain http is this machine, where nobody's quota has to be spared.
            pause: if client.endpoint().is_plain_http() {
                Duration::from_millis(20)
            } else {
                PAUSE
            },
            asked: Box::pin(stop::requested()),
            stopping: false,
        }
    }

    fn line(&mut self, line: &str) {
        // A reader that went away is no reason to stop half-way.
        let _ = self.teller.sign(line, self.out);
    }

    /// Waits for something. If somebody asks to stop, it is finished first where it must not be cut off.
    async fn wait<T>(
        &mut self,
        to_the_end: bool,
        work: impl Future<Output = T>,
    ) -> Result<T, Trouble> {
        if self.stopping {
            return Err(interrupted());
        }
        tokio::pin!(work);
        loop {
            let deadline = self.deadline;
            let stopping = self.stopping;
            let next_sign = self.teller.next_sign();
            tokio::select! {
                biased;
                done = &mut work => return Ok(done),
                () = &mut self.asked => {
                    self.asked = Box::pin(stop::requested());
                    if !to_the_end || stopping {
                        self.stopping = true;
                        return Err(interrupted());
                    }
                    self.stopping = true;
                    self.line("Asked to stop: the answer to this call is waited for; asked again, it is not.");
                }
                () = sleep_until(deadline) => {
                    return Err(Trouble::Stopped(format!("the time of {} s was over; --wait SECONDS gives more", self.seconds)));
                }
                () = sleep_until(next_sign) => {
                    let seconds = self.teller.seconds();
                    self.line(&format!("... Azure is still at it ({seconds} s)"));
                }
            }
        }
    }
}

fn interrupted() -> Trouble {
    Trouble::Stopped("it was asked to stop".to_owned())
}

fn trouble(refusal: &Refusal) -> Trouble {
    let why = refusal.brief();
    match refusal {
        Refusal::Status { code, .. } if *code < 500 && *code != 408 => {
            let status = Some(*code);
            Trouble::Refused { status, why }
        }
        // Refused before anything was asked, or only after the answer to the call.
        Refusal::NoToken(_) | Refusal::Failed(_) => Trouble::Refused { status: None, why },
        _ => Trouble::Unclear(why),
    }
}

impl<W: Write> World for Live<'_, W> {
    async fn read(&mut self, path: &str) -> Result<Value, Trouble> {
        let client = self.client.clone();
        let read = self.wait(false, client.get(path)).await?;
        read.map_err(|refusal| trouble(&refusal))
    }

    async fn make(&mut self, call: &Call) -> Result<Option<Value>, Trouble> {
        let client = self.client.clone();
        let change = Change {
            method: match call.announced.method {
                Method::Put => Verb::Put,
                Method::Post => Verb::Post,
                Method::Delete => Verb::Delete,
            },
            target: &call.announced.path,
            body: call.body.as_ref(),
            if_match: call.if_match.as_deref(),
        };
        let sent = self.wait(true, client.change(&change)).await?;
        let accepted = sent.map_err(|refusal| trouble(&refusal))?;
        if accepted.is_done() {
            return Ok(accepted.answer());
        }
        let followed = self
            .wait(false, client.follow(accepted))
            .await
            .map_err(|stopped| match stopped {
                Trouble::Stopped(why) => Trouble::Stopped(format!(
                    "{why}; Azure accepted the call and goes on with it by itself"
                )),
                other => other,
            })?;
        followed.map_err(|refusal| trouble(&refusal))
    }

    async fn pause(&mut self) -> Result<(), Trouble> {
        let pause = self.pause;
        self.wait(false, sleep(pause)).await
    }

    fn tell(&mut self, line: &str) {
        self.line(&printable(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_the_status_of_its_answer_if_there_was_one() {
        let answered = |code| Refusal::Status { code, body: None };
        for (refusal, expected) in [
            (answered(404), Some(Some(404))),
            (answered(408), None),
            (answered(503), None),
            (Refusal::Failed(Value::Null), Some(None)),
            (Refusal::NoToken(String::new()), Some(None)),
            (Refusal::Connection(String::new()), None),
        ] {
            let status = match trouble(&refusal) {
                Trouble::Refused { status, .. } => Some(status),
                _ => None,
            };
            assert_eq!(status, expected, "{refusal:?}");
        }
    }
}
