//! The platform blocks this port.

use netdiag::model::Kind;

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "platform-blocks-port",
    title: "the platform blocks this port",
    explanation: Explanation {
        means: "App Service refuses outgoing connections to ports 445 and 137 to 139 for every address, and port 25 over regional integration.",
        matters: "No setting of the network can change it: drives cannot be mounted, NetBIOS is not available.",
        reads: "The port, and the refusal (10013).",
        mend: "Use another protocol: Azure Files mounts through the platform's own storage mounts, mail through a relay on port 587.",
    },
    judge,
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let port = case.target.port;
    let regional = case.snapshot.integration.kind.value() == Some(&Kind::Regional);
    let blocked = match port {
        445 | 137..=139 => true,
        25 => regional,
        _ => false,
    };
    if !blocked || case.reached() {
        return None;
    }
    let why = match port {
        445 => "445 (mounting a file share)",
        25 => "25 (SMTP) over regional integration",
        _ => "137 to 139 (NetBIOS)",
    };
    let summary = format!("App Service blocks port {why} for every address");
    let finding = match case
        .points
        .iter()
        .find_map(|point| Some((point, point.contact.as_ref()?)))
    {
        Some((point, contact)) if contact.outcome == "not_permitted" => {
            Finding::certain(summary).seen(point)
        }
        Some((_, contact)) if contact.answered() => return None,
        Some((point, _)) => Finding::likely(summary).seen(point),
        None => Finding::likely(summary),
    };
    Some(finding.because("port", port, None))
}
