//! Who reaches whom.

use super::{Case, Reach};
use crate::healthy::{allow, at, deny, net, route};
use crate::world::{Certificate, Direction, NextHop, Peering, World};

const SQL: &str = "10.61.8.9:1433";
const APP01: &str = "10.61.16.4:80";
const BUILD: &str = "10.70.4.10:8081";
const ERP: &str = "192.168.40.20:8080";
const WEB: &str = "198.51.100.80:443";
const CONNECTED: &str = "connected";
const SILENT: &str = "silent";

/// Only the public host is left.
const NO_TUNNEL: &[Reach] = &[
    ("app", SQL, SILENT),
    ("app", APP01, SILENT),
    ("app", BUILD, SILENT),
    ("app", ERP, SILENT),
    ("app", WEB, CONNECTED),
];
/// Everything but the peered network.
const NO_HUB: &[Reach] = &[
    ("app", SQL, CONNECTED),
    ("app", BUILD, SILENT),
    ("app", ERP, CONNECTED),
];
/// Everything but the site.
const NO_SITE: &[Reach] = &[
    ("app", SQL, CONNECTED),
    ("app", BUILD, CONNECTED),
    ("app", ERP, SILENT),
];
/// Everything but the database.
const NO_SQL: &[Reach] = &[
    ("app", SQL, SILENT),
    ("app", APP01, CONNECTED),
    ("app", ERP, CONNECTED),
];
const ALL: &[Reach] = &[
    ("app", SQL, CONNECTED),
    ("app", APP01, CONNECTED),
    ("app", BUILD, CONNECTED),
    ("app", ERP, CONNECTED),
    ("app", WEB, CONNECTED),
];
fn vnet_side(world: &mut World) -> &mut Peering {
    world.vnet.peering.as_mut().expect("peered")
}

fn hub_side(world: &mut World) -> &mut Peering {
    world.hub.peering.as_mut().expect("peered")
}

fn firewall(world: &mut World, rule: &str) {
    world.host("sql01").firewall.push(rule.to_owned());
}

fn deny_half(world: &mut World, half: &str) {
    let rule = deny("no-p2s", 150, &[half], &["*"], &["*"]);
    world.group("nw-nsg").rules.push(rule);
}

