//! The point-to-site pool.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use netdiag::space::{AddressSet, private_ranges};

use super::{Builder, HOST_BITS, IPV6, LONGEST, NoRoom, tidy};
use crate::plan_network::proposal::{POOL, Prefix};
use crate::sizes::free::first_block;
use crate::sizes::{POOL_LONGEST, longest_length, size};

/// The length of a pool that nobody gave.
const USUAL: u8 = 24;

impl Builder<'_> {
    /// Keeps what is right of the pool, replaces the rest, and makes it large enough.
    pub(super) fn pools(&mut self) -> Result<(), NoRoom> {
        let given = self.given;
        let neither = !given.has_gateway() && !given.is_regional();
        // A gateway beside an integration subnet may be for on-premises sites alone.
        let wanted =
            !given.pools.is_empty() || neither || (given.has_gateway() && !given.is_regional());
        if !wanted {
            return Ok(());
        }
        let mut wrong = Vec::new();
        for typed in given.pools.clone() {
            let Some((prefix, had_bits)) = tidy(typed) else {
                self.changed(POOL, Some(typed.typed().to_string()), None, IPV6);
                continue;
            };
            match self.why_no_pool(prefix) {
                None => {
                    if had_bits {
                        let was = Some(typed.typed().to_string());
                        self.changed(POOL, was, Some(prefix.to_string()), HOST_BITS);
                    }
                    self.next.pools.push(prefix);
                }
                Some(why) => wrong.push((typed, why)),
            }
        }
        for (typed, why) in wrong {
            let was = Some(typed.typed().to_string());
            let length = typed.v4().map_or(USUAL, |net| net.prefix_len());
            match self.new_pool(length.clamp(8, LONGEST)) {
                Some(new) => self.changed(POOL, was, Some(new.to_string()), why),
                None => self.changed(POOL, was, None, why),
            }
        }
        self.enlarge()
    }

    fn enlarge(&mut self) -> Result<(), NoRoom> {
        let needs = self.given.pool_addresses();
        let has = self.next.pool().count();
        if has >= needs && !self.next.pools.is_empty() {
            return Ok(());
        }
        let given_none = self.given.pools.is_empty();
        let lacks = needs.saturating_sub(has);
        // Twice as many, so that all can be replaced at once; the bare number where there is no more room.
        let best = longest_length(USUAL, |length| size(length) >= 2 * lacks);
        let least = longest_length(LONGEST, |length| size(length) >= lacks);
        let new = (best..=least).find_map(|length| self.new_pool(length));
        match new {
            Some(new) => {
                let why = match has {
                    0 if given_none => "none was given",
                    0 => "none was left",
                    _ => "it is too small",
                };
                self.changed(POOL, None, Some(new.to_string()), why);
                Ok(())
            }
            None => Err(NoRoom(format!("{POOL}, not even a /{least}"))),
        }
    }

    fn why_no_pool(&self, prefix: Prefix) -> Option<String> {
        let addresses = prefix.addresses();
        if !private_ranges().covers(&addresses) {
            return Some("it is not private (RFC 1918)".to_owned());
        }
        if addresses.overlaps(&self.next.space()) {
            return Some("it overlaps with the network".to_owned());
        }
        if addresses.overlaps(&self.next.pool()) {
            return Some("it overlaps with another part of the pool".to_owned());
        }
        let around = &self.around.ranges;
        if let Some(range) = around.iter().find(|r| r.addresses.overlaps(&addresses)) {
            return Some(format!("it overlaps with {}", range.what));
        }
        (prefix.v4()?.prefix_len() > POOL_LONGEST)
            .then(|| format!("it is smaller than /{POOL_LONGEST}"))
    }

    /// The first free block of this length, away from where networks are proposed if there is room.
    fn new_pool(&mut self, length: u8) -> Option<Prefix> {
        let free = self.free();
        let away = AddressSet::from_range(Ipv4Addr::new(172, 16, 0, 0), Ipv4Addr::BROADCAST);
        let new: Ipv4Net = first_block(&free.intersection(&away), length)
            .or_else(|| first_block(&free, length))?;
        self.next.pools.push(new.into());
        Some(new.into())
    }
}
