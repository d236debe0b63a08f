//! Which name servers this machine is configured to ask, and its hosts file.

use std::fs::File;
use std::io::Read;

#[cfg(unix)]
#[path = "unix.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;

use crate::model::{AppDns, HostsFile, Integration, LookupFlags, NameServers, SystemResolver};

/// More than any honest hosts file holds (blocking lists reach some 5 MB).
const LARGEST_HOSTS_FILE: u64 = 32 << 20;

/// This machine's resolver configuration, read now. What cannot be read is said in `problems`.
pub fn system_resolver() -> SystemResolver {
    platform::system_resolver()
}

/// What the text of `/etc/resolv.conf` configures. What cannot be read of it is said in `problems`.
#[cfg(unix)]
pub fn parse_resolv_conf(bytes: &[u8]) -> SystemResolver {
    platform::parse(bytes)
}

/// This machine's hosts file; `None` if there is none or it cannot be read, in which case no
/// resolver here uses it either.
pub fn hosts_file() -> Option<HostsFile> {
    let path = platform::hosts_path();
    let mut bytes = Vec::new();
    File::open(&path)
        .ok()?
        .take(LARGEST_HOSTS_FILE)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(HostsFile::parse(path, &String::from_utf8_lossy(&bytes)))
}

impl NameServers {
    /// The servers that the app asks, with this machine's own configuration read where it matters.
    pub fn for_app(integration: &Integration, flags: &LookupFlags) -> Self {
        let app = AppDns::of(integration);
        if flags.server.is_some() {
            // Neither search list nor hosts file is used then: spare the reading.
            return Self::choose(flags, &app, &SystemResolver::empty(""), None);
        }
        Self::choose(flags, &app, &system_resolver(), hosts_file())
    }
}
