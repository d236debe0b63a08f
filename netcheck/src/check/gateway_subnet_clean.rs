//! Azure wants the gateway's subnet for itself.

use netdiag::fact::Fact;
use netdiag::model::{Inventory, RoutePrefix};

use super::{Check, Explanation, Findings, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "gateway-subnet-clean",
    title: "nothing interferes in the gateway's subnet",
    explanation: Explanation {
        means: "The GatewaySubnet has no network security group, and no route table that takes traffic away from the gateway.",
        matters: "A security group there can stop the gateway; a route table there diverts what comes from the app, or cuts the gateway off.",
        reads: "networkSecurityGroup and routeTable of the subnet named GatewaySubnet, and the table's routes.",
        mend: "Portal: the network, Subnets, GatewaySubnet: set network security group and route table to None. Or: az network vnet subnet update --vnet-name VNET --resource-group RG --name GatewaySubnet --remove networkSecurityGroup (or routeTable).",
    },
    scope: Scope::Gateway,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    let subnet = integration
        .vnet
        .as_ref()
        .and_then(|vnet, _| vnet.gateway_subnet());
    let subnet = match subnet {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => return Verdict::not_applicable("there is no GatewaySubnet"),
        Fact::Unknown(gap) => return Verdict::unknown(&gap),
    };
    let mut found = Findings::default();
    match &subnet.security_group {
        Fact::Known { value, from } => {
            found.fail(format!(
                "the network security group {} is on the GatewaySubnet",
                value.name()
            ));
            found.evidence("networkSecurityGroup", value.name(), Some(from));
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(gap) => found.unknown(gap),
    }
    match &subnet.route_table {
        Fact::Known { value: id, from } => {
            found.evidence("routeTable", id.name(), Some(from));
            match Inventory::find(&integration.inventory.route_tables, "route table", id) {
                Fact::Known { value: table, .. } => {
                    found.warn(format!(
                        "the route table {} is on the GatewaySubnet",
                        table.name
                    ));
                    if let Fact::Known { value: true, from } = &table.propagation_disabled {
                        found.fail(format!(
                            "{} keeps gateway routes out of the GatewaySubnet",
                            table.name
                        ));
                        found.evidence("disableBgpRoutePropagation", "true", Some(from));
                    }
                    for route in table.routes.value().into_iter().flatten() {
                        if let RoutePrefix::Net(net) = &route.prefix
                            && net.prefix_len() == 0
                        {
                            found.fail(format!(
                                "{} sends everything that leaves the gateway elsewhere (route {})",
                                table.name, route.name
                            ));
                            found.evidence(format!("route {}", route.name), net, Some(&route.from));
                        }
                    }
                    if let Fact::Unknown(gap) = &table.routes {
                        found.unknown(gap);
                    }
                }
                Fact::Absent { .. } => {}
                Fact::Unknown(gap) => found.unknown(&gap),
            }
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(gap) => found.unknown(gap),
    }
    found.verdict("the GatewaySubnet has neither security group nor route table")
}
