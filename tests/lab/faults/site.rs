//! What is wrong with the site behind the site-to-site connection, and with the connection.

use crate::healthy::net;
use crate::scenario::*;

/// Azure cannot tell these two apart.
const FAR_SIDE: &[&str] = &["on-premises-no-route-back", "on-premises-firewall"];

#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    Fault { name: "site-to-site-down/not-connected", what: "The site-to-site connection is not connected.", target: ERP,
        change: |w| w.both(|w| { w.site.up = false; w.site.status = "NotConnected"; }), first: &["site-to-site-down"], ..FAULT },
    Fault { name: "site-to-site-down/connecting", what: "The site-to-site connection is trying to connect.", target: ERP,
        change: |w| w.both(|w| { w.site.up = false; w.site.status = "Connecting"; }), first: &["site-to-site-down"], ..FAULT },
    Fault { name: "on-premises-range-missing/other-range", what: "The local network gateway holds another range.", target: ERP,
        change: |w| w.both(|w| w.site.prefixes = vec![net("192.168.44.0/24")]), first: &["on-premises-range-missing"], also: &["network-out-of-sync"], ..FAULT },
    Fault { name: "on-premises-range-missing/too-narrow", what: "The local network gateway holds half of the site's range, and not the host's.", target: "192.168.40.20:8080",
        change: |w| w.both(|w| w.site.prefixes = vec![net("192.168.42.0/23")]), first: &["on-premises-range-missing"], also: &["network-out-of-sync"], ..FAULT },
    Fault { name: "on-premises-range-missing/no-connection", what: "There is no site-to-site connection.", target: ERP,
        change: |w| w.both(|w| { w.site.exists = false; w.site.up = false; }), first: &["on-premises-range-missing"], also: &["network-out-of-sync"], ..FAULT },
    Fault { name: "on-premises-no-route-back/silent", what: "The site's gateway has no route to the point-to-site range.", target: ERP,
        change: |w| w.real(|w| w.site.knows.retain(|range| *range != net("172.29.7.0/24"))), first: FAR_SIDE, ..FAULT },
    Fault { name: "on-premises-no-route-back/witness-passes", what: "The site's gateway has no route to the point-to-site range; a machine of the network gets through.", target: ERP,
        witness: Some("app01"), change: |w| w.real(|w| w.site.knows.retain(|range| *range != net("172.29.7.0/24"))), first: FAR_SIDE, ..FAULT },
    Fault { name: "on-premises-firewall/drops-the-app", what: "The site's firewall drops the point-to-site range.", target: ERP,
        change: |w| w.real(|w| w.site.firewall = vec!["ip saddr 172.29.7.0/24 drop".into()]), first: FAR_SIDE, ..FAULT },
    Fault { name: "on-premises-firewall/witness-passes", what: "The site's firewall drops the point-to-site range; a machine of the network gets through.", target: ERP,
        witness: Some("app01"), change: |w| w.real(|w| w.site.firewall = vec!["ip saddr 172.29.7.0/24 drop".into()]), first: FAR_SIDE, ..FAULT },
    Fault { name: "on-premises-firewall/rejects", what: "The site's firewall rejects the point-to-site range: prohibited.", target: ERP,
        change: |w| w.real(|w| w.site.firewall = vec!["ip saddr 172.29.7.0/24 reject with icmp type admin-prohibited".into()]), first: &["on-premises-firewall"], ..FAULT },
    Fault { name: "on-premises-firewall/drops-the-port", what: "The site's firewall drops this port for everybody.", target: ERP,
        witness: Some("app01"), change: |w| w.real(|w| w.site.firewall = vec!["tcp dport 8080 drop".into()]),
        first: &["on-premises-firewall", "on-premises-no-route-back", "host-down", "host-firewall"], ..FAULT },
    Fault { name: "host-down/at-the-site", what: "The host at the site is down, as a machine of the network says too.", target: ERP, witness: Some("app01"),
        change: |w| w.real(|w| w.host("erp01").up = false), first: &["host-down"], ..FAULT },
];
