//! Results in the order of the names, or as they come. Pure.

use std::collections::VecDeque;

use slab::Slab;

/// Names that were begun, and results that wait for an earlier name.
#[derive(Debug)]
pub enum Order<N, R> {
    /// In the order in which they were begun; the first of them has this number.
    Kept(u64, VecDeque<Slot<N, R>>),
    /// As they come.
    Free(Slab<N>, VecDeque<R>),
}

/// A name, or what became of it.
#[derive(Debug)]
pub enum Slot<N, R> {
    /// Not done yet.
    Open(N),
    /// Handed out by [`Order::name`]; [`Order::done`] brings its result.
    Taken,
    /// Done, but an earlier name is not.
    Done(R),
}

impl<N, R> Order<N, R> {
    /// Nothing begun.
    pub fn new(unordered: bool) -> Self {
        if unordered {
            Self::Free(Slab::new(), VecDeque::new())
        } else {
            Self::Kept(0, VecDeque::new())
        }
    }

    /// Takes a name in, which is known by [`Order::next_number`] as it was before.
    pub fn begin(&mut self, name: N) {
        match self {
            Self::Kept(_, slots) => slots.push_back(Slot::Open(name)),
            Self::Free(names, _) => {
                names.insert(name);
            }
        }
    }

    /// The number of the name that begins next.
    pub fn next_number(&self) -> u64 {
        match self {
            Self::Kept(first, slots) => *first + slots.len() as u64,
            Self::Free(names, _) => names.vacant_key() as u64,
        }
    }

    /// Takes in what needs no asking.
    pub fn add_done(&mut self, result: R) {
        match self {
            Self::Kept(_, slots) => slots.push_back(Slot::Done(result)),
            Self::Free(_, results) => results.push_back(result),
        }
    }

    /// The name of this number, which is done; [`Order::done`] is to follow.
    pub fn name(&mut self, number: u64) -> Option<N> {
        match self {
            Self::Kept(first, slots) => {
                let at = usize::try_from(number.checked_sub(*first)?).ok()?;
                match std::mem::replace(slots.get_mut(at)?, Slot::Taken) {
                    Slot::Open(name) => Some(name),
                    _ => None,
                }
            }
            Self::Free(names, _) => names.try_remove(usize::try_from(number).ok()?),
        }
    }

    /// What became of it.
    pub fn done(&mut self, number: u64, result: R) {
        match self {
            Self::Kept(first, slots) => {
                let at = usize::try_from(number - *first).unwrap_or(usize::MAX);
                if let Some(slot) = slots.get_mut(at) {
                    *slot = Slot::Done(result);
                }
            }
            Self::Free(_, results) => results.push_back(result),
        }
    }

    /// The next result whose turn it is.
    pub fn next(&mut self) -> Option<R> {
        match self {
            Self::Kept(first, slots) => match slots.front()? {
                Slot::Done(_) => match slots.pop_front()? {
                    Slot::Done(result) => {
                        *first += 1;
                        Some(result)
                    }
                    _ => None,
                },
                _ => None,
            },
            Self::Free(_, results) => results.pop_front(),
        }
    }

    /// Names and results that are held here.
    pub fn len(&self) -> usize {
        match self {
            Self::Kept(_, slots) => slots.len(),
            Self::Free(names, results) => names.len() + results.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin<N, R>(order: &mut Order<N, R>, name: N) -> u64 {
        let number = order.next_number();
        order.begin(name);
        number
    }

    fn play(unordered: bool, ends: &[u64]) -> Vec<u64> {
        let mut order = Order::new(unordered);
        let numbers: Vec<u64> = (0..ends.len() as u64)
            .map(|n| begin(&mut order, n))
            .collect();
        let mut told = Vec::new();
        for end in ends {
            let number = numbers[*end as usize];
            let name = order.name(number).unwrap();
            assert_eq!(order.name(number), None, "once");
            order.done(number, name);
            while let Some(result) = order.next() {
                told.push(result);
            }
        }
        assert_eq!(order.len(), 0);
        told
    }

    #[test]
    fn results_come_in_the_order_of_the_names_or_of_their_ends() {
        assert_eq!(play(false, &[2, 0, 3, 1]), [0, 1, 2, 3]);
        assert_eq!(play(true, &[2, 0, 3, 1]), [2, 0, 3, 1]);
    }

    #[test]
    fn a_result_waits_for_every_earlier_name() {
        let mut order = Order::new(false);
        let (a, b) = (begin(&mut order, "a"), begin(&mut order, "b"));
        order.name(b);
        order.done(b, "b");
        assert_eq!((order.next(), order.len()), (None, 2));
        order.name(a);
        order.done(a, "a");
        assert_eq!((order.next(), order.next()), (Some("a"), Some("b")));
        let c = begin(&mut order, "c");
        assert_eq!(order.name(c), Some("c"), "numbers go on");
    }
}
