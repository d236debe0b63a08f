//! What the packet meets, hop by hop: one stop a hop, with its number and where on the way it stands.

use crate::path::hop::Way;
use crate::report::check::html::data::journey::Journey;
use crate::report::trace::{Fate, TraceHop};

/// What becomes of the packet at a hop, or on the way behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It passes, from all of the app's addresses.
    Passes,
    /// It cannot be told.
    Unknown,
    /// It passes from a part of the app's addresses only.
    Part,
    /// It does not pass.
    Blocked,
}

/// Where on the way a hop stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Where it leaves the app.
    App,
    /// In the gateway, or in the subnet that the app sends from.
    Entry,
    /// Between the gateway and the network.
    Behind,
    /// Between the network and what lies behind it.
    Beyond,
    /// Before the target.
    Target,
}

/// One hop of the way with all that becomes of the packet there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop<'a> {
    /// Its number, counted from the app to the target and back.
    pub number: usize,
    /// The hop's name.
    pub hop: &'static str,
    /// Which way.
    pub way: Way,
    /// What becomes of it in all.
    pub state: State,
    /// What becomes of it one by one, the worst first.
    pub fates: Vec<&'a TraceHop>,
}

impl Stop<'_> {
    /// Where it stands.
    pub fn slot(&self) -> Slot {
        slot(self.hop)
    }
}

/// Where a hop stands; one that nobody placed stands before the target.
fn slot(hop: &str) -> Slot {
    placed(hop).unwrap_or(Slot::Target)
}

/// Where a hop stands, if somebody placed it.
pub fn placed(hop: &str) -> Option<Slot> {
    Some(match hop {
        "app-routes" => Slot::App,
        "gateway" | "certificates" | "outbound-security-group" | "outbound-routes" => Slot::Entry,
        "gateway-subnet-security-group" | "gateway-subnet-routes" => Slot::Behind,
        "peering" | "site-to-site" => Slot::Beyond,
        "place" | "subnet-security-group" | "interface-security-group" | "route-back" => {
            Slot::Target
        }
        _ => return None,
    })
}

/// The stops in the order of the way.
pub fn stops(journey: &Journey) -> Vec<Stop<'_>> {
    let mut stops: Vec<Stop<'_>> = Vec::new();
    let mut hops: Vec<&TraceHop> = journey.hops.iter().collect();
    // As a packet meets them, which is how they are drawn.
    hops.sort_by_key(|hop| slot(hop.hop));
    for way in [Way::There, Way::Back] {
        for hop in hops.iter().copied().filter(|hop| hop.way == way) {
            match stops.iter_mut().find(|stop| stop.hop == hop.hop) {
                Some(stop) => stop.fates.push(hop),
                None => stops.push(Stop {
                    number: stops.len() + 1,
                    hop: hop.hop,
                    way,
                    state: State::Passes,
                    fates: vec![hop],
                }),
            }
        }
    }
    for stop in &mut stops {
        stop.state = match journey.is_public() {
            true => State::Passes,
            false => state_of_all(&stop.fates),
        };
    }
    stops
}

/// The state that one fate alone amounts to.
pub fn state_of(fate: &TraceHop) -> State {
    match fate.verdict {
        Fate::Passes => State::Passes,
        Fate::Blocked if fate.is_partial() => State::Part,
        Fate::Blocked => State::Blocked,
        Fate::Unknown => State::Unknown,
    }
}

/// All fates together. Two parts that are both blocked may be all there is: then nothing passes.
fn state_of_all(fates: &[&TraceHop]) -> State {
    let worst = fates.iter().map(|fate| state_of(fate)).max();
    let all_blocked = fates.len() > 1 && fates.iter().all(|fate| fate.verdict == Fate::Blocked);
    match worst {
        Some(State::Part) if all_blocked => State::Blocked,
        Some(state) => state,
        None => State::Unknown,
    }
}
