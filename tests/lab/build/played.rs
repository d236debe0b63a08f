//! Name servers that do what no real one can be made to do; their records are the healthy network's.

use std::net::Ipv4Addr;
use std::time::Duration;

use hickory_proto::op::ResponseCode;

use crate::healthy::{private_zones, public_zones};
use crate::support::dns_server::{self, Asked, Behaviour, DnsServer, nxdomain, record};
use crate::world::Part;

/// Plays this part on port 53 of this address until it is dropped.
///
/// # Panics
/// If the port is taken.
pub fn start(part: Part, address: Ipv4Addr) -> DnsServer {
    let at = format!("{address}:53");
    match part {
        Part::Refuses => DnsServer::start_at(&at, |_| code(ResponseCode::Refused)),
        Part::Fails => DnsServer::start_at(&at, |_| code(ResponseCode::ServFail)),
        Part::Garbage => DnsServer::start_at(&at, |_| Behaviour::Garbage(vec![0xa5; 40])),
        Part::Truncates => DnsServer::start_at(&at, truncated),
        Part::TruncatesOnly => DnsServer::start_udp_only_at(&at, truncated),
        Part::Slow => DnsServer::start_at(&at, |asked| {
            Behaviour::Later(Duration::from_secs(1), Box::new(right(asked)))
        }),
        Part::NoEdns => DnsServer::start_at(&at, |asked| match asked.edns {
            true => code(ResponseCode::FormErr),
            false => right(asked),
        }),
        Part::TcpOnly => DnsServer::start_tcp_only_at(&at, right),
        Part::Chain(links) => DnsServer::start_at(&at, move |asked| chain(asked, links)),
        Part::Loop => DnsServer::start_at(&at, |asked| {
            let there = record(&format!("{} 300 CNAME two.northwind.example", asked.name));
            let back = record(&format!("two.northwind.example 300 CNAME {}", asked.name));
            Behaviour::Records(vec![there, back])
        }),
        Part::KnowsNothing => DnsServer::start_at(&at, |_| nxdomain()),
        Part::Empty => DnsServer::start_at(&at, |_| Behaviour::Records(Vec::new())),
    }
}

fn code(code: ResponseCode) -> Behaviour {
    Behaviour::Code(code, Vec::new())
}

fn truncated(asked: &Asked) -> Behaviour {
    match right(asked) {
        Behaviour::Records(records) => Behaviour::Truncated(records),
        other => other,
    }
}

/// The answer of the healthy network's servers: the records, along aliases.
fn right(asked: &Asked) -> Behaviour {
    let mut records = Vec::new();
    let mut name = asked.name.clone();
    let mut known = false;
    // No alias here leads to another alias' alias.
    for _ in 0..4 {
        let here: Vec<_> = all().into_iter().filter(|r| r.0 == name).collect();
        known |= !here.is_empty();
        let fits = here.iter().filter(|r| r.1 == asked.kind || r.1 == "CNAME");
        records
            .extend(fits.map(|(name, kind, value)| record(&format!("{name} 300 {kind} {value}"))));
        match here.into_iter().find(|r| r.1 == "CNAME") {
            Some((_, _, to)) => name = to.trim_end_matches('.').to_owned(),
            None => break,
        }
    }
    match known {
        true => Behaviour::Records(records),
        false => nxdomain(),
    }
}

/// Every record: name, type, value. The network's own come first and hide what is public of a zone.
fn all() -> Vec<(String, &'static str, String)> {
    let own = private_zones();
    let public = public_zones().into_iter();
    let public: Vec<_> = public
        .filter(|z| own.iter().all(|o| o.name != z.name))
        .collect();
    let all = own.into_iter().chain(public);
    let records = all.flat_map(|zone| {
        let name = zone.name;
        zone.records.into_iter().map(move |(owner, kind, value)| {
            let owner = match owner.as_str() {
                "@" => name.clone(),
                owner => format!("{owner}.{name}"),
            };
            (owner, kind, value)
        })
    });
    records.collect()
}

/// The right answer at the end of this many aliases more.
fn chain(asked: &Asked, links: u8) -> Behaviour {
    let Behaviour::Records(end) = right(asked) else {
        return right(asked);
    };
    let step = |n: u8| match n {
        0 => asked.name.clone(),
        n => format!("step{n}.northwind.example"),
    };
    let mut records: Vec<_> = (0..links)
        .map(|n| record(&format!("{} 300 CNAME {}", step(n), step(n + 1))))
        .collect();
    let aliases = end
        .iter()
        .filter(|r| r.record_type().to_string() == "CNAME");
    let dropped = aliases.count();
    records.extend(end.into_iter().skip(dropped).map(|mut record| {
        record.name = dns_server::name(&step(links));
        record
    }));
    Behaviour::Records(records)
}
