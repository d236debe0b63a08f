//! Text from outside: it stays text, and stays where it is.

use std::fmt::Write;

use maud::{Markup, html};

/// `text` with everything that is not seen, or that moves what is seen, written as an escape.
///
/// Control characters (HTML forbids most), the marks that turn the direction of writing, and those without
/// width, by which two names can look alike. Letters of any script stay letters.
///
/// ```
/// assert_eq!(page::text::visible("a\u{202e}b\u{0}\n"), "a\\u{202e}b\\u{0}\\n");
/// assert_eq!(page::text::visible("B\u{fc}ro <b>"), "B\u{fc}ro <b>");
/// ```
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unseen(c) => {
                let _ = write!(out, "{}", c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}

/// Controls, marks of direction, characters without width, those that no text may hold, and private ones.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xad | 0x61c | 0x180e
            | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f
            | 0xfe00..=0xfe0f | 0xfeff | 0xfff0..=0xffff
            | 0xe000..=0xf8ff | 0xe0000..=0xe0fff | 0xf0000..=0x10_ffff)
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Text from outside as an element that neither turns nor widens what is around it.
pub fn outside(text: &str) -> Markup {
    html! { bdi class="outside" { (visible(text)) } }
}

/// At most `most` characters of the text (made [`visible`]): the beginning and the end, which tells names
/// apart that differ in their numbers, with an ellipsis between them.
///
/// ```
/// assert_eq!(page::text::shortened("sql01", 8), "sql01");
/// assert_eq!(page::text::shortened("production-west-01", 11), "produ\u{2026}st-01");
/// ```
pub fn shortened(text: &str, most: usize) -> String {
    let shown: Vec<char> = visible(text).chars().collect();
    if shown.len() <= most {
        return shown.into_iter().collect();
    }
    let kept = most.saturating_sub(1);
    let tail = kept / 2;
    let head = kept - tail;
    let mut out: String = shown[..head].iter().collect();
    out.push('\u{2026}');
    out.extend(&shown[shown.len() - tail..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stays_text_and_what_is_unseen_is_shown() {
        assert_eq!(
            outside("<script>\"'&\u{202e}x\u{feff}\u{1b}[31m").into_string(),
            "<bdi class=\"outside\">&lt;script&gt;&quot;'&amp;\\u{202e}x\\u{feff}\\u{1b}[31m</bdi>"
        );
    }

    #[test]
    fn letters_of_any_script_stay_letters() {
        for text in [
            "B\u{fc}ro",
            "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
            "\u{65e5}\u{672c}",
            "\u{1f600}",
        ] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn shortened_text_keeps_both_ends_and_the_limit() {
        for most in 0..40 {
            let short = shortened("a-very-long-name-of-a-subnet-1", most);
            assert!(short.chars().count() <= most.max(1), "{most}: {short}");
        }
        assert_eq!(shortened("abcdefgh", 5), "ab\u{2026}gh");
    }
}
