//! Is the way to the on-premises networks up?

use netdiag::fact::Fact;

use super::{Check, Explanation, Findings, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "site-to-site-connected",
    title: "the site-to-site connections are connected",
    explanation: Explanation {
        means: "Every connection of the network's gateway to another network says Connected.",
        matters: "While it is down nothing behind it is reached, though everything in the network itself works.",
        reads: "connectionStatus of each connection of the gateway. A gateway does not list its connections, so one that was not exported is not seen here; a list call may leave the status out.",
        mend: "Portal: the connection: check shared key, peer address and IKE settings on both sides, then reset it (az network vpn-connection reset --name CONNECTION --resource-group RG). Azure's VPN troubleshoot names the reason.",
    },
    scope: Scope::Gateway,
    after: &["gateway-up"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    match &integration.gateway {
        Fact::Known { .. } => {}
        Fact::Absent { .. } => return Verdict::not_applicable("there is no gateway"),
        Fact::Unknown(gap) => return Verdict::unknown(gap),
    }
    let neighbours = integration.neighbours();
    if neighbours.is_empty() {
        return Verdict::not_applicable("no site-to-site connection is in what was read");
    }
    let mut found = Findings::default();
    for neighbour in &neighbours {
        let connection = neighbour.connection;
        match &connection.status {
            Fact::Known { value, from } => {
                found.evidence(
                    format!("connectionStatus of {}", connection.name),
                    value,
                    Some(from),
                );
                match value.to_ascii_lowercase().as_str() {
                    "connected" => {}
                    "unknown" => found.cannot_tell(format!(
                        "{} says of itself that its status is unknown",
                        connection.name
                    )),
                    _ => found.fail(format!("{} is not connected ({value})", connection.name)),
                }
            }
            Fact::Absent { from } => {
                found.cannot_tell(format!("{} does not say its status (list calls leave it out; read the connection by itself)", connection.name));
                found.evidence(
                    format!("connectionStatus of {}", connection.name),
                    "missing",
                    Some(from),
                );
            }
            Fact::Unknown(gap) => found.unknown(gap),
        }
    }
    found.verdict(format!(
        "{} connected",
        netdiag::text::counted(neighbours.len(), "connection is", "connections are")
    ))
}
