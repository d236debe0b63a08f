//! What `tcpping --json` wrote elsewhere, and what is judged with it.

use netcheck::witness;

use crate::case;
use crate::shown::{line, netcheck_all_ways};

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let heard = witness::hear(witness::Stand::Vm, "w.jsonl", &text);
    heard.warnings.iter().for_each(|warning| line(warning));
    // Judging takes a hundred times as long as reading.
    if heard.testimonies.is_empty() || heard.testimonies.len() > 3 {
        return;
    }
    let changed = [("w.jsonl".to_owned(), bytes.to_vec())];
    case::with("healthy", &changed, |folder| {
        let witness = format!("vm={folder}/w.jsonl");
        let targets = ["sql01.corp.northwind.example:1433", "10.61.8.9:1433"];
        netcheck_all_ways(&[
            "--from",
            folder,
            "check",
            "--offline",
            "--witness",
            &witness,
            targets[0],
            targets[1],
        ]);
    });
}
