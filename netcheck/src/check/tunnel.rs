//! The state of the way into the network, as the checks judge it, for whoever follows a packet.

use super::{Judged, Status};
use crate::path::context::Tunnel;
use crate::path::fate::{Blocker, Verdict};

/// The state of the tunnel, from the checks that judge it.
pub fn tunnel(checks: &[Judged]) -> Tunnel {
    Tunnel {
        gateway: hop_verdict(checks, &["gateway-up"], "gateway-down"),
        certificates: hop_verdict(
            checks,
            &["certificates-in-sync", "certificates-valid"],
            "certificates-out-of-sync",
        ),
    }
}

fn hop_verdict(checks: &[Judged], names: &[&str], cause: &'static str) -> Verdict {
    let of = |status: Status| {
        checks
            .iter()
            .find(|j| names.contains(&j.check.name) && j.verdict.status == status)
    };
    if let Some(failed) = of(Status::Fail) {
        return Verdict::Blocked(Blocker {
            cause,
            what: failed.verdict.summary.clone(),
            from: failed.verdict.evidence.iter().find_map(|e| e.from.clone()),
        });
    }
    match of(Status::Unknown) {
        Some(unknown) => Verdict::Unknown(unknown.verdict.summary.clone()),
        None => Verdict::Passes(
            checks
                .iter()
                .find(|j| j.check.name == names[0])
                .map_or_else(String::new, |j| j.verdict.summary.clone()),
        ),
    }
}
