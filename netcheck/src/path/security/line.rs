//! The rules, laid over the receivers one after the other.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use netdiag::model::Access;
use netdiag::space::{AddressSet, Bound};

use super::effort::{Effort, Exhausted};
use super::fate::{Fate, fate};
use super::rules::Choice;

/// The receivers, cut wherever a rule begins or ends.
pub struct Line {
    /// The pieces, sorted.
    pieces: Vec<Piece>,
    /// For each piece the next one that is not decided, itself included; one more as an end mark.
    undecided: Vec<usize>,
    /// How many rules were laid.
    laid: usize,
}

struct Piece {
    first: Ipv4Addr,
    last: Ipv4Addr,
    /// The rule that decided.
    decided: Option<usize>,
    /// The rules that may have matched before.
    maybe: Vec<usize>,
}

impl Line {
    /// Cuts `receivers` for these rules.
    ///
    /// # Errors
    /// If it is more work than is left; also below.
    pub fn over(
        effort: &mut Effort,
        receivers: &AddressSet,
        rules: &[Choice<'_>],
    ) -> Result<Self, Exhausted> {
        let mut cuts: Vec<Ipv4Addr> = Vec::new();
        effort.spend(receivers.ranges().len())?;
        for rule in rules {
            let sets = rule.certain().into_iter().chain(rule.possible());
            effort.spend(1 + 2 * sets.map(|block| block.to.ranges().len()).sum::<usize>())?;
            for block in rule.certain().into_iter().chain(rule.possible()) {
                for &(first, last) in block.to.ranges() {
                    cuts.push(first);
                    cuts.extend(last.next());
                }
            }
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut pieces = Vec::new();
        let mut cut = 0;
        for &(first, last) in receivers.ranges() {
            let mut from = first;
            while cut < cuts.len() && cuts[cut] <= first {
                cut += 1;
            }
            while cut < cuts.len() && cuts[cut] <= last {
                pieces.push(Piece::new(from, cuts[cut].previous().unwrap_or(from)));
                from = cuts[cut];
                cut += 1;
            }
            pieces.push(Piece::new(from, last));
        }
        effort.spend(6 * pieces.len())?;
        Ok(Self {
            undecided: (0..=pieces.len()).collect(),
            pieces,
            laid: 0,
        })
    }

    /// The first piece from `i` on that is not decided.
    fn next(&mut self, i: usize) -> usize {
        let mut end = i;
        while self.undecided[end] != end {
            end = self.undecided[end];
        }
        // Later walks take the short way.
        let mut at = i;
        while self.undecided[at] != end {
            let following = self.undecided[at];
            self.undecided[at] = end;
            at = following;
        }
        end
    }

    /// Lays the next rule: decides what it matches for sure, marks what it may match.
    pub fn lay(&mut self, effort: &mut Effort, rule: &Choice<'_>) -> Result<(), Exhausted> {
        let index = self.laid;
        self.laid += 1;
        if let Some(certain) = rule.certain() {
            for &(first, last) in certain.to.ranges() {
                self.walk(first, last, |line, i| {
                    line.pieces[i].decided = Some(index);
                    line.undecided[i] = i + 1;
                });
            }
        }
        if let Some(possible) = rule.possible() {
            for &(first, last) in possible.to.ranges() {
                let mut marked = 0;
                self.walk(first, last, |line, i| {
                    line.pieces[i].maybe.push(index);
                    marked += 1;
                });
                effort.spend(2 * marked)?;
            }
        }
        Ok(())
    }

    /// Visits the undecided pieces from `first` to `last`.
    fn walk(&mut self, first: Ipv4Addr, last: Ipv4Addr, mut visit: impl FnMut(&mut Self, usize)) {
        let start = self.pieces.partition_point(|piece| piece.last < first);
        let mut i = self.next(start);
        while i < self.pieces.len() && self.pieces[i].first <= last {
            visit(self, i);
            i = self.next(i + 1);
        }
    }

    /// The receivers by their fate, in the order of the first receiver of each.
    pub fn fates(
        &self,
        effort: &mut Effort,
        rules: &[Choice<'_>],
    ) -> Result<Vec<(Fate, AddressSet)>, Exhausted> {
        type Key<'a> = (Option<usize>, &'a [usize]);
        let mut by: BTreeMap<Key<'_>, Vec<(Ipv4Addr, Ipv4Addr)>> = BTreeMap::new();
        for piece in &self.pieces {
            by.entry((piece.decided, &piece.maybe))
                .or_default()
                .push((piece.first, piece.last));
        }
        let mut fates: BTreeMap<Fate, Vec<(Ipv4Addr, Ipv4Addr)>> = BTreeMap::new();
        for ((decided, maybe), ranges) in by {
            let names = maybe.iter().map(|&i| rules[i].matching.unexpanded.len());
            effort.spend(10 + 10 * names.sum::<usize>())?;
            let marks = |access: Access| -> Vec<String> {
                let mut all = Vec::new();
                for rule in maybe.iter().map(|&i| rules[i].matching) {
                    if rule.rule.access == access {
                        all.extend(rule.unexpanded.iter().cloned());
                    }
                }
                all
            };
            let fate = match decided {
                Some(i) => fate(rules[i].matching, marks(Access::Allow), marks(Access::Deny)),
                // Azure's default rules end with a denial; an export could have lost it.
                None => Fate::Unknown(vec!["no rule of the group decides it".to_owned()]),
            };
            fates.entry(fate).or_default().extend(ranges);
        }
        let mut fates: Vec<(Fate, AddressSet)> = fates
            .into_iter()
            .map(|(fate, ranges)| (fate, ranges.into_iter().collect()))
            .collect();
        fates
            .sort_by_key(|(_, set): &(Fate, AddressSet)| set.ranges().first().map(|range| range.0));
        Ok(fates)
    }
}

impl Piece {
    fn new(first: Ipv4Addr, last: Ipv4Addr) -> Self {
        Self {
            first,
            last,
            decided: None,
            maybe: Vec::new(),
        }
    }
}
