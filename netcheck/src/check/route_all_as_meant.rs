//! Does all of the app's traffic enter the network, or only what goes to private addresses, and is
//! that what the rest of the configuration counts on?

use std::net::{IpAddr, Ipv4Addr};

use netdiag::fact::{Fact, Origin};
use netdiag::model::{Entry, RoutePrefix, Site, Subnet};
use netdiag::space::is_private;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "route-all-as-meant",
    title: "the app's traffic enters the network as meant",
    explanation: Explanation {
        means: "The switches that send all of the app's traffic into the network do not contradict each other, and nothing stands around the integration subnet that only works for traffic to public addresses while that does not enter.",
        matters: "With route-all off only private addresses (RFC 1918) and the subnet's service endpoints enter the network: a NAT gateway, a firewall behind a default route and a security group never see the app's traffic to public addresses, and a partner who admits their address refuses the app's.",
        reads: "outboundVnetRouting.allTraffic and .applicationTraffic, before it vnetRouteAllEnabled, before that the app setting WEBSITE_VNET_ROUTE_ALL: all are honoured, and one that is on suffices. NAT gateway and route table of the integration subnet, DNS servers. The switches for image pull, content share, and backup and restore are shown; they are off unless set.",
        mend: "Portal: the app, Networking, Virtual network integration, Application routing: Outbound internet traffic. Or: az resource update --ids APP --set properties.outboundVnetRouting.applicationTraffic=true (before API version 2025-03-01: az webapp config set --name APP --resource-group RG --vnet-route-all-enabled true). Then remove WEBSITE_VNET_ROUTE_ALL, so that one switch is left.",
    },
    scope: Scope::Regional,
    after: &[],
    judge,
};

/// An address that is neither private nor behind a service endpoint (TEST-NET-3, RFC 5737).
const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1));
const SETTING: &str = "WEBSITE_VNET_ROUTE_ALL";

fn judge(snapshot: &Snapshot) -> Judgement {
    let mut found = Findings::default();
    let (all, decided_by) = match snapshot
        .integration
        .entry_of(PUBLIC, &["no service of Azure"])
    {
        Entry::Vnet { by, .. } => (true, by),
        Entry::Internet { by } => (false, by),
        Entry::Unknown { why } => return Err(Verdict::cannot_tell(why)),
    };
    contradictions(snapshot, &mut found);
    if let Some(app) = snapshot.integration.app.value() {
        other_traffic(app, &mut found);
    }
    if !all {
        for server in snapshot.dns_servers().into_iter().map(|s| s.address.ip()) {
            if !is_private(server) && server != netdiag::model::AZURE_DNS.ip() {
                found.warn(format!(
                    "the DNS server {server} is public and is asked directly, not through the network"
                ));
                found.evidence("DNS server", server, None);
            }
        }
        // Without the subnet nothing more can be said: that it was not read is another check's.
        if let Ok(subnet) = snapshot.integration_subnet() {
            without_effect(snapshot, subnet, &mut found);
        }
    }
    Ok(found.verdict(if all {
        format!("all of the app's traffic enters the network ({decided_by})")
    } else {
        format!("only private addresses and service endpoints enter the network ({decided_by})")
    }))
}

/// Switches that say different things; each that says something is evidence.
fn contradictions(snapshot: &Snapshot, found: &mut Findings) {
    let mut on = Vec::new();
    let mut off = Vec::new();
    let mut say = |name: &'static str, value: bool, from: &Origin, found: &mut Findings| {
        found.evidence(name, if value { "on" } else { "off" }, Some(from));
        if value { &mut on } else { &mut off }.push(name);
    };
    if let Some(app) = snapshot.integration.app.value() {
        for (name, switch) in [
            ("outboundVnetRouting", &app.routes_application_traffic),
            ("vnetRouteAllEnabled", &app.route_all),
        ] {
            if let Some((value, from)) = found.known(switch) {
                say(name, *value, from, found);
            }
        }
    }
    let environment = &snapshot.integration.environment;
    if let Fact::Known { from, .. } = environment.get(SETTING) {
        say(
            SETTING,
            environment.switched_on(SETTING).is_some(),
            &from,
            found,
        );
    }
    if !on.is_empty() && !off.is_empty() {
        found.warn(format!(
            "{} says that all traffic enters, {} that it does not",
            on.join(" and "),
            off.join(" and ")
        ));
    }
}

/// The app's other traffic has switches of its own.
fn other_traffic(app: &Site, found: &mut Findings) {
    for (what, switch) in [
        ("image pull through the network", &app.routing.image_pull),
        (
            "content share through the network",
            &app.routing.content_share,
        ),
        (
            "backup and restore through the network",
            &app.routing.backup_restore,
        ),
    ] {
        if let Fact::Known { value, from } = switch {
            found.evidence(what, if *value { "on" } else { "off" }, Some(from));
        }
    }
}

/// What stands around the subnet for traffic that never comes.
fn without_effect(snapshot: &Snapshot, subnet: &Subnet, found: &mut Findings) {
    let idle = |found: &mut Findings, what: String| {
        found.warn(format!(
            "{what} has no effect on the app's traffic to public addresses, which does not enter the network"
        ));
    };
    if let Some((nat, from)) = found.known(&subnet.nat_gateway) {
        idle(found, format!("the NAT gateway {}", nat.name()));
        found.evidence("natGateway", nat.name(), Some(from));
    }
    let table = snapshot.integration.inventory.route_table_of(subnet);
    let Some((table, _)) = found.known(&table) else {
        return;
    };
    let Some((routes, _)) = found.known(&table.routes) else {
        return;
    };
    for route in routes {
        if let RoutePrefix::Net(net) = &route.prefix
            && net.prefix_len() == 0
        {
            idle(
                found,
                format!("the route {} of {} for {net}", route.name, table.name),
            );
            found.evidence(format!("route {}", route.name), net, Some(&route.from));
        }
    }
}
