//! The end of the way: the target, in its subnet, in the network or behind it.

use page::Mark;
use page::text::width;

use super::drawing::{
    BACK, BESIDE, BOLD, Drawing, HEADING, HEIGHT, INSIDE, THERE, sign, sign_width,
};
use super::shapes::{Frame, Sign};
use super::stops::Slot;
use crate::path::hop::Way;
use crate::report::check::html::data::journey::{Journey, Spot};
use crate::report::check::html::data::surroundings::{Named, Standing};

impl Drawing<'_> {
    /// The target in its subnet, or in the network outside of all subnets; gives where it ends.
    pub fn target(&mut self, x: f64) -> f64 {
        let Some(journey) = self.journey else {
            return x + 224.0;
        };
        let subnet = match self.spot {
            Some(Spot::Subnet { name }) => {
                let found = self.around.subnets.iter().find(|s| s.name == *name);
                Some(found.cloned().unwrap_or_else(|| not_read(name)))
            }
            Some(Spot::Peer { subnet, .. }) => subnet.clone(),
            _ => None,
        };
        let room = self.room(Slot::Target).max(56.0);
        let host = x + if subnet.is_some() { INSIDE } else { 0.0 } + room + 14.0;
        let w = host_width(journey);
        let mut end = host + w;
        if let Some(subnet) = &subnet {
            let title = format!("subnet {}: {}", subnet.name, subnet.ranges);
            end += INSIDE;
            self.frame(
                [x, self.top, end - x, HEIGHT],
                "inner",
                subnet.is_there(),
                title,
            );
            self.heading(x, self.top, end - x, &subnet.name, &subnet.ranges);
            self.signs(x + INSIDE, Slot::Target);
        } else {
            self.signs(x + 4.0, Slot::Target);
        }
        self.host(host, w);
        end
    }

    /// The target itself, and the signs of the way back, which begins there.
    pub fn host(&mut self, x: f64, w: f64) {
        let Some(journey) = self.journey else { return };
        let (top, h) = (self.top + THERE - 16.0, BACK - THERE + 32.0);
        let (outcome, class) = outcome(journey);
        let what = if journey.to_dns_server {
            "DNS server"
        } else {
            "target"
        };
        let title = format!("{what} {}: {outcome}", journey.to);
        let middle = top + h / 2.0;
        self.frame([x, top, w, h], "host", true, title);
        self.word(x + 8.0, middle - 12.0, w - 16.0, what, "quiet");
        self.word(x + 8.0, middle + 5.0, w - 16.0, &journey.to, "name");
        self.word(x + 8.0, middle + 22.0, w - 16.0, &outcome, class);
        self.lane.1 = x;
        let mut right = x - 30.0;
        let y = self.top + BACK;
        let back: Vec<Sign> = self
            .stops
            .iter()
            .filter(|stop| stop.way == Way::Back)
            .map(|stop| {
                let w = sign_width(stop.state);
                let sign = sign(stop, right - w / 2.0, y);
                right -= w + BESIDE;
                sign
            })
            .collect();
        self.out.signs.extend(back);
    }

    /// The target behind the network; gives where it ends.
    pub fn beyond(&mut self, x: f64) -> f64 {
        let at = self.out.frames.len();
        let end = self.target(x + INSIDE) + INSIDE;
        let named = match self.spot {
            Some(Spot::Peer { peering, .. }) => {
                let found = self.around.peers.iter().find(|p| p.name == *peering);
                let mut named = found.cloned().unwrap_or_else(|| not_read(peering));
                named.name = format!("peered by {}", named.name);
                named
            }
            Some(Spot::Site { connection }) => {
                let found = self
                    .around
                    .sites
                    .iter()
                    .find(|site| site.connection == *connection);
                let mut named =
                    found.map_or_else(|| not_read(connection), |site| site.site.clone());
                named.name = format!("on-premises: {}", named.name);
                named
            }
            Some(Spot::Internet) => Named::there("the internet", "through the network"),
            Some(Spot::Platform) => Named::there("the platform itself", "168.63.129.16"),
            _ => Named {
                standing: Standing::NotRead,
                ..Named::there("no network that was read", "nothing holds the address")
            },
        };
        self.around(at, x, end, &named);
        end
    }

    /// Traffic that does not enter the network.
    pub fn away(&mut self, x: f64) -> f64 {
        let at = self.out.frames.len();
        let end = self.target(x + INSIDE) + INSIDE;
        self.around(
            at,
            x,
            end,
            &Named::there("the internet", "not through the network"),
        );
        end
    }

    /// The frame around a target that is not in the network, behind what was drawn from `at` on.
    fn around(&mut self, at: usize, x: f64, end: f64, named: &Named) {
        let frame = Frame {
            x,
            y: 4.0,
            w: end - x,
            h: HEADING + HEIGHT + INSIDE,
            class: "around",
            is_there: named.is_there(),
            title: named.title(),
        };
        self.out.frames.insert(at, frame);
        self.heading(x, 4.0, end - x, &named.name, &named.ranges);
    }
}

fn host_width(journey: &Journey) -> f64 {
    let name = width(&journey.to) * BOLD + 16.0;
    let outcome = width(&outcome(journey).0) + 18.0;
    name.max(outcome).clamp(100.0, 190.0)
}

/// What came of trying it, by sign, word and colour.
fn outcome(journey: &Journey) -> (String, &'static str) {
    let marked = |mark: Mark, said: &str| (format!("{} {said}", mark.sign()), mark.class());
    match journey.outcome.as_deref() {
        None => ("not tried".to_owned(), "quiet"),
        Some(said) if said.starts_with("connected") => marked(Mark::Good, said),
        Some(said) => marked(Mark::Bad, said),
    }
}

fn not_read(name: &str) -> Named {
    Named::not_read(name, "not read")
}
