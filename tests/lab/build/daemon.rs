//! A process that runs as long as the lab does.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often the lab looks whether something is ready.
const GLANCE: Duration = Duration::from_millis(4);

/// Within this whatever the lab starts is ready: far more than it ever takes.
pub const LIMIT: Duration = Duration::from_secs(20);

/// What a port is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
}

/// A running process. It ends with the lab.
#[derive(Debug)]
pub struct Daemon {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Daemon {
    /// Starts it, with what it says in this file.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(name: &str, mut command: Command, log: &Path) -> Result<Self, String> {
        let said = |e: std::io::Error| format!("{name}: {e}");
        let file = File::create(log).map_err(said)?;
        let child = command
            .stdin(Stdio::null())
            .stderr(file.try_clone().map_err(said)?)
            .stdout(file)
            .spawn()
            .map_err(said)?;
        Ok(Self {
            name: name.to_owned(),
            child,
            log: log.to_owned(),
        })
    }

    /// Waits until this is so.
    ///
    /// # Errors
    /// If it takes longer than the limit, or the process ends before: with the end of what it said.
    pub fn until(
        &mut self,
        what: &str,
        limit: Duration,
        so: impl Fn(&Self) -> bool,
    ) -> Result<(), String> {
        let start = Instant::now();
        loop {
            if so(self) {
                return Ok(());
            }
            let ended = self.child.try_wait().ok().flatten();
            let why = match ended {
                Some(status) => format!("ended ({status})"),
                None if start.elapsed() > limit => format!("not within {limit:?}"),
                None => {
                    std::thread::sleep(GLANCE);
                    continue;
                }
            };
            let said = self.said();
            let lines: Vec<&str> = said.lines().collect();
            let last = lines[lines.len().saturating_sub(20)..].join("\n");
            return Err(format!("{}: {what}: {why}\n{last}", self.name));
        }
    }

    /// Everything that it said so far.
    pub fn said(&self) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Whether somebody in its network namespace listens on this port.
    pub fn port_is_open(&self, over: Over, port: u16) -> bool {
        let files = match over {
            Over::Udp => ["udp", "udp6"],
            Over::Tcp => ["tcp", "tcp6"],
        };
        files.iter().any(|file| {
            let path = format!("/proc/{}/net/{file}", self.child.id());
            let table = std::fs::read_to_string(path).unwrap_or_default();
            table.lines().skip(1).any(|line| {
                // Number, own address, peer, state; UDP's only state is 07, TCP's listening is 0A.
                let words: Vec<&str> = line.split_whitespace().take(4).collect();
                let own = words.get(1).and_then(|own| own.rsplit(':').next());
                own.and_then(|own| u16::from_str_radix(own, 16).ok()) == Some(port)
                    && (over == Over::Udp || words.get(3) == Some(&"0A"))
            })
        })
    }
}
