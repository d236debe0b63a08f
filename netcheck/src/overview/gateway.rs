//! The way in of gateway-required integration: certificate, gateway, point-to-site, site-to-site.

use netdiag::clock::date;
use netdiag::fact::Fact;
use netdiag::model::{Gateway, Kind};

use super::line::{Line, Section, Value, prefixes, problem};
use crate::certificate::{Certificate, normalize};
use crate::check::{self, Snapshot};

/// What the regional kind has none of.
const REGIONAL: &str = "regional integration has no gateway";

/// Certificate, gateway and the address spaces behind it.
pub fn section(snapshot: &Snapshot) -> Section {
    let mut lines = vec![
        checked(
            snapshot,
            ("certificates", "certificate status"),
            "certificates-in-sync",
            ("in sync", "not in sync"),
        ),
        certificate(snapshot),
        checked(
            snapshot,
            ("gateway_status", "gateway status"),
            "gateway-up",
            ("up", "not up"),
        ),
        gateway(snapshot),
        point_to_site(snapshot),
        site_to_site(snapshot),
    ];
    if snapshot.integration.kind.value() != Some(&Kind::Gateway)
        && snapshot.integration.kind.value().is_some()
    {
        for line in &mut lines {
            line.is_main = false;
        }
    }
    Section {
        name: "gateway",
        title: "Gateway",
        lines,
    }
}

fn checked(
    snapshot: &Snapshot,
    (name, label): (&'static str, &'static str),
    check: &str,
    words: (&str, &str),
) -> Line {
    match check::named(check) {
        Some(check) => Line::judged(name, label, check, snapshot, words),
        None => Line::unknown(name, label, format!("there is no check {check}")),
    }
    .main()
}

fn is_regional(snapshot: &Snapshot) -> bool {
    snapshot.integration.kind.value() == Some(&Kind::Regional)
}

/// The certificate with which App Service signs in: thumbprint and how long it is valid.
fn certificate(snapshot: &Snapshot) -> Line {
    const NAME: &str = "certificate";
    const LABEL: &str = "certificate";
    if is_regional(snapshot) {
        return Line::not_applicable(NAME, LABEL, REGIONAL);
    }
    let connection = snapshot.integration.connection.as_ref();
    let thumbprint = connection
        .clone()
        .and_then(|connection, _| connection.thumbprint.clone());
    let read = connection
        .and_then(|connection, _| connection.certificate.as_ref())
        .value()
        .and_then(|text| Certificate::read(text).ok());
    // The thumbprint may be missing where the certificate itself is there.
    let thumbprint = match (&thumbprint, &read) {
        (Fact::Known { .. }, _) | (_, None) => thumbprint,
        (_, Some(read)) => Fact::known(
            read.thumbprint.clone(),
            snapshot
                .integration
                .connection
                .origin()
                .cloned()
                .unwrap_or(netdiag::fact::Origin::Everything),
        ),
    };
    let until = read.map(|read| format!("until {}", date(read.not_after)));
    Line::of(
        NAME,
        LABEL,
        &thumbprint,
        "the connection has no certificate",
        |text, from| {
            let shown = normalize(text).unwrap_or_else(|_| text.clone());
            let value = Value::new(shown, Some(from)).of_kind("sha1");
            vec![match until {
                Some(until) => value.noted(until),
                None => value,
            }]
        },
    )
    .and(problem("certificates-valid", snapshot))
}

/// The gateway's name and size.
fn gateway(snapshot: &Snapshot) -> Line {
    const NAME: &str = "gateway";
    const LABEL: &str = "gateway";
    if is_regional(snapshot) {
        return Line::not_applicable(NAME, LABEL, REGIONAL);
    }
    let show = |gateway: &Gateway, from: &_| {
        let words = [&gateway.sku, &gateway.vpn_type, &gateway.provisioning_state];
        let known: Vec<&str> = words
            .iter()
            .filter_map(|fact| fact.value().map(String::as_str))
            .collect();
        let value = Value::new(&gateway.name, Some(from));
        vec![if known.is_empty() {
            value
        } else {
            value.noted(known.join(", "))
        }]
    };
    Line::of(
        NAME,
        LABEL,
        &snapshot.integration.gateway,
        "nothing stands in a GatewaySubnet of the network",
        show,
    )
}

/// The addresses of which each instance of the app gets one.
fn point_to_site(snapshot: &Snapshot) -> Line {
    const NAME: &str = "point_to_site";
    const LABEL: &str = "point-to-site address space";
    if is_regional(snapshot) {
        return Line::not_applicable(NAME, LABEL, REGIONAL);
    }
    Line::of(
        NAME,
        LABEL,
        &snapshot.integration.pool_prefixes(),
        "point-to-site is not enabled on a gateway of the network",
        |list, from| prefixes(list, from),
    )
    .main()
}

/// What lies behind the gateway's connections to other networks.
fn site_to_site(snapshot: &Snapshot) -> Line {
    const NAME: &str = "site_to_site";
    const LABEL: &str = "site-to-site address space";
    let integration = &snapshot.integration;
    let neighbours = integration.neighbours();
    if neighbours.is_empty() {
        return no_neighbours(snapshot, NAME, LABEL);
    }
    let mut values = Vec::new();
    let mut unread = Vec::new();
    for neighbour in &neighbours {
        let name = neighbour
            .site
            .value()
            .map_or(&neighbour.connection.name, |site| &site.name);
        let status = neighbour.connection.status.value().map(String::as_str);
        let through = neighbour.peering.map_or(String::new(), |peering| {
            format!(
                ", by {} behind the peering {}",
                neighbour.gateway.name, peering.name
            )
        });
        let note = format!(
            "{name}, {}{through}",
            status.unwrap_or("its status was not read")
        );
        match &neighbour.prefixes {
            Fact::Known { value, from } => {
                values.extend(prefixes(value, from).into_iter().map(|prefix| {
                    prefix
                        .of_kind(status.unwrap_or("unknown"))
                        .noted(note.clone())
                }))
            }
            Fact::Absent { .. } => unread.push(format!("{name} names no prefixes")),
            Fact::Unknown(gap) => unread.push(gap.to_string()),
        }
    }
    let unread = (!unread.is_empty()).then(|| unread.join("; "));
    match (values.is_empty(), unread) {
        (true, unread) => Line::unknown(NAME, LABEL, unread.unwrap_or_default()),
        (false, unread) => Line::known(NAME, LABEL, values).and(unread),
    }
}

fn no_neighbours(snapshot: &Snapshot, name: &'static str, label: &'static str) -> Line {
    let integration = &snapshot.integration;
    if let Fact::Unknown(gap) = &integration.gateway {
        return Line::unknown(name, label, gap.to_string());
    }
    let remote = integration.peerings();
    let uses_remote = remote
        .value()
        .into_iter()
        .flatten()
        .find(|peering| peering.uses_remote_gateways.value() == Some(&true));
    if let Some(peering) = uses_remote {
        return Line::known(
            name,
            label,
            [Value::new(
                format!("by the gateway behind the peering {}", peering.name),
                peering.uses_remote_gateways.origin(),
            )
            .of_kind("remote_gateway")],
        );
    }
    if integration.gateway.is_absent() {
        return Line::none(name, label, "the network has no gateway");
    }
    if !integration.inventory.has_gateway_connections() {
        return Line::unknown(
            name,
            label,
            "no connections of a gateway were read, and a gateway does not list them",
        );
    }
    Line::none(
        name,
        label,
        "no connection that was read is one of this gateway",
    )
}
