//! `--names`: lists of any length, in bounded memory.
//!
//! The names come from one thread ([`lists`]), the results leave through another ([`writer`]), and
//! between them one loop asks. Each of the three waits when the next does not keep up.

mod order;
mod state_file;
mod tally;
mod writer;

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use netdiag::cli::{Exit, NEWLINE, Out, wait};
use netdiag::lists::{self, Item};
use netdiag::model::NameServers;
use netdiag::os::{open_files, stop};
use netdiag::patience::PATIENCE;
use netdiag::probe::bulk::{Bulk, Limits};
use netdiag::probe::lookup::{Outcome, Resolution};
use netdiag::text::shown_path;
use tokio::sync::mpsc;

use crate::cli::{List, MOST_NAMES, Question};
use crate::run::{Run, exit};
use crate::told::Told;
use crate::{json, text};
use order::Order;
use state_file::{Mark, StateFile};
use tally::Tally;
use writer::Piece;

/// Bytes of finished results that may wait for an earlier name (1.5 MiB).
const HELD_BACK: usize = 3 << 19;
/// With `--concurrency`: how many names, begun or waiting, for each that may be asked at once.
const HELD_BACK_EACH: usize = 10;

/// What is written at once, and how long it may wait to become that much.
const PIECE: usize = 32 << 10;
const PIECE_AGE: Duration = Duration::from_millis(10);

/// Over UDP few questions need a socket of their own; over TCP each has one, 64 a server.
const SOCKETS: u64 = 1024;

/// A name that is being asked.
#[derive(Debug)]
struct Name {
    question: Question,
    place: Place,
}

/// Where in the list a name stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    line: u64,
    /// The digest of the list up to there.
    list: u64,
    /// The first name of all.
    first: bool,
}

/// A name that is done, and what is to be said of it.
#[derive(Debug)]
struct Done {
    place: Place,
    exit: Exit,
    outcome: Option<Outcome>,
    text: String,
}

/// Resolves the names of the list and tells what came of each.
///
/// # Errors
/// What is wrong with the list or the file of `--resume`, and what to type.
pub fn run(run: &Run, list: &List) -> Result<io::Result<Exit>, String> {
    let (state_file, mark) = match &list.resume {
        Some(path) => StateFile::open(path).map(|(file, mark)| (Some(file), mark))?,
        None => (None, Mark::START),
    };
    let names = lists::read_many(&list.file, "one name a line")?;
    let (pieces, thread) = writer::start(state_file).map_err(|error| error.to_string())?;
    let (mut work, ended) = wait(async {
        let mut work = Work::new(run, list, mark);
        let ended = work.run(names, pieces).await;
        (work, ended)
    })?;
    work.tally.progress.end();
    // If the reader went away the writer's error says so; the loop ended because of it.
    let written = thread
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the output failed")));
    if let Err(error) = written {
        return Ok(Err(error));
    }
    ended?;
    if work.begun == 0 && mark.line == 0 {
        return Err("there are no names in the list; type one a line".to_owned());
    }
    Ok(Ok(work.mark.exit))
}

/// The loop between names and output.
struct Work<'a> {
    run: &'a Run,
    list: &'a List,
    /// The servers without their warnings, which are said once, with the first name.
    quiet: Arc<NameServers>,
    bulk: Bulk,
    order: Order<Name, Done>,
    /// Bytes of results in `order`.
    held: usize,
    /// Items that were read and not begun.
    ahead: VecDeque<Item>,
    /// What is to be passed over, and the digest that it must have.
    resumed: Option<Mark>,
    /// The digest of the list so far.
    digest: u64,
    begun: u64,
    out: Out<Vec<u8>>,
    /// Since when something waits in `out`.
    since: Option<Instant>,
    mark: Mark,
    tally: Tally,
    patience: Instant,
    silent_for: Duration,
}

