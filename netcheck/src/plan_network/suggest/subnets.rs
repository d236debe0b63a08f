//! The subnets.

use std::ops::RangeInclusive;

use ipnet::Ipv4Net;
use netdiag::model::GATEWAY_SUBNET;
use netdiag::space::AddressSet;

use super::{Builder, HOST_BITS, IPV6, LONGEST, NoRoom, tidy};
use crate::plan_network::proposal::{Prefix, Proposal, Purpose, Subnet};
use crate::sizes::free::first_block;
use crate::sizes::{
    GATEWAY_LONGEST, GATEWAY_LONGEST_BASIC, INTEGRATION_ADVISED, SUBNET_LONGEST, integration_length,
};

/// The length of a data subnet that nobody gave.
const USUAL: u8 = 24;

/// A subnet that needs a place.
struct Homeless {
    /// Where it stands in the list of subnets.
    index: usize,
    name: String,
    purpose: Purpose,
    /// The lengths that do, best first.
    lengths: RangeInclusive<u8>,
    given: Option<Prefix>,
    why: String,
}

impl Builder<'_> {
    /// Keeps the subnets that are right, adds those that are missing, and finds a place for the rest,
    /// largest first, so that a place is found if there is one.
    pub(super) fn subnets(&mut self) -> Result<(), NoRoom> {
        let mut placed: Vec<(usize, Subnet)> = Vec::new();
        let mut homeless = Vec::new();
        let mut has_gateway = false;
        for (index, subnet) in self.given.subnets.clone().into_iter().enumerate() {
            if subnet.purpose == Purpose::Gateway && std::mem::replace(&mut has_gateway, true) {
                let was = Some(subnet.prefix.typed().to_string());
                self.changed(subnet.label(), was, None, "a network has one GatewaySubnet");
                continue;
            }
            let Some((prefix, had_bits)) = tidy(subnet.prefix) else {
                let was = Some(subnet.prefix.typed().to_string());
                self.changed(subnet.label(), was, None, IPV6);
                if subnet.purpose != Purpose::Data {
                    homeless.push(missing(index, subnet.name, subnet.purpose, self.given));
                }
                continue;
            };
            match self.why_not_there(&placed, subnet.purpose, prefix) {
                None => {
                    if had_bits {
                        let was = Some(subnet.prefix.typed().to_string());
                        self.changed(subnet.label(), was, Some(prefix.to_string()), HOST_BITS);
                    }
                    self.moved_subnets.push((prefix, prefix));
                    placed.push((index, Subnet { prefix, ..subnet }));
                }
                Some(why) => homeless.push(Homeless {
                    index,
                    lengths: lengths(subnet.purpose, prefix, self.given),
                    given: Some(subnet.prefix),
                    name: subnet.name,
                    purpose: subnet.purpose,
                    why,
                }),
            }
        }
        self.add_missing(&mut homeless, has_gateway);
        // The largest first; of equal ones the earlier.
        homeless.sort_by_key(|h| *h.lengths.start());
        for one in homeless {
            let prefix = self.home(&placed, &one)?;
            let subnet = Subnet {
                name: one.name,
                purpose: one.purpose,
                prefix,
            };
            let was = one.given.map(|given| given.typed().to_string());
            self.changed(subnet.label(), was, Some(prefix.to_string()), one.why);
            if let Some(given) = one.given {
                self.moved_subnets.push((given, prefix));
            }
            placed.push((one.index, subnet));
        }
        placed.sort_by_key(|(index, _)| *index);
        self.next.subnets = placed.into_iter().map(|(_, subnet)| subnet).collect();
        Ok(())
    }

    /// A gateway's subnet where a pool asks for one, an integration subnet for each plan; both, and one for
    /// data, where nothing says which is wanted.
    fn add_missing(&self, homeless: &mut Vec<Homeless>, has_gateway: bool) {
        let given = self.given;
        let neither = !given.has_gateway() && !given.is_regional();
        let mut add = |name: &str, purpose| {
            let index = given.subnets.len() + homeless.len();
            homeless.push(missing(index, name.to_owned(), purpose, given));
        };
        if given.subnets.is_empty() && neither {
            add("data", Purpose::Data);
        }
        if !has_gateway && (neither || given.has_gateway()) {
            add(GATEWAY_SUBNET, Purpose::Gateway);
        }
        let integrations = given.subnets_for(Purpose::Integration).count();
        if neither || integrations > 0 {
            for number in integrations + 1..=given.plans.max(1) as usize {
                let name = match number {
                    1 => "integration".to_owned(),
                    n => format!("integration-{n}"),
                };
                add(&name, Purpose::Integration);
            }
        }
    }

    fn why_not_there(
        &self,
        placed: &[(usize, Subnet)],
        purpose: Purpose,
        prefix: Prefix,
    ) -> Option<String> {
        let addresses = prefix.addresses();
        if !self
            .next
            .networks
            .iter()
            .any(|n| n.addresses().covers(&addresses))
        {
            return Some("it is not in the network".to_owned());
        }
        let other = placed
            .iter()
            .find(|(_, s)| s.prefix.addresses().overlaps(&addresses));
        if let Some((_, other)) = other {
            return Some(format!("it overlaps with {}", other.label()));
        }
        (prefix.v4()?.prefix_len() > smallest(purpose, self.given))
            .then(|| "it is too small".to_owned())
    }

    /// A place: where it lay in a network that was moved whole, else the first that is free.
    fn home(&mut self, placed: &[(usize, Subnet)], one: &Homeless) -> Result<Prefix, NoRoom> {
        let taken: AddressSet = placed
            .iter()
            .flat_map(|(_, s)| s.prefix.addresses().ranges().to_vec())
            .collect();
        let same_place = one.given.and_then(|given| self.translated(given));
        if let Some(prefix) = same_place
            && let Some(net) = prefix.v4()
            && net.prefix_len() == *one.lengths.start()
            && !prefix.addresses().overlaps(&taken)
        {
            return Ok(prefix);
        }
        for length in one.lengths.clone() {
            if let Some(prefix) = self.inside(&taken, length) {
                return Ok(prefix);
            }
            // A size that somebody asked for is worth a further prefix; a usual one is not.
            if one.given.is_some()
                && let Some(prefix) = self.in_further_network(length)
            {
                return Ok(prefix);
            }
        }
        for length in one.lengths.clone() {
            if let Some(prefix) = self.in_further_network(length) {
                return Ok(prefix);
            }
        }
        Err(NoRoom(format!("{}, a /{}", one.name, one.lengths.end())))
    }

    /// The first free block of this length in the network as it is.
    fn inside(&self, taken: &AddressSet, length: u8) -> Option<Prefix> {
        let networks = self.next.networks.iter();
        networks
            .filter_map(|n| first_block(&n.addresses().difference(taken), length))
            .map(Prefix::from)
            .next()
    }

    fn in_further_network(&mut self, length: u8) -> Option<Prefix> {
        let network = self.further_network(length)?;
        first_block(&network.addresses(), length).map(Prefix::from)
    }

    /// The same place in a network that was moved to one of the same size.
    fn translated(&self, given: Prefix) -> Option<Prefix> {
        let net = given.v4()?;
        self.moved_networks.iter().find_map(|(old, new)| {
            let (old, new) = (old.v4()?, new.v4()?);
            if old == new || old.prefix_len() != new.prefix_len() || !old.contains(&net) {
                return None;
            }
            let offset = u32::from(net.network()) - u32::from(old.network());
            let address = u32::from(new.network()).checked_add(offset)?;
            let moved = Ipv4Net::new(address.into(), net.prefix_len()).ok()?;
            Some(moved.into())
        })
    }
}

