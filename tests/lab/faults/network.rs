//! What is wrong with the network itself: its address spaces and its peerings.

use crate::healthy::net;
use crate::scenario::*;
use crate::world::Peering;

const PEERING: &[&str] = &["peering-blocks"];

fn ours(worlds: &mut Worlds, change: impl Fn(&mut Peering)) {
    worlds.both(|w| change(w.vnet.peering.as_mut().expect("a peering")));
}

fn theirs(worlds: &mut Worlds, change: impl Fn(&mut Peering)) {
    worlds.both(|w| change(w.hub.peering.as_mut().expect("a peering")));
}

#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    Fault { name: "peering-blocks/disconnected", what: "The other side deleted its peering.", target: BUILD,
        change: |w| w.both(|w| { w.hub.peering = None; w.vnet.peering.as_mut().expect("a peering").state = "Disconnected"; }), first: PEERING, ..FAULT },
    Fault { name: "peering-blocks/initiated", what: "The other side has not made its peering yet.", target: BUILD,
        change: |w| w.both(|w| { w.hub.peering = None; w.vnet.peering.as_mut().expect("a peering").state = "Initiated"; }), first: PEERING, ..FAULT },
    Fault { name: "peering-blocks/no-access", what: "This side of the peering gives no access to the other network.", target: BUILD,
        change: |w| ours(w, |peering| peering.access = false), first: PEERING, ..FAULT },
    Fault { name: "peering-blocks/no-access-there", what: "The other side of the peering gives no access.", target: BUILD,
        change: |w| theirs(w, |peering| peering.access = false), first: PEERING, ..FAULT },
    Fault { name: "peering-blocks/no-forwarded-traffic", what: "The other side takes no forwarded traffic.", target: BUILD,
        change: |w| theirs(w, |peering| peering.forwarded = false), first: PEERING, ..FAULT },
    Fault { name: "peering-blocks/no-gateway-transit", what: "This side does not lend its gateway.", target: BUILD,
        change: |w| ours(w, |peering| peering.gateway_transit = false), first: PEERING, also: &["no-route-back"], ..FAULT },
    Fault { name: "peering-blocks/no-remote-gateways", what: "The other side does not use this one's gateway.", target: BUILD,
        change: |w| theirs(w, |peering| peering.remote_gateways = false), first: PEERING, also: &["no-route-back"], ..FAULT },
    Fault { name: "address-spaces-overlap/site-has-it-too", what: "The site has the database's addresses as well, and its more specific prefix wins.", target: SQL_ADDRESS,
        change: |w| w.both(|w| w.site.prefixes.push(net("10.61.8.8/29"))), first: &["address-spaces-overlap"], ..FAULT },
    Fault { name: "address-spaces-overlap/peer-and-site", what: "The peered network and the site both hold the address.", target: "10.70.4.99:443",
        change: |w| w.both(|w| w.site.prefixes.push(net("10.70.4.0/24"))), first: &["address-spaces-overlap"], ..FAULT },
];
