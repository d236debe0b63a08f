//! Lists that people hand to the tools: one item a line, of any length, in whatever encoding their
//! shell writes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::Path;

use tokio::sync::mpsc;

use crate::text::shown_path;

/// The longest line that is kept, in bytes, of UTF-16 in units; no host name or target comes near it.
const LONGEST: usize = 4096;

/// Items that come together at most.
pub const MANY: usize = 256;
/// How often that many are read ahead.
const MANY_AHEAD: usize = 4;

/// The number of the line, from 1, and what stands there. An error ends the list: what to say of one
/// that cannot be read to its end.
pub type Item = Result<(u64, String), String>;

/// Reads the list in `path`, `-` being standard input, on a thread of its own and a little ahead of
/// whoever takes the items: standard input has no other way to be waited for, and the process may
/// end while it is. The items come many at a time, as many as are there when somebody looks.
///
/// # Errors
/// What is wrong with the file and what to type instead; `holding` says what a list holds, as "one
/// name a line".
pub fn read_many(path: &Path, holding: &str) -> Result<mpsc::Receiver<Vec<Item>>, String> {
    let shown = shown_path(path);
    let wrong =
        |what: &str| format!("{shown} {what}; type a file with {holding}, or - for standard input");
    let cannot = |error: io::Error| wrong(&format!("cannot be read ({error})"));
    let reader: Box<dyn Read + Send> = if path.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        if path.is_dir() {
            return Err(wrong("is a folder"));
        }
        Box::new(File::open(path).map_err(cannot)?)
    };
    let (sender, receiver) = mpsc::channel(MANY_AHEAD);
    let of = match shown.as_str() {
        "-" => "standard input".to_owned(),
        _ => shown.clone(),
    };
    std::thread::Builder::new()
        .name("list".to_owned())
        .spawn(move || pass_on(reader, &of, &sender))
        .map_err(cannot)?;
    Ok(receiver)
}

/// Sends the items of what `of` names until there is no more, or nobody takes them.
fn pass_on(reader: impl Read, of: &str, sender: &mpsc::Sender<Vec<Item>>) {
    let told = |item: io::Result<(u64, String)>| {
        item.map_err(|error| format!("{of} cannot be read to its end ({error})"))
    };
    let mut items = Items::new(BufReader::new(reader));
    while let Some(first) = items.next() {
        let mut ready = Vec::with_capacity(MANY);
        ready.push(told(first));
        // Whoever types, or writes slowly, gets each answer at once.
        while ready.len() < MANY
            && ready.last().is_some_and(Result::is_ok)
            && let Some(next) = items.next_at_hand()
        {
            ready.push(told(next));
        }
        let last = ready.last().is_some_and(Result::is_err);
        if sender.blocking_send(ready).is_err() || last {
            return;
        }
    }
}

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

#[derive(Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    /// With the way from two bytes to a unit.
    Utf16(fn([u8; 2]) -> u16),
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

    /// What stands on the next line: nothing at the end of the list, `Some(None)` if the line holds no
    /// item.
    fn item_of_line(&mut self) -> io::Result<Option<Option<(u64, String)>>> {
        let Some(line) = self.next_line()? else {
            return Ok(None);
        };
        self.line += 1;
        let item = line.split('#').next().unwrap_or_default().trim();
        Ok(Some(
            (!item.is_empty()).then(|| (self.line, item.to_owned())),
        ))
    }

    /// The next line, cut if it is longer than anything sensible; `None` at the end.
    fn next_line(&mut self) -> io::Result<Option<String>> {
        let encoding = match self.encoding {
            Some(encoding) => encoding,
            None => *self.encoding.insert(byte_order(&mut self.reader)?),
        };
        match encoding {
            Encoding::Utf8 => self.next_line_of_bytes(),
            Encoding::Utf16(unit) => self.next_line_of_units(unit),
        }
    }

    fn next_line_of_bytes(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::with_capacity(128);
        let mut start = self.reader.by_ref().take(LONGEST as u64);
        if start.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        if !bytes.ends_with(b"\n") {
            // Too long, or the last line: the rest is passed over.
            self.reader.skip_until(b'\n')?;
        }
        Ok(Some(match String::from_utf8(bytes) {
            Ok(line) => line,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }))
    }

    /// Unit by unit: the byte of a line feed is half of many other characters.
    fn next_line_of_units(&mut self, unit: fn([u8; 2]) -> u16) -> io::Result<Option<String>> {
        let mut units = Vec::new();
        let mut pair = [0; 2];
        loop {
            match self.reader.read_exact(&mut pair) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                    let text = (!units.is_empty()).then(|| String::from_utf16_lossy(&units));
                    return Ok(text);
                }
                Err(error) => return Err(error),
            }
            match unit(pair) {
                0x0a => return Ok(Some(String::from_utf16_lossy(&units))),
                unit if units.len() < LONGEST => units.push(unit),
                _ => {}
            }
        }
    }
}

