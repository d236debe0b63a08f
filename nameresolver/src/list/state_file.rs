//! `--resume FILE`: how far the output has come, so that a second run goes on there.
//!
//! FILE says up to which line of the list the results were handed to standard output, and how long
//! the output was then. It is replaced after each write, never changed in place. Whatever ends the
//! process, the output holds what FILE says, and perhaps a piece more; the next run cuts that piece
//! off, if the output is an ordinary file, and goes on with the line after. So nothing is lost and
//! nothing comes twice. Into a pipe the piece that was written last may come twice, if the process
//! was ended in the moment between the two and not asked to stop.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use netdiag::cli::Exit;
use netdiag::os::output;
use netdiag::text::{self, shown_path};
use serde::{Deserialize, Serialize};

const SCHEMA: &str = "nameresolver-resume/1";

/// More than is ever written between two states of FILE. An output that holds more beyond what FILE
/// says holds something else.
const LARGEST_PIECE: u64 = 16 << 20;

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The line of the list, from 1, whose result was the last; 0 before the first.
    pub line: u64,
    /// A digest of the list up to there.
    pub list: u64,
    /// What the exit code would be.
    pub exit: Exit,
}

impl Mark {
    /// Before the first line.
    pub const START: Self = Self {
        line: 0,
        list: 0xcbf2_9ce4_8422_2325,
        exit: Exit::Good,
    };
}

/// The digest of a list up to a line, from that up to the line before (FNV-1a): it finds a list that
/// was changed, not one that was forged.
pub fn digest(before: u64, line: u64, item: &str) -> u64 {
    line.to_le_bytes()
        .iter()
        .chain(item.as_bytes())
        .fold(before, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

#[derive(Debug, Serialize, Deserialize)]
struct State {
    schema: String,
    line: u64,
    /// Hexadecimal: not every reader of JSON has whole numbers of 64 bits.
    list: String,
    exit: u8,
    /// The length of the output in bytes, if it was an ordinary file.
    output: Option<u64>,
    output_file: Option<String>,
}

/// FILE, and what is needed to write it.
#[derive(Debug)]
pub struct StateFile {
    path: PathBuf,
    output: Option<File>,
}

impl StateFile {
    /// Reads FILE if there is one, and brings the output to where that says it was.
    ///
    /// # Errors
    /// What is wrong with FILE or the output, and what to do.
    pub fn open(path: &Path) -> Result<(Self, Mark), String> {
        let shown = shown_path(path);
        let mut state_file = Self {
            path: path.to_owned(),
            output: output::file(),
        };
        let cannot = |error: io::Error| format!("{shown} cannot be written ({error})");
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                state_file.write(&Mark::START).map_err(cannot)?;
                return Ok((state_file, Mark::START));
            }
            Err(error) => return Err(format!("{shown} cannot be read ({error})")),
        };
        let (mark, state) = read(&text).ok_or_else(|| {
            format!(
                "{shown} was not written by --resume; name another file, or delete it to begin anew"
            )
        })?;
        state_file
            .cut_output(&state)
            .map_err(|why| format!("{why}, against what {shown} says; {AGAIN}"))?;
        Ok((state_file, mark))
    }

    fn cut_output(&mut self, state: &State) -> Result<(), String> {
        let (Some(length), Some(file)) = (state.output, &mut self.output) else {
            return Ok(());
        };
        let about = file.metadata().map_err(|error| error.to_string())?;
        let same = match (&state.output_file, output::identity(&about)) {
            (Some(then), Some(now)) => *then == now,
            _ => true,
        };
        if !same {
            return Err("the output is another file".to_owned());
        }
        if about.len() < length {
            return Err(format!("the output holds less than {length} bytes"));
        }
        if about.len() - length > LARGEST_PIECE {
            return Err(format!("the output holds far more than {length} bytes"));
        }
        let cut = |file: &mut File| -> io::Result<()> {
            file.set_len(length)?;
            file.seek(SeekFrom::End(0)).map(|_| ())
        };
        cut(file).map_err(|error| format!("the output cannot be cut to {length} bytes ({error})"))
    }

    /// Says that the output has come that far.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&mut self, mark: &Mark) -> io::Result<()> {
        let about = self.output.as_ref().map(File::metadata).transpose()?;
        let state = State {
            schema: SCHEMA.to_owned(),
            line: mark.line,
            list: format!("{:016x}", mark.list),
            exit: mark.exit.code(),
            output: about.as_ref().map(|about| about.len()),
            output_file: about.as_ref().and_then(output::identity),
        };
        let mut new = self.path.clone().into_os_string();
        new.push(".new");
        let mut file = File::create(&new)?;
        file.write_all(text::json(&state).as_bytes())?;
        file.write_all(b"\n")?;
        drop(file);
        fs::rename(&new, &self.path)
    }
}

const AGAIN: &str = "append to the same output (>>), or delete both to begin anew";

fn read(text: &str) -> Option<(Mark, State)> {
    let state: State = serde_json::from_str(text).ok()?;
    let exit = [Exit::Good, Exit::Problem, Exit::Usage, Exit::Unclear]
        .into_iter()
        .find(|exit| exit.code() == state.exit)?;
    let list = u64::from_str_radix(&state.list, 16).ok()?;
    let mark = Mark {
        line: state.line,
        list,
        exit,
    };
    (state.schema == SCHEMA).then_some((mark, state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let mut state_file = StateFile {
            path: path.clone(),
            output: None,
        };
        let mark = Mark {
            line: 12,
            list: digest(Mark::START.list, 12, "sql01"),
            exit: Exit::Problem,
        };
        state_file.write(&mark).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(read(&text).unwrap().0, mark);
        assert!(read(&text.replace("resume/1", "resume/2")).is_none());
        assert!(read("{}").is_none());
        assert!(read("").is_none());
    }

    #[test]
    fn another_list_has_another_digest() {
        let of = |items: &[(u64, &str)]| {
            items.iter().fold(Mark::START.list, |sum, (line, item)| {
                digest(sum, *line, item)
            })
        };
        let list = of(&[(1, "a"), (2, "b")]);
        assert_ne!(list, of(&[(1, "a"), (3, "b")]));
        assert_ne!(list, of(&[(1, "a"), (2, "c")]));
        assert_ne!(list, of(&[(2, "b"), (1, "a")]));
    }
}
