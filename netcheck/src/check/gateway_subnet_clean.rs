//! Azure wants the gateway's subnet for itself.

use netdiag::model::{RoutePrefix, RouteTable};

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot};

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

fn judge(snapshot: &Snapshot) -> Judgement {
    let subnet = snapshot.gateway_subnet()?;
    let mut found = Findings::default();
    if let Some((group, from)) = found.known(&subnet.security_group) {
        found.fail(format!(
            "the network security group {} is on the GatewaySubnet",
            group.name()
        ));
        found.evidence("networkSecurityGroup", group.name(), Some(from));
    }
    if let Some((id, from)) = found.known(&subnet.route_table) {
        found.evidence("routeTable", id.name(), Some(from));
        let table = snapshot.integration.inventory.route_table_of(subnet);
        if let Some((table, _)) = found.known(&table) {
            judge_table(table, &mut found);
        }
    }
    Ok(found.verdict("the GatewaySubnet has neither security group nor route table"))
}

fn judge_table(table: &RouteTable, found: &mut Findings) {
    let name = &table.name;
    found.warn(format!("the route table {name} is on the GatewaySubnet"));
    if let Some((true, from)) = found.known(&table.propagation_disabled) {
        found.fail(format!(
            "{name} keeps gateway routes out of the GatewaySubnet"
        ));
        found.evidence("disableBgpRoutePropagation", "true", Some(from));
    }
    let Some((routes, _)) = found.known(&table.routes) else {
        return;
    };
    for route in routes {
        if let RoutePrefix::Net(net) = &route.prefix
            && net.prefix_len() == 0
        {
            found.fail(format!(
                "{name} sends everything that leaves the gateway elsewhere (route {})",
                route.name
            ));
            found.evidence(format!("route {}", route.name), net, Some(&route.from));
        }
    }
}
