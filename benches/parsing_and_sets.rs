//! How reading a list, and sets of addresses, grow.
//!
//!     cargo bench -p netdiag --bench parsing_and_sets

use std::fmt::Write;
use std::net::Ipv4Addr;

use divan::{Bencher, black_box};
use ipnet::{IpNet, Ipv4Net};
use netdiag::lists::Items;
use netdiag::space::AddressSet;
use netdiag::target::Target;

fn main() {
    divan::main();
}

/// `host:port` in the forms that people write.
fn list(lines: usize) -> String {
    let mut text = String::new();
    for i in 0..lines {
        let written = match i % 4 {
            0 => writeln!(text, "10.61.{}.{}:1433", i / 256 % 256, i % 256),
            1 => writeln!(text, "sql{i:05}.corp.example:1433"),
            2 => writeln!(text, "[fd00::{:x}]:443   # the new one", i % 65_536),
            _ => writeln!(text, "shop-{i}.example 8443"),
        };
        written.expect("into a string");
    }
    text
}

#[divan::bench(args = [10, 1_000, 100_000])]
fn lines_of_a_list(bencher: Bencher<'_, '_>, lines: usize) {
    let text = list(lines);
    bencher
        .counter(divan::counter::ItemsCount::new(lines))
        .bench(|| Items::new(black_box(text.as_bytes())).count());
}

#[divan::bench(args = [10, 1_000, 100_000])]
fn targets_of_a_list(bencher: Bencher<'_, '_>, lines: usize) {
    let text = list(lines);
    bencher
        .counter(divan::counter::ItemsCount::new(lines))
        .bench(|| {
            let parsed = Items::new(black_box(text.as_bytes())).filter_map(|item| {
                let (_, text) = item.ok()?;
                let mut words = text.split_whitespace();
                Target::parse(words.next()?, words.next(), None).ok()
            });
            let parsed = parsed.count();
            assert_eq!(parsed, lines);
            parsed
        });
}

/// That many prefixes of 24 to 32 bits in 10.0.0.0/8, the same in every run.
fn prefixes(many: usize, mut seed: u64) -> Vec<IpNet> {
    let mut draw = |n: u32| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((seed >> 33) % u64::from(n)) as u32
    };
    (0..many)
        .map(|_| {
            let address = Ipv4Addr::from(0x0a00_0000 + draw(1 << 24));
            let length = 24 + draw(9) as u8;
            IpNet::V4(Ipv4Net::new_assert(address, length).trunc())
        })
        .collect()
}

#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000])]
fn set_of_prefixes(bencher: Bencher<'_, '_>, many: usize) {
    let prefixes = prefixes(many, 1);
    bencher.bench(|| AddressSet::of(black_box(&prefixes)));
}

fn two_sets(many: usize) -> (AddressSet, AddressSet) {
    let of = |seed| AddressSet::of(&prefixes(many, seed));
    (of(1), of(2))
}

#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000])]
fn union(bencher: Bencher<'_, '_>, many: usize) {
    let (one, other) = two_sets(many);
    bencher.bench(|| black_box(&one).union(&other));
}

#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000])]
fn intersection(bencher: Bencher<'_, '_>, many: usize) {
    let (one, other) = two_sets(many);
    bencher.bench(|| black_box(&one).intersection(&other));
}

#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000])]
fn difference(bencher: Bencher<'_, '_>, many: usize) {
    let (one, other) = two_sets(many);
    bencher.bench(|| black_box(&one).difference(&other));
}
