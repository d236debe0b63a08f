//! How many questions may be on their way to one server at a time. Pure: it is told the time.
//!
//! A server takes questions out of a buffer that holds some 150 of them, so many questions at once
//! are lost; on a long way few at once leave it idle. What tells the two apart is delay: questions
//! that wait in the buffer raise the *shortest* round trip of a moment above the shortest ever, by
//! their number over the server's rate. (A server that asks others first answers late too, but some
//! of its answers come at once.) So the window grows while hardly anything waits, and shrinks by what
//! waits too many. A lost datagram alone says nothing: on a bad line they are lost at random.

use std::time::{Duration, Instant};

/// At the beginning, before anything is known.
const FIRST: f64 = 32.0;
/// Never fewer.
const FEWEST: f64 = 4.0;
/// Losses alone never bring it below this.
const FEWEST_BY_LOSS: f64 = 64.0;
/// Questions that may wait in the server's buffer: below the first the window grows, above the second
/// it shrinks.
const FEW_WAIT: f64 = 48.0;
const MANY_WAIT: f64 = 96.0;
/// Nor may they wait longer than this, however few they are.
const LONG_WAIT: f64 = 0.05;
/// No repetition comes sooner.
const SHORTEST_PATIENCE: Duration = Duration::from_millis(10);
/// Before any round trip is known.
const FIRST_PATIENCE: Duration = Duration::from_millis(250);
/// A moment is a round trip, but not shorter than this, and has a few answers.
const SHORTEST_MOMENT: Duration = Duration::from_millis(2);
const FEWEST_ANSWERS: u32 = 32;
/// At the start fewer have to do.
const FEW: u32 = 16;
/// For how long the shortest round trip counts, and the size that was too large: ways change.
const MEMORY: Duration = Duration::from_secs(10);
/// `CLOSE_TOGETHER` losses among `AMONG` datagrams that were sent one after another are no coincidence:
/// a buffer overflowed.
const CLOSE_TOGETHER: u32 = 12;
const AMONG: u64 = 64;
/// What remains of the window then.
const AFTER_OVERRUN: f64 = 0.8;
/// Between these parts of the size that was too large it grows this much slower.
const NEAR: f64 = 0.9;
const FAR: f64 = 1.1;
const SLOWER: f64 = 8.0;
/// How much faster than the answers come questions may leave: at the start the window doubles.
const FASTER_AT_START: f64 = 2.0;
const FASTER: f64 = 1.25;

/// One server's window, and what is known of its round trips.
#[derive(Debug, Clone)]
pub struct Window {
    size: f64,
    most: f64,
    in_flight: usize,
    /// Nothing has waited yet: grow by half a round trip.
    starting: bool,
    /// The last few answers at the start: how many, and the shortest round trip.
    few: (u32, f64),
    mean: Option<f64>,
    deviation: f64,
    /// The shortest round trip of this stretch of [`MEMORY`] and of the one before, in seconds.
    shortest: [f64; 2],
    stretch: Option<Instant>,
    moment: Moment,
    /// Questions that left so far, repetitions included.
    sent: u64,
    overrun: Overrun,
}

/// What is known of sizes that were too large.
#[derive(Debug, Clone, Default)]
struct Overrun {
    /// The first of some questions that were lost close together, and how many those are.
    lost: (u64, u32),
    /// Of questions up to this one no loss counts any more.
    settled: u64,
    /// The size that was too large, and when that was found.
    at: Option<(f64, Instant)>,
    /// How many were found since that were only late.
    late: u32,
}

/// What happened in one round trip or so.
#[derive(Debug, Clone, Default)]
struct Moment {
    began: Option<Instant>,
    answers: u32,
    shortest: Option<f64>,
    /// Whether the window was ever full.
    full: bool,
}

impl Window {
    /// Never more than `most`.
    pub fn new(most: usize) -> Self {
        let most = most.max(1) as f64;
        Self {
            size: FIRST.min(most),
            most,
            in_flight: 0,
            starting: true,
            few: (0, f64::INFINITY),
            mean: None,
            deviation: 0.0,
            shortest: [f64::INFINITY; 2],
            stretch: None,
            moment: Moment::default(),
            sent: 0,
            overrun: Overrun::default(),
        }
    }

    /// How many more questions may leave.
    pub fn room(&self) -> usize {
        (self.size as usize).saturating_sub(self.in_flight)
    }

    /// How many questions a second may leave.
    pub fn rate(&self) -> f64 {
        let faster = if self.starting {
            FASTER_AT_START
        } else {
            FASTER
        };
        faster * self.size / self.mean.unwrap_or(0.1).max(1e-6)
    }

    /// How long an answer may take until the question is repeated: never shorter than two round
    /// trips, else a steady line, whose deviation is nothing, repeats for no reason.
    pub fn patience(&self) -> Duration {
        match self.mean {
            None => FIRST_PATIENCE,
            Some(mean) => Duration::from_secs_f64((mean + 4.0 * self.deviation).max(2.0 * mean))
                .max(SHORTEST_PATIENCE),
        }
    }

    /// The number of the next question that leaves; they count up by one.
    pub fn next_sent(&self) -> u64 {
        self.sent
    }

