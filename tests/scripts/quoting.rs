//! What is said reaches the program as it was said, and is never anything but data on its way.

use serde_json::Value;

use super::kudu::line::{through_starter, words};
use super::kudu::{Kudu, Reader, windows_variable};
use super::script::{Cases, NEEDED, folder_with, programs, run_script, script};
use super::support::program::{Said, run};
use super::support::tests;

pub const CASES: Cases = &[
    (
        NEEDED,
        tests![
            each_argument_is_written_as_the_table_has_it,
            every_row_reaches_a_program,
            anything_is_data,
            without_a_shell_plain_words_pass_and_others_are_refused,
            a_folder_may_have_blanks,
            what_cannot_be_passed_is_refused
        ],
    ),
    (&[], tests![the_stand_in_reads_as_cmd_does]),
];

/// One row: the argument, and how it is written for a Windows program and for a POSIX shell.
struct Row {
    argument: String,
    windows: Option<String>,
    posix: String,
}

fn rows() -> Vec<Row> {
    let table = include_str!("../fixtures/kudu-quoting.json");
    let table: Vec<Value> = serde_json::from_str(table).expect("JSON");
    let text = |row: &Value, name: &str| row[name].as_str().map(str::to_owned);
    table
        .iter()
        .map(|row| Row {
            argument: text(row, "argument").expect("a text"),
            windows: text(row, "windows"),
            posix: text(row, "posix").expect("a text"),
        })
        .collect()
}

/// What a function makes of each argument; `None` where it refuses.
fn quoted(function: &str, arguments: &[&str]) -> Vec<Option<String>> {
    let lines = format!(
        r#"for a in "$@"; do if q=$({function} "$a"; code=$?; printf x; exit $code); then printf '%s\0' "=${{q%x}}"; else printf '%s\0' -; fi; done"#
    );
    let said = run(script(&lines, Reader::Bash, "/".as_ref()).args(arguments));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
    let all = said.stdout.split_terminator('\0');
    let all: Vec<_> = all
        .map(|text| text.strip_prefix('=').map(str::to_owned))
        .collect();
    assert_eq!(all.len(), arguments.len(), "{said}");
    all
}

fn each_argument_is_written_as_the_table_has_it() {
    let rows = rows();
    let arguments: Vec<&str> = rows.iter().map(|row| row.argument.as_str()).collect();
    let windows = quoted("kudu_quote_windows", &arguments);
    let posix = quoted("kudu_quote_posix", &arguments);
    for ((row, windows), posix) in rows.iter().zip(windows).zip(posix) {
        assert_eq!(windows, row.windows, "{:?}", row.argument);
        assert_eq!(posix.as_ref(), Some(&row.posix), "{:?}", row.argument);
    }
}

/// A program that shows its arguments. Between brackets, so that blanks at their ends are seen.
fn shows_arguments() -> tempfile::TempDir {
    folder_with(
        "arguments",
        r#"for a in "$@"; do printf '[%s]\n' "$a"; done"#,
    )
}

fn shown(arguments: &[String]) -> String {
    arguments.iter().map(|a| format!("[{a}]\n")).collect()
}

fn every_row_reaches_a_program() {
    let tools = shows_arguments();
    for reader in [Reader::Starter, Reader::Bash, Reader::Evaluated] {
        let rows = rows();
        let rows = rows
            .iter()
            .filter(|row| reader != Reader::Starter || row.windows.is_some());
        let arguments: Vec<String> = rows.map(|row| row.argument.clone()).collect();
        let plain: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let lines = r#"app=$1; shift; kudu_run "$app" arguments "$@""#;
        let said = run_script(lines, reader, tools.path(), &plain);
        let expected = (0, shown(&arguments), "");
        let seen = (said.code, said.stdout.clone(), said.stderr.as_str());
        assert_eq!(seen, expected, "{reader:?}{said}");
    }
}

/// Words of what means something to one of the readers, made up by a generator that always makes the same ones.
fn made_up(count: usize) -> Vec<String> {
    const SIGNS: &[&str] = &[
        "a", "B", " ", "\t", "\"", "'", "\\", "%", "PATH", "&", "|", "<", ">", "^", "(", ")", "!",
        "$", "`", ";", "*", "?", "{", "}", "[", "]", "~", "#", "=", ",", ":", "-", "\u{fc}",
        "\\\"", "%PATH%", "$(", "''", "\"\"",
    ];
    let mut state = 2_026_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    (0..count)
        .map(|_| (0..next(9)).map(|_| SIGNS[next(SIGNS.len())]).collect())
        .collect()
}

