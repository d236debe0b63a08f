//! Is the way to the on-premises networks up?

use netdiag::text::counted;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot};

pub const CHECK: Check = Check {
    name: "site-to-site-connected",
    title: "the site-to-site connections are connected",
    explanation: Explanation {
        means: "Every connection of the network's gateway to another network says Connected; with regional integration also those of the gateway that the network uses through a peering.",
        matters: "While it is down nothing behind it is reached, though everything in the network itself works.",
        reads: "connectionStatus of each connection of the gateway. A gateway does not list its connections, so one that was not exported is not seen here; a list call may leave the status out.",
        mend: "Portal: the connection: check shared key, peer address and IKE settings on both sides, then reset it (az network vpn-connection reset --name CONNECTION --resource-group RG). Azure's VPN troubleshoot names the reason.",
    },
    scope: Scope::Integrated,
    after: &["gateway-up"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let neighbours = snapshot.neighbours()?;
    let mut found = Findings::default();
    for neighbour in &neighbours {
        let name = &neighbour.connection.name;
        let status = found.stated(
            &format!("connectionStatus of {name}"),
            &neighbour.connection.status,
            format!("{name} does not say its status (list calls leave it out; read the connection by itself)"),
        );
        let Some(status) = status else {
            continue;
        };
        match status.to_ascii_lowercase().as_str() {
            "connected" => {}
            "unknown" => {
                found.cannot_tell(format!("{name} says of itself that its status is unknown"))
            }
            _ => found.fail(format!("{name} is not connected ({status})")),
        }
    }
    Ok(found.verdict(format!(
        "{} connected",
        counted(neighbours.len(), "connection is", "connections are")
    )))
}
