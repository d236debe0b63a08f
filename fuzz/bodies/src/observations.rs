//! `observations.json` of a saved case: judged, and saved again in the same words.

use netdiag::cli::Exit;
use serde_json::Value;
use tempfile::TempDir;

use crate::case;
use crate::shown::{netcheck, netcheck_all_ways};

const FAMILY: &str = "netcheck-observations/";

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    // A file that is none of ours makes the folder an export, which is another way in.
    let text = String::from_utf8_lossy(bytes);
    let is_ours = match serde_json::from_str::<Value>(&text) {
        Ok(document) => document["schema"]
            .as_str()
            .is_some_and(|s| s.starts_with(FAMILY)),
        Err(_) => text.contains(FAMILY),
    };
    if !is_ours {
        return;
    }
    let changed = [("observations.json".to_owned(), bytes.to_vec())];
    case::with("healthy", &changed, |folder| {
        let arguments = ["--from", folder, "check", "--offline"];
        let said = netcheck_all_ways(&arguments);
        if said.exit == Exit::Usage {
            return;
        }
        let copy = TempDir::new().expect("a folder can be made");
        let to = copy.path().to_string_lossy();
        let saving = ["--from", folder, "check", "--offline", "--save", &to];
        assert_eq!(netcheck(&saving), said);
        assert_eq!(netcheck(&["--from", &to, "check", "--offline"]), said);
    });
}
