//! What is written down of each call, before it is made and after: schema `netcheck-journal/1`.
//!
//! A file of JSON lines that only ever grows, each line on the disk before the call goes out. It tells
//! people what was done, and the next run what the last one left undone. It holds no secret: bodies are
//! there in words only. A line that was cut off by a crash is passed over.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use netdiag::clock;
use netdiag::model::ResourceId;
use netdiag::text::json;
use serde::{Deserialize, Serialize};

use super::call::Announced;
use super::steps::{Done, Task};

const SCHEMA: &str = "netcheck-journal/1";
/// A journal that is larger than this is none.
const LARGEST: u64 = 16 << 20;

/// What a call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// An app's copy is made anew.
    Connect,
    /// The certificate is added to the gateway.
    AddCertificate,
    /// A package is asked for.
    AskPackage,
    /// The package is handed over.
    HandOver,
    /// A route is added.
    AddRoute,
    /// An app is disconnected.
    Disconnect,
}

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
        network: String,
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
    pub fn begin(
        path: &Path,
        command: &str,
        network: &ResourceId,
        task: &Task,
    ) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true).read(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        if !ends_a_line(&mut file)? {
            file.write_all(b"\n")?;
        }
        let mut journal = Self { file, number: 0 };
        let ids = |ids: &[ResourceId]| ids.iter().map(|id| id.as_str().to_owned()).collect();
        journal.write(Record::Run {
            command: command.to_owned(),
            network: network.as_str().to_owned(),
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

/// What the last run of this command on this network left undone; empty if there was none, or it
/// finished.
///
/// # Errors
/// If there is a file that cannot be read.
pub fn left_undone(path: &Path, command: &str, network: &ResourceId) -> Result<Task, String> {
    let wrong = |error: &dyn std::fmt::Display| {
        let shown = path.display().to_string();
        format!(
            "the journal {} cannot be read: {error}",
            netdiag::text::printable(&shown)
        )
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
    Ok(undone(&String::from_utf8_lossy(&bytes), command, network))
}

fn undone(text: &str, wanted: &str, place: &ResourceId) -> Task {
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
                network,
                connect,
                hand_over,
            } => {
                is_ours = command == wanted && ResourceId::new(network) == *place;
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
mod tests {
    use super::*;
    use crate::sync::call::Method;

    fn id(name: &str) -> ResourceId {
        ResourceId::new(format!("/x/{name}"))
    }

    fn call() -> Announced {
        Announced {
            method: Method::Put,
            path: "/x?api-version=1".into(),
            what: "do it".into(),
            body: "words".into(),
            changes: true,
            uncertain: None,
        }
    }

    fn task() -> Task {
        Task {
            connect: vec![id("app")],
            hand_over: vec![id("plan"), id("app")],
        }
    }

    #[test]
    fn what_was_left_undone_is_what_was_not_said_to_be_done() {
        use Deed::{AddCertificate, Connect, HandOver};
        use Outcome::{Done as Made, Refused, Unclear};
        let nothing = Task::default();
        let all = task();
        let plan_left = Task {
            connect: vec![],
            hand_over: vec![id("plan"), id("app")],
        };
        let app_left = Task {
            connect: vec![],
            hand_over: vec![id("app")],
        };
        let connected = (Connect, "app", Some(Made));
        for (calls, end, expected) in [
            (vec![], None, &all),
            (vec![], Some(false), &all),
            (vec![], Some(true), &nothing),
            (vec![(Connect, "app", None)], None, &all),
            (vec![(Connect, "app", Some(Refused))], None, &all),
            (vec![connected], None, &plan_left),
            (
                vec![connected, (HandOver, "plan", Some(Unclear))],
                None,
                &plan_left,
            ),
            (vec![connected, (HandOver, "plan", None)], None, &plan_left),
            (
                vec![connected, (HandOver, "plan", Some(Made))],
                None,
                &app_left,
            ),
            (
                vec![
                    connected,
                    (HandOver, "plan", Some(Made)),
                    (AddCertificate, "gw", None),
                ],
                None,
                &plan_left,
            ),
            (
                vec![
                    connected,
                    (HandOver, "plan", Some(Made)),
                    (HandOver, "app", Some(Made)),
                ],
                None,
                &nothing,
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("j");
            let mut journal = Journal::begin(&path, "sync", &id("net"), &task()).unwrap();
            for (deed, resource, outcome) in &calls {
                journal.before(*deed, &id(resource), &call()).unwrap();
                if let Some(outcome) = outcome {
                    journal.after(*outcome, "x").unwrap();
                }
            }
            if let Some(finished) = end {
                journal.end(finished, "x").unwrap();
            }
            assert_eq!(
                &left_undone(&path, "sync", &id("NET")).unwrap(),
                expected,
                "{calls:?}"
            );
            for (command, network) in [("disconnect", "net"), ("sync", "other")] {
                assert_eq!(left_undone(&path, command, &id(network)).unwrap(), nothing);
            }
        }
    }

    #[test]
    fn a_line_that_was_cut_off_costs_nothing_but_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        assert_eq!(
            left_undone(&path, "sync", &id("net")).unwrap(),
            Task::default()
        );
        Journal::begin(&path, "sync", &id("net"), &task()).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend_from_slice(b"{\"schema\":\"netcheck-jour");
        fs::write(&path, bytes).unwrap();
        assert_eq!(left_undone(&path, "sync", &id("net")).unwrap(), task());
        let mut journal = Journal::begin(&path, "sync", &id("net"), &Task::default()).unwrap();
        journal.end(true, "done").unwrap();
        assert_eq!(
            left_undone(&path, "sync", &id("net")).unwrap(),
            Task::default()
        );
        assert!(left_undone(folder.path(), "sync", &id("net")).is_err());
        assert_eq!(
            undone("nonsense\n[]\n{}", "sync", &id("net")),
            Task::default()
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_journal_is_its_owners() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        Journal::begin(&path, "sync", &id("net"), &task()).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
