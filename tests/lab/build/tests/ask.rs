//! What the network says to plain sockets.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

use hickory_proto::op::{Message, MessageType, OpCode, Query};
use hickory_proto::rr::{RData, RecordType};

/// Longer than a router asks for a neighbour that is not there before it says so.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tries all of these addresses at once, and prints what became of each, one a line.
pub fn reach(targets: &[&str]) {
    std::thread::scope(|scope| {
        let all: Vec<_> = targets.iter().map(|t| scope.spawn(|| tried(t))).collect();
        for one in all {
            println!("{}", one.join().expect("no panic"));
        }
    });
}

fn tried(target: &str) -> &'static str {
    let target: SocketAddr = target.parse().expect("an address and a port");
    match TcpStream::connect_timeout(&target, PATIENCE).map_err(|e| e.kind()) {
        Ok(_) => "connected",
        Err(ErrorKind::ConnectionRefused) => "refused",
        Err(ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable) => "unreachable",
        Err(ErrorKind::PermissionDenied) => "forbidden",
        Err(ErrorKind::TimedOut) => "silent",
        Err(_) => "failed",
    }
}

/// Asks a server for a name's address, and prints the response code and the addresses.
pub fn ask(server: &str, over: &str, name: &str) {
    let server = SocketAddr::new(server.parse().expect("an address"), 53);
    println!(
        "{}",
        asked(server, over == "tcp", name).unwrap_or_else(|e| e)
    );
}

fn asked(server: SocketAddr, tcp: bool, name: &str) -> Result<String, String> {
    let mut question = Message::new(7, MessageType::Query, OpCode::Query);
    question.metadata.recursion_desired = true;
    let name = name.parse().expect("a name");
    question.add_query(Query::query(name, RecordType::A));
    let question = question.to_vec().expect("a message");
    let said = |e: std::io::Error| match e.kind() {
        ErrorKind::ConnectionRefused => "refused".to_owned(),
        _ => "silent".to_owned(),
    };
    let answer = exchange(server, tcp, &question).map_err(said)?;
    let answer = Message::from_vec(&answer).map_err(|_| "garbage".to_owned())?;
    let mut words = vec![answer.metadata.response_code.to_string()];
    if answer.metadata.truncation {
        words.push("truncated".to_owned());
    }
    words.extend(
        answer
            .answers
            .iter()
            .filter_map(|record| match &record.data {
                RData::A(address) => Some(address.to_string()),
                _ => None,
            }),
    );
    Ok(words.join(" "))
}

fn exchange(server: SocketAddr, tcp: bool, question: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut answer = vec![0; 4096];
    if tcp {
        let mut stream = TcpStream::connect_timeout(&server, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&(question.len() as u16).to_be_bytes())?;
        stream.write_all(question)?;
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        answer.truncate(u16::from_be_bytes(length).into());
        stream.read_exact(&mut answer)?;
    } else {
        let socket = UdpSocket::bind("0.0.0.0:0")?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.connect(server)?;
        socket.send(question)?;
        let length = socket.recv(&mut answer)?;
        answer.truncate(length);
    }
    Ok(answer)
}
