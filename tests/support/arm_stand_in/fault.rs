//! What goes wrong.

use std::time::Duration;

/// A fault of requests whose path has this ending.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The end of the path, in any letter case; "" is every request.
    pub ending: String,
    /// What happens.
    pub kind: Kind,
    /// How often, before the right answer comes.
    pub times: usize,
    /// Only what changes something.
    pub writes_only: bool,
}

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Kind {
    /// An error of Azure's: status, code, message.
    Error(u16, &'static str, String),
    /// 429 with this Retry-After, in seconds.
    Throttled(u64),
    /// 200 with a page for people.
    LoginPage,
    /// 200 with something that is no JSON.
    NotJson,
    /// The connection ends in the middle of the answer.
    Cut,
    /// The connection ends instead of an answer.
    Hangup,
    /// The right answer, but late.
    Slow(Duration),
    /// A list whose next page is on another server.
    NextElsewhere,
}

impl Fault {
    /// Always.
    pub fn always(ending: &str, kind: Kind) -> Self {
        Self::times(ending, kind, usize::MAX)
    }

    /// So often, and then no more.
    pub fn times(ending: &str, kind: Kind, times: usize) -> Self {
        Self {
            ending: ending.to_ascii_lowercase(),
            kind,
            times,
            writes_only: false,
        }
    }

    /// 403, as Azure words it.
    pub fn forbidden(ending: &str, action: &str) -> Self {
        let message = format!(
            "The client 'netcheck' with object id '0' does not have authorization to perform action '{action}' over scope '/subscriptions/s' or the scope is invalid."
        );
        Self::always(ending, Kind::Error(403, "AuthorizationFailed", message))
    }

    /// Takes one fault for this path from the list.
    pub fn take(faults: &mut [Self], method: &str, path: &str) -> Option<Kind> {
        let path = path.to_ascii_lowercase();
        let fault = faults.iter_mut().find(|fault| {
            fault.times > 0
                && path.ends_with(&fault.ending)
                && (!fault.writes_only || method != "GET")
        })?;
        fault.times = fault
            .times
            .saturating_sub(usize::from(fault.times != usize::MAX));
        Some(fault.kind.clone())
    }
}