fn missing(index: usize, name: String, purpose: Purpose, given: &Proposal) -> Homeless {
    let smallest = smallest(purpose, given);
    let best = match purpose {
        Purpose::Data => USUAL,
        Purpose::Gateway => GATEWAY_LONGEST,
        Purpose::Integration => smallest.min(INTEGRATION_ADVISED),
    };
    Homeless {
        index,
        name,
        purpose,
        lengths: best..=smallest.max(best).min(LONGEST),
        given: None,
        why: "none was given".to_owned(),
    }
}

/// The lengths for one that was given and cannot stay: as it was, unless it was too small.
fn lengths(purpose: Purpose, prefix: Prefix, given: &Proposal) -> RangeInclusive<u8> {
    let was = prefix.v4().map_or(USUAL, |net| net.prefix_len());
    let smallest = smallest(purpose, given);
    let length = match purpose {
        _ if was <= smallest => was,
        Purpose::Data => smallest,
        Purpose::Gateway => GATEWAY_LONGEST,
        Purpose::Integration => smallest.min(INTEGRATION_ADVISED),
    };
    // A subnet as large as a whole network that found no room may be smaller.
    length..=smallest.max(length)
}

/// The greatest length that passes the rules.
fn smallest(purpose: Purpose, given: &Proposal) -> u8 {
    match purpose {
        Purpose::Data => SUBNET_LONGEST,
        Purpose::Gateway => GATEWAY_LONGEST_BASIC,
        Purpose::Integration => integration_length(given.integration_addresses()),
    }
}
