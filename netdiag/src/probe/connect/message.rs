//! The sentence about a connection that could not be made.

use std::borrow::Cow;

use super::dial::{Broken, Step};
use crate::os::sockets::IcmpReport;
use crate::probe::failure::Failure;
use crate::text::printable;

/// The sentence of this failure, with who said so in brackets. The ones that the portal's parser
/// knows stay as they are.
pub(super) fn of(failure: Failure, broken: &Broken) -> Cow<'static, str> {
    let sentence = match (failure, broken.icmp) {
        (
            Failure::NotPermitted | Failure::Timeout | Failure::NoSuchHost | Failure::DnsFailure,
            _,
        ) => return failure.sentence().into(),
        (Failure::Other, _) => {
            return format!("{}.", printable(&broken.error.to_string())).into();
        }
        // Port unreachable instead of a reset: a TCP stack answers with the latter.
        (Failure::Refused, Some(_)) => {
            "No connection could be made because a firewall actively rejected it."
        }
        _ => failure.sentence(),
    };
    match who(failure, broken) {
        Some(who) => format!("{} ({who}).", sentence.trim_end_matches('.')).into(),
        None => sentence.into(),
    }
}

fn who(failure: Failure, broken: &Broken) -> Option<String> {
    let Some(report) = broken.icmp else {
        return match (broken.step, failure) {
            (Step::Call, Failure::NetworkUnreachable) => {
                Some("this machine has no route to it".to_owned())
            }
            (Step::Call, Failure::HostUnreachable) => {
                Some("by a route of this machine itself".to_owned())
            }
            _ => None,
        };
    };
    let message = icmp_name(&report);
    Some(match report.sender {
        Some(sender) if Some(sender) == broken.local && failure == Failure::HostUnreachable => {
            "nobody answers to this address on the local network".to_owned()
        }
        Some(sender) if Some(sender) == broken.local => {
            format!("ICMP {message} from this machine itself, {sender}")
        }
        Some(sender) => format!("ICMP {message} from {sender}"),
        None => format!("ICMP {message}"),
    })
}

/// The name of an ICMP message. Sources: RFC 792, RFC 1812, RFC 4443.
fn icmp_name(report: &IcmpReport) -> Cow<'static, str> {
    match (report.ipv6, report.kind, report.code) {
        (false, 3, 0) => "network unreachable",
        (false, 3, 1) | (true, 1, 3) => "host unreachable",
        (false, 3, 2) => "protocol unreachable",
        (false, 3, 3) | (true, 1, 4) => "port unreachable",
        (false, 3, 9) => "network prohibited",
        (false, 3, 10) => "host prohibited",
        (false, 3, 13) | (true, 1, 1) => "administratively prohibited",
        (true, 1, 0) => "no route to destination",
        (true, 1, 2) => "beyond scope of source address",
        (true, 1, 5) => "source address failed policy",
        (true, 1, 6) => "reject route to destination",
        (false, 11, _) | (true, 3, _) => "time exceeded, the packets go in circles",
        (_, kind, code) => return format!("type {kind} code {code}").into(),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    fn broken(step: Step, icmp: Option<(&str, u8, u8)>) -> Broken {
        Broken {
            error: io::Error::other("a B\u{fc}ro\nerror"),
            step,
            icmp: icmp.map(|(sender, kind, code)| IcmpReport {
                error: 0,
                sender: sender.parse().ok(),
                ipv6: false,
                kind,
                code,
            }),
            local: "10.99.0.1".parse().ok(),
        }
    }

    #[test]
    fn a_failure_says_who_reported_it() {
        let refused = "No connection could be made because the target machine actively refused it.";
        for (failure, step, icmp, expected) in [
            (Failure::Refused, Step::Wire, None, refused),
            (
                Failure::Refused,
                Step::Wire,
                Some(("10.99.0.2", 3, 3)),
                "No connection could be made because a firewall actively rejected it (ICMP port unreachable from 10.99.0.2).",
            ),
            (
                Failure::Prohibited,
                Step::Wire,
                Some(("10.98.0.1", 3, 13)),
                "The connection is administratively prohibited by a router or firewall (ICMP administratively prohibited from 10.98.0.1).",
            ),
            (
                Failure::HostUnreachable,
                Step::Wire,
                Some(("10.99.0.1", 3, 1)),
                "A socket operation was attempted to an unreachable host (nobody answers to this address on the local network).",
            ),
            (
                Failure::HostUnreachable,
                Step::Wire,
                Some(("10.98.0.1", 11, 0)),
                "A socket operation was attempted to an unreachable host (ICMP time exceeded, the packets go in circles from 10.98.0.1).",
            ),
            (
                Failure::NetworkUnreachable,
                Step::Call,
                None,
                "A socket operation was attempted to an unreachable network (this machine has no route to it).",
            ),
            (Failure::Other, Step::Call, None, "a B\\u{fc}ro\\nerror."),
        ] {
            assert_eq!(of(failure, &broken(step, icmp)), expected);
        }
    }

    #[test]
    fn what_the_portal_knows_stays_as_it_is() {
        for failure in [
            Failure::NotPermitted,
            Failure::Timeout,
            Failure::NoSuchHost,
            Failure::DnsFailure,
        ] {
            let said = of(failure, &broken(Step::Wire, Some(("10.98.0.1", 3, 1))));
            assert_eq!(said, failure.sentence());
        }
    }

    #[test]
    fn no_sentence_starts_like_another_outcome_to_the_portal() {
        for failure in Failure::ALL {
            let said = of(failure, &broken(Step::Wire, Some(("10.98.0.1", 3, 1))));
            if failure != Failure::Timeout {
                assert!(!said.contains("Connection timed out"), "{said}");
            }
            if failure != Failure::NotPermitted {
                assert!(!said.starts_with("An attempt was made to access"), "{said}");
            }
            if failure != Failure::NoSuchHost {
                assert!(!said.contains("No such host is known"), "{said}");
            }
        }
    }
}
