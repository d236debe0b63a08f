//! Is the connection to the on-premises network up?

use netdiag::fact::Fact;

use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};

pub const HOP: Kind = Kind {
    name: "site-to-site",
    way: Way::There,
    judge,
};

fn judge(_: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let Place::OnPremises(neighbour) = &region.place else {
        return None;
    };
    let connection = neighbour.connection;
    Some(match &connection.status {
        Fact::Known { .. } if neighbour.is_connected() => Part::passes(
            flows,
            format!("the connection {} is connected", connection.name),
        ),
        Fact::Known { value, .. } if value.eq_ignore_ascii_case("Unknown") => Part::unknown(
            flows,
            format!("{} says that its status is unknown", connection.name),
        ),
        Fact::Known { value, from } => Part::blocked(
            flows,
            "site-to-site-down",
            format!(
                "the connection {} is not connected ({value})",
                connection.name
            ),
            Some(from),
        ),
        Fact::Absent { .. } => Part::unknown(
            flows,
            format!("{} does not say its status", connection.name),
        ),
        Fact::Unknown(gap) => Part::gap(flows, gap),
    })
}