impl<R: Read> Items<BufReader<R>> {
    /// The next item if it is there without waiting. (In UTF-16 the byte of a line feed may be half of
    /// another character; then the line is waited for.)
    fn next_at_hand(&mut self) -> Option<io::Result<(u64, String)>> {
        while self.reader.buffer().contains(&b'\n') {
            match self.item_of_line().transpose()? {
                Ok(None) => {}
                Ok(Some(item)) => return Some(Ok(item)),
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

/// Reads the byte-order mark, if there is one.
fn byte_order<R: BufRead>(reader: &mut R) -> io::Result<Encoding> {
    let start = reader.fill_buf()?;
    let (encoding, length) = match start {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16(u16::from_le_bytes), 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16(u16::from_be_bytes), 2),
        _ => (Encoding::Utf8, 0),
    };
    reader.consume(length);
    Ok(encoding)
}

impl<R: BufRead> Iterator for Items<R> {
    type Item = io::Result<(u64, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.item_of_line().transpose()? {
                Ok(None) => {}
                Ok(Some(item)) => return Some(Ok(item)),
                Err(error) => return Some(Err(error)),
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
    fn half_a_character_is_no_line_feed() {
        // U+0A41 and U+010A hold the byte 0x0a; the odd byte at the end is none.
        let text = "\u{feff}a:1 # \u{a41}\u{10a}\u{a0a} b:2\nc:3\n";
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let mut wide: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
            wide.push(0);
            assert_eq!(items(&wide), ["1 a:1", "2 c:3"]);
        }
    }

    #[test]
    fn a_list_that_cannot_be_read_says_what_to_type() {
        for (path, part) in [
            ("no/such/file", "no/such/file cannot be read ("),
            (".", ". is a folder; type a file with one name a line, or -"),
        ] {
            let said = read_many(Path::new(path), "one name a line").unwrap_err();
            assert!(said.contains(part), "{said}");
        }
    }

    #[test]
    fn what_breaks_off_is_told_after_what_came_before() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        let (sender, mut receiver) = mpsc::channel(MANY_AHEAD);
        pass_on((&b"a:1\nb:2\n"[..]).chain(Broken), "f", &sender);
        drop(sender);
        let mut all = Vec::new();
        while let Some(items) = receiver.blocking_recv() {
            all.extend(items);
        }
        let item = |line, text: &str| Ok((line, text.to_owned()));
        let why = Err("f cannot be read to its end (gone)".to_owned());
        assert_eq!(all, [item(1, "a:1"), item(2, "b:2"), why]);
    }

    #[test]
    fn a_line_without_end_is_cut_and_the_next_is_found() {
        let mut text = vec![b'x'; 3 * LONGEST];
        text.extend_from_slice(b"\nb:2\n");
        let cut = items(&text);
        assert_eq!(cut.len(), 2, "{}", cut.len());
        assert_eq!(cut[0].len(), LONGEST + "1 ".len());
        assert_eq!(cut[1], "2 b:2");
        let wide: Vec<u8> = text.iter().flat_map(|b| [0, *b]).collect();
        assert_eq!(items(&[b"\xfe\xff", &wide[..]].concat()), cut);
        let exact = [vec![b'y'; LONGEST], b"\nc:3".to_vec()].concat();
        assert_eq!(items(&exact)[1], "2 c:3");
    }
}
