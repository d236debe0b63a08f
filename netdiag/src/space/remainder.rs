//! What is left of a set of which one range after another is taken.

use std::collections::BTreeMap;

use super::{Bound, RangeSet};

/// A set that shrinks. Taking many ranges from it takes time in proportion to the ranges there are,
/// where as many differences would take the square of that.
#[derive(Debug, Clone)]
pub struct Remainder<T> {
    /// The last value of each range by its first.
    ranges: BTreeMap<T, T>,
}

impl<T: Bound> Remainder<T> {
    /// All of a set.
    pub fn of(set: &RangeSet<T>) -> Self {
        Self {
            ranges: set.ranges().iter().copied().collect(),
        }
    }

    /// True if nothing is left.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Takes what is left of the values from `first` to `last`.
    pub fn take(&mut self, first: T, last: T) -> RangeSet<T> {
        if first > last {
            return RangeSet::empty();
        }
        // One range may begin before and reach into it.
        let before = self.ranges.range(..=first).next_back();
        let from = before
            .filter(|(_, end)| **end >= first)
            .map_or(first, |(start, _)| *start);
        let met: Vec<(T, T)> = self
            .ranges
            .range(from..=last)
            .map(|(start, end)| (*start, *end))
            .collect();
        for (start, end) in &met {
            self.ranges.remove(start);
            if let Some(left) = first.previous().filter(|left| left >= start) {
                self.ranges.insert(*start, left);
            }
            if let Some(right) = last.next().filter(|right| right <= end) {
                self.ranges.insert(right, *end);
            }
        }
        met.into_iter()
            .map(|(start, end)| (start.max(first), end.min(last)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range() -> impl Strategy<Value = (u16, u16)> {
        let value = prop_oneof![4 => 0u16..64, 1 => 65500u16..=65535];
        (value.clone(), value)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn taking_is_intersection_and_difference(
            set in prop::collection::vec(range(), 0..8),
            takes in prop::collection::vec(range(), 0..12),
        ) {
            let mut rest: RangeSet<u16> = set.into_iter().collect();
            let mut remainder = Remainder::of(&rest);
            for (first, last) in takes {
                let range = RangeSet::from_range(first, last);
                prop_assert_eq!(remainder.take(first, last), rest.intersection(&range));
                rest = rest.difference(&range);
                prop_assert_eq!(remainder.is_empty(), rest.is_empty());
            }
        }
    }
}
