//! `netcheck route`: the way to each target, schema `netcheck-route/1`.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::space::AddressSet;
use serde::Serialize;

use super::text::wrap::wrapped;
use super::trace::{self, TraceHop, place, trace_hops};
use crate::path::Context;
use crate::path::trace::{Outlook, Trace};

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
    let exits = routes.iter().map(|route| exit(route.outlook));
    let exit = exits.fold(Exit::Good, Exit::worst);
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
            trace::write(out, &route.trace, &context.sender.name, &route.target)?;
        }
    }
    out.flush()?;
    Ok(exit)
}

fn exit(outlook: Outlook) -> Exit {
    match outlook {
        Outlook::Closed | Outlook::Partly => Exit::Problem,
        Outlook::Unclear => Exit::Unclear,
        Outlook::Open | Outlook::Leaves => Exit::Good,
    }
}

fn words(outlook: Outlook) -> &'static str {
    match outlook {
        Outlook::Open => "the configuration lets it through, there and back",
        Outlook::Leaves => {
            "the traffic does not enter the network; it goes straight to the internet"
        }
        Outlook::Closed => "the configuration does not let it through",
        Outlook::Partly => "the configuration lets only a part of it through",
        Outlook::Unclear => "it cannot be told from what was read",
    }
}

/// A trace by itself (`netcheck route`).
#[derive(Debug, Serialize)]
pub struct Route {
    /// As typed.
    pub target: String,
    /// Where it lies.
    pub place: String,
    /// What it comes to.
    pub outlook: Outlook,
    /// The way there and back.
    pub trace: Vec<TraceHop>,
}

impl Route {
    /// The view of a trace.
    pub fn of(target: String, trace: &Trace<'_>, senders: &AddressSet) -> Self {
        Self {
            target,
            place: place(trace),
            outlook: trace.outlook(senders),
            trace: trace_hops(trace, senders),
        }
    }
}
