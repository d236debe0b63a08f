//! What a run is for.

/// Which of the commands that change something is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// `netcheck sync`.
    Sync,
    /// `netcheck add-route`.
    AddRoute,
    /// `netcheck disconnect`.
    Disconnect,
}

impl Errand {
    /// As it is typed, and as the journal names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::AddRoute => "add-route",
            Self::Disconnect => "disconnect",
        }
    }
}
