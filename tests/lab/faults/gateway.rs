//! What is wrong with the gateway, with the certificates, and with the tunnel between it and the app.

use crate::healthy::net;
use crate::scenario::*;
use crate::world::Certificate;

const DOWN: &[&str] = &["gateway-down"];
const CERTIFICATES: &[&str] = &["certificates-out-of-sync"];

#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    Fault { name: "gateway-down/failed", what: "The gateway failed.", target: SQL_ADDRESS,
        change: |w| { w.real(|w| w.gateway.runs = false); w.written(|w| { w.gateway.provisioning_state = "Failed"; w.gateway.lists_app = false; }); },
        first: DOWN, ..FAULT },
    Fault { name: "gateway-down/unavailable", what: "Azure itself says that the gateway is not available.", target: SQL_ADDRESS,
        change: |w| { w.real(|w| w.gateway.runs = false); w.written(|w| { w.gateway.availability = "Unavailable"; w.gateway.lists_app = false; }); },
        first: DOWN, ..FAULT },
    Fault { name: "gateway-down/deleted", what: "Somebody deleted the gateway.", target: SQL_ADDRESS,
        change: |w| w.both(|w| { w.gateway.exists = false; w.gateway.runs = false; }), first: DOWN, ..FAULT },
    Fault { name: "gateway-down/by-name", what: "The gateway failed, and the user asks by name: the DNS servers lie behind it.",
        change: |w| { w.real(|w| w.gateway.runs = false); w.written(|w| { w.gateway.provisioning_state = "Failed"; w.gateway.lists_app = false; }); },
        first: &["dns-server-unreachable", "gateway-down"], ..FAULT },
    Fault { name: "gateway-down/unseen", what: "The gateway does not answer, and Azure says that it is well.", target: SQL_ADDRESS,
        change: |w| w.real(|w| w.gateway.runs = false), first: DOWN, ..FAULT },
    Fault { name: "certificates-out-of-sync/renewed", what: "The app has a new certificate; the gateway knows the old one only.", target: SQL_ADDRESS,
        change: |w| { w.both(|w| w.app.certificate = Certificate::Renewed); w.written(|w| w.gateway.lists_app = false); },
        first: CERTIFICATES, ..FAULT },
    Fault { name: "certificates-out-of-sync/root-removed", what: "Somebody removed the app's root certificate from the gateway.", target: SQL_ADDRESS,
        change: |w| { w.both(|w| w.gateway.roots.clear()); w.written(|w| w.gateway.lists_app = false); }, first: CERTIFICATES, ..FAULT },
    Fault { name: "certificates-out-of-sync/revoked", what: "Somebody revoked the app's certificate on the gateway.", target: SQL_ADDRESS,
        change: |w| { w.both(|w| w.gateway.revoked.push(Certificate::Current)); w.written(|w| w.gateway.lists_app = false); }, first: CERTIFICATES, ..FAULT },
    Fault { name: "certificates-out-of-sync/expired", what: "The app's certificate has expired.", target: SQL_ADDRESS,
        change: |w| { w.both(|w| { w.app.certificate = Certificate::Expired; w.gateway.roots = vec![Certificate::Expired]; }); w.written(|w| w.gateway.lists_app = false); },
        first: CERTIFICATES, ..FAULT },
    Fault { name: "certificates-out-of-sync/by-name", what: "The certificates are out of sync, and the user asks by name.",
        change: |w| { w.both(|w| w.app.certificate = Certificate::Renewed); w.written(|w| w.gateway.lists_app = false); },
        first: &["dns-server-unreachable", "certificates-out-of-sync"], ..FAULT },
    Fault { name: "expressroute-unsupported/only-gateway", what: "The network's gateway is ExpressRoute's.", target: SQL_ADDRESS,
        change: |w| { w.real(|w| w.gateway.runs = false); w.written(|w| { w.gateway.gateway_type = "ExpressRoute"; w.gateway.lists_app = false; }); },
        first: &["expressroute-unsupported"], also: DOWN, ..FAULT },
    Fault { name: "not-routed/not-pushed", what: "The tunnel is up, but the app got no routes from it.", target: SQL_ADDRESS,
        change: |w| { w.real(|w| w.gateway.pushes_routes = false); w.written(|w| w.app.routes.clear()); }, first: &["not-routed", "network-out-of-sync"], ..FAULT },
    Fault { name: "not-routed/site-missing", what: "The app has no route for the site.", target: "192.168.40.20:8080",
        change: |w| w.both(|w| w.app.routes.retain(|route| !route.to.contains(&net("192.168.40.20")))), first: &["not-routed", "network-out-of-sync"], ..FAULT },
    Fault { name: "not-routed/peer-missing", what: "The app has no route for the peered network.", target: "10.70.4.10:8081",
        change: |w| w.both(|w| w.app.routes.retain(|route| !route.to.contains(&net("10.70.4.10")))), first: &["not-routed", "network-out-of-sync"], ..FAULT },
    Fault { name: "network-out-of-sync/new-prefix", what: "The network has a second prefix, which the app does not know.", target: "10.62.1.4:443",
        change: |w| w.both(|w| {
            w.vnet.prefixes.push(net("10.62.0.0/16"));
            w.vnet.subnets.push(crate::world::Subnet { name: "batch".into(), prefix: net("10.62.1.0/24"), group: None, table: None });
            w.hosts.push(crate::healthy::host("batch01", "10.62.1.4", &[443]));
            w.app.routes.retain(|route| !route.to.contains(&net("10.62.1.4")));
        }), first: &["network-out-of-sync", "not-routed"], ..FAULT },
];
