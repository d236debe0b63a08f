//! What the lab's own program does when it is started as a host: it listens, or plays a name server.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::time::Duration;

use super::play;

/// Listens on these TCP ports (`--serve 1433 443`) or is a name server (`--play Slow 10.61.0.4`),
/// until the lab ends.
///
/// # Panics
/// If the arguments are none of the lab's, or the ports are taken.
pub fn serve(arguments: &[String]) -> ! {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // What runs must not be dropped.
    let _played;
    match words[..] {
        ["--serve", ref ports @ ..] => {
            for port in ports {
                listen(port.parse().expect("a port"));
            }
        }
        ["--play", part, address] => {
            let address: Ipv4Addr = address.parse().expect("an address");
            _played = play::start(part, address);
        }
        _ => panic!("not the lab's: {words:?}"),
    }
    loop {
        std::thread::sleep(Duration::from_secs(3600));
    }
}

fn listen(port: u16) {
    // Of both families, where there are both.
    let listener = TcpListener::bind((Ipv6Addr::UNSPECIFIED, port));
    let listener = listener.or_else(|_| TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)));
    let listener = listener.unwrap_or_else(|e| panic!("{port}: {e}"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            drop(stream);
        }
    });
}
