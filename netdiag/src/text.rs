//! Text for consoles and scripts that nobody knows the code page of: ASCII, and nothing that a
//! terminal would obey.

use std::borrow::Cow;
use std::fmt::Write;

use serde::Serialize;

/// `text` with control characters and everything outside ASCII written as escapes.
///
/// A name server or an export may hold anything; a terminal must not run it, Kudu's console must not
/// garble it, and a reader must still see that it is there.
///
/// ```
/// assert_eq!(netdiag::text::printable("a\u{1b}[31mb\r\n"), "a\\u{1b}[31mb\\r\\n");
/// assert_eq!(netdiag::text::printable("B\u{fc}ro"), "B\\u{fc}ro");
/// assert_eq!(netdiag::text::printable("sql01"), "sql01");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii() && !c.is_control() {
            out.push(c);
        } else {
            out.extend(c.escape_default());
        }
    }
    Cow::Owned(out)
}

/// `value` as one line of JSON in pure ASCII: control characters and everything outside ASCII stand
/// as `\uXXXX`, which every JSON reader turns back.
///
/// # Panics
/// If `value` cannot be JSON (a map whose keys are not strings): a fault of ours.
///
/// ```
/// assert_eq!(netdiag::text::json(&"B\u{fc}\u{7f}\u{1f600}"), r#""B\u00fc\u007f\ud83d\ude00""#);
/// ```
pub fn json(value: &impl Serialize) -> String {
    // Most lines fit, and an allocator keeps pieces of up to a kilobyte at hand.
    let mut bytes = Vec::with_capacity(1000);
    serde_json::to_writer(&mut bytes, value).expect("our own types are JSON");
    escape_json(String::from_utf8(bytes).expect("JSON is UTF-8"))
}

/// [`json`] on several indented lines.
pub fn json_pretty(value: &impl Serialize) -> String {
    escape_json(serde_json::to_string_pretty(value).expect("our own types are JSON"))
}

fn escape_json(text: String) -> String {
    // Both are searched for many bytes at a time.
    if text.is_ascii() && !text.as_bytes().contains(&0x7f) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if c < '\u{7f}' {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// "1 server", "2 servers".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