/// A case in which only connections are looked at.
const fn case(name: &'static str, change: fn(&mut World), reach: &'static [Reach]) -> Case {
    Case {
        name,
        change,
        reach,
        ask: &[],
    }
}
/// The cases.
pub static CASES: &[Case] = &[
    Case {
        name: "healthy",
        change: |_| {},
        reach: &[
            ("app", SQL, CONNECTED),
            ("app", APP01, CONNECTED),
            ("app", BUILD, CONNECTED),
            ("app", ERP, CONNECTED),
            ("app", WEB, CONNECTED),
            ("app", "10.61.8.9:22", "refused"),
            ("app", "10.61.8.77:1433", SILENT),
            ("app", "192.168.40.77:80", "unreachable"),
            ("app", "198.51.100.99:80", SILENT),
            ("app01", SQL, CONNECTED),
            ("app01", ERP, CONNECTED),
            ("erp01", SQL, CONNECTED),
            ("erp01", BUILD, CONNECTED),
            ("build01", ERP, CONNECTED),
            ("sql01", BUILD, CONNECTED),
            ("sql01", WEB, CONNECTED),
            ("web01", "203.0.113.30:1433", SILENT),
        ],
        ask: &[
            (
                "10.61.0.4",
                "udp",
                "sql.northwind.example.",
                "No Error 10.61.8.9",
            ),
            (
                "10.61.0.4",
                "tcp",
                "sql.northwind.example.",
                "No Error 10.61.8.9",
            ),
            (
                "10.61.0.5",
                "udp",
                "sql.northwind.example.",
                "No Error 10.61.8.9",
            ),
            (
                "10.61.0.5",
                "tcp",
                "sql.northwind.example.",
                "No Error 10.61.8.9",
            ),
            (
                "10.61.0.4",
                "udp",
                "www.northwind.example.",
                "No Error 10.61.16.4",
            ),
            (
                "168.63.129.16",
                "udp",
                "www.northwind.example.",
                "No Error 198.51.100.80",
            ),
            (
                "10.61.0.4",
                "udp",
                "api.partner.example.",
                "No Error 198.51.100.80",
            ),
            (
                "10.61.0.5",
                "udp",
                "api.partner.example.",
                "No Error 198.51.100.80",
            ),
            ("168.63.129.16", "udp", "other.example.", "Query Refused"),
            (
                "10.61.0.4",
                "udp",
                "no.northwind.example.",
                "Non-Existent Domain",
            ),
        ],
    },
    case("no-gateway", |w| w.gateway.exists = false, NO_TUNNEL),
    case("stopped-gateway", |w| w.gateway.runs = false, NO_TUNNEL),
    case("not-integrated", |w| w.app.integrated = false, NO_TUNNEL),
    case(
        "unknown-certificate",
        |w| w.app.certificate = Certificate::Renewed,
        NO_TUNNEL,
    ),
    case(
        "renewed-certificate",
        |w| {
            w.app.certificate = Certificate::Renewed;
            w.gateway.roots.push(Certificate::Renewed);
        },
        ALL,
    ),
    case("no-roots", |w| w.gateway.roots.clear(), NO_TUNNEL),
    case(
        "expired-certificate",
        |w| {
            w.app.certificate = Certificate::Expired;
            w.gateway.roots = vec![Certificate::Expired];
        },
        NO_TUNNEL,
    ),
    case(
        "revoked-certificate",
        |w| w.gateway.revoked = vec![Certificate::Current],
        NO_TUNNEL,
    ),
    case(
        "another-one-revoked",
        |w| w.gateway.revoked = vec![Certificate::Renewed],
        ALL,
    ),
    case(
        "no-routes-pushed",
        |w| w.gateway.pushes_routes = false,
        NO_TUNNEL,
    ),
    case(
        "no-propagation",
        |w| w.table("nw-rt").propagates = false,
        NO_SQL,
    ),
    case(
        "this-half-denied",
        |w| deny_half(w, "172.29.7.0/25"),
        NO_SQL,
    ),
    case(
        "other-half-denied",
        |w| deny_half(w, "172.29.7.128/25"),
        ALL,
    ),
    case(
        "route-to-nowhere",
        |w| {
            let nowhere = route("x", "172.29.7.0/24", NextHop::Nowhere);
            w.table("nw-rt").routes.push(nowhere);
        },
        NO_SQL,
    ),
    case(
        "half-to-nowhere",
        |w| {
            let nowhere = route("x", "172.29.7.128/25", NextHop::Nowhere);
            w.table("nw-rt").routes.push(nowhere);
        },
        ALL,
    ),
    case(
        "through-proxy",
        |w| {
            let proxy = NextHop::Appliance(at("10.61.0.200"));
            let route = route("x", "172.29.7.0/24", proxy);
            w.table("nw-rt").routes.push(route);
        },
        ALL,
    ),
    case(
        "proxy-that-does-not-forward",
        |w| {
            w.host("proxy01").forwards = false;
            let proxy = NextHop::Appliance(at("10.61.0.200"));
            let route = route("x", "172.29.7.0/24", proxy);
            w.table("nw-rt").routes.push(route);
        },
        NO_SQL,
    ),
    case(
        "route-of-the-gateway-subnet",
        |w| {
            w.subnet("GatewaySubnet").table = Some("gateway-rt".to_owned());
            let mut table = w.table("nw-rt").clone();
            table.name = "gateway-rt".to_owned();
            table.routes = vec![route("x", "10.61.8.0/24", NextHop::Nowhere)];
            w.tables.push(table);
        },
        NO_SQL,
    ),
    case(
        "outbound-denied",
        |w| {
            let mut rule = deny("x", 100, &["*"], &["10.61.8.0/24"], &["1433"]);
            rule.direction = Direction::Outbound;
            w.group("nw-apps-nsg").rules.push(rule);
        },
        &[
            ("app", SQL, CONNECTED),
            ("app01", SQL, SILENT),
            ("app01", "10.61.8.9:443", CONNECTED),
        ],
    ),
    case(
        "interface-denied",
        |w| {
            let rule = deny("x", 100, &["172.29.7.4"], &["*"], &["80-81"]);
            w.group("nw-dns-nsg").rules.push(rule);
            w.host("app01").group = Some("nw-dns-nsg".to_owned());
        },
        &[
            ("app", APP01, SILENT),
            ("app", "10.61.16.4:443", CONNECTED),
            ("sql01", APP01, CONNECTED),
        ],
    ),
    case(
        "denied-but-for-one-port",
        |w| {
            let all = deny("x", 160, &["*"], &["*"], &["*"]);
            let one = allow("y", 150, &["172.29.7.0/24"], &["asg:nw-sql"], &["443"]);
            w.group("nw-nsg").rules.extend([all, one]);
        },
        &[("app", SQL, SILENT), ("app", "10.61.8.9:443", CONNECTED)],
    ),
    case("no-site-tunnel", |w| w.site.up = false, NO_SITE),
    case("no-connection", |w| w.site.exists = false, NO_SITE),
    case(
        "site-does-not-know-the-pool",
        |w| {
            w.site
                .knows
                .retain(|prefix| *prefix != net("172.29.7.0/24"))
        },
        &[
            ("app", SQL, CONNECTED),
            ("app", ERP, SILENT),
            ("app01", ERP, CONNECTED),
        ],
    ),
    case(
        "site-knows-half-of-the-pool",
        |w| {
            w.site.knows = vec![net("10.61.0.0/16"), net("172.29.7.128/25")];
        },
        NO_SITE,
    ),
    case(
        "site-firewall-drops",
        |w| w.site.firewall.push("tcp dport 8080 drop".to_owned()),
        NO_SITE,
    ),
    case(
        "site-firewall-rejects",
        |w| {
            let rule = "tcp dport 8080 reject with icmpx admin-prohibited";
            w.site.firewall.push(rule.to_owned());
        },
        &[
            ("app", ERP, "unreachable"),
            ("app", "192.168.40.20:443", CONNECTED),
        ],
    ),
    case(
        "peering-without-access",
        |w| vnet_side(w).access = false,
        NO_HUB,
    ),
    case("hub-without-access", |w| hub_side(w).access = false, NO_HUB),
    case(
        "peering-not-connected",
        |w| hub_side(w).state = "Disconnected",
        NO_HUB,
    ),
    case("no-peering", |w| w.vnet.peering = None, NO_HUB),
    case(
        "gateway-not-lent",
        |w| vnet_side(w).gateway_transit = false,
        NO_HUB,
    ),
    case(
        "gateway-not-used",
        |w| hub_side(w).remote_gateways = false,
        NO_HUB,
    ),
    case(
        "hub-takes-nothing-forwarded",
        |w| hub_side(w).forwarded = false,
        &[
            ("app", BUILD, SILENT),
            ("app", SQL, CONNECTED),
            ("sql01", BUILD, CONNECTED),
        ],
    ),
    case("host-down", |w| w.host("sql01").up = false, NO_SQL),
    case(
        "host-deaf",
        |w| w.host("sql01").listens.clear(),
        &[("app", SQL, "refused")],
    ),
    case(
        "firewall-drops",
        |w| firewall(w, "tcp dport 1433 drop"),
        NO_SQL,
    ),
    case(
        "firewall-resets",
        |w| firewall(w, "tcp dport 1433 reject with tcp reset"),
        &[("app", SQL, "refused")],
    ),
    case(
        "firewall-rejects",
        |w| firewall(w, "tcp dport 1433 reject with icmpx host-unreachable"),
        &[("app", SQL, "unreachable")],
    ),
    case(
        "sandbox",
        |w| w.app.sandbox.push("to 10.61.8.9".to_owned()),
        &[("app", SQL, "forbidden"), ("app", APP01, CONNECTED)],
    ),
];
