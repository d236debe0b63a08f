//! What can serve where an integration cannot, and why.

use netdiag::fact::Fact;
use netdiag::model::Tier;

use super::reason::{already_integrated, no_subnet_free};
use super::wanted::{INBOUND, Wanted};
use super::{Eligible, Network, Way, Weight};
use crate::check::Snapshot;

/// Another way to a host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Its public name.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Whether it can serve this app, as far as was read.
    pub eligible: Eligible,
    /// Why, and within which limits.
    pub why: String,
}

/// What can serve instead. Empty if an integration can, and nothing is wanted that none does.
pub fn alternatives(
    snapshot: &Snapshot,
    networks: &[Network],
    wanted: &[Wanted],
) -> Vec<Alternative> {
    let gateway_asked = networks.iter().any(|network| {
        network
            .answers
            .iter()
            .any(|answer| answer.way == Way::Gateway)
    });
    let regional = regional(networks);
    // Where only the regional kind was asked about, it is not offered as an alternative to itself.
    let served = networks
        .iter()
        .any(|network| network.eligible() == Eligible::Yes)
        || (!gateway_asked && regional.is_some());
    let inbound = wanted.iter().any(|wanted| wanted.limit == INBOUND);
    let mut all = Vec::new();
    if !served {
        all.extend(regional);
    }
    if !served || !wanted.is_empty() {
        all.push(hybrid_connections(snapshot, wanted));
    }
    if !served {
        all.push(environment());
    }
    if inbound {
        all.push(private_endpoint(snapshot));
    }
    all
}

/// The regional kind, where nothing but what is mended at once stands in its way.
fn regional(networks: &[Network]) -> Option<Alternative> {
    let quick = [no_subnet_free::REASON.name, already_integrated::REASON.name];
    let mut answers = networks.iter().flat_map(|network| {
        let answers = network
            .answers
            .iter()
            .filter(|answer| answer.way == Way::Regional);
        answers.map(move |answer| (network, answer))
    });
    let (network, answer) = answers.find(|(_, answer)| {
        answer
            .struck
            .iter()
            .all(|struck| struck.weight == Weight::Note || quick.contains(&struck.reason.name))
    })?;
    let needs: Vec<&str> = answer
        .struck
        .iter()
        .filter(|struck| struck.weight != Weight::Note)
        .map(|struck| struck.reason.good)
        .collect();
    Some(Alternative {
        name: "regional-integration",
        title: "Regional integration",
        eligible: Eligible::Yes,
        why: format!(
            "with {}, once this is so: {}. It needs no gateway, takes Linux and containers, and reaches peered networks and on-premises too",
            network.name(),
            needs.join("; ")
        ),
    })
}

/// Source: Microsoft's app-service-hybrid-connections page, 2025-05.
fn hybrid_connections(snapshot: &Snapshot, wanted: &[Wanted]) -> Alternative {
    let integration = &snapshot.integration;
    let plan = integration.plan.as_ref();
    let tier = plan.clone().and_then(|plan, _| plan.tier.clone());
    let container = integration
        .app
        .as_ref()
        .and_then(|app, _| app.hyper_v.clone());
    let container = container.or(plan.and_then(|plan, _| plan.hyper_v.clone()));
    let limits = "for TCP to one host and port each, in any network that can call out to Azure on port 443, where an agent (Hybrid Connection Manager, on Windows Server 2012 or later or on Linux) must run beside the target; no UDP, no dynamic ports as of passive FTP, no LDAP, no domain join, no drive. It is priced for each connection and agent";
    let (eligible, count) = match tier.value().map(|tier| Tier::of(tier)) {
        _ if container.value() == Some(&true) => {
            (Eligible::No, "not for Windows containers; otherwise ")
        }
        Some(Tier::Basic) => (Eligible::Yes, "5 on a Basic plan, "),
        Some(Tier::Standard) => (Eligible::Yes, "25 on a Standard plan, "),
        Some(Tier::Premium | Tier::Isolated) => (Eligible::Yes, "220 for each app in this tier, "),
        Some(Tier::Free | Tier::Shared | Tier::Dynamic | Tier::Other) => {
            (Eligible::No, "from the Basic tier up; ")
        }
        None => (
            Eligible::Unclear,
            "from the Basic tier up, and the plan's tier was not read; ",
        ),
    };
    let mut why = format!("{count}{limits}");
    // It opens no port that the platform closes, joins no domain, and lets nobody in.
    let unserved: Vec<String> = wanted
        .iter()
        .map(|wanted| wanted.target.to_string())
        .collect();
    if !unserved.is_empty() {
        why.push_str(&format!(". Not for {}", unserved.join(", ")));
    }
    Alternative {
        name: "hybrid-connections",
        title: "Hybrid Connections",
        eligible,
        why,
    }
}

fn environment() -> Alternative {
    Alternative {
        name: "app-service-environment",
        title: "App Service Environment",
        eligible: Eligible::Yes,
        why: "the app moves to an Isolated plan that stands in a subnet of the network itself: no integration is needed, ExpressRoute and private access to the app come with it. A new environment and another tier; creating one takes hours (not certain)".to_owned(),
    }
}

fn private_endpoint(snapshot: &Snapshot) -> Alternative {
    let tier = snapshot
        .integration
        .plan
        .as_ref()
        .and_then(|plan, _| plan.tier.clone());
    let eligible = match &tier {
        Fact::Known { value, .. } => match Tier::of(value) {
            Tier::Free | Tier::Shared | Tier::Dynamic => Eligible::No,
            _ => Eligible::Yes,
        },
        _ => Eligible::Unclear,
    };
    Alternative {
        name: "private-endpoint",
        title: "Private endpoint",
        eligible,
        why: "for what comes in: it gives the app an address in a network (Basic and up), in another subnet than the one that it sends from; names need the zone privatelink.azurewebsites.net".to_owned(),
    }
}
