//! The other machines of the lab.

pub mod dns;
pub mod wire;

use std::io::{BufRead, Write};
use std::net::TcpListener;
use std::thread;

use socket2::{Domain, Socket, Type};

use crate::measure::stay_on;
use crate::outcome::Result;

/// The processor of what answers; what is measured has the first.
const ANSWERING: usize = 1;

/// The server: DNS, and a port that accepts.
pub fn server() -> Result<()> {
    role(|| {
        stay_on(ANSWERING);
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        let any: std::net::SocketAddr = "0.0.0.0:8000".parse()?;
        listener.bind(&any.into())?;
        listener.listen(65_535)?;
        let listener: TcpListener = listener.into();
        thread::spawn(move || listener.incoming().for_each(drop));
        dns::answer_on("0.0.0.0:53", None)
    })
}

/// The name servers on the client itself.
pub fn names_on_client() -> Result<()> {
    role(|| {
        stay_on(ANSWERING);
        dns::answer_on("127.0.0.1:53", None)?;
        dns::answer_on("127.0.0.2:53", Some(100))
    })
}

/// Says that we are there, waits to be told that the network is, begins, and ends with its input.
pub fn role(begin: impl FnOnce() -> Result<()>) -> Result<()> {
    let say = |word: &str| {
        let mut out = std::io::stdout();
        writeln!(out, "{word}").and_then(|()| out.flush())
    };
    say("there")?;
    let mut lines = std::io::stdin().lock().lines();
    if lines.next().is_none() {
        return Ok(());
    }
    begin()?;
    say("ready")?;
    // Nothing more is said to us.
    lines.for_each(drop);
    Ok(())
}
