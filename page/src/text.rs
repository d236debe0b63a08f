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

/// The text with its lines as they are, and all else that is not seen as [`visible`] writes it.
pub(crate) fn visible_lines(text: String) -> String {
    let is_odd = |c: char| c != '\n' && is_unseen(c);
    if !text.contains(is_odd) {
        return text;
    }
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    lines.join("\n")
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

/// Beyond this many characters a text has a box of its own, in which it can be moved.
const LONG: usize = 1000;

/// Text from outside as an element that neither turns nor widens what is around it.
pub fn outside(text: &str) -> Markup {
    if text.chars().nth(LONG).is_some() {
        return html! { bdi class="outside long" tabindex="0" { (visible(text)) } };
    }
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

/// About how wide the text is in a drawing, at the 12 pixels of `svg text`: the widest of the sheet's fonts
/// counts, for nobody knows which one the reader has.
pub fn width(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' | ' ' => 4.0,
            'f' | 't' | 'r' | '-' | '/' | '(' | ')' | '[' | ']' | '\\' => 5.0,
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 11.8,
            'A'..='Z' | '&' | '<' | '>' | '+' | '=' | '#' | '~' => 9.5,
            c if c.is_ascii() => 7.7,
            _ => 12.5,
        })
        .sum()
}

/// As much of the text (made [`visible`]) as fits into so many pixels of a drawing.
pub fn fitted(text: &str, pixels: f64) -> String {
    // No character is narrower: what is longer does not fit, and need not be measured.
    let mut most = (pixels / 4.0) as usize + 1;
    loop {
        let short = shortened(text, most);
        let wide = width(&short);
        if wide <= pixels || most <= 1 {
            return short;
        }
        let fits = (most.min(short.chars().count()) as f64 * pixels / wide) as usize;
        most = fits.clamp(1, most - 1);
    }
}

/// The text (made [`visible`]) in at most `most` lines of so many pixels, the last one shortened.
pub fn lines(text: &str, pixels: f64, most: usize) -> Vec<String> {
    let shown = visible(text);
    let mut words = shown.split(' ').filter(|word| !word.is_empty());
    let mut lines: Vec<String> = Vec::new();
    while let Some(word) = words.next() {
        let is_last = lines.len() == most;
        match lines.last_mut() {
            Some(line) if width(line) + 4.0 + width(word) <= pixels => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if is_last => {
                // What is left goes into the last line, as far as it fits.
                let rest: Vec<&str> = std::iter::once(word).chain(words).collect();
                *line = cut(&format!("{line} {}", rest.join(" ")), pixels);
                break;
            }
            _ => lines.push(fitted(word, pixels)),
        }
    }
    lines
}

/// The beginning of the text, with an ellipsis behind it.
fn cut(text: &str, pixels: f64) -> String {
    let mut out = String::new();
    let mut wide = width("\u{2026}");
    for c in text.chars() {
        wide += width(c.encode_utf8(&mut [0; 4]));
        if wide > pixels {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('\u{2026}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitted_text_fits_and_short_text_is_left_alone() {
        assert_eq!(fitted("sql01", 100.0), "sql01");
        let wide = "W".repeat(10_000);
        for text in [
            "a-very-long-name-of-a-subnet-in-production",
            "iiiiiiiiiiiiiiiiiiiiiiiiii",
            &wide,
        ] {
            for pixels in [0.0, 13.0, 40.0, 100.0, 150.0] {
                let short = fitted(text, pixels);
                assert!(width(&short) <= pixels.max(12.5), "{pixels}: {short}");
                assert!(
                    pixels < 40.0 || short == text || width(&short) > pixels - 25.0,
                    "{pixels}: {short}"
                );
            }
        }
    }

    #[test]
    fn lines_hold_every_word_or_say_that_there_is_more() {
        let text = "the network security group nw-nsg denies it (rule no-p2s, priority 150)";
        assert_eq!(lines(text, 5000.0, 3), [text]);
        let three = lines(text, 180.0, 3);
        assert!(three.iter().all(|line| width(line) <= 180.0), "{three:?}");
        assert_eq!(three.join(" "), text);
        let two = lines(text, 180.0, 2);
        assert_eq!(two.len(), 2);
        assert!(
            two[1].ends_with('\u{2026}') && width(&two[1]) <= 180.0,
            "{two:?}"
        );
        assert_eq!(lines("", 100.0, 2), [""; 0]);
        assert_eq!(lines(&"x".repeat(10_000), 100.0, 2).len(), 1);
    }

    #[test]
    fn markup_stays_text_and_what_is_unseen_is_shown() {
        assert_eq!(
            outside("<script>\"'&\u{202e}x\u{feff}\u{1b}[31m").into_string(),
            "<bdi class=\"outside\">&lt;script&gt;&quot;'&amp;\\u{202e}x\\u{feff}\\u{1b}[31m</bdi>"
        );
    }

    #[test]
    fn long_text_is_all_there_in_a_box_of_its_own() {
        let long = "x".repeat(10_000);
        let html = outside(&long).into_string();
        assert!(html.contains("class=\"outside long\"") && html.contains(&long));
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
