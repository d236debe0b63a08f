//! `--names`: lists of any length, in bounded memory.
//!
//! The names come from one thread ([`lists`]), the results leave through another ([`writer`]), and
//! between them one loop asks. Each of the three waits when the next does not keep up.

mod order;
mod resume;
mod tally;
mod writer;

use std::collections::VecDeque;
use std::io;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use netdiag::cli::{Exit, NEWLINE, Out, complain};
use netdiag::clock;
use netdiag::lists::{self, Item};
use netdiag::model::NameServers;
use netdiag::os::{open_files, stop};
use netdiag::patience::PATIENCE;
use netdiag::probe::bulk::{Bulk, Limits};
use netdiag::probe::lookup::{Outcome, Resolution};
use netdiag::text::printable;
use tokio::sync::mpsc;

use crate::cli::Question;
use crate::{Run, exit, json};
use order::Order;
use resume::{Journal, Mark};
use tally::Tally;
use writer::Piece;

/// Names at a time unless `--concurrency` says otherwise.
const MOST_NAMES: usize = 4096;

/// Bytes of results that may wait for an earlier name; and results, for each name at a time.
const HELD_BACK: usize = 3 << 19;
const HELD_BACK_EACH: usize = 10;

/// What is written at once, and how long it may wait to become that much.
const PIECE: usize = 32 << 10;
const PIECE_AGE: Duration = Duration::from_millis(10);

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

/// What became of a name, in words.
#[derive(Debug)]
struct Told {
    place: Place,
    exit: Exit,
    outcome: Option<Outcome>,
    text: String,
}

/// The names of a file.
pub async fn many(run: &Run, file: &Path) -> io::Result<Exit> {
    let begun = (|| {
        let (journal, mark) = match &run.cli.resume {
            Some(path) => Journal::open(path).map(|(journal, mark)| (Some(journal), mark))?,
            None => (None, Mark::START),
        };
        let names = lists::read_many(file, "one name a line")?;
        let written = writer::start(journal).map_err(|error| error.to_string())?;
        Ok((mark, names, written))
    })();
    let (mark, names, (pieces, thread)) = match begun {
        Ok(begun) => begun,
        Err(message) => return wrong(message),
    };
    let mut list = List::new(run, mark);
    let ended = list.run(names, pieces).await;
    list.tally.progress.end();
    // The reader's absence shows here, and is what made the loop end then.
    let written = thread
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the output failed")));
    match (written, ended) {
        (Err(error), _) => Err(error),
        (Ok(()), Err(message)) => wrong(message),
        (Ok(()), Ok(())) if list.begun == 0 && mark.line == 0 => {
            wrong("there are no names in the list; write one a line".to_owned())
        }
        (Ok(()), Ok(())) => Ok(list.mark.exit),
    }
}

fn wrong(message: String) -> io::Result<Exit> {
    complain(&message);
    Ok(Exit::Usage)
}

/// The loop between names and output.
struct List<'a> {
    run: &'a Run,
    /// The servers without their warnings, which are said once, with the first name.
    quiet: Arc<NameServers>,
    bulk: Bulk,
    order: Order<Name, Told>,
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

