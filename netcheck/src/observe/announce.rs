//! What a round of questions is, in a line. Pure.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

use netdiag::model::DNS_PORT;
use netdiag::text::{counted, printable};

use crate::diagnose::observation::{Observations, Probe};

/// How many things are named before they are only counted.
const NAMED: usize = 3;

/// A line about the lookups and one about the connections of a round, as far as it has such; what was
/// seen before, or is still under way, tells a first attempt from one that is to tell causes apart.
pub fn round(probes: &[Probe], before: &Observations, under_way: &BTreeSet<Probe>) -> Vec<String> {
    [lookups(probes), connections(probes, before, under_way)]
        .into_iter()
        .flatten()
        .collect()
}

fn lookups(probes: &[Probe]) -> Option<String> {
    let mut names = BTreeSet::new();
    let mut servers = BTreeSet::new();
    for probe in probes {
        match probe {
            Probe::Resolve { name } => {
                names.insert(name.as_str());
            }
            Probe::Ask { name, server } => {
                names.insert(name.as_str());
                servers.insert(*server);
            }
            Probe::Connect { .. } => {}
        }
    }
    let what = enumerated(
        names.iter().map(|name| printable(name).into_owned()),
        "names",
    )?;
    Some(if servers.is_empty() {
        format!("Resolving {what} ...")
    } else {
        let servers = counted(servers.len(), "DNS server", "DNS servers");
        format!("Asking {servers} for {what} ...")
    })
}

fn connections(
    probes: &[Probe],
    before: &Observations,
    under_way: &BTreeSet<Probe>,
) -> Option<String> {
    let wanted: Vec<(IpAddr, u16)> = probes
        .iter()
        .filter_map(|probe| match probe {
            Probe::Connect { address, port } => Some((*address, *port)),
            _ => None,
        })
        .collect();
    let tried = |own: &IpAddr| {
        let mut under_way = under_way.iter();
        before.contacts(*own).next().is_some()
            || under_way
                .any(|probe| matches!(probe, Probe::Connect { address, .. } if address == own))
    };
    let others = wanted.iter().any(|(address, _)| tried(address));
    if others && wanted.len() > 1 {
        return Some(format!(
            "Trying {} other ports and neighbours to tell causes apart ...",
            wanted.len()
        ));
    }
    if wanted.iter().all(|(_, port)| *port == DNS_PORT) {
        let hosts = wanted.iter().map(|(address, _)| address.to_string());
        let what = enumerated(hosts, "DNS servers")?;
        return Some(format!("Connecting to port {DNS_PORT} of {what} ..."));
    }
    let what = enumerated(
        wanted.iter().map(|w| SocketAddr::from(*w).to_string()),
        "addresses",
    )?;
    Some(format!("Connecting to {what} ..."))
}

/// "a", "a and b", "a, b and c", "4 names".
fn enumerated(items: impl Iterator<Item = String>, many: &str) -> Option<String> {
    let mut items: Vec<String> = items.collect();
    if items.len() > NAMED {
        return Some(format!("{} {many}", items.len()));
    }
    let last = items.pop()?;
    Some(if items.is_empty() {
        last
    } else {
        format!("{} and {last}", items.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::observation::{Contact, Observation};

    fn connect(address: &str) -> Probe {
        let address: SocketAddr = address.parse().unwrap();
        Probe::Connect {
            address: address.ip(),
            port: address.port(),
        }
    }

    fn ask(name: &str, server: &str) -> Probe {
        Probe::Ask {
            name: name.to_owned(),
            server: server.parse().unwrap(),
        }
    }

    fn resolve(name: &str) -> Probe {
        Probe::Resolve {
            name: name.to_owned(),
        }
    }

    fn seen(probe: Probe) -> Observations {
        let mut observations = Observations::default();
        let contact = Contact {
            outcome: "timeout".to_owned(),
            rtt_ms: None,
            reported_by: None,
            message: None,
            took_ms: 4000.0,
        };
        observations.insert(probe, Observation::Contact(contact));
        observations
    }

    #[test]
    fn a_round_is_told_in_a_line() {
        let nothing = Observations::default();
        let tried = seen(connect("10.61.8.9:1433"));
        for (probes, before, expected) in [
            (vec![], &nothing, vec![]),
            (
                vec![resolve("sql01")],
                &nothing,
                vec!["Resolving sql01 ..."],
            ),
            (
                vec![
                    resolve("sql01"),
                    ask("sql01", "10.61.8.4:53"),
                    ask("sql01", "10.61.8.5:53"),
                ],
                &nothing,
                vec!["Asking 2 DNS servers for sql01 ..."],
            ),
            (
                vec![ask("b", "10.61.8.4:53"), ask("a\u{1b}", "10.61.8.4:53")],
                &nothing,
                vec!["Asking 1 DNS server for a\\u{1b} and b ..."],
            ),
            (
                vec![connect("10.61.8.9:1433")],
                &nothing,
                vec!["Connecting to 10.61.8.9:1433 ..."],
            ),
            (
                vec![connect("[fd00::9]:443"), connect("10.61.8.9:443")],
                &nothing,
                vec!["Connecting to [fd00::9]:443 and 10.61.8.9:443 ..."],
            ),
            (
                (1..=4)
                    .map(|n| connect(&format!("10.61.8.{n}:443")))
                    .collect(),
                &nothing,
                vec!["Connecting to 4 addresses ..."],
            ),
            (
                vec![connect("10.61.8.4:53")],
                &nothing,
                vec!["Connecting to port 53 of 10.61.8.4 ..."],
            ),
            (
                vec![
                    connect("10.61.8.9:443"),
                    connect("10.61.8.9:22"),
                    connect("10.61.8.4:53"),
                ],
                &tried,
                vec!["Trying 3 other ports and neighbours to tell causes apart ..."],
            ),
            (
                vec![resolve("sql01"), connect("10.61.8.10:1433")],
                &tried,
                vec!["Resolving sql01 ...", "Connecting to 10.61.8.10:1433 ..."],
            ),
        ] {
            let told = round(&probes, before, &BTreeSet::new());
            assert_eq!(told, expected, "{probes:?}");
        }
    }

    #[test]
    fn what_is_under_way_was_tried_too() {
        let nothing = Observations::default();
        let probes = [connect("10.61.8.9:443"), connect("10.61.8.9:22")];
        let under_way = BTreeSet::from([connect("10.61.8.9:1433")]);
        assert_eq!(
            round(&probes, &nothing, &under_way),
            ["Trying 2 other ports and neighbours to tell causes apart ..."]
        );
    }
}
