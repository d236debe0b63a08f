//! Real sockets, on loopback only.

use std::io::Write;
use std::net::{TcpListener, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;

use netdiag::fact::Origin;
use netdiag::model::{Environment, Inventory};

use super::*;

/// Output that can be read afterwards.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    fn out(&self) -> Out<Self> {
        Out::new(self.clone(), "\n")
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A session that asks this server and knows no other, and the way to stop it.
fn session_with(
    server: SocketAddr,
    total: Duration,
    progress: Progress,
) -> (Session, watch::Sender<bool>) {
    let servers = NameServers {
        timeout: Duration::from_secs(30),
        ..NameServers::of(vec![NameServer {
            address: server,
            source: NameServerSource::Vnet,
            from: Origin::Everything,
        }])
    };
    let budget = Budget {
        total,
        ..Budget::default()
    };
    let (stop, stopped) = watch::channel(false);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let asking = {
        let _inside = runtime.enter();
        Asking::new(servers, budget, progress, stopped)
    };
    let session = Session {
        runtime,
        asking,
        that_matter: Vec::new(),
    };
    (session, stop)
}

/// A DNS server that gives every name the address 10.61.8.9, and `none.example` no existence.
fn name_server() -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    thread::spawn(move || {
        let mut query = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut query) {
            let query = &query[..length];
            let mut end = 12;
            while query[end] != 0 {
                end += usize::from(query[end]) + 1;
            }
            let question = &query[12..end + 5];
            let exists = !question.starts_with(b"\x04none");
            let mut answer = query[..2].to_vec();
            answer.extend([0x81, if exists { 0x80 } else { 0x83 }]);
            answer.extend([0, 1, 0, u8::from(exists), 0, 0, 0, 0]);
            answer.extend(question);
            if exists {
                // The name asked, A, IN, 60 s, 4 bytes.
                answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 61, 8, 9]);
            }
            let _ = socket.send_to(&answer, from);
        }
    });
    address
}

/// A DNS server that never answers.
fn silent_server() -> (UdpSocket, SocketAddr) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

fn connect_to(address: SocketAddr) -> Probe {
    Probe::Connect {
        address: address.ip(),
        port: address.port(),
    }
}

fn resolve_name(name: &str) -> Probe {
    Probe::Resolve {
        name: name.to_owned(),
    }
}

#[test]
fn a_round_of_all_kinds_is_observed_and_told() {
    let server = name_server();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let open = listener.local_addr().unwrap();
    let closed = {
        let gone = TcpListener::bind("127.0.0.1:0").unwrap();
        gone.local_addr().unwrap()
    };
    let (mut session, _stop) = session_with(server, Duration::from_secs(30), Progress::Lines);
    let written = Written::default();
    let mut seen = Observations::default();
    let ask = |name: &str| Probe::Ask {
        name: name.to_owned(),
        server,
    };
    let probes = [
        resolve_name("sql01.example"),
        ask("sql01.example"),
        ask("none.example"),
        connect_to(open),
        connect_to(closed),
        connect_to(open),
    ];
    let ended = session.run(&probes, &mut seen, &mut written.out()).unwrap();
    assert_eq!(ended, Ended::Done);
    assert_eq!(seen.iter().count(), 5);
    let name = seen.resolved("sql01.example").unwrap();
    assert_eq!(name.outcome, "resolved", "{name:?}");
    assert_eq!(
        name.addresses,
        ["10.61.8.9".parse::<std::net::IpAddr>().unwrap()]
    );
    assert_eq!(name.canonical.as_deref(), Some("sql01.example"));
    assert_eq!(name.server, Some(netdiag::model::shown_server(server)));
    let gone = seen.asked("none.example", server).unwrap();
    assert_eq!(gone.outcome, "no_such_name", "{gone:?}");
    let contact = seen.contact(open.ip(), open.port()).unwrap();
    assert!(
        contact.connected() && contact.rtt_ms.is_some(),
        "{contact:?}"
    );
    let contact = seen.contact(closed.ip(), closed.port()).unwrap();
    assert_eq!(contact.outcome, "refused", "{contact:?}");
    assert!(contact.message.is_some());
    let expected = format!(
        "Asking 1 DNS server for none.example and sql01.example ...\nConnecting to {open} and {closed} ...\n"
    );
    assert_eq!(written.text(), expected);

    // What is known is not asked again, nor announced.
    let ended = session.run(&probes, &mut seen, &mut written.out()).unwrap();
    assert_eq!((ended, written.text()), (Ended::Done, expected));
}

