//! Very many names (`netdiag::probe::bulk`) come to the same as each by itself (`probe::lookup`).

#[allow(dead_code, reason = "not all of its behaviours are played here")]
#[path = "support/dns_server/mod.rs"]
mod dns_server;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hickory_proto::op::ResponseCode;
use netdiag::fact::Origin;
use netdiag::model::{NameServer, NameServerSource, NameServers};
use netdiag::probe::bulk::{Bulk, Limits};
use netdiag::probe::lookup::{Outcome, RecordType, Resolution, resolve};

use dns_server::{Asked, Behaviour, DnsServer, answer, closed_port, nxdomain, record};

fn servers(addresses: &[SocketAddr], attempts: u32, timeout: Duration) -> NameServers {
    let server = |address: &SocketAddr| NameServer {
        address: *address,
        source: NameServerSource::Argument,
        from: Origin::PlatformDefault,
    };
    NameServers {
        attempts,
        timeout,
        ..NameServers::of(addresses.iter().map(server).collect())
    }
}

/// Drives `future` to its end on this thread.
fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// Each name by itself, some side by side.
async fn slowly(
    servers: Arc<NameServers>,
    names: &[String],
    types: &[RecordType],
) -> Vec<Resolution> {
    let permits = Arc::new(tokio::sync::Semaphore::new(64));
    let mut running = Vec::new();
    for name in names {
        let (servers, permits) = (servers.clone(), permits.clone());
        let (name, types) = (name.clone(), types.to_vec());
        running.push(tokio::spawn(async move {
            let _permit = permits.acquire().await;
            resolve(&servers, &name, &types).await
        }));
    }
    let mut all = Vec::new();
    for one in running {
        all.push(one.await.expect("lookups do not panic"));
    }
    all
}

async fn fast(
    servers: Arc<NameServers>,
    names: &[String],
    types: &[RecordType],
) -> Vec<Resolution> {
    let limits = Limits {
        names: 1000,
        rate: None,
    };
    let mut bulk = Bulk::new(servers, limits);
    let mut all: Vec<Option<Resolution>> = names.iter().map(|_| None).collect();
    let mut next = 0;
    let mut done = 0;
    while done < names.len() {
        while bulk.has_room() && next < names.len() {
            bulk.begin(next as u64, &names[next], types);
            next += 1;
        }
        bulk.advance().await;
        while let Some((number, resolution)) = bulk.finished() {
            let before = all[number as usize].replace(resolution);
            assert!(before.is_none(), "{number} came twice");
            done += 1;
        }
    }
    assert_eq!(bulk.running(), 0);
    all.into_iter().flatten().collect()
}

/// What must be the same: everything but times, and "for how long" in words.
fn comparable(mut resolution: Resolution) -> Resolution {
    resolution.took = Duration::ZERO;
    for attempt in &mut resolution.attempts {
        attempt.took = Duration::ZERO;
    }
    resolution
}

#[track_caller]
fn assert_same(slow: Vec<Resolution>, fast: Vec<Resolution>) {
    assert_eq!(slow.len(), fast.len());
    for (slow, fast) in slow.into_iter().zip(fast) {
        assert_eq!(comparable(slow), comparable(fast));
    }
}

fn mixed(asked: &Asked) -> Behaviour {
    let kind = asked.name.split(['-', '.']).next().unwrap_or_default();
    let name = &asked.name;
    match kind {
        "good" => answer(&[&format!("{name} 300 {} {}", asked.kind, data(&asked.kind))]),
        "empty" => answer(&[]),
        "refused" => Behaviour::Code(ResponseCode::Refused, Vec::new()),
        "servfail" => Behaviour::Code(ResponseCode::ServFail, Vec::new()),
        "cut" => Behaviour::Truncated(
            (0..50)
                .map(|n| record(&format!("{name} 60 A 10.62.0.{n}")))
                .collect(),
        ),
        "alias" => answer(&[
            &format!("{name} 300 CNAME target.example"),
            "target.example 60 A 10.61.8.9",
        ]),
        "half" => answer(&[&format!("{name} 300 CNAME good-{}", name.replace('-', "x"))]),
        "circle" => answer(&[&format!("{name} 300 CNAME {name}")]),
        "silent" => Behaviour::Silent,
        "other" => Behaviour::OtherQuestion(vec![record(&format!("{name} 60 A 10.0.0.1"))]),
        "wrongid" => Behaviour::WrongId(vec![record(&format!("{name} 60 A 10.0.0.1"))]),
        "huge" => Behaviour::Bytes([&[0x81, 0x80][..], &[0xaa; 5_000]].concat()),
        "late" => Behaviour::Later(
            Duration::from_millis(100),
            Box::new(answer(&[&format!("{name} 60 A 10.61.8.10")])),
        ),
        _ => nxdomain(),
    }
}

fn data(kind: &str) -> &'static str {
    match kind {
        "AAAA" => "fd00::9",
        _ => "10.61.8.9",
    }
}

/// So many names, or where a question to a closed port may take all its time (Wine tells of none) a tenth.
fn few(count: usize) -> usize {
    if cfg!(windows) { count / 10 } else { count }
}

