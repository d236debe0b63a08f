//! Text for consoles and scripts that nobody knows the code page of: ASCII, and nothing that a
//! terminal would obey.

use std::borrow::Cow;
use std::fmt::{Display, Write};
use std::path::Path;

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

/// A word of our JSON as it stands in a sentence.
///
/// ```
/// assert_eq!(netdiag::text::spoken("no_such_host"), "no such host");
/// ```
pub fn spoken(word: &str) -> String {
    word.replace('_', " ")
}

/// A word as bash reads it back, in ASCII.
///
/// ```
/// # use netdiag::text::quoted;
/// assert_eq!(quoted("10.1.0.0/16"), "10.1.0.0/16");
/// assert_eq!(quoted("a'b; $(reboot)"), r"'a'\''b; $(reboot)'");
/// assert_eq!(quoted("gr\u{fc}n1"), r"$'gr\U000000fcn1'");
/// ```
pub fn quoted(word: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:,=@%+".contains(&b);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_owned();
    }
    if word.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    let mut text = "$'".to_owned();
    for c in word.chars() {
        match c {
            '\\' | '\'' => text.extend(['\\', c]),
            ' '..='~' => text.push(c),
            // Exactly eight digits, so that a digit behind it is not taken for one of them.
            c => text.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    text.push('\'');
    text
}

/// A word as cmd.exe and PowerShell hand it to a program, as far as one spelling does for both.
///
/// ```
/// # use netdiag::text::quoted_for_windows;
/// assert_eq!(quoted_for_windows(r"C:\home\hosts.txt"), r"C:\home\hosts.txt");
/// assert_eq!(quoted_for_windows("my folder"), "\"my folder\"");
/// ```
pub fn quoted_for_windows(word: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./\\:=[]+".contains(&b);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_owned();
    }
    format!("\"{}\"", printable(word).replace('"', "\\\""))
}

/// "1 server", "2 servers".
///
/// ```
/// # use netdiag::text::counted;
/// assert_eq!(counted(1_u64, "server", "servers"), "1 server");
/// assert_eq!(counted(0, "server", "servers"), "0 servers");
/// ```
pub fn counted<N: Display + PartialEq + From<u8>>(n: N, one: &str, many: &str) -> String {
    let word = if n == N::from(1) { one } else { many };
    format!("{n} {word}")
}

/// One after another, separated by commas; "none" if there is none.
///
/// ```
/// # use netdiag::text::listed;
/// assert_eq!(listed([80, 443]), "80, 443");
/// assert_eq!(listed([""; 0]), "none");
/// ```
pub fn listed<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    if items.is_empty() {
        "none".to_owned()
    } else {
        items.join(", ")
    }
}

/// The first of what may be thousands, and how many more there are.
///
/// ```
/// # use netdiag::text::some_of;
/// assert_eq!(some_of(&["a", "b", "c"], 2), "a, b and 1 more");
/// assert_eq!(some_of(&["a", "b"], 2), "a, b");
/// ```
pub fn some_of<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// What somebody typed or wrote, printable and of at most `most` characters, for a sentence about it.
///
/// ```
/// # use netdiag::text::shortened;
/// assert_eq!(shortened("sql01", 80), "sql01");
/// assert_eq!(shortened("sql01", 3), "sql...");
/// ```
pub fn shortened(text: &str, most: usize) -> String {
    let short: String = text.chars().take(most).collect();
    let cut = if short.len() < text.len() { "..." } else { "" };
    format!("{}{cut}", printable(&short))
}

/// A path as a sentence shows it.
///
/// ```
/// # use netdiag::text::shown_path;
/// assert_eq!(shown_path("a\u{1b}/b".as_ref()), "a\\u{1b}/b");
/// ```
pub fn shown_path(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_bash_would_change_them() {
        for (word, expected) in [
            ("10.1.0.0/16", "10.1.0.0/16"),
            ("", "''"),
            ("my group", "'my group'"),
            ("a'b", r"'a'\''b'"),
            ("$(reboot)", "'$(reboot)'"),
            ("a;b", "'a;b'"),
            ("~", "'~'"),
            ("gr\u{fc}n1", r"$'gr\U000000fcn1'"),
            ("a\nb'\\", r"$'a\U0000000ab\'\\'"),
        ] {
            assert_eq!(quoted(word), expected, "{word:?}");
        }
    }
}
