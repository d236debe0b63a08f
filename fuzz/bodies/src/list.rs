//! The lists of `--names` and `--targets`: the same items however the bytes come.

use std::io::BufReader;

use netdiag::lists::Items;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let read = |at_once: usize| -> Vec<(u64, String)> {
        let items = Items::new(BufReader::with_capacity(at_once, bytes));
        items
            .map(|item| item.expect("memory can be read"))
            .collect()
    };
    let items = read(1 << 16);
    // A byte-order mark needs three bytes at once.
    assert_eq!(items, read(3));
    let mut last = 0;
    for (line, item) in &items {
        assert!(*line > last, "lines are counted upwards");
        last = *line;
        assert!(!item.is_empty() && item.trim() == item && !item.contains(['\n', '#']));
        // 4096 bytes or units, each of which may become a replacement character of three bytes.
        assert!(item.len() <= 3 * 4096);
        crate::target::parse(item);
    }
}
