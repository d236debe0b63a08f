//! What is not on the way: the network's other subnets, its peers, the sites.

use netdiag::model::Kind;
use page::text::{fitted, width};

use super::drawing::{Drawing, INSIDE};
use super::shapes::{Frame, Link, Word};
use crate::report::check::html::data::journey::Spot;
use crate::report::check::html::data::surroundings::{Named, Site};

/// How many neighbours of one kind are drawn; the rest is counted.
const MOST: usize = 24;
/// A row of a list, and a box of what lies beside the network.
const ROW: f64 = 24.0;
const SIDE: f64 = 58.0;

impl Drawing<'_> {
    /// The subnets that are not on the way; gives where they end.
    pub fn rest_of_network(&mut self, left: f64, right: f64, below: f64) -> f64 {
        let on_the_way = |subnet: &&Named| {
            let is_target =
                matches!(self.spot, Some(Spot::Subnet { name }) if *name == subnet.name);
            let is_entry = self.around.entry_subnet.as_ref() == Some(&subnet.name);
            !is_target && !is_entry
        };
        let rest: Vec<Named> = self
            .around
            .subnets
            .iter()
            .filter(on_the_way)
            .cloned()
            .collect();
        let mut y = below;
        let (x, w) = (left + INSIDE, right - left - 2.0 * INSIDE);
        for subnet in rest.iter().take(MOST) {
            let title = format!("subnet {}: {}", subnet.name, subnet.ranges);
            self.frame([x, y, w, ROW - 3.0], "row", subnet.is_there(), title);
            let ranges = fitted(&subnet.ranges, (w - 16.0) * 0.66);
            let room = w - 24.0 - width(&ranges);
            self.word(x + 8.0, y + 15.0, room, &subnet.name, "plain");
            self.out.words.push(Word {
                x: x + w - 8.0,
                y: y + 15.0,
                text: ranges,
                class: "quiet",
                anchor: "end",
            });
            y += ROW;
        }
        if rest.len() > MOST {
            let more = format!("and {} more subnets", rest.len() - MOST);
            self.word(x + 8.0, y + 15.0, w, &more, "quiet");
            y += ROW;
        }
        y + if rest.is_empty() { 0.0 } else { 6.0 }
    }

    /// Peers and sites that are not on the way, from `top` on; gives where they end, to the right and
    /// below.
    pub fn beside(&mut self, network: f64, x: f64, top: f64) -> (f64, f64) {
        let w = 200.0;
        let peers = self
            .around
            .peers
            .iter()
            .filter(|peer| !matches!(self.spot, Some(Spot::Peer { peering, .. }) if *peering == peer.name))
            .map(|peer| (peer.name.clone(), peer.ranges.clone(), "peering".to_owned()));
        let sites = self
            .around
            .sites
            .iter()
            .filter(|site| !matches!(self.spot, Some(Spot::Site { connection }) if *connection == site.connection))
            .map(|site| (site.site.name.clone(), site.site.ranges.clone(), connected(site)));
        let all: Vec<(String, String, String)> = peers.chain(sites).collect();
        let mut y = top;
        for (name, ranges, how) in all.iter().take(MOST) {
            let title = format!("{name}: {ranges} ({how})");
            self.frame([x, y, w, SIDE], "side", true, title);
            self.word(x + 8.0, y + 18.0, w - 16.0, name, "name");
            self.word(x + 8.0, y + 34.0, w - 16.0, ranges, "quiet");
            self.word(x + 8.0, y + 50.0, w - 16.0, how, "quiet");
            self.out.links.push(Link {
                from: network,
                to: x,
                y: y + SIDE / 2.0,
            });
            y += SIDE + 10.0;
        }
        if all.len() > MOST {
            let more = format!("and {} more", all.len() - MOST);
            self.word(x + 8.0, y + 15.0, w, &more, "quiet");
            y += ROW;
        }
        if all.is_empty() {
            return (0.0, 0.0);
        }
        (x + w, y)
    }

    /// The network and the gateway, where the way does not lead through them.
    pub fn beside_internet(&mut self, end: f64, below: f64) {
        let network = &self.around.network;
        let w = 200.0;
        let mut right = end;
        if self.around.kind != Some(Kind::None) {
            let x = end + 30.0;
            self.frame(
                [x, self.top, w, SIDE],
                "side",
                network.is_there(),
                network.title(),
            );
            self.word(x + 8.0, self.top + 18.0, w - 16.0, &network.name, "name");
            let ranges = network.shown_ranges();
            self.word(x + 8.0, self.top + 34.0, w - 16.0, ranges, "quiet");
            let not = "not on this way";
            self.word(x + 8.0, self.top + 50.0, w - 16.0, not, "quiet");
            right = x + w;
        }
        self.out.width = right + 4.0;
        self.out.height = below + 8.0;
    }

    /// The network's own frame, behind everything that stands in it.
    pub fn network(&mut self, at: usize, left: f64, right: f64, bottom: f64) {
        let network = &self.around.network;
        let at = if self.around.kind == Some(Kind::Regional) {
            // Also behind the subnet that the app sends from.
            at.saturating_sub(1)
        } else {
            at
        };
        let frame = Frame {
            x: left,
            y: 4.0,
            w: right - left,
            h: bottom - 4.0,
            class: "around",
            is_there: network.is_there(),
            title: format!("network {}", network.title()),
        };
        self.out.frames.insert(at, frame);
        let ranges = network.shown_ranges();
        self.heading(left, 4.0, right - left, &network.name, ranges);
    }
}

fn connected(site: &Site) -> String {
    match &site.state {
        Some(state) => format!("site-to-site, {state}"),
        None => "site-to-site".to_owned(),
    }
}
