//! What the machine itself allows: a question for each name and its answer, in batches. Answers are
//! told apart by their number only, nothing is decoded or written; a bound, not a peer.

use std::io::{IoSlice, IoSliceMut};
use std::net::UdpSocket;
use std::os::fd::{AsFd, AsRawFd};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::socket::{MsgFlags, MultiHeaders, recvmmsg, sendmmsg};
use socket2::SockRef;

use crate::outcome::Result;

/// How many questions are under way at once: what fits the server's socket.
const AT_ONCE: u16 = 100;

/// How many go or come with one system call.
const BATCH: usize = 64;

/// What is not answered within that many milliseconds of silence is asked again.
const PATIENCE: u16 = 200;

/// Of the words `FILE SERVER`; one name a line.
pub fn main(words: &[String]) -> Result<()> {
    let [file, server] = words else {
        return Err("the limit of names: FILE SERVER".into());
    };
    let text = std::fs::read_to_string(file)?;
    let names: Vec<&str> = text.lines().collect();
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect((server.as_str(), 53))?;
    SockRef::from(&socket).set_recv_buffer_size(1 << 20)?;

    let mut coming = MultiHeaders::<()>::preallocate(BATCH, None);
    let mut going = MultiHeaders::<()>::preallocate(BATCH, None);
    let mut buffers = vec![[0; 512]; BATCH];
    let mut free: Vec<u16> = (0..AT_ONCE).collect();
    // By its number: the name that was asked for.
    let mut asked: Vec<Option<usize>> = vec![None; AT_ONCE.into()];
    let mut again: Vec<usize> = Vec::new();
    let mut ahead = 0..names.len();
    let mut unanswered = names.len();
    while unanswered > 0 {
        let mut questions = Vec::with_capacity(BATCH);
        while questions.len() < BATCH && !free.is_empty() {
            let Some(name) = again.pop().or_else(|| ahead.next()) else {
                break;
            };
            let number = free.pop().unwrap_or_default();
            asked[usize::from(number)] = Some(name);
            questions.push(question(number, names[name]));
        }
        let parts: Vec<[IoSlice<'_>; 1]> = questions.iter().map(|q| [IoSlice::new(q)]).collect();
        let mut sent = 0;
        while sent < parts.len() {
            let (rest, flags) = (&parts[sent..], MsgFlags::empty());
            sent += sendmmsg(
                socket.as_raw_fd(),
                &mut going,
                rest,
                [None; BATCH],
                [],
                flags,
            )?
            .count();
        }
        let mut watched = [PollFd::new(socket.as_fd(), PollFlags::POLLIN)];
        if poll(&mut watched, PollTimeout::from(PATIENCE))? == 0 {
            for (number, name) in (0..AT_ONCE).zip(&mut asked) {
                if let Some(name) = name.take() {
                    again.push(name);
                    free.push(number);
                }
            }
            continue;
        }
        let mut parts: Vec<[IoSliceMut<'_>; 1]> = buffers
            .iter_mut()
            .map(|buffer| [IoSliceMut::new(buffer)])
            .collect();
        let came = match recvmmsg(
            socket.as_raw_fd(),
            &mut coming,
            parts.iter_mut(),
            MsgFlags::MSG_DONTWAIT,
            None,
        ) {
            Ok(messages) => messages.count(),
            Err(Errno::EAGAIN) => 0,
            Err(error) => return Err(error.into()),
        };
        for buffer in &buffers[..came] {
            let number = u16::from_be_bytes([buffer[0], buffer[1]]);
            if asked
                .get_mut(usize::from(number))
                .and_then(Option::take)
                .is_some()
            {
                unanswered -= 1;
                free.push(number);
            }
        }
    }
    Ok(())
}

/// The question for the address of this name.
fn question(number: u16, name: &str) -> Vec<u8> {
    let mut message = Vec::with_capacity(64);
    message.extend(number.to_be_bytes());
    message.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.split('.') {
        message.push(label.len() as u8);
        message.extend(label.as_bytes());
    }
    message.extend([0, 0, 1, 0, 1]);
    message
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_question_is_in_wire_format() {
        let expected = b"\x01\x02\x01\0\0\x01\0\0\0\0\0\0\x01n\x04test\0\0\x01\0\x01";
        assert_eq!(super::question(0x102, "n.test"), expected);
    }
}
