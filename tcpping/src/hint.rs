//! What a person looking at the result would not know, in one line. Pure.

use std::net::IpAddr;
use std::time::Duration;

use netdiag::model::ClosedPort;
use netdiag::probe::connect::{Outcome, SILENCE};
use netdiag::probe::failure::Failure;
use netdiag::space::is_private;
use netdiag::text::counted;

use crate::stats::Stats;

/// What a hint is drawn from.
pub struct Seen<'a> {
    /// The port that was tried.
    pub port: u16,
    /// The address that was tried, if there was one.
    pub address: Option<IpAddr>,
    /// What came of the attempts.
    pub stats: &'a Stats,
    /// How long each might take.
    pub timeout: Duration,
    /// This machine runs an App Service app: what it refuses is the sandbox's doing.
    pub in_app_service: bool,
    /// An App Service app is asked about, be it here or by its export: what the platform does to it
    /// matters, whatever is seen from here.
    pub for_app: bool,
    /// The app is one for which the ports that the platform closes are not documented
    /// ([`ClosedPort::is_documented_for`]).
    pub may_be_open: bool,
}

/// The most telling hint, if there is one.
///
/// What it says about the platform comes from the App Service sandbox's documentation ([`ClosedPort`],
/// loopback, private ranges) and from Microsoft's overview-vnet-integration page (port
/// 25). It is said as a fact only where an app is meant.
pub fn hint(seen: &Seen<'_>) -> Option<String> {
    let came = |failure| seen.stats.saw(Outcome::Failed(failure));
    let forbidden = came(Failure::NotPermitted);
    let no_way = forbidden || came(Failure::Timeout) || came(Failure::Prohibited);
    // Of an app nothing that is seen but a server's own "no" speaks against the platform's block.
    let no_way_for_app = seen.for_app
        && (no_way || came(Failure::HostUnreachable) || came(Failure::NetworkUnreachable));
    if seen.stats.connected() == 0 && (no_way || no_way_for_app) {
        if let Some(closed) = ClosedPort::of(seen.port) {
            return Some(blocked_port(closed, seen, forbidden));
        }
        if seen.port == 25 && no_way && seen.for_app {
            return Some(
                "port 25 is not available to App Service apps with regional integration; mail \
                 services offer 587 instead."
                    .to_owned(),
            );
        }
    }
    if forbidden {
        return Some(forbidden_socket(seen));
    }
    let repeated = seen.stats.repeated();
    if repeated > 0 {
        return Some(format!(
            "{} of {} needed a repeated SYN: packets are lost on the way, and each loss costs the \
             app a second or more.",
            repeated,
            counted(seen.stats.connected(), "connection", "connections")
        ));
    }
    if came(Failure::Timeout) && seen.timeout < SILENCE {
        return Some(format!(
            "what is sent is repeated after 1 and 3 s, and some routers answer only that; silence \
             for {} s proves little, so try -w 4.",
            seen.timeout.as_secs_f64()
        ));
    }
    None
}

fn blocked_port(closed: ClosedPort, seen: &Seen<'_>, forbidden: bool) -> String {
    let (which, others) = match closed {
        ClosedPort::FileShare => ("port 445 (mounting a file share)", "137 to 139 too"),
        ClosedPort::NetBios => ("NetBIOS (ports 137 to 139)", "445 too"),
    };
    if seen.for_app && seen.may_be_open {
        format!(
            "App Service blocks {which} for every address, {others}; {}.",
            ClosedPort::NOT_CERTAIN
        )
    } else if seen.for_app || forbidden && cfg!(windows) {
        format!(
            "App Service blocks {which} for every address, {others}; no setting and no \
             integration opens it."
        )
    } else {
        format!(
            "inside an App Service app {which} is blocked for every address, {others}, whatever \
             is seen from here."
        )
    }
}

