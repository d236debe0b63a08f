//! A set kept as sorted, disjoint, non-adjacent inclusive ranges.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

/// A discrete, bounded line of values.
pub trait Bound: Copy + Ord + fmt::Debug {
    /// The next larger value, or `None` at the end of the line.
    fn next(self) -> Option<Self>;
    /// The next smaller value, or `None` at its beginning.
    fn previous(self) -> Option<Self>;
}

impl Bound for u16 {
    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }
    fn previous(self) -> Option<Self> {
        self.checked_sub(1)
    }
}

impl Bound for Ipv4Addr {
    fn next(self) -> Option<Self> {
        u32::from(self).checked_add(1).map(Self::from)
    }
    fn previous(self) -> Option<Self> {
        u32::from(self).checked_sub(1).map(Self::from)
    }
}

/// A set of values as inclusive ranges: sorted, disjoint, and merged where they touch, so that equal
/// sets are equal values. A clone shares them: thousands of flows may have the same large set of senders.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RangeSet<T> {
    ranges: Arc<[(T, T)]>,
}

impl<T> Default for RangeSet<T> {
    fn default() -> Self {
        Self {
            ranges: Arc::default(),
        }
    }
}

impl<T: Bound> FromIterator<(T, T)> for RangeSet<T> {
    /// Ranges in any order, overlapping or not; one whose end lies before its start is empty.
    fn from_iter<I: IntoIterator<Item = (T, T)>>(ranges: I) -> Self {
        let mut all: Vec<(T, T)> = ranges.into_iter().filter(|(a, b)| a <= b).collect();
        all.sort_unstable();
        let mut merged: Vec<(T, T)> = Vec::with_capacity(all.len());
        for (first, last) in all {
            match merged.last_mut() {
                Some(open) if open.1.next().is_none_or(|after| first <= after) => {
                    open.1 = open.1.max(last);
                }
                _ => merged.push((first, last)),
            }
        }
        Self {
            ranges: merged.into(),
        }
    }
}

impl<T: Bound> RangeSet<T> {
    /// The empty set.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The values from `first` to `last`, both included; empty if `last < first`.
    pub fn from_range(first: T, last: T) -> Self {
        [(first, last)].into_iter().collect()
    }

    /// The ranges, sorted, with gaps between them.
    pub fn ranges(&self) -> &[(T, T)] {
        &self.ranges
    }

    /// True if nothing is in the set.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether `value` is in the set.
    pub fn contains(&self, value: T) -> bool {
        let after = self.ranges.partition_point(|(first, _)| *first <= value);
        after > 0 && self.ranges[after - 1].1 >= value
    }

    /// What is in either.
    pub fn union(&self, other: &Self) -> Self {
        self.ranges.iter().chain(&*other.ranges).copied().collect()
    }

    /// What is in both.
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut i, mut j) = (0, 0);
        let mut ranges = Vec::new();
        while let (Some(a), Some(b)) = (self.ranges.get(i), other.ranges.get(j)) {
            let (first, last) = (a.0.max(b.0), a.1.min(b.1));
            if first <= last {
                ranges.push((first, last));
            }
            if a.1 < b.1 { i += 1 } else { j += 1 }
        }
        Self {
            ranges: ranges.into(),
        }
    }

    /// What is in this set and not in `other`.
    pub fn difference(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let mut j = 0;
        for &(first, last) in &*self.ranges {
            let mut rest = Some(first);
            while j > 0 && other.ranges.get(j - 1).is_some_and(|cut| cut.1 >= first) {
                j -= 1;
            }
            while let (Some(from), Some(&(cut_first, cut_last))) = (rest, other.ranges.get(j)) {
                if cut_last < from {
                    j += 1;
                    continue;
                }
                if cut_first > last {
                    break;
                }
                if cut_first > from {
                    ranges.push((from, cut_first.previous().unwrap_or(from)));
                }
                rest = cut_last.next().filter(|next| *next <= last);
                j += 1;
            }
            if let Some(from) = rest {
                ranges.push((from, last));
            }
        }
        Self {
            ranges: ranges.into(),
        }
    }

    /// Whether every value of `other` is in this set.
    pub fn covers(&self, other: &Self) -> bool {
        other.difference(self).is_empty()
    }

    /// Whether some value is in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        !self.intersection(other).is_empty()
    }

    pub(super) fn write(
        &self,
        f: &mut fmt::Formatter<'_>,
        mut one: impl FnMut((T, T), &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        if self.ranges.is_empty() {
            return f.write_str("none");
        }
        for (i, range) in self.ranges.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            one(*range, f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Sets over 0..64 and the ends of the line, so that edges and neighbours occur often.
    fn sets() -> impl Strategy<Value = RangeSet<u16>> {
        let value = prop_oneof![4 => 0u16..64, 1 => 65500u16..=65535];
        prop::collection::vec((value.clone(), value), 0..8).prop_map(|v| v.into_iter().collect())
    }

    fn domain() -> impl Iterator<Item = u16> {
        (0..80).chain(65490..=65535)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_algebra_agrees_with_asking_value_by_value(a in sets(), b in sets()) {
            let (union, both, without) = (a.union(&b), a.intersection(&b), a.difference(&b));
            for v in domain() {
                prop_assert_eq!(union.contains(v), a.contains(v) || b.contains(v));
                prop_assert_eq!(both.contains(v), a.contains(v) && b.contains(v));
                prop_assert_eq!(without.contains(v), a.contains(v) && !b.contains(v), "{} of {:?} - {:?}", v, &a, &b);
            }
            prop_assert_eq!(a.covers(&b), domain().all(|v| !b.contains(v) || a.contains(v)));
            prop_assert_eq!(a.overlaps(&b), domain().any(|v| b.contains(v) && a.contains(v)));
        }

        #[test]
        fn every_result_is_sorted_disjoint_and_merged(a in sets(), b in sets()) {
            for set in [a.union(&b), a.intersection(&b), a.difference(&b)] {
                for pair in set.ranges().windows(2) {
                    prop_assert!(u32::from(pair[0].1) + 1 < u32::from(pair[1].0), "{:?}", set);
                }
                prop_assert!(set.ranges().iter().all(|(first, last)| first <= last));
            }
        }
    }
}
