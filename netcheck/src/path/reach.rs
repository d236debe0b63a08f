//! Everything that the configuration lets the app reach.

use std::collections::hash_map::Entry;

use netdiag::space::{AddressSet, PortSet};

use super::context::Context;
use super::fate::Verdict;
use super::flows::Block;
use super::hop::{Hop, on_the_way};
use super::place::{Place, Region, internet, regions};

/// How many disjoint blocks, and how many ranges of addresses and ports in all of them together, are
/// worked out and printed. Beyond that nobody would read it, and its size grows with the product of the
/// rules on the way there and back.
const MOST_BLOCKS: usize = 10_000;
const MOST_RANGES: usize = 250_000;

/// How many ranges are looked at for one region, blocks meeting blocks hop by hop.
const MOST_STEPS: usize = 1 << 26;

/// What can be reached in one region.
#[derive(Debug, Clone)]
pub struct Reach<'a> {
    /// The region.
    pub region: Region<'a>,
    /// The flows that every hop lets through, as disjoint blocks.
    pub open: Vec<Block>,
    /// The flows of which that cannot be told, and why.
    pub unclear: Vec<(Block, Vec<String>)>,
}

/// Everything that can be reached among `to`, region by region, on the ports that anybody can connect to.
/// Public addresses that do not enter the network are not among it: they are reached without it.
pub fn reach<'a>(context: &Context<'a>, to: &AddressSet) -> Vec<Reach<'a>> {
    let internet = internet(context.integration).map(|to| Region {
        to,
        place: Place::Internet,
    });
    let mut room = MOST_RANGES;
    regions(context.integration)
        .into_iter()
        .chain(internet)
        .filter_map(|region| {
            let to = region.to.intersection(to);
            if to.is_empty() {
                return None;
            }
            let flows = context.flows(to, PortSet::usable());
            let hops = on_the_way(context, &region, &flows);
            if matches!(region.place, Place::Internet) && leaves(&hops) {
                return None;
            }
            let (open, unclear) = through(&flows, &hops)
                .map(|(open, unclear)| (merge(open), unclear))
                .and_then(|found| {
                    room = room.checked_sub(size(&found.0, &found.1))?;
                    Some(found)
                })
                .unwrap_or_else(|| (Vec::new(), vec![(flows, vec![too_much()])]));
            Some(Reach {
                region,
                open,
                unclear,
            })
        })
        .collect()
}

/// Whether all of it goes straight to the internet.
fn leaves(hops: &[Hop]) -> bool {
    let mut parts = hops.iter().flat_map(|hop| &hop.parts);
    parts.all(|part| matches!(&part.verdict, Verdict::Blocked(by) if by.leaves()))
}

/// Why nothing is known of a region whose flows would be cut into too many pieces.
fn too_much() -> String {
    format!(
        "the rules on the way cut it into more than {MOST_BLOCKS} blocks, or all of it into more than {MOST_RANGES} ranges, where netcheck stops (--to asks about a part of it, route about one address)"
    )
}

/// How many ranges it takes to write them.
fn size(open: &[Block], unclear: &Unclear) -> usize {
    let open = open.iter().map(Block::ranges).sum::<usize>();
    open + unclear
        .iter()
        .map(|(block, _)| block.ranges())
        .sum::<usize>()
}

pub(super) type Unclear = Vec<(Block, Vec<String>)>;

/// What is left of the flows after every hop: what passes all, and what passes or may pass; `None` if
/// those are too many blocks.
pub(super) fn through(flows: &Block, hops: &[Hop]) -> Option<(Vec<Block>, Unclear)> {
    let mut left: Unclear = vec![(flows.clone(), Vec::new())];
    let mut work = MOST_STEPS;
    for hop in hops {
        let mut next = Vec::new();
        let mut room = 8 * MOST_RANGES;
        for (block, whys) in &left {
            for part in &hop.parts {
                let why = match &part.verdict {
                    Verdict::Blocked(_) => continue,
                    Verdict::Passes(_) => None,
                    Verdict::Unknown(why) => Some(why),
                };
                work = work.checked_sub(block.ranges() + part.flows.ranges())?;
                let common = block.intersection(&part.flows);
                if common.is_empty() {
                    continue;
                }
                let mut whys = whys.clone();
                whys.extend(why.filter(|why| !whys.contains(why)).cloned());
                room = room.checked_sub(20 + common.ranges())?;
                next.push((common, whys));
            }
        }
        left = join(next);
        if left.len() > MOST_BLOCKS {
            return None;
        }
    }
    let (open, unclear): (Unclear, Unclear) =
        left.into_iter().partition(|(_, whys)| whys.is_empty());
    Some((open.into_iter().map(|(block, _)| block).collect(), unclear))
}

/// Joins blocks that differ on one side only, and have the same reasons.
fn join(parts: Unclear) -> Unclear {
    let mut by_reason: std::collections::BTreeMap<Vec<String>, Vec<Block>> =
        std::collections::BTreeMap::new();
    for (block, whys) in parts {
        by_reason.entry(whys).or_default().push(block);
    }
    by_reason
        .into_iter()
        .flat_map(|(whys, blocks)| {
            merge(blocks)
                .into_iter()
                .map(move |block| (block, whys.clone()))
        })
        .collect()
}

/// Merges disjoint blocks that differ on one side only, until none do; sorted.
pub fn merge(mut blocks: Vec<Block>) -> Vec<Block> {
    loop {
        let before = blocks.len();
        blocks = merge_side(
            blocks,
            |b| (b.from.clone(), b.to.clone()),
            |same, all| same.ports = all.iter().flat_map(|b| b.ports.ranges()).copied().collect(),
        );
        blocks = merge_side(
            blocks,
            |b| (b.from.clone(), b.ports.clone()),
            |same, all| same.to = all.iter().flat_map(|b| b.to.ranges()).copied().collect(),
        );
        blocks = merge_side(
            blocks,
            |b| (b.to.clone(), b.ports.clone()),
            |same, all| same.from = all.iter().flat_map(|b| b.from.ranges()).copied().collect(),
        );
        if blocks.len() == before {
            blocks.sort();
            return blocks;
        }
    }
}

/// Makes one block of those with the same key; `unite` gives it what all of them have on the third side.
fn merge_side<K: std::hash::Hash + Eq>(
    blocks: Vec<Block>,
    key: impl Fn(&Block) -> K,
    unite: impl Fn(&mut Block, &[Block]),
) -> Vec<Block> {
    let mut groups: Vec<Vec<Block>> = Vec::with_capacity(blocks.len());
    let mut index: std::collections::HashMap<K, usize> = std::collections::HashMap::new();
    for block in blocks {
        match index.entry(key(&block)) {
            Entry::Occupied(known) => groups[*known.get()].push(block),
            Entry::Vacant(new) => {
                new.insert(groups.len());
                groups.push(vec![block]);
            }
        }
    }
    let united = groups.into_iter().filter_map(|group| {
        let mut block = group.first()?.clone();
        if group.len() > 1 {
            unite(&mut block, &group);
        }
        Some(block)
    });
    united.collect()
}
