//! This program's other roles: it starts itself for whatever needs a process of its own.

use std::process::Command;

use crate::outcome::Result;

/// What the program is, where it is not the one that measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs one command and tells what it took.
    Once,
    /// The machine's limit for targets.
    LimitTargets,
    /// The machine's limit for names.
    LimitNames,
    /// The server of the lab.
    Server,
    /// The name servers on the client.
    Names,
    /// The wire of known length.
    Wire,
}

impl Role {
    const ALL: [Self; 6] = [
        Self::Once,
        Self::LimitTargets,
        Self::LimitNames,
        Self::Server,
        Self::Names,
        Self::Wire,
    ];

    /// The first argument that says so.
    pub fn word(self) -> &'static str {
        match self {
            Self::Once => "role:once",
            Self::LimitTargets => "role:limit-targets",
            Self::LimitNames => "role:limit-names",
            Self::Server => "role:server",
            Self::Names => "role:names",
            Self::Wire => "role:wire",
        }
    }

    /// The role that this first argument names.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// This program in that role.
    pub fn command(self) -> Result<Command> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(self.word());
        Ok(command)
    }

    /// The same as a command line with these arguments.
    pub fn line(self, arguments: &str) -> Result<String> {
        let own = std::env::current_exe()?;
        Ok(format!("{} {} {arguments}", own.display(), self.word()))
    }
}
