//! Room for a block.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use netdiag::space::AddressSet;

/// The lowest prefix of this length that lies wholly in `free`.
///
/// Placing the largest blocks first by this is as good as any way of placing them: a block takes away one
/// place of its own size wherever it goes.
pub fn first_block(free: &AddressSet, length: u8) -> Option<Ipv4Net> {
    let size = super::size(length);
    free.ranges().iter().find_map(|(first, last)| {
        let start = u64::from(u32::from(*first)).div_ceil(size) * size;
        if start + size - 1 > u64::from(u32::from(*last)) {
            return None;
        }
        let start = u32::try_from(start).ok()?;
        Ipv4Net::new(Ipv4Addr::from(start), length).ok()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        /// Against trying every place, in 256 addresses at either end of the line or inside it.
        #[test]
        fn the_first_block_is_the_one_that_trying_finds(
            base in prop_oneof![Just(0u32), Just(0x0a01_0000), Just(0xffff_ff00)],
            taken in prop::collection::vec((0u32..256, 0u32..40), 0..8),
            length in 24u8..=32,
        ) {
            let at = |i: u32| Ipv4Addr::from(base + i);
            let taken: AddressSet = taken
                .into_iter()
                .map(|(first, more)| (at(first), at((first + more).min(255))))
                .collect();
            let free = AddressSet::from_range(at(0), at(255)).difference(&taken);
            let size = 1u32 << (32 - length);
            let tried = (0..256 / size)
                .map(|i| i * size)
                .find(|start| (*start..start + size).all(|i| !taken.contains(at(i))))
                .map(|start| Ipv4Net::new(at(start), length).unwrap());
            prop_assert_eq!(first_block(&free, length), tried);
        }
    }

    #[test]
    fn everything_is_one_block_and_nothing_holds_none() {
        assert_eq!(first_block(&AddressSet::all(), 0), "0.0.0.0/0".parse().ok());
        assert_eq!(first_block(&AddressSet::empty(), 32), None);
    }
}
