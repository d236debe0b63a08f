//! What a name costs: the question and its answer; and many names against a server
//! on loopback that answers at once.
//!
//!     cargo bench -p netdiag --bench names

use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use hickory_proto::rr::Name;
use netdiag::fact::Origin;
use netdiag::model::{NameServer, NameServerSource, NameServers};
use netdiag::probe::bulk::{Bulk, Limits};
use netdiag::probe::lookup::wire::{Heard, hear, question};
use netdiag::probe::lookup::{Outcome, RecordType};

fn main() {
    divan::main();
}

fn name(n: usize) -> Name {
    let mut name = Name::from_ascii(format!("n{n:06}.peers.example")).expect("a name");
    name.set_fqdn(true);
    name
}

/// The question turned into an answer with one address.
fn answer(query: &[u8]) -> Vec<u8> {
    let mut message = query.to_vec();
    message[2] |= 0x80;
    message[7] = 1;
    message.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 10, 61, 8, 9]);
    message
}

#[divan::bench]
fn encode_a_question(bencher: Bencher<'_, '_>) {
    let name = name(1);
    bencher.bench(|| question(7, black_box(&name), RecordType::A));
}

#[divan::bench]
fn decode_an_answer(bencher: Bencher<'_, '_>) {
    let name = name(1);
    let message = answer(&question(7, &name, RecordType::A).expect("a message"));
    let heard = hear(&message, 7, &name, RecordType::A);
    assert!(matches!(heard, Heard::Answer(reply) if reply.outcome == Outcome::Resolved));
    bencher.bench(|| hear(black_box(&message), 7, &name, RecordType::A));
}

/// From the names to what became of them, system calls and the server's own work included.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 20)]
fn ask_for_many(bencher: Bencher<'_, '_>, count: usize) {
    let server = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let address = server.local_addr().expect("bound");
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    let thread = std::thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = server.recv_from(&mut buffer) {
            if stopped.load(Ordering::SeqCst) {
                return;
            }
            let _ = server.send_to(&answer(&buffer[..length]), from);
        }
    });
    let servers = Arc::new(NameServers {
        attempts: 5,
        timeout: Duration::from_secs(1),
        ..NameServers::of(vec![NameServer {
            address,
            source: NameServerSource::Argument,
            from: Origin::PlatformDefault,
        }])
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let names: Vec<String> = (0..count)
        .map(|n| format!("n{n:06}.peers.example"))
        .collect();
    bencher
        .counter(ItemsCount::new(count))
        .bench_local(|| runtime.block_on(all(servers.clone(), &names)));
    stop.store(true, Ordering::SeqCst);
    if let Ok(socket) = UdpSocket::bind("127.0.0.1:0") {
        let _ = socket.send_to(b"", address);
    }
    let _ = thread.join();
}

async fn all(servers: Arc<NameServers>, names: &[String]) {
    let limits = Limits {
        names: 4096,
        rate: None,
    };
    let mut bulk = Bulk::new(servers, limits);
    let (mut next, mut done) = (0, 0);
    while done < names.len() {
        while next < names.len() && bulk.has_room() {
            bulk.begin(next as u64, &names[next], &[RecordType::A]);
            next += 1;
        }
        bulk.advance().await;
        while let Some((_, resolution)) = bulk.finished() {
            assert_eq!(resolution.outcome, Outcome::Resolved);
            done += 1;
        }
    }
}
