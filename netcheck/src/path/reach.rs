//! Everything that the configuration lets the app reach.

use netdiag::space::{AddressSet, PortSet};

use super::Context;
use super::flows::Block;
use super::hop::{Hop, Verdict, on_the_way};
use super::place::{Place, Region, internet, regions};

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

/// Everything that can be reached among `to`, region by region. Public addresses that do not enter the
/// network are not among it: they are reached without it.
pub fn reach<'a>(context: &Context<'a>, to: &AddressSet) -> Vec<Reach<'a>> {
    let internet = internet(context.integration).map(|to| Region {
        to,
        place: Place::Internet,
    });
    regions(context.integration)
        .into_iter()
        .chain(internet)
        .filter_map(|region| {
            let to = region.to.intersection(to);
            if to.is_empty() {
                return None;
            }
            let flows = context.flows(to, PortSet::all());
            let hops = on_the_way(context, &region, &flows);
            if matches!(region.place, Place::Internet) && leaves(&hops) {
                return None;
            }
            let (open, unclear) = through(&flows, &hops);
            Some(Reach {
                region,
                open: merge(open),
                unclear,
            })
        })
        .collect()
}

/// Whether all of it goes straight to the internet.
fn leaves(hops: &[Hop]) -> bool {
    let mut parts = hops.iter().flat_map(|hop| &hop.parts);
    parts.all(|part| matches!(&part.verdict, Verdict::Blocked(by) if by.cause == "name-is-public"))
}

type Unclear = Vec<(Block, Vec<String>)>;

/// What is left of the flows after every hop: what passes all, and what passes or may pass.
fn through(flows: &Block, hops: &[Hop]) -> (Vec<Block>, Unclear) {
    let mut left: Unclear = vec![(flows.clone(), Vec::new())];
    for hop in hops {
        let mut next = Vec::new();
        for (block, whys) in &left {
            for part in &hop.parts {
                let why = match &part.verdict {
                    Verdict::Blocked(_) => continue,
                    Verdict::Passes(_) => None,
                    Verdict::Unknown(why) => Some(why),
                };
                let common = block.intersection(&part.flows);
                if common.is_empty() {
                    continue;
                }
                let mut whys = whys.clone();
                whys.extend(why.filter(|why| !whys.contains(why)).cloned());
                next.push((common, whys));
            }
        }
        left = join(next);
    }
    let (open, unclear): (Unclear, Unclear) =
        left.into_iter().partition(|(_, whys)| whys.is_empty());
    (open.into_iter().map(|(block, _)| block).collect(), unclear)
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
            |a, b| a.ports = a.ports.union(&b.ports),
        );
        blocks = merge_side(
            blocks,
            |b| (b.from.clone(), b.ports.clone()),
            |a, b| a.to = a.to.union(&b.to),
        );
        blocks = merge_side(
            blocks,
            |b| (b.to.clone(), b.ports.clone()),
            |a, b| a.from = a.from.union(&b.from),
        );
        if blocks.len() == before {
            blocks.sort();
            return blocks;
        }
    }
}

fn merge_side<K: std::hash::Hash + Eq>(
    blocks: Vec<Block>,
    key: impl Fn(&Block) -> K,
    add: impl Fn(&mut Block, &Block),
) -> Vec<Block> {
    let mut merged: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut index = std::collections::HashMap::new();
    for block in blocks {
        match index.get(&key(&block)) {
            Some(&i) => {
                let known: &mut Block = &mut merged[i];
                add(known, &block);
            }
            None => {
                index.insert(key(&block), merged.len());
                merged.push(block);
            }
        }
    }
    merged
}
