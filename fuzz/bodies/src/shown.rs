//! What may be written to a console, and what the program writes.

use netdiag::cli::{Exit, Out};
use serde_json::Value;

/// Everything that any console can show, in whole lines, none of which looks like a prompt.
pub fn text(text: &str) {
    assert!(
        text.bytes()
            .all(|b| b == b'\n' || (0x20..0x7f).contains(&b)),
        "not plain ASCII: {text:?}"
    );
    assert!(
        text.lines().all(|line| !line.ends_with('>')),
        "a line looks like a prompt: {text:?}"
    );
}

/// One line of plain ASCII, or none.
pub fn line(line: &str) {
    assert!(
        line.bytes().all(|b| (0x20..0x7f).contains(&b)),
        "not printable: {line:?}"
    );
}

/// What the program said.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Its text, or JSON.
    pub text: String,
    /// The exit code.
    pub exit: Exit,
}

/// netcheck with these arguments.
pub fn netcheck(arguments: &[&str]) -> Said {
    let mut out = Out::new(Vec::new(), "\n");
    let said = match netcheck::answer(arguments, &mut out) {
        Ok(exit) => Said {
            text: String::from_utf8(out.take()).expect("text is UTF-8"),
            exit: exit.expect("memory can be written"),
        },
        Err(usage) => Said {
            text: usage,
            exit: Exit::Usage,
        },
    };
    text(&said.text);
    assert!(!said.text.contains("CANARY"), "a secret: {}", said.text);
    said
}

/// netcheck as text and with `--json`: both agree, and every so many inputs the same words come twice.
pub fn netcheck_all_ways(arguments: &[&str]) -> Said {
    let mut said = netcheck(arguments);
    if said.text.len().is_multiple_of(4) {
        // Some commands judge at this instant, and say it: the second may just have passed.
        let again = (0..3).any(|_| {
            let before = std::mem::replace(&mut said, netcheck(arguments));
            before == said
        });
        assert!(again, "equal input, other words: {}", said.text);
    }
    let with_json: Vec<&str> = ["--json"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    let json = netcheck(&with_json);
    assert_eq!(json.exit, said.exit, "{}\n{}", said.text, json.text);
    if json.exit != Exit::Usage {
        let document: Value = serde_json::from_str(&json.text).expect("--json writes JSON");
        assert!(document["schema"].is_string(), "{}", json.text);
    }
    said
}