impl<'a> Work<'a> {
    fn new(run: &'a Run, list: &'a List, mark: Mark) -> Self {
        let mut quiet = run.servers.clone();
        quiet.warnings.clear();
        let quiet = Arc::new(quiet);
        // If the system allows fewer, questions wait for each other.
        let _ = open_files::allow(SOCKETS);
        let limits = Limits {
            names: list.concurrency.unwrap_or(MOST_NAMES).into(),
            rate: list.rate,
        };
        Self {
            run,
            list,
            bulk: Bulk::new(quiet.clone(), limits),
            quiet,
            order: Order::new(list.unordered),
            held: 0,
            ahead: VecDeque::new(),
            resumed: (mark.line > 0).then_some(mark),
            digest: Mark::START.list,
            begun: 0,
            out: Out::new(Vec::new(), NEWLINE),
            since: None,
            mark,
            tally: Tally::new(),
            patience: Instant::now() + PATIENCE,
            silent_for: Duration::ZERO,
        }
    }

    /// Until the list ends, or somebody asks to stop, or the reader is gone. What is said by then is
    /// written.
    async fn run(
        &mut self,
        names: mpsc::Receiver<Vec<Item>>,
        pieces: mpsc::Sender<Piece>,
    ) -> Result<(), String> {
        let ended = self.until_end(names, &pieces).await;
        // Of another list than the one that was begun there is nothing to sum up.
        if (ended.is_ok() || self.resumed.is_none()) && self.list.summary {
            self.summarize();
        }
        if self.out.held() > 0 {
            // If the writer has ended it knows why.
            let _ = pieces.send(self.piece()).await;
        }
        ended
    }

    async fn until_end(
        &mut self,
        mut names: mpsc::Receiver<Vec<Item>>,
        pieces: &mpsc::Sender<Piece>,
    ) -> Result<(), String> {
        let orderly = self.list.resume.is_some();
        let mut stop = std::pin::pin!(async {
            // Without --resume there is nothing to bring to an orderly end.
            match orderly {
                true => stop::requested().await,
                false => std::future::pending().await,
            }
        });
        let mut more = true;
        let mut broken_off = None;
        loop {
            self.take_finished();
            while self.has_room()
                && let Some(item) = self.ahead.pop_front()
            {
                match item {
                    Ok((line, text)) => self.begin(line, &text)?,
                    Err(why) => broken_off = Some(why),
                }
            }
            self.bulk.push();
            self.emit();
            if !more && self.ahead.is_empty() && self.order.len() == 0 {
                return match (broken_off, &self.resumed, &self.list.resume) {
                    (Some(why), ..) => Err(why),
                    (None, Some(_), Some(file)) => Err(another_list(file)),
                    _ => Ok(()),
                };
            }
            let now = Instant::now();
            let old = self.since.is_some_and(|since| since + PIECE_AGE <= now);
            let hand_on = old || self.out.held() >= PIECE;
            let wake = self.wake_at(now, hand_on);
            let wants_names = more && self.ahead.is_empty() && self.has_room();
            tokio::select! {
                biased;
                permit = pieces.reserve(), if hand_on => match permit {
                    Ok(permit) => permit.send(self.piece()),
                    Err(_) => return Ok(()),
                },
                () = &mut stop => return Ok(()),
                () = self.bulk.advance(), if self.bulk.running() > 0 => {}
                items = names.recv(), if wants_names => match items {
                    Some(items) => {
                        if self.bulk.running() == 0 {
                            self.patience = Instant::now() + PATIENCE;
                        }
                        self.ahead.extend(items);
                    }
                    None => more = false,
                },
                () = tokio::time::sleep_until(wake.into()) => {}
            }
            self.tally.progress.draw_if_due();
            self.break_silence();
        }
    }

    /// Whether another name may be begun.
    fn has_room(&self) -> bool {
        let each = self.list.concurrency.map_or(usize::MAX, |n| {
            usize::from(n).saturating_mul(HELD_BACK_EACH)
        });
        self.bulk.has_room() && self.held < HELD_BACK && self.order.len() < each
    }

