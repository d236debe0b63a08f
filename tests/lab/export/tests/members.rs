//! What the checklist does not look at, member by member; and what no export can hold.

mod integration;
mod networks;

use serde_json::Value;

use crate::certificates::Certificates;
use crate::export::app::environment;
use crate::export::{ENVIRONMENT, documents};
use crate::healthy::*;
use crate::world::*;

/// File (or the environment), JSON pointer (or variable), and what it is then; `null`: it is not there.
type Members = Vec<(&'static str, &'static str, Value)>;

/// What makes a world differ.
type Change = fn(&mut World);

/// What is changed, the change, and the members.
type Row = (&'static str, Change, fn() -> Members);

/// What Azure does not know, and so cannot export.
const REALITY: &[(&str, Change)] = &[
    ("the gateway is down", |w| w.gateway.runs = false),
    ("no routes are pushed", |w| w.gateway.pushes_routes = false),
    ("the sandbox forbids a port", |w| {
        w.app.sandbox.push("ipproto tcp dport 1433".to_owned())
    }),
    ("the tunnel to the site is down", |w| w.site.up = false),
    ("the site does not know the way back", |w| {
        w.site.knows.clear()
    }),
    ("the site's firewall drops", |w| {
        w.site.firewall.push("drop".to_owned())
    }),
    ("the site has other addresses", |w| {
        w.site.lan = net("192.168.40.0/24")
    }),
    ("a host is down", |w| w.host("sql01").up = false),
    ("nothing listens", |w| w.host("sql01").listens.clear()),
    ("a host's firewall drops", |w| {
        w.host("sql01").firewall.push("drop".to_owned())
    }),
    ("a name server refuses", |w| {
        w.host("dns1").names = Some(NameServer::Played(Part::Refuses))
    }),
    ("a host of the site is new", |w| {
        w.hosts.push(host("crm01", "192.168.40.30", &[443]))
    }),
];

/// A member of an export, or a variable of the environment; `null` if there is none.
fn member(world: &World, certificates: &Certificates, file: &str, pointer: &str) -> Value {
    if file == ENVIRONMENT {
        let environment = environment(world);
        let mut variables = environment.lines().filter_map(|line| line.split_once('='));
        let variable = variables.find(|variable| variable.0 == pointer);
        return variable.map_or(Value::Null, |(_, value)| value.into());
    }
    let export = documents(world, certificates);
    let member = export.get(file).and_then(|file| file.pointer(pointer));
    member.cloned().unwrap_or_default()
}

pub fn what_changes_in_the_world_changes_its_member() {
    let certificates = Certificates::make();
    let mut wrong = Vec::new();
    for (what, change, members) in integration::ROWS.iter().chain(networks::ROWS) {
        let mut world = healthy();
        change(&mut world);
        for (file, pointer, expected) in members() {
            let before = member(&healthy(), &certificates, file, pointer);
            let after = member(&world, &certificates, file, pointer);
            if before == after || after != expected {
                wrong.push(format!(
                    "{what}: {file}{pointer} was {before}, is {after}; expected {expected}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

pub fn what_only_reality_knows_is_not_exported() {
    let certificates = Certificates::make();
    let usual = (
        documents(&healthy(), &certificates),
        environment(&healthy()),
    );
    for (what, change) in REALITY {
        let mut world = healthy();
        change(&mut world);
        let export = (documents(&world, &certificates), environment(&world));
        assert!(export == usual, "{what}");
    }
}
