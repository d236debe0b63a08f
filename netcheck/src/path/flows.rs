//! Sets of flows: who talks to whom on which port, for one protocol.

use netdiag::space::{AddressSet, PortSet};

/// Every flow from one of `from` to one of `to` on one of `ports`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// The senders.
    pub from: AddressSet,
    /// The receivers.
    pub to: AddressSet,
    /// The receivers' ports.
    pub ports: PortSet,
}

impl Block {
    /// True if there is no flow in it.
    pub fn is_empty(&self) -> bool {
        self.from.is_empty() || self.to.is_empty() || self.ports.is_empty()
    }

    /// How many ranges of addresses and ports make it up.
    pub fn ranges(&self) -> usize {
        self.from.ranges().len() + self.to.ranges().len() + self.ports.ranges().len()
    }

    /// The flows that are in both.
    pub fn intersection(&self, other: &Self) -> Self {
        let from = self.from.intersection(&other.from);
        if from.is_empty() {
            return Self::nothing();
        }
        let to = self.to.intersection(&other.to);
        if to.is_empty() {
            return Self::nothing();
        }
        Self {
            from,
            to,
            ports: self.ports.intersection(&other.ports),
        }
    }

    fn nothing() -> Self {
        Self {
            from: AddressSet::empty(),
            to: AddressSet::empty(),
            ports: PortSet::empty(),
        }
    }
}
