//! An export as one zip file.

use std::fs;

use crate::case;
use crate::shown::netcheck_all_ways;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    case::with("none", &[("a.zip".to_owned(), bytes.to_vec())], |folder| {
        let archive = format!("{folder}/a.zip");
        assert!(fs::exists(&archive).unwrap_or_default());
        let environment = case::environment(folder);
        fs::write(&environment, "WEBSITE_SITE_NAME=nw-shop\n").expect("the folder is ours");
        netcheck_all_ways(&[
            "--from",
            &archive,
            "--env",
            &environment,
            "check",
            "--offline",
        ]);
    });
}
