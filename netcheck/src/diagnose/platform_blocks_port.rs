//! The platform blocks this port.

use netdiag::model::{ClosedPort, Entry, Kind};

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "platform-blocks-port",
    title: "the platform blocks this port",
    explanation: Explanation {
        means: "The sandbox of Windows apps refuses outgoing connections to ports 445 and 137 to 139 for every address (for Linux apps that is not certain); port 25 is not available over regional integration.",
        matters: "No setting of the network can change it: drives cannot be mounted, NetBIOS is not available.",
        reads: "The port, and the refusal (10013).",
        mend: "Use another protocol: Azure Files mounts through the platform's own storage mounts, mail through a relay on port 587.",
    },
    judge,
    ..Cause::PLAIN
};

/// Why a port is blocked, and how surely.
struct Rule {
    what: &'static str,
    source: &'static str,
    /// Whether that is documented for an app of this kind.
    documented: bool,
}

fn rule(case: &Case<'_>) -> Option<Rule> {
    let integration = &case.snapshot.integration;
    if let Some(closed) = ClosedPort::of(case.target.port) {
        return Some(Rule {
            what: match closed {
                ClosedPort::FileShare => {
                    "App Service refuses port 445 (mounting a file share) for every address"
                }
                ClosedPort::NetBios => {
                    "App Service refuses ports 137 to 139 (NetBIOS) for every address"
                }
            },
            source: ClosedPort::SOURCE,
            documented: ClosedPort::is_documented_for(integration),
        });
    }
    match case.target.port {
        25 if integration.kind.value() == Some(&Kind::Regional) => {
            // What does not enter the network is under other limits, which no source here tells.
            let enters = case.points.is_empty()
                || case
                    .points
                    .iter()
                    .any(|point| !matches!(point.entry, Entry::Internet { .. }));
            Some(Rule {
                what: "port 25 (SMTP) is not available over regional integration, for any address",
                source: "Microsoft's overview-vnet-integration page",
                documented: enters,
            })
        }
        _ => None,
    }
}

fn judge(case: &Case<'_>) -> Option<Finding> {
    let rule = rule(case)?;
    if case.reached() {
        return None;
    }
    let tried = case
        .points
        .iter()
        .find_map(|point| Some((point, point.contact.as_ref()?)));
    if tried.is_some_and(|(_, contact)| contact.answered()) {
        return None;
    }
    let refused = tried.is_some_and(|(_, contact)| contact.not_permitted());
    let finding = if rule.documented && refused {
        Finding::certain(rule.what)
    } else if rule.documented || refused {
        Finding::likely(rule.what)
    } else if case.target.port == 25 {
        Finding::possible(
            "Azure may limit outgoing port 25 (SMTP) of the app, also where it does not enter the network; that is not certain",
        )
    } else {
        Finding::possible(format!("{}; {}", rule.what, ClosedPort::NOT_CERTAIN))
    };
    let finding = match tried {
        Some((point, _)) => finding.seen(point),
        None => finding,
    };
    Some(
        finding
            .because("port", case.target.port, None)
            .because("source", rule.source, None),
    )
}