/// Mostly quick answers, and a few of what takes its time.
fn names(count: usize) -> Vec<String> {
    let kinds = [
        "good", "nope", "empty", "refused", "servfail", "alias", "half", "circle", "other", "good",
    ];
    (0..count)
        .map(|n| {
            let kind = match n % 500 {
                7 | 207 => "cut",
                77 => "late",
                177 => "huge",
                277 => "silent",
                377 if n % 1000 == 377 => "wrongid",
                _ => kinds[n % kinds.len()],
            };
            format!("{kind}-{n}.example")
        })
        .collect()
}

#[test]
fn ten_thousand_mixed_names_end_in_the_same() {
    let server = DnsServer::start(mixed);
    let servers = Arc::new(servers(&[server.address], 2, Duration::from_secs(2)));
    let names = names(10_000);
    let types = [RecordType::A];
    let slow = wait(slowly(servers.clone(), &names, &types));
    let fast = wait(fast(servers, &names, &types));
    let mut seen: HashMap<Outcome, usize> = HashMap::new();
    for resolution in &fast {
        *seen.entry(resolution.outcome).or_default() += 1;
    }
    for outcome in [
        Outcome::Resolved,
        Outcome::NoSuchName,
        Outcome::NoRecords,
        Outcome::Refused,
        Outcome::ServerFailure,
        Outcome::Malformed,
        Outcome::Timeout,
    ] {
        assert!(seen.contains_key(&outcome), "{outcome} was not tried");
    }
    assert_same(slow, fast);
}

#[test]
fn several_servers_and_types_end_in_the_same() {
    let first = DnsServer::start(|asked| match asked.name.as_str() {
        name if name.starts_with("good-2") => Behaviour::Code(ResponseCode::ServFail, Vec::new()),
        _ => mixed(asked),
    });
    let second = DnsServer::start(|asked| answer(&[&format!("{} 60 A 10.0.0.2", asked.name)]));
    let order = [first.address, closed_port(), second.address];
    let servers = Arc::new(NameServers {
        search: vec!["corp.test".to_owned()],
        // More than a busy machine needs to answer over TCP.
        ..servers(&order, 2, Duration::from_secs(5))
    });
    let names = names(few(600));
    let types = [RecordType::A, RecordType::AAAA];
    assert_same(
        wait(slowly(servers.clone(), &names, &types)),
        wait(fast(servers, &names, &types)),
    );
}

#[test]
fn a_port_where_nobody_listens_ends_in_the_same() {
    let servers = Arc::new(servers(&[closed_port()], 2, Duration::from_secs(20)));
    let names = names(few(300));
    let types = [RecordType::A];
    let fast = wait(fast(servers.clone(), &names, &types));
    assert!(fast.iter().all(|r| r.outcome == Outcome::Unreachable));
    assert_same(wait(slowly(servers, &names, &types)), fast);
}

#[test]
fn what_answers_garbage_ends_in_the_same() {
    let server = DnsServer::start(|asked| match asked.name.contains('3') {
        true => Behaviour::Garbage(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
        false => mixed(asked),
    });
    let servers = Arc::new(servers(&[server.address], 1, Duration::from_secs(2)));
    let names: Vec<String> = (0..60).map(|n| format!("good-{n}.example")).collect();
    let types = [RecordType::A];
    assert_same(
        wait(slowly(servers.clone(), &names, &types)),
        wait(fast(servers, &names, &types)),
    );
}

/// A server that says nothing the first time that it hears of a name.
fn forgetful() -> DnsServer {
    let heard = Mutex::new(HashMap::new());
    DnsServer::start(move |asked| {
        let mut heard = heard.lock().expect("no panic meanwhile");
        let times = heard.entry(asked.name.clone()).or_insert(0_u32);
        *times += 1;
        match *times {
            1 => Behaviour::Silent,
            _ => mixed(asked),
        }
    })
}

#[test]
fn what_is_lost_once_is_found_within_the_attempt() {
    let names: Vec<String> = (0..200).map(|n| format!("good-{n}.example")).collect();
    for attempts in [1, 2] {
        let server = forgetful();
        let patient = Arc::new(servers(&[server.address], attempts, Duration::from_secs(5)));
        for resolution in wait(fast(patient, &names, &[RecordType::A])) {
            assert_eq!(resolution.outcome, Outcome::Resolved, "{resolution:?}");
            assert_eq!(resolution.attempts.len(), 1, "{resolution:?}");
        }
    }
}

#[test]
fn the_silent_are_asked_in_every_attempt_and_a_few_times_more() {
    let names: Vec<String> = (0..20).map(|n| format!("silent-{n}.example")).collect();
    let server = DnsServer::start(mixed);
    let twice = Arc::new(servers(&[server.address], 2, Duration::from_secs(1)));
    for resolution in wait(fast(twice, &names, &[RecordType::A])) {
        assert_eq!(resolution.outcome, Outcome::Timeout, "{resolution:?}");
        assert_eq!(resolution.attempts.len(), 2, "{resolution:?}");
    }
    let asked = server.asked().len();
    assert!(
        (2 * names.len()..=6 * names.len()).contains(&asked),
        "{asked}"
    );
}

#[test]
fn no_id_is_told_by_another() {
    let server = DnsServer::start(mixed);
    let servers = Arc::new(servers(&[server.address], 1, Duration::from_secs(5)));
    // More than one shared socket serves for.
    let names: Vec<String> = (0..40_000).map(|n| format!("good-{n}.example")).collect();
    let all = wait(fast(servers, &names, &[RecordType::A]));
    assert!(all.iter().all(|r| r.outcome == Outcome::Resolved));
}
