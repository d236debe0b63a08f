//! What an integration costs, in words and without prices: prices change, what is charged does not.

use netdiag::fact::Fact;
use netdiag::model::{Gateway, Kind, RootCertificate, Subnet};
use netdiag::text::{counted, some_of};
use serde::Serialize;

use super::line::said;
use crate::certificate::{Certificate, OF_APP_SERVICE, normalize};
use crate::check::{self, Snapshot, Status};

/// Something that costs, or that does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Its public name.
    pub name: &'static str,
    /// What is charged for, and why.
    pub text: String,
}

/// What this integration costs.
pub fn of(snapshot: &Snapshot) -> Vec<Cost> {
    let mut costs = Vec::new();
    let mut add = |name, text: String| costs.push(Cost { name, text });
    match snapshot.integration.kind.value() {
        Some(Kind::None) => add(
            "none",
            "the app has no integration: there is nothing to pay for".to_owned(),
        ),
        None => add(
            "unknown",
            "what the integration costs depends on its kind, which is not known".to_owned(),
        ),
        // The tiers are those of the check. Source of the other two: Microsoft's page on
        // gateway-required integration (before, overview-vnet-integration), "Pricing details".
        Some(Kind::Gateway) => {
            add("tier", tier(snapshot, "Standard or Premium"));
            add(
                "outbound_data",
                "what the app sends through the gateway is charged as outbound data, even if plan and network are in one data centre".to_owned(),
            );
            add("gateway", gateway(snapshot));
        }
        // Of NAT gateways and private endpoints no page was found that says so, which is why the text
        // says "not certain".
        Some(Kind::Regional) => {
            add(
                "tier",
                tier(
                    snapshot,
                    "Basic, Standard or Premium (whether Isolated will do is not certain)",
                ),
            );
            add(
                "no_gateway",
                // Source: overview-vnet-integration, "Pricing details".
                "the integration itself needs no gateway, and costs nothing beyond the plan"
                    .to_owned(),
            );
            if let Some(nat) = snapshot
                .integration
                .integration_subnet()
                .value()
                .and_then(|s| s.nat_gateway.value())
            {
                add(
                    "nat_gateway",
                    format!(
                        "the NAT gateway {} has a cost of its own (not certain)",
                        nat.name()
                    ),
                );
            }
            if let Some(text) = private_endpoints(snapshot) {
                add("private_endpoints", text);
            }
        }
    }
    let other_region = check::named("same-region")
        .map(|check| check.verdict(snapshot).status)
        .is_some_and(|status| status == Status::Warn);
    if other_region {
        add(
            "other_region",
            "plan and network are in different regions: data between regions is charged (not certain)".to_owned(),
        );
    }
    costs
}

/// The pricing tier that is needed, and whether the plan has it.
fn tier(snapshot: &Snapshot, needed: &str) -> String {
    let verdict = check::named("plan-tier-supported").map(|check| check.verdict(snapshot));
    let found = match &verdict {
        Some(verdict) if verdict.status == Status::Unknown => {
            format!("; whether it is is not known: {}", said(verdict))
        }
        Some(verdict) => format!("; {}", verdict.summary),
        None => String::new(),
    };
    format!("the plan must be {needed}{found}")
}

/// The gateway's own cost, and whether it serves anything else.
fn gateway(snapshot: &Snapshot) -> String {
    match &snapshot.integration.gateway {
        Fact::Known { value, .. } => {
            let sku = value
                .sku
                .value()
                .map_or(String::new(), |sku| format!(" ({sku})"));
            format!(
                "the gateway {}{sku} has a cost of its own, used or not; {}",
                value.name,
                other_uses(snapshot, value)
            )
        }
        Fact::Absent { .. } => {
            "a VPN gateway, which this kind needs, has a cost of its own; there is none now"
                .to_owned()
        }
        Fact::Unknown(gap) => format!(
            "the VPN gateway, which this kind needs, has a cost of its own; what else it serves is not known: {gap}"
        ),
    }
}