fn anything_is_data() {
    let arguments = made_up(1500);
    let plain: Vec<&str> = arguments.iter().map(String::as_str).collect();
    for (argument, quoted) in arguments.iter().zip(quoted("kudu_quote_windows", &plain)) {
        let line = format!("tcpping {} end", quoted.expect("no line break"));
        let read = through_starter(&line, windows_variable);
        let read = read.unwrap_or_else(|why| panic!("{argument:?}: {why}"));
        assert_eq!(words(&read), ["tcpping", argument, "end"], "{line}");
    }
    // bash itself says what it reads.
    let quoted = quoted("kudu_quote_posix", &plain);
    let line: Vec<String> = quoted.into_iter().flatten().collect();
    let lines = format!("printf '[%s]\\n' {}", line.join(" "));
    let said = run(script(&lines, Reader::Bash, "/".as_ref()).env("IFS", "ab"));
    assert_eq!(said.stdout, shown(&arguments));
}

fn without_a_shell_plain_words_pass_and_others_are_refused() {
    let tools = shows_arguments();
    let lines = r#"kudu_run "$1" arguments "$2" b"#;
    let said = run_script(lines, Reader::Direct, tools.path(), &["sql01:1433"]);
    assert_eq!(
        (said.code, said.stdout.as_str()),
        (0, "[sql01:1433]\n[b]\n"),
        "{said}"
    );
    let said = run_script(lines, Reader::Direct, tools.path(), &["a b"]);
    assert_eq!((said.code, said.stdout.as_str()), (79, ""), "{said}");
    assert!(said.stderr.contains("without a shell"), "{said}");
}

fn a_folder_may_have_blanks() {
    let tools = shows_arguments();
    let line = |folder: &str| -> Said {
        let kudu = Kudu::healthy(Reader::Starter, tools.path());
        let lines = r#"kudu_run "$1" arguments "a b""#;
        let mut command = script(lines, Reader::Starter, tools.path());
        run(command.arg(kudu.url()).env("KUDU_TOOLS", folder))
    };
    for folder in [
        r"D:\home\my tools",
        r"D:\home\my tools\",
        r"D:\tools (x86)",
        "tools",
    ] {
        let said = line(folder);
        assert_eq!((said.code, said.stdout.as_str()), (0, "[a b]\n"), "{said}");
    }
    for folder in [r"D:\%PATH%", "D:\\a\"b", "D:\\a&b"] {
        let said = line(folder);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said}");
    }
}

fn what_cannot_be_passed_is_refused() {
    let tools = programs();
    let lines = r#"kudu_run "$1" tcpping "$2""#;
    let long = "x".repeat(8100);
    for (argument, part) in [("a\nb", "a line break"), (&*long, "too long")] {
        let said = run_script(lines, Reader::Starter, &tools, &[argument]);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said}");
        assert!(said.stderr.contains(part), "{said}");
    }
}

/// The stand-in's own reading: a table of what cmd.exe and the C library are known to do.
fn the_stand_in_reads_as_cmd_does() {
    let cases: &[(&str, Result<&[&str], ()>)] = &[
        ("a b", Ok(&["a", "b"])),
        (r#""a b" c"#, Ok(&["a b", "c"])),
        (r#"a\b \\"x y""#, Ok(&[r"a\b", r"\x y"])),
        (r#""a\\\"b""#, Ok(&[r#"a\"b"#])),
        (r#""a""b""#, Ok(&[r#"a"b"#])),
        (r#""" """#, Ok(&["", ""])),
        ("%PATH%", Ok(&[r"D:\Windows\system32"])),
        (r#""%PATH%""#, Ok(&[r"D:\Windows\system32"])),
        ("%NOSUCH%", Ok(&["%NOSUCH%"])),
        ("^%PATH^%", Ok(&["%PATH%"])),
        ("a^^^&b", Ok(&["a&b"])),
        ("a^&b", Err(())),
        ("a&b", Err(())),
        (r#""a&b""#, Ok(&["a&b"])),
        (r#""a" & del "b""#, Err(())),
        ("a>b", Err(())),
    ];
    for (line, expected) in cases {
        let read = through_starter(line, windows_variable).map(|read| words(&read));
        let expected = expected.map(|words| words.iter().map(|&w| w.to_owned()).collect());
        assert_eq!(read.map_err(|_| ()), expected, "{line}");
    }
}