#[test]
fn what_stays_silent_goes_on_while_more_is_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let open = listener.local_addr().unwrap();
    let (_socket, server) = silent_server();
    let (mut session, _stop) = session_with(server, Duration::from_secs(3), Progress::Lines);
    let written = Written::default();
    let mut seen = Observations::default();
    let probes = [resolve_name("sql01.example"), connect_to(open)];
    let ended = session.begin(&probes, &mut seen, &mut written.out());
    assert_eq!(ended.unwrap(), Ended::Done);
    assert!(seen.has(&probes[1]) && !seen.has(&probes[0]), "{seen:?}");
    assert!(session.under_way().eq([&probes[0]]));
    // It is not asked, nor announced, a second time, and it is waited for.
    let before = written.text();
    let ended = session.run(&probes, &mut seen, &mut written.out());
    assert_eq!(ended.unwrap(), Ended::OutOfTime);
    assert_eq!(written.text(), before);
}

#[test]
fn where_silence_is_predicted_it_is_confirmed_and_no_more() {
    let (_socket, server) = silent_server();
    let (mut session, _stop) = session_with(server, Duration::from_secs(3), Progress::Lines);
    let [sql, web]: [SocketAddr; 2] =
        ["10.61.8.9:1433", "10.61.8.9:443"].map(|a| a.parse().unwrap());
    session.expect_silence([sql]);
    let patience = |session: &Session, address| session.asking.patience(&connect_to(address));
    assert_eq!(patience(&session, sql), AS_PREDICTED);
    assert_eq!(patience(&session, web), Budget::default().attempt);
    session.asking.budget.attempt = Duration::from_secs(1);
    assert_eq!(patience(&session, sql), Duration::from_secs(1));
}

#[test]
fn many_probes_run_a_few_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (_socket, server) = silent_server();
    let (mut session, _stop) = session_with(server, Duration::from_secs(30), Progress::Blank);
    let probes: Vec<Probe> = (1..=3 * AT_ONCE as u8)
        .map(|n| connect_to(([127, 0, 0, n], port).into()))
        .collect();
    let written = Written::default();
    let mut seen = Observations::default();
    let ended = session.run(&probes, &mut seen, &mut written.out()).unwrap();
    assert_eq!(ended, Ended::Done);
    assert_eq!(seen.iter().count(), 3 * AT_ONCE);
    assert_eq!(written.text(), "");
}

#[test]
fn the_budget_ends_a_round_and_what_is_unfinished_was_not_observed() {
    let (_socket, server) = silent_server();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let open = listener.local_addr().unwrap();
    for (progress, sign) in [
        (Progress::Lines, "... still waiting (0 s of 0 s)\n"),
        (Progress::Blank, "\n"),
    ] {
        let (mut session, _stop) = session_with(server, Duration::from_millis(700), progress);
        session.asking.teller = Teller::new(progress).silent_for(Duration::from_millis(50));
        let written = Written::default();
        let mut seen = Observations::default();
        let probes = [resolve_name("sql01.example"), connect_to(open)];
        let ended = session.run(&probes, &mut seen, &mut written.out()).unwrap();
        assert_eq!(ended, Ended::OutOfTime);
        assert!(seen.has(&probes[1]) && !seen.has(&probes[0]), "{seen:?}");
        let text = written.text();
        assert!(text.contains(sign), "{text}");
        if progress != Progress::Lines {
            assert_eq!(text.replace(sign, ""), "");
        }
        let ended = session.run(&probes, &mut seen, &mut written.out()).unwrap();
        assert_eq!(ended, Ended::OutOfTime);
    }
}

#[test]
fn a_request_to_stop_ends_this_round_and_the_next_ones() {
    let (_socket, server) = silent_server();
    let (mut session, stop) = session_with(server, Duration::from_secs(30), Progress::Lines);
    let stopper = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        stop.send(true).unwrap();
    });
    let written = Written::default();
    let mut seen = Observations::default();
    for _ in 0..2 {
        let probes = [resolve_name("sql01.example")];
        let ended = session.run(&probes, &mut seen, &mut written.out()).unwrap();
        assert_eq!(ended, Ended::Interrupted);
    }
    stopper.join().unwrap();
    assert!(seen.is_empty());
    assert_eq!(written.text(), "Resolving sql01.example ...\n");
}

#[test]
fn a_session_knows_the_servers_without_asking_them() {
    let environment = Environment::new(
        [
            ("WEBSITE_SITE_NAME".to_owned(), "nw-shop".to_owned()),
            ("WEBSITE_DNS_SERVER".to_owned(), "10.61.8.4".to_owned()),
        ],
        Some("environment.txt".to_owned()),
    );
    let integration = Integration::assemble(Inventory::default(), environment, None).unwrap();
    let session = session(&integration, true, Budget::default(), Progress::Blank).unwrap();
    let expected: SocketAddr = "10.61.8.4:53".parse().unwrap();
    assert_eq!(session.app_servers().servers[0].address, expected);
    let all = session.servers_that_matter();
    assert_eq!(all[0].address, expected);
    assert!(all.iter().any(|s| s.address == netdiag::model::AZURE_DNS));
}
