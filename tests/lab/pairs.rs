//! Two faults at once. Both are on the way to the target and both can be seen from where the app is:
//! what lies behind a closed door nobody can see.

use crate::scenario::{BUILD, Pair, SQL, SQL_ADDRESS};

const ERP_ADDRESS: &str = "192.168.40.20:8080";
const BUILD_ADDRESS: &str = "10.70.4.10:8081";
const APP01_ADDRESS: &str = "10.61.16.4:8080";
const BATCH: &str = "10.62.1.4:443";

const fn pair(first: &'static str, second: &'static str, target: &'static str) -> Pair {
    Pair {
        of: [first, second],
        target,
    }
}

#[rustfmt::skip]
pub const PAIRS: &[Pair] = &[
    pair("security-group-denies/whole-range", "no-route-back/propagation-off", SQL),
    pair("security-group-denies/half-of-the-range", "no-route-back/propagation-off", SQL),
    pair("security-group-denies/half-of-the-range", "no-route-back/half-of-the-range", SQL),
    pair("security-group-denies/interface", "no-route-back/propagation-off", SQL),
    pair("security-group-denies/by-tag", "no-route-back/dropped", SQL),
    pair("security-group-denies/the-port", "no-route-back/to-the-internet", SQL),
    pair("security-group-denies/the-port", "no-route-back/default-route-without-propagation", SQL),
    pair("security-group-denies/one-address", "no-route-back/kept-in-the-network", SQL),
    pair("security-group-denies/whole-range", "route-table-diverts/dropped", SQL),
    pair("security-group-denies/application-security-group", "route-table-diverts/to-the-internet", SQL),
    pair("security-group-denies/gateway-subnet", "no-route-back/propagation-off", SQL_ADDRESS),
    pair("route-table-diverts/dropped", "no-route-back/propagation-off", SQL),
    pair("gateway-down/failed", "security-group-denies/whole-range", SQL_ADDRESS),
    pair("gateway-down/failed", "no-route-back/propagation-off", SQL_ADDRESS),
    pair("gateway-down/failed", "route-table-diverts/to-the-internet", SQL_ADDRESS),
    pair("gateway-down/unavailable", "certificates-out-of-sync/renewed", SQL_ADDRESS),
    pair("gateway-down/failed", "certificates-out-of-sync/root-removed", SQL_ADDRESS),
    pair("gateway-down/failed", "certificates-out-of-sync/expired", SQL_ADDRESS),
    pair("gateway-down/failed", "site-to-site-down/not-connected", ERP_ADDRESS),
    pair("gateway-down/failed", "on-premises-range-missing/other-range", ERP_ADDRESS),
    pair("gateway-down/failed", "peering-blocks/disconnected", BUILD_ADDRESS),
    pair("gateway-down/failed", "network-out-of-sync/new-prefix", BATCH),
    pair("gateway-down/failed", "no-route-back/of-another-subnet", APP01_ADDRESS),
    pair("certificates-out-of-sync/renewed", "security-group-denies/whole-range", SQL_ADDRESS),
    pair("certificates-out-of-sync/renewed", "no-route-back/propagation-off", SQL_ADDRESS),
    pair("certificates-out-of-sync/revoked", "route-table-diverts/dropped", SQL_ADDRESS),
    pair("certificates-out-of-sync/renewed", "site-to-site-down/not-connected", ERP_ADDRESS),
    pair("certificates-out-of-sync/revoked", "on-premises-range-missing/too-narrow", ERP_ADDRESS),
    pair("certificates-out-of-sync/renewed", "peering-blocks/no-gateway-transit", BUILD_ADDRESS),
    pair("certificates-out-of-sync/renewed", "network-out-of-sync/new-prefix", BATCH),
    pair("certificates-out-of-sync/renewed", "not-routed/not-pushed", SQL_ADDRESS),
    pair("not-routed/not-pushed", "security-group-denies/whole-range", SQL_ADDRESS),
    pair("not-routed/not-pushed", "no-route-back/propagation-off", SQL_ADDRESS),
    pair("not-routed/site-missing", "site-to-site-down/not-connected", ERP_ADDRESS),
    pair("not-routed/site-missing", "on-premises-range-missing/other-range", ERP_ADDRESS),
    pair("not-routed/peer-missing", "peering-blocks/no-access", BUILD_ADDRESS),
    pair("not-routed/peer-missing", "peering-blocks/initiated", BUILD_ADDRESS),
    pair("peering-blocks/no-forwarded-traffic", "security-group-denies/peered-network", BUILD),
    pair("peering-blocks/no-remote-gateways", "security-group-denies/peered-network", BUILD),
    pair("address-spaces-overlap/site-has-it-too", "security-group-denies/whole-range", SQL_ADDRESS),
    pair("address-spaces-overlap/site-has-it-too", "no-route-back/propagation-off", SQL_ADDRESS),
    pair("platform-blocks-port/445", "security-group-denies/whole-range", "10.61.8.9:445"),
    pair("platform-refuses-socket/no-adapter", "certificates-out-of-sync/renewed", SQL_ADDRESS),
    pair("platform-refuses-socket/no-adapter", "security-group-denies/whole-range", SQL_ADDRESS),
    pair("security-group-denies/other-subnet", "no-route-back/of-another-subnet", "10.61.16.4:9000"),
    pair("no-route-back/of-another-subnet", "certificates-out-of-sync/renewed", APP01_ADDRESS),
    pair("dns-answers-differ/stale-record", "no-route-back/propagation-off", SQL),
    pair("dns-answers-differ/stale-record", "security-group-denies/whole-range", SQL),
    pair("site-to-site-down/connecting", "certificates-out-of-sync/root-removed", ERP_ADDRESS),
    pair("no-route-back/of-another-subnet", "gateway-down/unavailable", APP01_ADDRESS),
];