fn forbidden_socket(seen: &Seen<'_>) -> String {
    let here = seen.in_app_service || cfg!(windows);
    let address = match seen.address {
        Some(address) => address,
        None => return "this machine itself refused to send; nothing reached the network.".into(),
    };
    if !here {
        return format!(
            "this machine itself refused to send to {address} (a 'prohibit' route, a local \
             firewall or a sandbox); nothing reached the network."
        );
    }
    if address.is_loopback() || address.is_unspecified() {
        format!(
            "the App Service sandbox opens {address} only to listeners of its own; the app and \
             its Kudu site run in different sandboxes."
        )
    } else if is_private(address) {
        format!(
            "the App Service sandbox refuses the private address {address} unless the app has a \
             virtual network's adapter: it is not integrated, or not in sync (netcheck tells \
             which)."
        )
    } else {
        format!(
            "the App Service sandbox refuses this port, not the public address {address}; \
             integration with a virtual network does not change that."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where tcpping runs: inside an app, elsewhere with the app's export, with that of a Linux app,
    /// elsewhere.
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Place {
        App,
        Export,
        LinuxApp,
        Elsewhere,
    }
    use Place::{App, Elsewhere, Export, LinuxApp};

    fn said(port: u16, address: &str, outcome: Outcome, place: Place) -> String {
        let mut stats = Stats::default();
        stats.count(outcome, None, 0);
        hint(&Seen {
            port,
            address: address.parse().ok(),
            stats: &stats,
            timeout: Duration::from_secs(4),
            in_app_service: place == App,
            for_app: place != Elsewhere,
            may_be_open: place == LinuxApp,
        })
        .unwrap_or_default()
    }

    #[test]
    fn hints_fit_the_address_and_the_port() {
        let forbidden = Outcome::Failed(Failure::NotPermitted);
        let timeout = Outcome::Failed(Failure::Timeout);
        let refused = Outcome::Failed(Failure::Refused);
        let unreachable = Outcome::Failed(Failure::HostUnreachable);
        let blocked = "App Service blocks port 445";
        #[rustfmt::skip]
        let cases = [
            (445, "10.0.0.4", forbidden, App, blocked),
            (445, "10.0.0.4", timeout, App, blocked),
            (445, "10.0.0.4", unreachable, App, blocked),
            (445, "10.0.0.4", forbidden, Export, blocked),
            (445, "10.0.0.4", timeout, Export, blocked),
            (445, "10.0.0.4", unreachable, Export, blocked),
            (445, "10.0.0.4", timeout, LinuxApp, "a Linux app is not certain"),
            (445, "52.1.2.3", timeout, Elsewhere, "inside an App Service app port 445"),
            (445, "10.0.0.4", unreachable, Elsewhere, ""),
            (138, "10.0.0.4", timeout, App, "App Service blocks NetBIOS"),
            (137, "10.0.0.4", unreachable, Export, "App Service blocks NetBIOS"),
            (445, "10.0.0.4", refused, App, ""),
            (445, "10.0.0.4", Outcome::Connected, App, ""),
            (25, "52.1.2.3", timeout, App, "587"),
            (25, "52.1.2.3", timeout, Elsewhere, ""),
            (1433, "10.0.0.4", forbidden, App, "not in sync"),
            (1433, "127.0.0.1", forbidden, App, "different sandboxes"),
            (1433, "52.1.2.3", forbidden, App, "public address 52.1.2.3"),
            (1433, "10.0.0.4", timeout, App, ""),
            (1433, "10.0.0.4", unreachable, App, ""),
            (1433, "10.0.0.4", refused, App, ""),
        ];
        for (port, address, outcome, place, part) in cases {
            let said = said(port, address, outcome, place);
            assert_eq!(said.is_empty(), part.is_empty(), "{port} {place:?}: {said}");
            assert!(said.contains(part), "{port} {place:?}: {said}");
        }
        if !cfg!(windows) {
            for place in [Elsewhere, Export] {
                let said = said(1433, "10.0.0.4", forbidden, place);
                assert!(said.starts_with("this machine itself refused"), "{said}");
            }
        }
    }

    #[test]
    fn a_repeated_syn_and_a_short_wait_are_explained() {
        let mut stats = Stats::default();
        stats.count(Outcome::Connected, Some(Duration::from_secs(1)), 1);
        stats.count(Outcome::Connected, Some(Duration::from_millis(9)), 0);
        let mut seen = Seen {
            port: 443,
            address: None,
            stats: &stats,
            timeout: Duration::from_secs(1),
            in_app_service: false,
            for_app: false,
            may_be_open: false,
        };
        let said = hint(&seen).unwrap();
        assert!(said.starts_with("1 of 2 connections needed"), "{said}");
        let mut silent = Stats::default();
        silent.count(Outcome::Failed(Failure::Timeout), None, 0);
        seen.stats = &silent;
        assert!(hint(&seen).unwrap().contains("silence for 1 s"));
        seen.timeout = Duration::from_secs(4);
        assert_eq!(hint(&seen), None);
    }
}
