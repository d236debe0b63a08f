//! Lines of bounded width.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::text::printable;

/// The width that reports are wrapped to: what the portal's console shows without scrolling.
pub const WIDTH: usize = 100;

/// Writes text that may have come from an export or the network, wrapped.
pub fn wrapped<W: Write>(out: &mut Out<W>, first: &str, rest: &str, text: &str) -> io::Result<()> {
    let text = printable(text);
    // Pointers and thumbprints stay whole, so that they can be copied.
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    for line in textwrap::wrap(&text, options) {
        out.line(line)?;
    }
    Ok(())
}
