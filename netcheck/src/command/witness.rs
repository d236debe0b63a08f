//! `--witness vm=FILE`: what `tcpping --json` wrote elsewhere.

use std::path::Path;

use netdiag::fact::Gap;
use netdiag::source::read_text;
use netdiag::text::printable;

use crate::diagnose::witness::{Heard, Stand, Witnesses, hear};

/// What all of them saw, and the lines that could not be used.
///
/// # Errors
/// As for one of them.
pub fn read_all(arguments: &[String]) -> Result<(Witnesses, Vec<Gap>), String> {
    let mut witnesses = Witnesses::default();
    let mut gaps = Vec::new();
    for argument in arguments {
        let heard = read(argument)?;
        witnesses.0.extend(heard.testimonies);
        let slips = heard.warnings.into_iter();
        gaps.extend(slips.map(|why| Gap::new("a witness file", why)));
    }
    Ok((witnesses, gaps))
}

/// Reads what `--witness` names: `vm=FILE` or `app=FILE`.
///
/// # Errors
/// Says what is wrong, and what to type: no such place, no such file, nothing of tcpping in it.
pub fn read(argument: &str) -> Result<Heard, String> {
    let usage = |wrong: String| {
        format!(
            "{wrong}; --witness takes vm=FILE (a machine in the network) or app=FILE (another app on it), \
             with the output of 'tcpping --json sql01:1433' run there"
        )
    };
    let (stand, file) = match argument.split_once('=') {
        Some((stand, file)) if stand.eq_ignore_ascii_case("vm") => (Stand::Vm, file),
        Some((stand, file)) if stand.eq_ignore_ascii_case("app") => (Stand::App, file),
        _ => return Err(usage(format!("'{}' names no witness", printable(argument)))),
    };
    if file.is_empty() {
        return Err(usage(format!("'{}' names no file", printable(argument))));
    }
    let text = read_text(Path::new(file))
        .map_err(|why| usage(format!("the witness's file '{}' {why}", printable(file))))?;
    let heard = hear(stand, file, &text);
    if heard.testimonies.is_empty() {
        let why = match heard.warnings.first() {
            Some(first) => format!("holds no attempt of tcpping: {first}"),
            None => "is empty".to_owned(),
        };
        return Err(usage(format!(
            "the witness's file '{}' {why}",
            printable(file)
        )));
    }
    Ok(heard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_in_every_encoding_that_a_shell_writes() {
        let line =
            r#"{"schema":"tcpping/1","event":"summary","target":"sql01:1433","connected":3}"#;
        let utf16: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(line.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a=b.json");
        for bytes in [line.as_bytes(), &utf16] {
            std::fs::write(&path, bytes).unwrap();
            let heard = read(&format!("APP={}", path.display())).unwrap();
            assert_eq!(heard.testimonies.len(), 1);
            assert_eq!(heard.testimonies[0].stand, Stand::App);
            assert_eq!(heard.testimonies[0].target, "sql01:1433");
            assert!(heard.testimonies[0].reached);
        }
    }

    #[test]
    fn a_slip_is_answered_with_what_to_type() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            format!("vm={}", path.display())
        };
        for (argument, part) in [
            ("vm.json".to_owned(), "'vm.json' names no witness"),
            ("host=vm.json".to_owned(), "names no witness"),
            ("vm=".to_owned(), "names no file"),
            (
                "vm=/nowhere/vm.json".to_owned(),
                "'/nowhere/vm.json' does not exist",
            ),
            (file("empty", " \n"), "is empty"),
            (file("text", "Connected to sql01:1433"), "is not JSON"),
        ] {
            let said = read(&argument).unwrap_err();
            assert!(said.contains(part), "{argument}: {said}");
            assert!(said.contains("--witness takes vm=FILE"), "{said}");
        }
    }
}
