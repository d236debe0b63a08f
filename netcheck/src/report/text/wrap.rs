//! Lines of bounded width.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::text::printable;

/// The width that reports are wrapped to: what the portal's console shows without scrolling.
pub const WIDTH: usize = 100;

/// Writes a title and below it each of these with a dash, and an empty line; nothing where there are none.
pub fn bulleted<W: Write, S: AsRef<str>>(
    out: &mut Out<W>,
    title: &str,
    items: impl IntoIterator<Item = S>,
) -> io::Result<()> {
    let mut items = items.into_iter().peekable();
    if items.peek().is_none() {
        return Ok(());
    }
    out.line(title)?;
    for item in items {
        wrapped(out, "  - ", "    ", item.as_ref())?;
    }
    out.line("")
}

/// Writes text that may have come from an export or the network, wrapped.
pub fn wrapped<W: Write>(out: &mut Out<W>, first: &str, rest: &str, text: &str) -> io::Result<()> {
    wrapped_at(WIDTH, out, first, rest, text)
}

/// [`wrapped`] to another width.
pub fn wrapped_at<W: Write>(
    width: usize,
    out: &mut Out<W>,
    first: &str,
    rest: &str,
    text: &str,
) -> io::Result<()> {
    let text = printable(text);
    // Pointers and thumbprints stay whole, so that they can be copied.
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    for line in textwrap::wrap(&text, options) {
        out.line(line)?;
    }
    Ok(())
}
