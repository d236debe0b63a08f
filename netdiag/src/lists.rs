//! Lists that people hand to the tools: one item a line, of any length, in whatever encoding their
//! shell writes.

use std::io::{self, BufRead, Read};

/// The longest line that is kept; no host name or target comes near it.
const LONGEST: usize = 4096;

/// The items of a list, read as they are asked for, in bounded memory.
///
/// UTF-8, or UTF-16 with a byte-order mark (what `>` writes in PowerShell); any line ending. White
/// space around an item, blank lines and what follows a `#` do not count.
///
/// ```
/// let text = b"\xef\xbb\xbfsql01:1433\r\n\n# comment\n  sql02:1433";
/// let items: Vec<_> = netdiag::lists::Items::new(&text[..]).map(Result::unwrap).collect();
/// assert_eq!(items, [(1, "sql01:1433".to_owned()), (4, "sql02:1433".to_owned())]);
/// ```
#[derive(Debug)]
pub struct Items<R> {
    reader: R,
    encoding: Option<Encoding>,
    line: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl<R: BufRead> Items<R> {
    /// The items in `reader`.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            encoding: None,
            line: 0,
        }
    }

    /// The next line without its ending, cut if it is longer than anything sensible; `None` at the
    /// end.
    fn next_line(&mut self) -> io::Result<Option<String>> {
        let encoding = match self.encoding {
            Some(encoding) => encoding,
            None => *self.encoding.insert(byte_order(&mut self.reader)?),
        };
        let mut bytes = Vec::new();
        let longest = LONGEST as u64;
        let reader = self.reader.by_ref();
        if reader.take(longest).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        if !bytes.ends_with(b"\n") {
            // Too long, or the last line: the rest is passed over.
            self.reader.skip_until(b'\n')?;
        }
        if encoding == Encoding::Utf16Le {
            // The other half of the line feed, which is zero.
            self.reader.by_ref().take(1).read_to_end(&mut bytes)?;
        }
        let units = |of: fn([u8; 2]) -> u16| -> String {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|b| of([b[0], b[1]])).collect();
            String::from_utf16_lossy(&units)
        };
        Ok(Some(match encoding {
            Encoding::Utf8 => String::from_utf8_lossy(&bytes).into_owned(),
            Encoding::Utf16Le => units(u16::from_le_bytes),
            Encoding::Utf16Be => units(u16::from_be_bytes),
        }))
    }
}

/// Reads the byte-order mark, if there is one.
fn byte_order<R: BufRead>(reader: &mut R) -> io::Result<Encoding> {
    let start = reader.fill_buf()?;
    let (encoding, length) = match start {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
        _ => (Encoding::Utf8, 0),
    };
    reader.consume(length);
    Ok(encoding)
}

impl<R: BufRead> Iterator for Items<R> {
    /// The number of the line, from 1, and the item.
    type Item = io::Result<(u64, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.next_line() {
                Ok(line) => line?,
                Err(error) => return Some(Err(error)),
            };
            self.line += 1;
            let item = line.split('#').next().unwrap_or_default().trim();
            if !item.is_empty() {
                return Some(Ok((self.line, item.to_owned())));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(bytes: &[u8]) -> Vec<String> {
        // A buffer of three bytes: lines and characters come in pieces.
        Items::new(io::BufReader::with_capacity(3, bytes))
            .map(|item| item.unwrap())
            .map(|(line, item)| format!("{line} {item}"))
            .collect()
    }

    #[test]
    fn items_come_in_every_encoding_that_a_shell_writes() {
        let text = "a:1\r\n\r\nb:2 # yes\n# no\n c:3 ";
        let expected = ["1 a:1", "3 b:2", "5 c:3"];
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(items(text.as_bytes()), expected);
        assert_eq!(
            items(&[b"\xef\xbb\xbf", text.as_bytes()].concat()),
            expected
        );
        assert_eq!(items(&[b"\xff\xfe", &le[..]].concat()), expected);
        assert_eq!(items(&[b"\xfe\xff", &be[..]].concat()), expected);
        assert!(items(b"").is_empty());
        assert!(items(b"\n\n").is_empty());
    }

    #[test]
    fn a_line_without_end_is_cut_and_the_next_is_found() {
        let mut text = vec![b'x'; 3 * LONGEST];
        text.extend_from_slice(b"\nb:2\n");
        let items = items(&text);
        assert_eq!(items.len(), 2, "{}", items.len());
        assert_eq!(items[0].len(), LONGEST + "1 ".len());
        assert_eq!(items[1], "2 b:2");
        let exact = [vec![b'y'; LONGEST], b"\nc:3".to_vec()].concat();
        assert_eq!(super::tests::items(&exact)[1], "2 c:3");
    }
}
