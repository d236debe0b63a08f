//! A name server as fast as sockets allow: it knows `n000000.peers.test` and so on, each with one
//! address, and nothing else.

use std::net::{Ipv4Addr, UdpSocket};
use std::thread;

use crate::outcome::Result;

/// The address of the name with this number.
pub fn address_of(number: u32) -> Ipv4Addr {
    let [_, a, b, c] = number.to_be_bytes();
    Ipv4Addr::new(10, 100 + a, b, c)
}

/// Answers on this address, on a thread of its own; of so many questions one is left out, drawn at
/// random but the same in each run.
pub fn answer_on(address: &str, one_lost_of: Option<u64>) -> Result<()> {
    let socket = UdpSocket::bind(address).map_err(|e| format!("{address}: {e}"))?;
    thread::spawn(move || {
        let mut buffer = [0; 1500];
        let mut draw = 1_u64;
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            if let Some(of) = one_lost_of {
                draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                if (draw >> 33).is_multiple_of(of) {
                    continue;
                }
            }
            if let Some(length) = answer(&mut buffer, length) {
                // Who asked and is gone misses nothing.
                let _ = socket.send_to(&buffer[..length], from);
            }
        }
    });
    Ok(())
}

/// Makes the question in the buffer its answer; `None` if it is none.
fn answer(buffer: &mut [u8; 1500], length: usize) -> Option<usize> {
    let message = &buffer[..length];
    // A query with one question.
    if length < 12 || message[2] & 0x80 != 0 || message[4..6] != [0, 1] {
        return None;
    }
    let mut end = 12;
    loop {
        let label = usize::from(*message.get(end)?);
        end += 1 + label;
        match label {
            0 => break,
            1..=63 => {}
            _ => return None,
        }
    }
    let kind = message.get(end..end + 4)?;
    let is_address = kind == [0, 1, 0, 1];
    let number = number_of(&message[12..end]);
    end += 4;
    buffer[2] = 0x84 | (buffer[2] & 1); // an authoritative answer
    buffer[3] = if number.is_some() { 0x80 } else { 0x83 };
    buffer[6..12].fill(0);
    if let (Some(number), true) = (number, is_address) {
        buffer[7] = 1;
        let record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4];
        buffer.get_mut(end..end + 16)?[..12].copy_from_slice(&record);
        buffer[end + 12..end + 16].copy_from_slice(&address_of(number).octets());
        end += 16;
    }
    Some(end)
}

/// The number in `n000042.peers.test`, in wire format and any letter case.
fn number_of(name: &[u8]) -> Option<u32> {
    let digits = name.strip_prefix(&[7])?.get(1..7)?;
    if !name[1].eq_ignore_ascii_case(&b'n')
        || !name[8..].eq_ignore_ascii_case(b"\x05peers\x04test\x00")
    {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &[u8], kind: u8) -> Option<Vec<u8>> {
        let head = [0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        let question = [&head[..], name, &[0, kind, 0, 1]].concat();
        let mut buffer = [0; 1500];
        buffer[..question.len()].copy_from_slice(&question);
        let length = answer(&mut buffer, question.len())?;
        Some(buffer[..length].to_vec())
    }

    #[test]
    fn what_exists_and_what_does_not() {
        let known = b"\x07N000300\x05peers\x04test\x00";
        let answer = asked(known, 1).unwrap();
        assert_eq!(
            (&answer[..2], answer[3] & 15, answer[7]),
            (&[0xab, 0xcd][..], 0, 1)
        );
        assert_eq!(answer[answer.len() - 4..], [10, 100, 1, 44]);
        let other_type = asked(known, 28).unwrap();
        assert_eq!((other_type[3] & 15, other_type[7]), (0, 0));
        let unknown = asked(b"\x07nothing\x05peers\x04test\x00", 1).unwrap();
        assert_eq!((unknown[3] & 15, unknown[7]), (3, 0));
        assert_eq!(asked(b"\x3fcut", 1), None);
    }
}