    /// Questions left.
    pub fn sent(&mut self, n: usize) {
        self.in_flight += n;
        self.sent += n as u64;
        if self.room() == 0 {
            self.moment.full = true;
        }
    }

    /// A question is on its way no longer, for a reason that says nothing of the way.
    pub fn left(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// A question is taken for lost; `number` is what [`Window::next_sent`] said when it left.
    pub fn lost(&mut self, now: Instant, number: u64) {
        self.left();
        let overrun = &mut self.overrun;
        if number < overrun.settled {
            return;
        }
        let (first, count) = overrun.lost;
        overrun.lost = match number.checked_sub(first) {
            Some(far) if count > 0 && far < AMONG => (first, count + 1),
            _ => (number, 1),
        };
        if overrun.lost.1 >= CLOSE_TOGETHER {
            overrun.lost = (0, 0);
            // Whatever else is on its way left before anything was known of this.
            overrun.settled = self.sent;
            overrun.at = Some((self.size, now));
            overrun.late = 0;
            self.starting = false;
            let floor = FEWEST_BY_LOSS.min(self.size);
            self.size = (self.size * AFTER_OVERRUN).max(floor);
        }
    }

    /// What was taken for lost was only late.
    pub fn found(&mut self) {
        let overrun = &mut self.overrun;
        overrun.lost.1 = overrun.lost.1.saturating_sub(1);
        overrun.late += 1;
        if overrun.late >= CLOSE_TOGETHER / 2
            && let Some((size, _)) = overrun.at.take()
        {
            // The size was not too large at all.
            self.size = self.size.max(size);
        }
    }

    /// An answer came, after this round trip.
    pub fn answered(&mut self, now: Instant, round_trip: Duration) {
        self.moment.answers += 1;
        self.measured(now, round_trip.as_secs_f64().max(1e-6));
        if self.starting {
            self.start(round_trip.as_secs_f64());
        }
        let began = *self.moment.began.get_or_insert(now);
        let least = Duration::from_secs_f64(self.mean.unwrap_or(0.0)).max(SHORTEST_MOMENT);
        let lasted = now.saturating_duration_since(began);
        if lasted >= least && self.moment.answers >= FEWEST_ANSWERS {
            self.judge_moment(now, lasted);
            self.moment = Moment {
                began: Some(now),
                full: self.room() == 0,
                ..Moment::default()
            };
        }
    }

    /// Grows fast, until the shortest of a few round trips shows that questions wait.
    fn start(&mut self, round_trip: f64) {
        if self.moment.full {
            self.grow(0.5);
        }
        let (answers, shortest) = &mut self.few;
        *answers += 1;
        *shortest = shortest.min(round_trip);
        if *answers < FEW {
            return;
        }
        let waiting = self.size * (1.0 - self.shortest[0] / *shortest);
        self.few = (0, f64::INFINITY);
        if waiting > FEW_WAIT {
            self.starting = false;
        }
    }

    /// RFC 6298 for mean and deviation.
    fn measured(&mut self, now: Instant, round_trip: f64) {
        match self.mean {
            None => {
                self.mean = Some(round_trip);
                self.deviation = round_trip / 2.0;
            }
            Some(mean) => {
                self.deviation += ((mean - round_trip).abs() - self.deviation) / 4.0;
                self.mean = Some(mean + (round_trip - mean) / 8.0);
            }
        }
        let stretch = *self.stretch.get_or_insert(now);
        if now.saturating_duration_since(stretch) > MEMORY {
            self.stretch = Some(now);
            self.shortest = [f64::INFINITY, self.shortest[0]];
        }
        self.shortest[0] = self.shortest[0].min(round_trip);
        let of_moment = self.moment.shortest.unwrap_or(f64::INFINITY);
        self.moment.shortest = Some(of_moment.min(round_trip));
    }

    fn judge_moment(&mut self, now: Instant, lasted: Duration) {
        let Some(shortest) = self.moment.shortest else {
            return;
        };
        let answers = f64::from(self.moment.answers);
        let rate = answers / lasted.as_secs_f64().max(1e-6);
        let ever = self.shortest[0].min(self.shortest[1]);
        let waiting = rate * (shortest - ever).max(0.0);
        let share = (rate * LONG_WAIT / MANY_WAIT).clamp(FEWEST / MANY_WAIT, 1.0);
        let (few, many) = (FEW_WAIT * share, MANY_WAIT * share);
        if waiting > few {
            self.starting = false;
        }
        if waiting > many {
            self.size = (self.size - (waiting - (few + many) / 2.0)).max(FEWEST);
        } else if waiting < few && self.moment.full && !self.starting {
            self.grow((self.size / 32.0).max(8.0 * share) / self.caution(now));
        }
    }

    /// How much slower to grow because of a size that was too large.
    fn caution(&self, now: Instant) -> f64 {
        match self.overrun.at {
            Some((size, then))
                if now.saturating_duration_since(then) < MEMORY
                    && (NEAR..FAR).contains(&(self.size / size)) =>
            {
                SLOWER
            }
            _ => 1.0,
        }
    }

    fn grow(&mut self, by: f64) {
        self.size = (self.size + by).min(self.most);
    }
}

#[cfg(test)]
mod tests;
