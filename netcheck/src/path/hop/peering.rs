//! Does the peering carry the app's traffic?

use netdiag::fact::{Fact, Origin};

use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::peering::{Purpose, Switch, is_connected};
use crate::path::place::{Place, Region};

pub const HOP: Kind = Kind {
    name: "peering",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let (peering, purpose) = match &region.place {
        Place::Peered { peering, .. } => (*peering, Purpose::of_app(context.is_regional())),
        Place::OnPremises(neighbour) => (neighbour.peering?, Purpose::ToGateway),
        _ => return None,
    };
    let name = &peering.name;
    let mut found = Found::default();
    match &peering.state {
        Fact::Known { value, .. } if is_connected(value) => {}
        Fact::Known { value, from } => {
            found.fault(
                format!("the peering {name} is {value}, not Connected"),
                from,
            );
        }
        Fact::Absent { .. } => found
            .unknown
            .push(format!("the peering {name} does not say its state")),
        Fact::Unknown(gap) => found.unknown.push(gap.to_string()),
    }
    let (_, other) = context.integration.other_side(peering);
    match &other {
        Fact::Known { .. } => {}
        Fact::Absent { from } => {
            found.fault(
                format!("the other network has no peering back to {name}"),
                from,
            );
        }
        Fact::Unknown(gap) => found
            .unknown
            .push(format!("the other side of {name}: {}", gap.sentence())),
    }
    for switch in purpose.here(peering) {
        found.switch(switch, name);
    }
    if let Some(other) = other.value() {
        for switch in purpose.there(other) {
            found.switch(switch, &other.name);
        }
    }
    let carries = match purpose {
        Purpose::Own | Purpose::Forwarded => "is connected and carries it",
        Purpose::ToGateway => "lets it use the gateway there",
    };
    Some(found.fate(flows, format!("the peering {name} {carries}")))
}

/// What is wrong with a peering, and what is not known of it.
#[derive(Default)]
struct Found<'a> {
    faults: Vec<String>,
    /// Where the first fault was read.
    from: Option<&'a Origin>,
    unknown: Vec<String>,
}

impl<'a> Found<'a> {
    fn fault(&mut self, what: String, from: &'a Origin) {
        self.faults.push(what);
        self.from.get_or_insert(from);
    }

    fn switch(&mut self, switch: Switch<'a>, side: &str) {
        match switch.on {
            Fact::Known { value: true, .. } => {}
            Fact::Known { from, .. } | Fact::Absent { from } => {
                self.fault(format!("{} of {side} is off", switch.name), from);
            }
            Fact::Unknown(gap) => self.unknown.push(gap.to_string()),
        }
    }

    fn fate(self, flows: &Block, by: String) -> Vec<Part> {
        if !self.faults.is_empty() {
            Part::blocked(flows, "peering-blocks", self.faults.join("; "), self.from)
        } else if !self.unknown.is_empty() {
            Part::unknown(flows, self.unknown.join("; "))
        } else {
            Part::passes(flows, by)
        }
    }
}
