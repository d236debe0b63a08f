//! Is the gateway up? (Judged by the check `gateway-up`.)

use super::{Kind, Part, Way};
use crate::path::Context;
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