impl<'a> List<'a> {
    fn new(run: &'a Run, mark: Mark) -> Self {
        let mut quiet = run.servers.clone();
        quiet.warnings.clear();
        let quiet = Arc::new(quiet);
        let most = run.cli.concurrency.map_or(MOST_NAMES, usize::from);
        // Sockets of their own are for few questions, but over TCP for all.
        let _ = open_files::allow(1024);
        let limits = Limits {
            names: most,
            rate: run.cli.rate.and_then(NonZeroU32::new),
        };
        Self {
            run,
            bulk: Bulk::new(quiet.clone(), limits),
            quiet,
            order: Order::new(run.cli.unordered),
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
        if ended.is_ok() && self.run.cli.summary {
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
        let orderly = self.run.cli.resume.is_some();
        let mut stop = std::pin::pin!(async {
            // Without --resume there is nothing to bring to an orderly end.
            match orderly {
                true => stop::requested().await,
                false => std::future::pending().await,
            }
        });
        let mut more = true;
        loop {
            self.take_finished();
            while self.has_room()
                && let Some(item) = self.ahead.pop_front()
            {
                self.begin(item)?;
            }
            self.bulk.push();
            self.emit();
            if !more && self.ahead.is_empty() && self.order.len() == 0 {
                return match (&self.resumed, &self.run.cli.resume) {
                    (Some(_), Some(file)) => Err(another_list(file)),
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
        let each = self.run.cli.concurrency.map_or(usize::MAX, |n| {
            usize::from(n).saturating_mul(HELD_BACK_EACH)
        });
        self.bulk.has_room() && self.held < HELD_BACK && self.order.len() < each
    }

    fn begin(&mut self, item: Item) -> Result<(), String> {
        let (line, text) = item.map_err(|error| format!("stopped: {error}"))?;
        self.digest = resume::digest(self.digest, line, &text);
        if let (Some(mark), Some(file)) = (&self.resumed, &self.run.cli.resume) {
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
        match self.run.cli.read_question(&text) {
            Ok(question) => {
                let number = self.order.next_number();
                self.bulk.begin(number, &question.name, &question.types);
                self.order.begin(Name { question, place });
            }
            Err(message) => {
                let told = Told {
                    place,
                    exit: Exit::Problem,
                    outcome: None,
                    text: if self.run.cli.json {
                        json::invalid_line(&text, &message, clock::now())
                    } else {
                        format!("Server: none\n\n{message}.")
                    },
                };
                self.held += told.text.len();
                self.order.add_done(told);
            }
        }
        Ok(())
    }

    fn take_finished(&mut self) {
        while let Some((number, resolution)) = self.bulk.finished() {
            if let Some(name) = self.order.name(number) {
                let mut told = self.tell(&name, &resolution);
                if self.held > PIECE {
                    // It is likely to wait: no longer than it needs to be.
                    told.text.shrink_to_fit();
                }
                self.held += told.text.len();
                self.order.done(number, told);
            }
        }
    }

    fn tell(&self, name: &Name, resolution: &Resolution) -> Told {
        let servers = if name.place.first {
            &self.run.servers
        } else {
            &*self.quiet
        };
        Told {
            place: name.place,
            exit: exit(resolution.outcome),
            outcome: Some(resolution.outcome),
            text: self.run.render(servers, &name.question, resolution, None),
        }
    }

    /// Writes the results whose turn it is, up to a piece: when a name is done for which thousands
    /// waited, they need not be there twice.
    fn emit(&mut self) {
        while self.out.held() < PIECE
            && let Some(told) = self.order.next()
        {
            self.held -= told.text.len();
            self.silent_for = Duration::ZERO;
            self.patience = Instant::now() + PATIENCE;
            // Text blocks stand apart by an empty line.
            if !told.place.first && !self.run.cli.json {
                self.say("");
            }
            self.say(&told.text);
            self.tally.add(told.outcome);
            self.mark = Mark {
                line: told.place.line,
                list: told.place.list,
                exit: worse(self.mark.exit, told.exit),
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
        match self.run.cli.json {
            // White space to a reader of JSON, a sign of life to Kudu.
            true => self.say(""),
            false => self.say(&self.run.still_waiting(self.silent_for)),
        }
    }

    fn summarize(&mut self) {
        let json = self.run.cli.json;
        let summary = self.tally.summary(&self.quiet, self.bulk.counts(), json);
        if !json {
            self.say("");
        }
        self.say(&summary);
    }
}

/// The exit code of many names: one that does not exist outweighs one that nobody answered for.
fn worse(before: Exit, now: Exit) -> Exit {
    match (before, now) {
        (Exit::Problem, _) | (_, Exit::Problem) => Exit::Problem,
        (Exit::Good, other) => other,
        (before, _) => before,
    }
}

fn another_list(file: &Path) -> String {
    format!(
        "the list is not the one that {} speaks of; take that list, or delete the file and the output to begin anew",
        printable(&file.display().to_string())
    )
}
