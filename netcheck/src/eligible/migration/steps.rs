//! What to do, in order, and what each step interrupts.

use super::{Line, Move, Status};
use netdiag::model::Kind;

use crate::platform::DELEGATION;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do.
    pub what: String,
    /// What it interrupts.
    pub outage: &'static str,
}

const NONE: &str = "none";

/// The steps: everything that interrupts nothing first, the switch last.
pub(super) fn steps(it: &Move<'_>, lines: &[Line]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut step = |what: String, outage| steps.push(Step { what, outage });
    let open = |name: &str| {
        lines.iter().any(|line| {
            line.name == name && !matches!(line.status, Status::Pass | Status::NotApplicable)
        })
    };
    let senders = it.senders();
    if it.exists {
        step(
            format!(
                "Take the subnet {} ({senders}) of {}.",
                it.subnet.name, it.vnet.name
            ),
            NONE,
        );
    } else {
        step(
            format!(
                "Create a subnet {senders} in {}, delegated to {}.",
                it.vnet.name, DELEGATION
            ),
            NONE,
        );
    }
    if open("peerings-connected") {
        step(
            "Connect the peerings that are named above.".to_owned(),
            NONE,
        );
    }
    if open("on-premises-way-back") {
        step(
            format!("Have the on-premises side route {senders} back and admit it."),
            NONE,
        );
    }
    if open("security-rules-renamed") || open("reach-kept") {
        step(
            format!("Admit {senders} in the security groups that are named above."),
            NONE,
        );
    }
    if open("static-routes-replaced") {
        step(
            "Put a route table on the subnet for what the STATIC routes led to.".to_owned(),
            NONE,
        );
    }
    if open("dns-servers-reached") {
        step(
            "Set the DNS servers as above.".to_owned(),
            "an app setting restarts the app; the network's own list is taken over at a restart (not certain)",
        );
    }
    step(
        "Disconnect the app from the gateway (portal: the app, Networking, VNet integration, Disconnect).".to_owned(),
        "the app restarts, and from here on reaches nothing private",
    );
    let group = it
        .now
        .integration
        .app
        .value()
        .and_then(|app| app.id.resource_group())
        .unwrap_or("RG");
    let app = it.now.integration.app_name.as_deref().unwrap_or("APP");
    let (name, slot) = match app.split_once('/') {
        Some((name, slot)) => (name, format!(" --slot {slot}")),
        None => (app, String::new()),
    };
    let subnet = if it.exists {
        it.subnet.name.as_str()
    } else {
        "integration"
    };
    step(
        format!(
            "Integrate it with the subnet: az webapp vnet-integration add --resource-group {group} --name {name}{slot} --vnet {} --subnet {subnet}",
            it.vnet.id
        ),
        "the app restarts; after that it reaches the network again",
    );
    if open("static-routes-replaced") {
        step("Let all of the app's traffic enter the network (outboundVnetRouting.applicationTraffic).".to_owned(), "connections to public addresses take another way from then on");
    }
    step(
        "Export anew and ask netcheck check HOST:PORT for what the app needs.".to_owned(),
        NONE,
    );
    let others = others(it);
    if !others.is_empty() {
        step(
            format!(
                "The same for the other apps of the plan that use the gateway: {}.",
                others.join(", ")
            ),
            "as above, for each",
        );
    }
    let serves = if it.now.integration.neighbours().is_empty() {
        "It serves no site-to-site connection that was read; when no app and no other point-to-site client needs it, it can go."
    } else {
        "It carries site-to-site connections, so it stays; only its point-to-site configuration can go, when no other client needs it."
    };
    step(
        format!("Last, the gateway. {serves}"),
        "whoever still dials in by point-to-site",
    );
    steps
}

/// Other apps of the plan with a gateway-required integration, as far as they were read.
fn others(it: &Move<'_>) -> Vec<String> {
    let integration = &it.now.integration;
    let Some(plan) = integration.plan_id() else {
        return Vec::new();
    };
    let apps = super::super::apps_on(it.now, &plan);
    apps.into_iter()
        .filter(|app| app.snapshot.integration.kind.value() == Some(&Kind::Gateway))
        .map(|app| app.name)
        .filter(|name| Some(name.as_str()) != integration.app_name.as_deref())
        .collect()
}
