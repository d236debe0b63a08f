//! What shells, and people who copy from documents, make of arguments before a program sees them.

use std::ffi::{OsStr, OsString};

use crate::text::printable;

/// The arguments as they were meant: `/?`, by which programs for Windows are asked for help, is
/// `--help`.
///
/// # Errors
/// What went wrong on the way, and what to type instead. `windows`: what only cmd.exe does with quotes
/// is looked for too (elsewhere a file's name may hold them).
pub(super) fn as_meant(
    arguments: impl IntoIterator<Item = OsString>,
    windows: bool,
) -> Result<Vec<OsString>, String> {
    arguments
        .into_iter()
        .map(|argument| match garbled(&argument, windows) {
            Some(how) => Err(format!(
                "'{}' {how}",
                printable(&argument.to_string_lossy())
            )),
            None if argument == "/?" => Ok("--help".into()),
            None => Ok(argument),
        })
        .collect()
}

/// How an argument was garbled, as the rest of a sentence about it.
fn garbled(argument: &OsStr, windows: bool) -> Option<&'static str> {
    let text = argument.to_string_lossy();
    // An en dash, an em dash, a minus sign.
    if text.starts_with(['\u{2013}', '\u{2014}', '\u{2212}']) {
        return Some(
            "begins with a dash as word processors and web pages write it; type a plain -, or --",
        );
    }
    if !windows {
        return None;
    }
    // cmd.exe hands `"C:\export\"` on as it is, and the rule by which every program takes its
    // arguments apart reads `\"` as a quote that belongs to it.
    if text.contains('"') {
        return Some(
            r#"holds a double quote, which a backslash before the closing one does; type "C:\export", not "C:\export\""#,
        );
    }
    if text.starts_with('\'') || text.ends_with('\'') {
        return Some("holds a single quote, which cmd.exe does not take for one; type \" instead");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(arguments: &[&str], windows: bool) -> Result<Vec<OsString>, String> {
        as_meant(arguments.iter().map(OsString::from), windows)
    }

    #[test]
    fn what_is_fine_stays_as_it_is() {
        let fine = [
            "netcheck",
            "check",
            "[fd00::4]:443",
            "--from",
            r"C:\export",
            r"C:\export\",
            "a'b",
            "",
        ];
        for windows in [true, false] {
            let same: Vec<OsString> = fine.iter().map(OsString::from).collect();
            assert_eq!(meant(&fine, windows), Ok(same));
        }
        // File names, elsewhere.
        assert!(meant(&["a\"b", "'a'"], false).is_ok());
    }

    #[test]
    fn help_is_asked_for_as_on_windows_too() {
        let expected = ["tcpping", "--help"].map(OsString::from);
        assert_eq!(meant(&["tcpping", "/?"], false), Ok(expected.to_vec()));
    }

    #[test]
    fn what_was_garbled_says_what_to_type() {
        for (argument, windows, expected) in [
            ("\u{2013}n", false, r"'\u{2013}n' begins with a dash as"),
            (
                "\u{2014}from",
                true,
                r"'\u{2014}from' begins with a dash as",
            ),
            // cmd.exe: --from "C:\export\" check sql01
            (
                "C:\\export\" check sql01",
                true,
                "'C:\\export\" check sql01' holds a double quote",
            ),
            ("'sql01:1433'", true, "holds a single quote"),
            ("01'", true, "type \" instead"),
        ] {
            let said = meant(&["netcheck", argument], windows).unwrap_err();
            assert!(said.contains(expected), "{said}");
            assert!(said.is_ascii(), "{said}");
        }
    }
}