    fn begin(&mut self, line: u64, text: &str) -> Result<(), String> {
        self.digest = state_file::digest(self.digest, line, text);
        if let (Some(mark), Some(file)) = (&self.resumed, &self.list.resume) {
            if line < mark.line {
                return Ok(());
            }
            let same = line == mark.line && self.digest == mark.list;
            self.resumed = None;
            return if same {
                Ok(())
            } else {
                Err(another_list(file))
            };
        }
        let place = Place {
            line,
            list: self.digest,
            first: self.begun == 0 && self.mark.line == 0,
        };
        self.begun += 1;
        match Question::read(text, &self.list.types) {
            Ok(question) => {
                let number = self.order.next_number();
                self.bulk.begin(number, &question.name, &question.types);
                self.order.begin(Name { question, place });
            }
            Err(message) => {
                let done = Done {
                    place,
                    exit: Exit::Problem,
                    outcome: None,
                    text: match self.run.plan.json {
                        true => json::invalid_line(text, &message),
                        false => text::invalid_line(&message),
                    },
                };
                self.held += done.text.len();
                self.order.add_done(done);
            }
        }
        Ok(())
    }

    fn take_finished(&mut self) {
        while let Some((number, resolution)) = self.bulk.finished() {
            if let Some(name) = self.order.name(number) {
                let mut done = self.done(&name, &resolution);
                if self.held > PIECE {
                    // It will probably wait for an earlier name: give its spare memory back.
                    done.text.shrink_to_fit();
                }
                self.held += done.text.len();
                self.order.done(number, done);
            }
        }
    }

    fn done(&self, name: &Name, resolution: &Resolution) -> Done {
        let servers = if name.place.first {
            &self.run.servers
        } else {
            &*self.quiet
        };
        Done {
            place: name.place,
            exit: exit(resolution.outcome),
            outcome: Some(resolution.outcome),
            text: self.run.render(&Told {
                question: &name.question,
                servers,
                resolution,
                integration: self.run.exported(),
                comparison: None,
            }),
        }
    }

    /// Writes the results whose turn it is, up to a piece: when a name is done for which thousands
    /// waited, they need not be there twice.
    fn emit(&mut self) {
        while self.out.held() < PIECE
            && let Some(done) = self.order.next()
        {
            self.held -= done.text.len();
            self.silent_for = Duration::ZERO;
            self.patience = Instant::now() + PATIENCE;
            // Text blocks stand apart by an empty line.
            if !done.place.first && !self.run.plan.json {
                self.say("");
            }
            self.say(&done.text);
            self.tally.add(done.outcome);
            self.mark = Mark {
                line: done.place.line,
                list: done.place.list,
                exit: self.mark.exit.worst(done.exit),
            };
        }
    }

    fn say(&mut self, text: &str) {
        // Into memory, which does not fail.
        let _ = self.out.text(text);
        self.since.get_or_insert_with(Instant::now);
    }

    /// All that was said since the last piece.
    fn piece(&mut self) -> Piece {
        self.since = None;
        Piece {
            bytes: self.out.take(),
            mark: self.mark,
        }
    }

    fn wake_at(&self, now: Instant, hands_on: bool) -> Instant {
        let piece = self
            .since
            .filter(|_| !hands_on)
            .map(|since| since + PIECE_AGE);
        let patience = (self.bulk.running() > 0).then_some(self.patience);
        [piece, patience, self.tally.progress.draw_at()]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(now + PATIENCE)
    }

    /// Says that names are being asked, if nothing came for a while.
    fn break_silence(&mut self) {
        if self.bulk.running() == 0 || Instant::now() < self.patience {
            return;
        }
        self.patience = Instant::now() + PATIENCE;
        self.silent_for += PATIENCE;
        self.say(&self.run.still_waiting(self.silent_for));
    }

    fn summarize(&mut self) {
        let summary = self.tally.summary(&self.quiet, self.bulk.counts());
        if self.run.plan.json {
            self.say(&json::summary(&summary));
        } else {
            self.say("");
            self.say(&text::summary(&summary));
        }
    }
}

fn another_list(file: &Path) -> String {
    format!(
        "the list is not the one that {} speaks of; take that list, or delete the file and the output to begin anew",
        shown_path(file)
    )
}
