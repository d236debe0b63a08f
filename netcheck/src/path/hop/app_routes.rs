//! Does the integration take the traffic into the network?

use netdiag::fact::Fact;
use netdiag::model::Entry;
use netdiag::space::private_ranges;

use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::fate::{LEAVES, Part};
use crate::path::flows::Block;
use crate::path::place::{Place, Region};

pub const HOP: Kind = Kind {
    name: "app-routes",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    Some(if context.is_regional() {
        by_switch(context, region, flows)
    } else {
        by_routes(context, flows)
    })
}

fn by_routes(context: &Context<'_>, flows: &Block) -> Vec<Part> {
    let routes = context
        .integration
        .connection
        .as_ref()
        .and_then(|c, _| c.routes.as_ref());
    let (routes, from) = match routes {
        Fact::Known { value, from } => (value, from),
        Fact::Absent { from } => {
            return Part::blocked(
                flows,
                "not-routed",
                "the app has no routes into the network",
                Some(&from),
            );
        }
        Fact::Unknown(gap) => return Part::gap(flows, &gap),
    };
    let mut ordered: Vec<_> = routes.iter().collect();
    ordered.sort_by_key(|route| route.rank());
    let mut rest = flows.to.clone();
    let mut parts = Vec::new();
    for route in ordered {
        let to = rest.intersection(&route.addresses);
        if to.is_empty() {
            continue;
        }
        rest = rest.difference(&to);
        let by = format!("the {} route {}", route.kind.as_str(), route.addresses);
        parts.extend(Part::passes(
            &Block {
                to,
                ..flows.clone()
            },
            by,
        ));
    }
    let private = rest.intersection(&private_ranges());
    let public = rest.difference(&private);
    if !private.is_empty() {
        let what = "no DEFAULT, INHERITED or STATIC route into the network holds the address";
        let flows = Block {
            to: private,
            ..flows.clone()
        };
        parts.extend(Part::blocked(&flows, "not-routed", what, Some(&from)));
    }
    if !public.is_empty() {
        let what = "a public address in no route: the traffic goes straight to the internet, not into the network";
        let flows = Block {
            to: public,
            ..flows.clone()
        };
        parts.extend(Part::blocked(&flows, LEAVES, what, Some(&from)));
    }
    parts
}

/// Without route-all only private addresses enter, and what a service endpoint serves. Source:
/// Microsoft's overview-vnet-integration page.
fn by_switch(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Vec<Part> {
    let private = flows.to.intersection(&private_ranges());
    let public = flows.to.difference(&private);
    let mut parts = Vec::new();
    if !private.is_empty() {
        let by = "private addresses (RFC 1918) always enter the network";
        parts.extend(Part::passes(
            &Block {
                to: private,
                ..flows.clone()
            },
            by,
        ));
    }
    // One answer holds for all that is not private: it depends on switches and names only.
    if let Some(&(first, _)) = public.ranges().first() {
        let flows = Block {
            to: public,
            ..flows.clone()
        };
        let names: Vec<&str> = context.names.iter().map(String::as_str).collect();
        parts.extend(match context.integration.entry_of(first.into(), &names) {
            Entry::Vnet { by, .. } if matches!(region.place, Place::Platform) => {
                Part::passes(&flows, format!("reached by {by}"))
            }
            Entry::Vnet { by, .. } if context.integration.route_all().on.value() == Some(&true) => {
                Part::passes(&flows, format!("all traffic enters the network ({by})"))
            }
            Entry::Vnet { by, .. } => Part::passes(&flows, format!("it enters by {by}")),
            Entry::Internet { by } => {
                let from = context.integration.route_all().on.origin().cloned();
                Part::blocked(&flows, LEAVES, by, from.as_ref())
            }
            Entry::Unknown { why } => Part::unknown(&flows, why),
        });
    }
    parts
}
