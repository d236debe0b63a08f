//! Values that no rule tells apart.

use std::collections::BTreeMap;

use netdiag::space::{Bound, RangeSet};

use super::effort::{Effort, Exhausted};
use super::rules::Choice;
use crate::path::flows::Block;

/// The rules that may match a value, by index, and whether for sure.
type Met = Vec<(usize, bool)>;

/// Values that meet the same rules in the same way.
pub struct Class<T> {
    /// The values.
    pub values: RangeSet<T>,
    /// The rules that they meet.
    rules: Met,
}

impl<T: Bound> Class<T> {
    /// The rules that this class meets.
    pub fn choose<'r>(&self, rules: &[Choice<'r>]) -> Vec<Choice<'r>> {
        self.rules
            .iter()
            .map(|&(i, sure)| rules[i].narrowed(sure))
            .collect()
    }
}

/// Puts `values` into classes by the rules whose sets (the one that `side` picks)
/// hold them, in the order of their smallest value.
///
/// # Errors
/// If it is more work than is left.
pub fn classes<'r, T: Bound + 'r>(
    effort: &mut Effort,
    values: &RangeSet<T>,
    rules: &[Choice<'r>],
    side: impl Fn(&'r Block) -> &'r RangeSet<T>,
) -> Result<Vec<Class<T>>, Exhausted> {
    // Where a rule's set begins (+) or has ended (-), going along the line.
    let mut edges: BTreeMap<T, Vec<(usize, bool, bool)>> = BTreeMap::new();
    let mut meet = |i: usize, sure: bool, set: &RangeSet<T>| {
        for &(first, last) in set.ranges() {
            edges.entry(first).or_default().push((i, sure, true));
            if let Some(after) = last.next() {
                edges.entry(after).or_default().push((i, sure, false));
            }
        }
    };
    for (i, rule) in rules.iter().enumerate() {
        let sets = rule.certain().into_iter().chain(rule.possible());
        effort.spend(1 + 4 * sets.map(|block| side(block).ranges().len()).sum::<usize>())?;
        if let Some(certain) = rule.certain() {
            meet(i, true, side(certain));
        }
        if let Some(possible) = rule.possible() {
            meet(i, false, side(possible));
        }
    }
    for &(first, last) in values.ranges() {
        edges.entry(first).or_default();
        if let Some(after) = last.next() {
            edges.entry(after).or_default();
        }
    }
    // The pieces between two edges, by the rules that are open there.
    let mut found: BTreeMap<Met, Vec<(T, T)>> = BTreeMap::new();
    let mut open: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
    let mut points = edges.iter().peekable();
    while let Some((&from, changes)) = points.next() {
        for &(i, sure, begins) in changes {
            let state = open.entry(i).or_default();
            if sure {
                state.1 = begins;
            } else {
                state.0 = begins;
            }
            if !state.0 && !state.1 {
                open.remove(&i);
            }
        }
        if !values.contains(from) {
            continue;
        }
        effort.spend(1 + 2 * open.len())?;
        let last = points.peek().and_then(|(next, _)| next.previous());
        let last = last.unwrap_or_else(|| values.ranges().last().map_or(from, |range| range.1));
        let key = open.iter().map(|(&i, &(_, sure))| (i, sure)).collect();
        found.entry(key).or_default().push((from, last));
    }
    let mut classes: Vec<Class<T>> = found
        .into_iter()
        .map(|(rules, ranges)| Class {
            values: ranges.into_iter().collect(),
            rules,
        })
        .collect();
    classes.sort_by_key(|class| class.values.ranges().first().map(|range| range.0));
    Ok(classes)
}
