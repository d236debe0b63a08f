//! Is the gateway up? (Judged by the check `gateway-up`.)

use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::Region;

pub const HOP: Kind = Kind {
    name: "gateway",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, _: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    (!context.is_regional()).then(|| {
        vec![Part {
            flows: flows.clone(),
            verdict: context.tunnel.gateway.clone(),
        }]
    })
}
