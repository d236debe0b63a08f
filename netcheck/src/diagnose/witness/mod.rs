//! What somebody saw from elsewhere: the output of `tcpping --json` run there.

mod heard;

use netdiag::target::Target;

pub use heard::{Heard, hear};

/// Where a witness stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// A machine in the virtual network.
    Vm,
    /// Another app that is integrated with this network.
    App,
}

/// What one witness saw of one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Testimony {
    /// Where it stands.
    pub stand: Stand,
    /// The target, as `host:port`, in lower case.
    pub target: String,
    /// Whether it reached the target.
    pub reached: bool,
    /// Its words, as `connected` or `timeout`.
    pub outcome: String,
    /// The file.
    pub file: String,
}

/// Everything that witnesses saw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witnesses(pub Vec<Testimony>);

impl Witnesses {
    /// What a witness there saw of the target; the best it saw, if it tried more than once.
    pub fn of(&self, stand: Stand, target: &Target) -> Option<&Testimony> {
        let wanted = target.to_string().to_ascii_lowercase();
        let mut all = self
            .0
            .iter()
            .filter(|t| t.stand == stand && t.target == wanted);
        let first = all.next()?;
        Some(if first.reached {
            first
        } else {
            all.find(|t| t.reached).unwrap_or(first)
        })
    }
}
