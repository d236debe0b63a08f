//! What is written down of each call, before it is made and after: schema `netcheck-journal/1`.
//!
//! A file of JSON lines that only ever grows, each line on the disk before the call goes out. It tells
//! people what was done, and the next run what the last one left undone. It holds no secret: bodies are
//! there in words only. A line that was cut off by a crash is passed over.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use netdiag::clock;
use netdiag::model::ResourceId;
use netdiag::text::{json, shown_path};
use serde::{Deserialize, Serialize};

use super::call::{Announced, Deed};
use super::errand::Errand;
use super::steps::{Done, Task};
use crate::own_files;

const SCHEMA: &str = "netcheck-journal/1";
/// A journal that is larger than this is none.
const LARGEST: u64 = 16 << 20;

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Azure did it.
    Done,
    /// Azure refused it.
    Refused,
    /// No answer came: it may have been done or not.
    Unclear,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
enum Record {
    Run {
        command: String,
        /// The resource that the run is about: two plans may use one network.
        about: String,
        #[serde(default)]
        connect: Vec<String>,
        #[serde(default)]
        hand_over: Vec<String>,
    },
    Call {
        number: u32,
        deed: Deed,
        resource: String,
        method: String,
        path: String,
        body: String,
    },
    Outcome {
        number: u32,
        outcome: Outcome,
        says: String,
    },
    End {
        finished: bool,
        says: String,
    },
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    schema: String,
    time: String,
    #[serde(flatten)]
    record: Record,
}

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    file: File,
    number: u32,
}

impl Journal {
    /// Opens the file, or makes it (for its owner alone), and writes down that a run begins and what it
    /// has to do.
    ///
    /// # Errors
    /// If it cannot be written; then nothing must be called.
    pub fn begin(path: &Path, errand: Errand, about: &ResourceId, task: &Task) -> io::Result<Self> {
        let mut options = own_files::options();
        let mut file = options.create(true).append(true).read(true).open(path)?;
        if !ends_a_line(&mut file)? {
            file.write_all(b"\n")?;
        }
        let mut journal = Self { file, number: 0 };
        let ids = |ids: &[ResourceId]| ids.iter().map(|id| id.as_str().to_owned()).collect();
        journal.write(Record::Run {
            command: errand.as_str().to_owned(),
            about: about.as_str().to_owned(),
            connect: ids(&task.connect),
            hand_over: ids(&task.hand_over),
        })?;
        #[cfg(unix)]
        if let Some(folder) = path.parent() {
            let folder = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            };
            // So that the file's name is there too after a crash. Not every file system can.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(journal)
    }

    /// Writes down what will be called.
    ///
    /// # Errors
    /// If it cannot be written; then nothing must be called.
    pub fn before(
        &mut self,
        deed: Deed,
        resource: &ResourceId,
        call: &Announced,
    ) -> io::Result<()> {
        self.number += 1;
        self.write(Record::Call {
            number: self.number,
            deed,
            resource: resource.as_str().to_owned(),
            method: call.method.as_str().to_owned(),
            path: call.path.clone(),
            body: call.body.clone(),
        })
    }

    /// Writes down what came of it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn after(&mut self, outcome: Outcome, says: &str) -> io::Result<()> {
        self.write(Record::Outcome {
            number: self.number,
            outcome,
            says: says.to_owned(),
        })
    }

    /// Writes down how the run ended.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn end(&mut self, finished: bool, says: &str) -> io::Result<()> {
        self.write(Record::End {
            finished,
            says: says.to_owned(),
        })
    }

    fn write(&mut self, record: Record) -> io::Result<()> {
        let line = Line {
            schema: SCHEMA.to_owned(),
            time: clock::timestamp(clock::now()),
            record,
        };
        self.file
            .write_all(format!("{}\n", json(&line)).as_bytes())?;
        self.file.sync_all()
    }
}

fn ends_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// What the last run of this errand about this resource left undone; empty if there was none, or it
/// finished.
///
/// # Errors
/// If there is a file that cannot be read.
pub fn left_undone(path: &Path, errand: Errand, about: &ResourceId) -> Result<Task, String> {
    let wrong = |error: &dyn std::fmt::Display| {
        format!("the journal {} cannot be read: {error}", shown_path(path))
    };
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Task::default()),
        Err(error) => return Err(wrong(&error)),
        Ok(found) if !found.is_file() || found.len() > LARGEST => {
            return Err(wrong(
                &"it is no journal; name another file with --journal FILE",
            ));
        }
        Ok(_) => {}
    }
    let bytes = fs::read(path).map_err(|error| wrong(&error))?;
    Ok(undone(&String::from_utf8_lossy(&bytes), errand, about))
}

fn undone(text: &str, wanted: Errand, place: &ResourceId) -> Task {
    let mut task = Task::default();
    let mut done = Done::default();
    let mut is_ours = false;
    let mut open: Option<(u32, Deed, ResourceId)> = None;
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok());
    for line in lines.filter(|line| line.schema == SCHEMA) {
        match line.record {
            Record::Run {
                command,
                about,
                connect,
                hand_over,
            } => {
                is_ours = command == wanted.as_str() && ResourceId::new(about) == *place;
                if is_ours {
                    let ids = |ids: Vec<String>| ids.into_iter().map(ResourceId::new).collect();
                    task = Task {
                        connect: ids(connect),
                        hand_over: ids(hand_over),
                    };
                    done = Done::default();
                }
                open = None;
            }
            _ if !is_ours => {}
            Record::Call {
                number,
                deed,
                resource,
                ..
            } => {
                // It may have been made even if nothing else is said of it.
                if deed == Deed::AddCertificate {
                    done.gateway_changed();
                }
                open = Some((number, deed, ResourceId::new(resource)));
            }
            Record::Outcome {
                number,
                outcome: Outcome::Done,
                ..
            } => match open.take() {
                Some((called, Deed::Connect, id)) if called == number => {
                    done.connected.insert(id);
                }
                Some((called, Deed::HandOver, id)) if called == number => {
                    done.handed_over.insert(id);
                }
                _ => {}
            },
            Record::Outcome { .. } => {}
            Record::End { finished: true, .. } => task = Task::default(),
            Record::End {
                finished: false, ..
            } => {}
        }
    }
    task.without(&done)
}

#[cfg(test)]
mod tests;
