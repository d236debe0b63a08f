//! Network interfaces: one for each host of the two networks that is to have one, up or not.

use serde_json::{Value, json};

use super::networks::subnet_of;
use super::{Documents, document, reference, resources, set, unless_empty};
use crate::world::{Host, World};

pub const INTERFACES: &str = "networkInterfaces.json";

/// The hosts with an interface; one outside of every subnet can have none.
pub fn of(written: &World) -> impl Iterator<Item = &Host> {
    let hosts = written.hosts.iter().filter(|host| host.interface);
    hosts.filter(|host| subnet_of(written, host.address).is_some())
}

/// The name of a host's interface.
pub fn name(host: &Host) -> String {
    format!("{}-nic", host.name)
}

pub fn put(written: &World, export: &mut Documents) {
    let hosts: Vec<&Host> = of(written).collect();
    let list = &mut document(export, INTERFACES)["value"];
    resources(
        list,
        &hosts,
        |host| name(host),
        |host, interface| fill(written, host, interface),
    );
}

fn fill(written: &World, host: &Host, interface: &mut Value) {
    let properties = &mut interface["properties"];
    properties["enableIPForwarding"] = json!(host.forwards);
    properties["virtualMachine"] = json!({"id": machine(host)});
    let group = host.group.as_ref();
    let group = group.map(|name| reference(&format!("networkSecurityGroups/{name}")));
    set(properties, "networkSecurityGroup", group);
    let configuration = &mut properties["ipConfigurations"][0]["properties"];
    configuration["privateIPAddress"] = json!(host.address);
    let subnet = subnet_of(written, host.address).expect("asked for above");
    configuration["subnet"] = reference(&subnet);
    let member = reference("applicationSecurityGroups/nw-sql");
    let groups = unless_empty(host.in_asg.then_some(member).into_iter().collect());
    set(configuration, "applicationSecurityGroups", groups);
}

fn machine(host: &Host) -> String {
    let path = format!("virtualMachines/{}", host.name);
    super::id(&path).replace("Microsoft.Network", "Microsoft.Compute")
}
