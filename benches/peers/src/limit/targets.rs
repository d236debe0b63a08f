//! What the machine itself allows: connecting to a list of targets with nothing around it. No names,
//! no output, no patience; a bound, not a peer.

use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use socket2::{Domain, Socket, Type};

use crate::outcome::Result;

/// How many connections are under way at once.
const AT_ONCE: usize = 200;

/// Of the word `FILE`; one `address:port` a line.
pub fn main(words: &[String]) -> Result<()> {
    let [file] = words else {
        return Err("the limit of targets: FILE".into());
    };
    let text = std::fs::read_to_string(file)?;
    let targets: Vec<SocketAddr> = text
        .lines()
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?;
    for some in targets.chunks(AT_ONCE) {
        let mut waiting = Vec::with_capacity(some.len());
        for target in some {
            let socket = Socket::new(Domain::IPV4, Type::STREAM.nonblocking(), None)?;
            // Under way or refused at once: the wait below ends for both.
            let _ = socket.connect(&(*target).into());
            waiting.push(socket);
        }
        while !waiting.is_empty() {
            let mut watched: Vec<PollFd<'_>> = waiting
                .iter()
                .map(|socket| PollFd::new(socket.as_fd(), PollFlags::POLLOUT))
                .collect();
            poll(&mut watched, PollTimeout::try_from(Duration::from_secs(4))?)?;
            let mut pending: Vec<bool> = watched
                .iter()
                .map(|p| p.revents().is_none_or(|r| r.is_empty()))
                .collect();
            if pending.iter().all(|p| *p) {
                return Err("silence".into());
            }
            let mut still = pending.drain(..);
            waiting.retain(|socket| {
                let keep = still.next().unwrap_or(false);
                if !keep {
                    let _ = socket.take_error();
                    let _ = socket.set_linger(Some(Duration::ZERO));
                }
                keep
            });
        }
    }
    Ok(())
}
