//! Sets of ports and addresses against counting one by one. The input is pairs of bytes: the ranges of
//! one set, and after a pair of equal `0xff` those of the other.

use std::net::Ipv4Addr;

use netdiag::space::{AddressSet, PortSet};

/// The bytes stand for the beginning and the end of the line.
fn value(byte: u8) -> u16 {
    match byte {
        0..128 => u16::from(byte),
        _ => u16::MAX - u16::from(255 - byte),
    }
}

fn line() -> impl Iterator<Item = u16> {
    (0..=255).map(value).chain([200, 32_768])
}

fn holds(ranges: &[(u16, u16)], value: u16) -> bool {
    ranges.iter().any(|(a, b)| (*a..=*b).contains(&value))
}

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let pairs: Vec<(u16, u16)> = bytes
        .chunks_exact(2)
        .take(64)
        .map(|pair| (value(pair[0]), value(pair[1])))
        .collect();
    let middle = pairs.iter().position(|pair| *pair == (u16::MAX, u16::MAX));
    let (a, b) = pairs.split_at(middle.unwrap_or(pairs.len()));
    let b = b.get(1..).unwrap_or_default();
    let (x, y): (PortSet, PortSet) = (a.iter().copied().collect(), b.iter().copied().collect());
    let (union, both, without) = (x.union(&y), x.intersection(&y), x.difference(&y));
    for value in line() {
        let (in_a, in_b) = (holds(a, value), holds(b, value));
        assert_eq!(x.contains(value), in_a);
        assert_eq!(union.contains(value), in_a || in_b);
        assert_eq!(both.contains(value), in_a && in_b);
        assert_eq!(without.contains(value), in_a && !in_b);
    }
    assert_eq!(x.covers(&y), y.difference(&x).is_empty());
    assert_eq!(x.overlaps(&y), !both.is_empty());
    for set in [&x, &union, &both, &without] {
        let apart = |pair: &[(u16, u16)]| u32::from(pair[0].1) + 1 < u32::from(pair[1].0);
        assert!(set.ranges().windows(2).all(apart), "{set:?}");
        addresses(set);
    }
}

/// The same ranges as addresses, and as prefixes.
fn addresses(set: &PortSet) {
    let at = |value: u16| Ipv4Addr::from(0xffff_0000 | u32::from(value));
    let ranges = set.ranges().iter().map(|(a, b)| (at(*a), at(*b)));
    let addresses: AddressSet = ranges.collect();
    let prefixes: Vec<ipnet::IpNet> = addresses.prefixes().into_iter().map(Into::into).collect();
    assert_eq!(AddressSet::of(&prefixes), addresses);
    crate::shown::line(&addresses.to_string());
    crate::shown::line(&set.to_string());
}
