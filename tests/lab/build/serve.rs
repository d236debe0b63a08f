//! What the lab's own program does when it is started as a host: it listens, or plays a name server.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::time::Duration;

use super::played;

/// Listens on these TCP ports (`--serve 1433 443`) or plays a name server (`--play-server '"Slow"' 10.61.0.4`,
/// the part as JSON), until the lab ends.
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
        ["--play-server", part, address] => {
            let part = serde_json::from_str(part).expect("a part");
            let address: Ipv4Addr = address.parse().expect("an address");
            _played = played::start(part, address);
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
