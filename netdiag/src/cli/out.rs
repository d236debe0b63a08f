//! Output that never panics, with the platform's line ending.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use crate::text::printable;

/// The way to standard output: whole lines, the platform's line ending, no panic when the reader
/// goes away.
///
/// Text goes out with CRLF from the Windows programs, because what reads there (Kudu, the portal's
/// own parser, .NET tools) splits on it.
pub struct Out<W: Write = io::BufWriter<io::Stdout>> {
    to: W,
    newline: &'static str,
}

/// The line ending of this platform's programs.
pub const NEWLINE: &str = if cfg!(windows) { "\r\n" } else { "\n" };

impl Out {
    /// Standard output.
    pub fn stdout() -> Self {
        Self::new(io::BufWriter::with_capacity(1 << 16, io::stdout()), NEWLINE)
    }
}

impl<W: Write> Out<W> {
    /// Output to `to` with this line ending.
    pub fn new(to: W, newline: &'static str) -> Self {
        Self { to, newline }
    }

    /// Writes `text`, which may hold several lines, and ends it with a line ending. Buffered:
    /// [`Out::flush`] before waiting for anything.
    ///
    /// A line that ends in `>` gets a blank behind it: Kudu's console takes such a line for its prompt.
    pub fn line(&mut self, text: impl fmt::Display) -> io::Result<()> {
        self.text(&text.to_string())
    }

    /// The same for text that is there already.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        for line in text.split('\n') {
            self.to.write_all(line.as_bytes())?;
            if line.ends_with('>') {
                self.to.write_all(b" ")?;
            }
            self.to.write_all(self.newline.as_bytes())?;
        }
        Ok(())
    }

    /// Hands everything written so far to the reader.
    pub fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Out<Vec<u8>> {
    /// What was written, to be handed on in one piece.
    pub fn take(&mut self) -> Vec<u8> {
        // The next piece will be about as long.
        let next = Vec::with_capacity(self.to.len());
        std::mem::replace(&mut self.to, next)
    }

    /// How many bytes were written and not taken.
    pub fn held(&self) -> usize {
        self.to.len()
    }
}

/// Each line in printable characters.
pub(super) fn printable_lines(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b == b'\n' || (0x20..0x7f).contains(&b))
    {
        return text.into();
    }
    let lines: Vec<_> = text.split('\n').map(printable).collect();
    lines.join("\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_get_the_platforms_ending_throughout() {
        let mut bytes = Vec::new();
        Out::new(&mut bytes, "\r\n").line("a\nb").unwrap();
        assert_eq!(bytes, b"a\r\nb\r\n");
    }

    #[test]
    fn no_line_looks_like_a_prompt() {
        let mut bytes = Vec::new();
        Out::new(&mut bytes, "\n")
            .line("C:\\home>\n--from <PATH>")
            .unwrap();
        assert_eq!(bytes, b"C:\\home> \n--from <PATH> \n");
    }
}
