//! How many files, sockets among them, this process may have open at once.

/// Raises the limit of this process towards `wanted` open files, as far as the system lets it without
/// privilege, and says how many it may open.
pub fn allow(wanted: u64) -> u64 {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};
        let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else {
            return wanted.min(256);
        };
        if soft >= wanted {
            return soft;
        }
        let raised = wanted.min(hard);
        match setrlimit(Resource::RLIMIT_NOFILE, raised, hard) {
            Ok(()) => raised,
            Err(_) => soft,
        }
    }
    #[cfg(not(unix))]
    {
        // Windows has no such limit; the sandbox's own (8064 connections a worker at most) is not told.
        wanted
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_small_wish_is_granted() {
        assert!(super::allow(16) >= 16);
    }
}