/// What else the gateway is for. That it exists for this alone cannot be proved: it does not list its
/// connections, and who uses a certificate is written nowhere.
fn other_uses(snapshot: &Snapshot, gateway: &Gateway) -> String {
    const MOST: usize = 3;
    let connections: Vec<String> = snapshot
        .integration
        .neighbours()
        .iter()
        .map(|neighbour| neighbour.connection.name.clone())
        .collect();
    let mut uses = Vec::new();
    if !connections.is_empty() {
        uses.push(format!(
            "{} ({})",
            counted(
                connections.len(),
                "connection to another network",
                "connections to other networks"
            ),
            some_of(&connections, MOST)
        ));
    }
    let clients = other_certificates(snapshot, gateway);
    let mut doubts = Vec::new();
    match &clients {
        Ok(names) if names.is_empty() => {}
        Ok(names) => uses.push(format!(
            "the clients of {} ({})",
            counted(
                names.len(),
                "other root certificate",
                "other root certificates"
            ),
            some_of(names, MOST)
        )),
        Err(why) => doubts.push(why.clone()),
    }
    if !snapshot.integration.inventory.has_gateway_connections() {
        doubts.push("its connections to other networks were not read".to_owned());
    }
    let doubts = match doubts.is_empty() {
        true => String::new(),
        false => format!(" ({})", doubts.join("; ")),
    };
    if uses.is_empty() && doubts.is_empty() {
        "nothing else that was read uses it: it seems to exist for this integration alone"
            .to_owned()
    } else if uses.is_empty() {
        format!("whether anything else uses it is not known{doubts}")
    } else {
        format!("it also serves {}{doubts}", uses.join(" and "))
    }
}

/// The gateway's root certificates beside the one with which App Service signs in.
///
/// # Errors
/// Says why that is not known.
fn other_certificates(snapshot: &Snapshot, gateway: &Gateway) -> Result<Vec<String>, String> {
    let roots = gateway
        .point_to_site
        .as_ref()
        .and_then(|clients, _| clients.root_certificates.as_ref());
    let roots = match roots {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => return Ok(Vec::new()),
        Fact::Unknown(gap) => return Err(gap.to_string()),
    };
    let connection = snapshot.integration.connection.value();
    let own = connection
        .and_then(|connection| connection.thumbprint.value())
        .and_then(|text| normalize(text).ok())
        .ok_or("which of its root certificates is App Service's is not known")?;
    let thumbprint = |root: &RootCertificate| {
        let read = root.data.value().and_then(|d| Certificate::read(d).ok());
        read.map(|read| read.thumbprint)
            .or_else(|| normalize(root.thumbprint.value()?).ok())
    };
    let is_own = |root: &RootCertificate| thumbprint(root).is_some_and(|found| found == own);
    // While the gateway lacks the certificate of now, one under this name may be its predecessor.
    let is_in_sync = roots.iter().any(is_own);
    let is_predecessor =
        |root: &RootCertificate| !is_in_sync && root.name.starts_with(OF_APP_SERVICE);
    let others = roots
        .iter()
        .filter(|root| !is_own(root) && !is_predecessor(root));
    Ok(others.map(|root| root.name.clone()).collect())
}

/// The private endpoints in the network.
fn private_endpoints(snapshot: &Snapshot) -> Option<String> {
    let vnet = snapshot.integration.vnet.value()?;
    let in_subnet = |subnet: &Subnet| subnet.private_endpoints.value().map_or(0, Vec::len);
    let count: usize = vnet.subnets.value()?.iter().map(in_subnet).sum();
    (count > 0).then(|| {
        format!(
            "{} in {} {} of {} own (not certain)",
            counted(count, "private endpoint", "private endpoints"),
            vnet.name,
            if count == 1 {
                "has a cost"
            } else {
                "have a cost"
            },
            if count == 1 { "its" } else { "their" },
        )
    })
}
