//! The journal of `sync`, from which the next run goes on.

use crate::case;
use crate::shown::netcheck_all_ways;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let changed = [("journal.jsonl".to_owned(), bytes.to_vec())];
    case::with("broken", &changed, |folder| {
        let journal = format!("{folder}/journal.jsonl");
        let environment = case::environment(folder);
        netcheck_all_ways(&[
            "--from",
            folder,
            "--env",
            &environment,
            "sync",
            "--journal",
            &journal,
        ]);
    });
}
