//! The network's DNS servers lie in every way.

use super::*;
use crate::support::guarded::{assert_tame, run_guarded};
use crate::support::lies::{LIES, POISON, RIGHT, liar};

/// What it may take of memory, whatever a server sends.
const MEGABYTES: u32 = 64;

/// No lie is believed, none keeps it beyond its budget, and what is true is reached.
pub fn no_lie_of_a_dns_server_is_believed() {
    let listens = ["127.61.8.9:1433"];
    let _world = World::new(&listens, "", Some(liar));
    for lie in LIES.iter().filter(|lie| lie.kind == "A") {
        let target = format!("{}:1433", lie.host());
        for form in [&["--json"][..], &[]] {
            // A lie that takes all the time is waited for as long as the app would wait.
            if form.is_empty() && lie.takes_all_the_time() {
                continue;
            }
            let words = [&["check", &*target, "--no-extra-probes"], form].concat();
            let said = run_guarded(&command(&healthy(), &words), MEGABYTES, b"");
            assert_tame(&said);
            assert_eq!(said.stderr, "", "{said}");
            if form.is_empty() {
                continue;
            }
            let found = first_target(&said);
            let reached = lie.outcome == "resolved" && lie.name != "addresses4000";
            let expected = if reached { "yes" } else { "no" };
            assert_eq!(found["reached"], expected, "{}{said}", lie.name);
            assert_eq!(said.code, i32::from(!reached), "{}{said}", lie.name);
        }
    }
    let tried = tried();
    assert!(tried.contains(&format!("{RIGHT}:1433")), "{tried:?}");
    assert!(!tried.contains(&format!("{POISON}:1433")), "{tried:?}");
}
