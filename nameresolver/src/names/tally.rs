//! What a list came to: for progress on a terminal and for `--summary`.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use netdiag::clock;
use netdiag::model::{NameServers, shown_server};
use netdiag::probe::bulk::Counts;
use netdiag::probe::lookup::Outcome;
use netdiag::text::{self, counted};
use serde::Serialize;

/// How often the progress is drawn.
const DRAW_EVERY: Duration = Duration::from_millis(250);

/// Counts of this run.
#[derive(Debug)]
pub struct Tally {
    began: Instant,
    names: u64,
    invalid: u64,
    outcomes: BTreeMap<Outcome, u64>,
    /// The last time that progress was drawn; `None` if nobody would see it.
    drawn: Option<Instant>,
    width: usize,
}

#[derive(Serialize)]
struct View<'a> {
    schema: &'static str,
    event: &'static str,
    names: u64,
    outcomes: BTreeMap<&'static str, u64>,
    names_per_second: f64,
    servers: Vec<ServerView>,
    took_ms: f64,
    time: &'a str,
}

#[derive(Serialize)]
struct ServerView {
    server: String,
    questions: u64,
    repeated: u64,
    answers: u64,
    shortest_ms: Option<f64>,
    mean_ms: Option<f64>,
    longest_ms: Option<f64>,
}

impl Tally {
    /// Progress goes to standard error if that is a terminal and the results go elsewhere.
    pub fn new() -> Self {
        let seen = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self {
            began: Instant::now(),
            names: 0,
            invalid: 0,
            outcomes: BTreeMap::new(),
            drawn: seen.then(Instant::now),
            width: 0,
        }
    }

    /// A name is done; without an outcome it was none.
    pub fn add(&mut self, outcome: Option<Outcome>) {
        self.names += 1;
        match outcome {
            Some(outcome) => *self.outcomes.entry(outcome).or_default() += 1,
            None => self.invalid += 1,
        }
    }

    /// When [`Tally::draw`] wants to be called.
    pub fn draw_at(&self) -> Option<Instant> {
        self.drawn.map(|drawn| drawn + DRAW_EVERY)
    }

    fn rate(&self) -> f64 {
        self.names as f64 / self.began.elapsed().as_secs_f64().max(1e-6)
    }

    fn unanswered(&self) -> u64 {
        let unanswered = self.outcomes.iter().filter(|(o, _)| !o.is_answer());
        unanswered.map(|(_, n)| n).sum()
    }

    /// Draws the progress over the last, if it is time to and somebody sees it.
    pub fn draw(&mut self) {
        if self.draw_at().is_none_or(|at| Instant::now() < at) {
            return;
        }
        self.drawn = Some(Instant::now());
        self.show(&format!(
            "{} names done, {:.0} a second, {} without an answer",
            self.names,
            self.rate(),
            self.unanswered()
        ));
    }

    /// Takes the progress away.
    pub fn clear(&mut self) {
        if self.width > 0 {
            self.show("");
            let _ = io::stderr().write_all(b"\r");
        }
    }

    fn show(&mut self, line: &str) {
        let width = self.width;
        let _ = io::stderr().write_all(format!("\r{line:width$}").as_bytes());
        self.width = line.len();
    }

    /// The summary, without the last line's end.
    pub fn summary(
        &self,
        servers: &NameServers,
        counts: impl Iterator<Item = Counts>,
        json: bool,
    ) -> String {
        let took = self.began.elapsed();
        let servers = servers.servers.iter().map(|s| shown_server(s.address));
        let servers: Vec<ServerView> = servers
            .zip(counts)
            .map(|(server, counts)| ServerView {
                server,
                questions: counts.questions,
                repeated: counts.repeated,
                answers: counts.answers,
                shortest_ms: counts.shortest.map(clock::millis),
                mean_ms: counts.mean().map(clock::millis),
                longest_ms: counts.mean().map(|_| clock::millis(counts.longest)),
            })
            .collect();
        let mut outcomes: BTreeMap<&'static str, u64> = self
            .outcomes
            .iter()
            .map(|(o, n)| (o.as_str(), *n))
            .collect();
        if self.invalid > 0 {
            outcomes.insert("invalid", self.invalid);
        }
        if json {
            return text::json(&View {
                schema: "nameresolver/1",
                event: "summary",
                names: self.names,
                outcomes,
                names_per_second: self.rate().round(),
                servers,
                took_ms: clock::millis(took),
                time: &clock::timestamp(clock::now()),
            });
        }
        let each: Vec<String> = outcomes
            .iter()
            .map(|(word, n)| format!("{n} {}", word.replace('_', " ")))
            .collect();
        let mut text = format!(
            "Summary: {} in {:.3} s ({:.0} a second): {}",
            counted(
                usize::try_from(self.names).unwrap_or(usize::MAX),
                "name",
                "names"
            ),
            took.as_secs_f64(),
            self.rate(),
            each.join(", ")
        );
        for server in servers {
            text += &format!(
                "\n{}: {} questions, {} repeated, {} answers",
                server.server, server.questions, server.repeated, server.answers
            );
            if let (Some(shortest), Some(mean), Some(longest)) =
                (server.shortest_ms, server.mean_ms, server.longest_ms)
            {
                text += &format!(" in {shortest} to {longest} ms, {mean} on average");
            }
        }
        text
    }
}
