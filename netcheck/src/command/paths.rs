//! `netcheck route` and `netcheck reach`: the configured ways, without a packet sent.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;
use netdiag::cli::{Exit, Out};
use netdiag::model::Protocol;
use netdiag::space::AddressSet;
use netdiag::target::{Host, Target};

use super::gather::gather;
use crate::azure::wanted::Needs;
use crate::check::{judge_all, tunnel};
use crate::cli::{Options, ReachArgs, RouteArgs, Transport};
use crate::path::Context;
use crate::path::reach::reach as reach_all;
use crate::path::trace::Trace;
use crate::prefix::ipv4_only;
use crate::report;

/// Traces the way to each address.
pub fn route<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &RouteArgs,
) -> Result<io::Result<Exit>, String> {
    let targets = arguments
        .targets
        .iter()
        .map(|text| address_and_port(text))
        .collect::<Result<Vec<_>, _>>()?;
    let snapshot = gather(out, options, Needs::CHECK)?.snapshot()?;
    let tunnel = tunnel(&judge_all(&snapshot));
    let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp)
        .map_err(|gap| format!("there is no way to trace: {gap}"))?;
    let traces: Vec<(String, Trace<'_>)> = targets
        .into_iter()
        .map(|(address, port)| {
            let shown =
                port.map_or_else(|| address.to_string(), |port| format!("{address}:{port}"));
            (shown, Trace::follow(&context, address, port))
        })
        .collect();
    Ok(report::route::routes(out, &context, &traces, options.json))
}

/// Lists everything that can be reached.
pub fn reach<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &ReachArgs,
) -> Result<io::Result<Exit>, String> {
    let to = match &arguments.to {
        None => AddressSet::all(),
        Some(net @ IpNet::V4(_)) => AddressSet::of([net]),
        Some(IpNet::V6(net)) => {
            return Err(format!(
                "--to {}",
                ipv4_only(net, "a prefix as 10.0.0.0/16")
            ));
        }
    };
    let (protocol, name) = match arguments.protocol {
        Transport::Tcp => (Protocol::Tcp, "tcp"),
        Transport::Udp => (Protocol::Udp, "udp"),
    };
    let snapshot = gather(out, options, Needs::CHECK)?.snapshot()?;
    let tunnel = tunnel(&judge_all(&snapshot));
    let context = Context::new(&snapshot.integration, &tunnel, protocol)
        .map_err(|gap| format!("what can be reached cannot be told: {gap}"))?;
    let reaches = reach_all(&context, &to);
    Ok(report::reach::reach(
        out,
        &context,
        name,
        &reaches,
        options.json,
    ))
}

fn address_and_port(text: &str) -> Result<(Ipv4Addr, Option<u16>), String> {
    let (host, port) = match text.parse::<Host>() {
        Ok(host) => (host, None),
        Err(_) => {
            let target: Target = text.parse().map_err(|e| format!("{e}"))?;
            (target.host, Some(target.port))
        }
    };
    match host {
        Host::Address(IpAddr::V4(address)) => Ok((address, port)),
        Host::Address(IpAddr::V6(address)) => {
            Err(ipv4_only(address, "an address as 10.0.0.4:1433"))
        }
        Host::Name(name) => Err(format!(
            "'{}' is a name; route takes addresses, as 10.0.0.4:1433 (nameresolver tells the address)",
            netdiag::text::printable(&name)
        )),
    }
}
