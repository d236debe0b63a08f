//! The app, the gateway and the site: one change in each row, and the members that tell of it.

use serde_json::{Value, json};

use super::Row;
use crate::export::ENVIRONMENT;
use crate::export::app::{COPIES, PACKAGE};
use crate::export::gateway::{CLIENTS, GATEWAY, HEALTH, PUBLIC_ADDRESS};
use crate::export::networks::NETWORKS;
use crate::export::site::{CONNECTION, LOCAL};
use crate::healthy::*;
use crate::world::*;

pub const ROWS: &[Row] = &[
    (
        "the app is not integrated",
        |w| w.app.integrated = false,
        || {
            let mut members = vec![
                (
                    "site-nw-shop.json",
                    "/properties/siteConfig/vnetName",
                    json!(""),
                ),
                (
                    "site-nw-shop-config-web.json",
                    "/properties/vnetName",
                    json!(""),
                ),
                (CLIENTS, "/value/0/vpnUserName", json!("laptop-0042")),
                (PACKAGE, "", Value::Null),
                (ENVIRONMENT, "WEBSITE_VNETNAME", Value::Null),
                (ENVIRONMENT, "WEBSITE_PRIVATE_IP", Value::Null),
            ];
            members.extend(COPIES.map(|file| (file, "", json!([]))));
            members
        },
    ),
    (
        "the app has other routes",
        |w| {
            w.app.routes = vec![
                AppRoute {
                    to: net("10.61.0.0/16"),
                    kind: "INHERITED",
                },
                AppRoute {
                    to: net("198.51.100.0/24"),
                    kind: "STATIC",
                },
            ];
        },
        || {
            let routes = json!([
                {"name": "10.61.0.0-10.61.255.255",
                    "properties": {"startAddress": "10.61.0.0/16", "routeType": "INHERITED"}},
                {"name": "198.51.100.0-198.51.100.255", "properties": {"startAddress": "198.51.100.0",
                    "endAddress": "198.51.100.255", "routeType": "STATIC"}},
            ]);
            COPIES
                .map(|file| (file, "/0/properties/routes", routes.clone()))
                .to_vec()
        },
    ),
    (
        "variables are added, changed and taken away",
        |w| {
            let settings = [
                ("WEBSITE_DNS_SERVER", "10.61.0.5"),
                ("WEBSITE_SKU", "Basic"),
                ("HOME", ""),
            ];
            w.app.settings = settings
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec();
        },
        || {
            vec![
                (ENVIRONMENT, "WEBSITE_DNS_SERVER", json!("10.61.0.5")),
                (ENVIRONMENT, "WEBSITE_SKU", json!("Basic")),
                (ENVIRONMENT, "HOME", Value::Null),
            ]
        },
    ),
    (
        "there is no gateway",
        |w| w.gateway.exists = false,
        || {
            vec![
                (GATEWAY, "", Value::Null),
                (HEALTH, "", Value::Null),
                (CLIENTS, "", Value::Null),
                (PUBLIC_ADDRESS, "", Value::Null),
                (CONNECTION, "", Value::Null),
                (
                    NETWORKS,
                    "/value/0/properties/subnets/0/properties/ipConfigurations",
                    Value::Null,
                ),
                (ENVIRONMENT, "WEBSITE_PRIVATE_IP", Value::Null),
            ]
        },
    ),
    (
        "the gateway does not list the app",
        |w| w.gateway.lists_app = false,
        || {
            vec![
                (CLIENTS, "/value/0/vpnUserName", json!("laptop-0042")),
                (CLIENTS, "/value/1", Value::Null),
                (ENVIRONMENT, "WEBSITE_PRIVATE_IP", Value::Null),
            ]
        },
    ),
    (
        "the pool is another",
        |w| w.gateway.pool = net("172.29.9.0/25"),
        || {
            vec![
                (
                    GATEWAY,
                    "/properties/vpnClientConfiguration/vpnClientAddressPool/addressPrefixes",
                    json!(["172.29.9.0/25"]),
                ),
                (CLIENTS, "/value/0/privateIpAddress", json!("172.29.9.4")),
                (CLIENTS, "/value/2/privateIpAddress", json!("172.29.9.20")),
                (ENVIRONMENT, "WEBSITE_PRIVATE_IP", json!("172.29.9.4")),
            ]
        },
    ),
    (
        "the gateway trusts two and takes one no more",
        |w| {
            w.gateway.roots.push(Certificate::Renewed);
            w.gateway.revoked.push(Certificate::Expired);
        },
        || {
            vec![
                (
                    GATEWAY,
                    "/properties/vpnClientConfiguration/vpnClientRootCertificates/2/name",
                    json!("AppServiceCertificate-1.cer"),
                ),
                (
                    GATEWAY,
                    "/properties/vpnClientConfiguration/vpnClientRevokedCertificates/1/name",
                    json!("app-service-expired"),
                ),
            ]
        },
    ),
    (
        "the gateway is degraded",
        |w| w.gateway.availability = "Degraded",
        || {
            vec![
                (HEALTH, "/properties/title", json!("Degraded")),
                (HEALTH, "/properties/availabilityState", json!("Degraded")),
                (
                    HEALTH,
                    "/properties/summary",
                    json!("This VPN gateway is degraded."),
                ),
            ]
        },
    ),
    (
        "there is no site",
        |w| w.site.exists = false,
        || vec![(CONNECTION, "", Value::Null), (LOCAL, "/value", json!([]))],
    ),
    (
        "a network has another name",
        |w| w.vnet.name = "nw-other",
        || {
            vec![
                (NETWORKS, "/value/0/name", json!("nw-other")),
                (
                    NETWORKS,
                    "/value/1/properties/virtualNetworkPeerings/0/name",
                    json!("to-nw-other"),
                ),
                (COPIES[0], "/0/name", json!("nw-other")),
                (ENVIRONMENT, "WEBSITE_VNETNAME", json!("nw-other")),
            ]
        },
    ),
];
