//! Arguments as cmd.exe, PowerShell and copying from a document leave them.

use std::ffi::OsString;

use super::*;

/// A word that ends in what is no character.
fn half_a_character() -> OsString {
    #[cfg(windows)]
    return std::os::windows::ffi::OsStringExt::from_wide(&[0x73, 0xd800]);
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(b"s\xff".to_vec());
}

#[test]
fn what_is_no_text_is_wrong_usage() {
    let shown = r"'s\u{fffd}";
    for (before, part) in [
        (&[][..], "is no valid text"),
        (&["sql01", "-n"], "is no valid text"),
        (&["sql01", "--from"], "does not exist"),
        (&["--targets"], "cannot be read"),
    ] {
        let said = run(tcpping().args(before).arg(half_a_character()));
        said.assert_wrong_usage(part);
        assert!(said.stderr.contains(&shown[1..]), "{said}");
        assert!(said.stderr.is_ascii(), "{said}");
    }
    let mut report = OsString::from("no\u{fc}where\u{7}/");
    report.push(half_a_character());
    let said = run(tcpping().args(["sql01", "--report"]).arg(report));
    said.assert_wrong_usage(r"written to no\u{fc}where\u{7}/s\u{fffd}: ");
    assert!(said.stderr.trim_end().is_ascii(), "{said}");
    let said = run(tcpping().arg("--\u{fc}nknown\u{7}"));
    said.assert_wrong_usage(r"'--\u{fc}nknown");
    assert!(
        said.stderr.is_ascii() && !said.stderr.contains('\u{7}'),
        "{said}"
    );
}

#[test]
fn help_is_asked_for_in_any_way() {
    for line in ["-h", "--help", "/?", "sql01 /?"] {
        said(line).assert_help();
    }
}

#[test]
fn what_a_shell_or_a_document_garbled_says_what_to_type() {
    said("sql01:1433 \u{2013}n 1").assert_wrong_usage(r"'\u{2013}n' begins with a dash as");
    if cfg!(windows) {
        said("'sql01:1433'").assert_wrong_usage("type \" instead");
        // What becomes of: tcpping --from "C:\my export\" sql01
        let said = run(tcpping().args(["--from", "C:\\my export\" sql01"]));
        said.assert_wrong_usage(r#"type "C:\export", not "C:\export\""#);
    }
}

#[test]
fn a_list_that_powershell_wrote_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("my targets.txt");
    let address = listen("127.0.0.1");
    // Out-File and > of Windows PowerShell.
    let text = format!("\u{feff}{address}\r\n# {address}\r\n{address}\r\n");
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, bytes).expect("written");
    let said = run(tcpping().args(["-n", "1", "--targets"]).arg(&file));
    assert_eq!(said.stdout.matches("Connected to").count(), 2, "{said}");
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
}
