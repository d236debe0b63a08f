//! The address space of the network.

use std::ops::RangeInclusive;

use super::{Builder, HOST_BITS, IPV6, LONGEST, NoRoom, tidy};
use crate::plan_network::proposal::Prefix;
use crate::plan_network::rule::network_must_avoid;
use crate::sizes::SUBNET_LONGEST;
use crate::sizes::free::first_block;

/// The length of a network that nobody gave: the portal's own default.
const USUAL: u8 = 16;

impl Builder<'_> {
    /// Keeps the prefixes that are right, then finds others for the rest.
    pub(super) fn networks(&mut self) -> Result<(), NoRoom> {
        let mut wrong = Vec::new();
        for given in self.given.networks.clone() {
            let Some((prefix, had_bits)) = tidy(given) else {
                self.changed("the network", Some(given.typed().to_string()), None, IPV6);
                continue;
            };
            match self.what_is_wrong(prefix) {
                None => {
                    if had_bits {
                        let (was, now) = (given.typed().to_string(), prefix.to_string());
                        self.changed("the network", Some(was), Some(now), HOST_BITS);
                    }
                    self.next.networks.push(prefix);
                    self.moved_networks.push((prefix, prefix));
                }
                Some(why) => wrong.push((given, prefix, why)),
            }
        }
        for (given, prefix, why) in wrong {
            let was = Some(given.typed().to_string());
            let length = prefix.v4().map_or(USUAL, |net| net.prefix_len());
            match self.new_network(length.clamp(8, LONGEST)) {
                Some(new) => {
                    self.moved_networks.push((prefix, new));
                    self.changed("the network", was, Some(new.to_string()), why);
                }
                None => {
                    let why = format!("{why}, and there is no room for another");
                    self.changed("the network", was, None, why);
                }
            }
        }
        if self.next.networks.is_empty() {
            let new = self
                .new_network(USUAL)
                .ok_or_else(|| NoRoom(format!("the network, not even a /{LONGEST}")))?;
            self.changed(
                "the network",
                None,
                Some(new.to_string()),
                "none was left or given",
            );
        }
        Ok(())
    }

    fn what_is_wrong(&self, prefix: Prefix) -> Option<String> {
        let addresses = prefix.addresses();
        let common = addresses.intersection(&self.avoided);
        if !common.is_empty() {
            return Some(
                match self.around.ranges.iter().find(|range| {
                    network_must_avoid(range.relation) && range.addresses.overlaps(&addresses)
                }) {
                    Some(range) => format!("it overlaps with {}", range.what),
                    None => "it holds addresses that Azure keeps for itself".to_owned(),
                },
            );
        }
        if addresses.overlaps(&self.next.space()) {
            return Some("it overlaps with another prefix of the network".to_owned());
        }
        (prefix.v4()?.prefix_len() > SUBNET_LONGEST)
            .then(|| format!("it is smaller than /{SUBNET_LONGEST}"))
    }

    /// The first free block of this length, or a smaller one.
    fn new_network(&mut self, length: u8) -> Option<Prefix> {
        let first = length.saturating_add(self.smaller).min(LONGEST);
        self.take_first(first..=LONGEST)
    }

    fn take_first(&mut self, mut lengths: RangeInclusive<u8>) -> Option<Prefix> {
        let free = self.free();
        let beside_pool = free.difference(&self.given.pool());
        let new = lengths.find_map(|length| {
            first_block(&beside_pool, length).or_else(|| first_block(&free, length))
        })?;
        self.next.networks.push(new.into());
        Some(new.into())
    }

    /// A further prefix that holds a block of this length, no smaller than a /24 where there is room.
    pub(super) fn further_network(&mut self, length: u8) -> Option<Prefix> {
        let new = self.take_first(24.min(length)..=length)?;
        self.changed(
            "the network",
            None,
            Some(new.to_string()),
            "the network has no room for all of its subnets",
        );
        Some(new)
    }
}
