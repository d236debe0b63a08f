//! What the server does over TCP.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::reply::{read_question, reply};
use super::{Asked, Behaviour, Script};

/// Ways to misbehave on a connection. None of them ends by itself before a minute is over, or the
/// other side has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// One byte a second of an answer that never becomes whole.
    Drip,
    /// The length of the longest message, and then nothing.
    LengthOnly,
    /// Answers to other questions without end.
    Endless,
    /// Messages of no bytes without end.
    Empty,
}

impl Stream {
    fn play(self, stream: &mut TcpStream) {
        let (piece, pause): (&[u8], Duration) = match self {
            Self::Drip => (&[0xff], Duration::from_secs(1)),
            Self::LengthOnly => {
                let _ = stream.write_all(&[0xff, 0xff]);
                (&[], Duration::from_secs(1))
            }
            Self::Endless => (&[0, 4, 1, 2, 3, 4], Duration::ZERO),
            Self::Empty => (&[0, 0], Duration::ZERO),
        };
        let pieces = if pause.is_zero() {
            piece.repeat(1000)
        } else {
            piece.to_vec()
        };
        let _ = stream.set_write_timeout(Some(Duration::from_secs(30)));
        for _ in 0..if pause.is_zero() { 1_000_000 } else { 60 } {
            if stream.write_all(&pieces).is_err() {
                return;
            }
            std::thread::sleep(pause);
        }
    }
}

pub fn serve_tcp(
    listener: &TcpListener,
    script: &Arc<Script>,
    log: &Arc<Mutex<Vec<Asked>>>,
    stop: &AtomicBool,
) {
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(mut stream) = stream else { continue };
        let (script, log) = (script.clone(), log.clone());
        std::thread::spawn(move || serve_stream(&mut stream, &*script, &log));
    }
}

fn serve_stream(stream: &mut TcpStream, script: &Script, log: &Mutex<Vec<Asked>>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
    let mut length = [0; 2];
    while stream.read_exact(&mut length).is_ok() {
        let mut bytes = vec![0; u16::from_be_bytes(length).into()];
        if stream.read_exact(&mut bytes).is_err() {
            return;
        }
        let Some((message, asked)) = read_question(&bytes, true) else {
            return;
        };
        log.lock()
            .expect("no panic while logging")
            .push(asked.clone());
        let mut behaviour = script(&asked);
        while let Behaviour::Later(by, then) = behaviour {
            std::thread::sleep(by);
            behaviour = *then;
        }
        let all = match behaviour {
            Behaviour::Close => return,
            Behaviour::Stream(way) => return way.play(stream),
            Behaviour::Several(all) => all,
            one => vec![one],
        };
        for behaviour in all {
            if let Some(reply) = reply(&message, &bytes, &behaviour, true) {
                let _ = stream.write_all(&(reply.len() as u16).to_be_bytes());
                let _ = stream.write_all(&reply);
            }
        }
    }
}
