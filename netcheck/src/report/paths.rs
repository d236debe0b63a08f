//! `netcheck route` and `netcheck reach`.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use serde::Serialize;

use super::targets;
use super::view::{Box, Route, boxes};
use super::wrap::wrapped;
use crate::path::Context;
use crate::path::place::Place;
use crate::path::reach::Reach;
use crate::path::trace::Trace;

#[derive(Serialize)]
struct Routes {
    schema: &'static str,
    routes: Vec<Route>,
    exit: u8,
}

/// Writes the traces: exit 1 if one is closed, wholly or partly, 3 if one is unclear.
pub fn routes<W: Write>(
    out: &mut Out<W>,
    context: &Context<'_>,
    traces: &[(String, Trace<'_>)],
    json: bool,
) -> io::Result<Exit> {
    let senders = &context.sender.addresses;
    let routes: Vec<Route> = traces
        .iter()
        .map(|(target, trace)| Route::of(target.clone(), trace, senders))
        .collect();
    let exit = if routes
        .iter()
        .any(|route| matches!(route.outlook, "closed" | "partly"))
    {
        Exit::Problem
    } else if routes.iter().any(|route| route.outlook == "unclear") {
        Exit::Unclear
    } else {
        Exit::Good
    };
    if json {
        let document = Routes {
            schema: "netcheck-route/1",
            routes,
            exit: exit.code(),
        };
        out.line(netdiag::text::json_pretty(&document))?;
    } else {
        for (i, route) in routes.iter().enumerate() {
            if i > 0 {
                out.line("")?;
            }
            let line = format!(
                "{} in {}: {}",
                route.target,
                route.place,
                words(route.outlook)
            );
            wrapped(out, "", "  ", &line)?;
            targets::trace(out, &route.trace, &context.sender.name, &route.target)?;
        }
    }
    out.flush()?;
    Ok(exit)
}

fn words(outlook: &str) -> &'static str {
    match outlook {
        "open" => "the configuration lets it through, there and back",
        "leaves" => "the traffic does not enter the network; it goes straight to the internet",
        "closed" => "the configuration does not let it through",
        "partly" => "the configuration lets only some of the app's addresses through",
        _ => "it cannot be told from what was read",
    }
}

#[derive(Serialize)]
struct ReachDocument {
    schema: &'static str,
    reach: Vec<Box>,
    unknown: Vec<Box>,
}

/// Writes everything that can be reached.
pub fn reach<W: Write>(
    out: &mut Out<W>,
    context: &Context<'_>,
    protocol: &'static str,
    reaches: &[Reach<'_>],
    json: bool,
) -> io::Result<Exit> {
    if json {
        let (reach, unknown) = boxes(protocol, reaches);
        out.line(netdiag::text::json_pretty(&ReachDocument {
            schema: "netcheck/1",
            reach,
            unknown,
        }))?;
    } else {
        let line = format!(
            "What {} reaches over {protocol}, as configured. Public addresses that do not enter the network are not among it.",
            context.sender.name
        );
        wrapped(out, "", "  ", &line)?;
        for reach in reaches {
            out.line("")?;
            in_words(out, context, reach)?;
        }
    }
    out.flush()?;
    Ok(Exit::Good)
}

fn in_words<W: Write>(
    out: &mut Out<W>,
    context: &Context<'_>,
    reach: &Reach<'_>,
) -> io::Result<()> {
    wrapped(out, "", "  ", &heading(reach))?;
    for line in told(context, reach) {
        wrapped(out, "  ", "    ", &line)?;
    }
    Ok(())
}

/// The place and its addresses.
pub(super) fn heading(reach: &Reach<'_>) -> String {
    // All public addresses there are would fill lines and say nothing.
    match reach.region.place {
        Place::Internet => reach.region.place.name(),
        _ => format!("{} ({})", reach.region.place.name(), reach.region.to),
    }
}

/// What can be reached in one place, and what is not known of it, line by line.
pub(super) fn told(context: &Context<'_>, reach: &Reach<'_>) -> Vec<String> {
    if reach.open.is_empty() && reach.unclear.is_empty() {
        return vec!["nothing".to_owned()];
    }
    let all = &context.sender.addresses;
    let part = |from: &netdiag::space::AddressSet| {
        if from.covers(all) {
            String::new()
        } else {
            format!(", only from {from}")
        }
    };
    let ports = |ports: &netdiag::space::PortSet| {
        if *ports == netdiag::space::PortSet::all() {
            "every port".to_owned()
        } else {
            format!("ports {ports}")
        }
    };
    let open = reach.open.iter().map(|block| {
        let to = if block.to.covers(&reach.region.to) {
            "all of it".to_owned()
        } else {
            block.to.to_string()
        };
        format!("{to}: {}{}", ports(&block.ports), part(&block.from))
    });
    let unclear = reach.unclear.iter().map(|(block, whys)| {
        format!(
            "not known: {} {}{}: {}",
            block.to,
            ports(&block.ports),
            part(&block.from),
            whys.join("; ")
        )
    });
    open.chain(unclear).collect()
}
