//! The window against a server made of numbers: no packets, no clock.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::*;
use crate::pace::Pace;
use crate::probe::bulk::line::BURST;

/// A server and the way to it.
#[derive(Clone, Copy, Debug)]
struct World {
    /// Questions a second that it answers.
    rate: f64,
    /// Questions that its buffer holds.
    buffer: usize,
    /// There and back.
    delay: Duration,
    /// Every so many-th question is lost on the way; 0 for none.
    lost: u64,
    /// Every so many-th answer comes at once, the others this much later.
    others_take: Duration,
    /// So often the server has no processor, and for so long.
    stalls: Option<(Duration, Duration)>,
}

impl World {
    /// When the next question is answered, if the server begins with it now.
    fn served(&self, now: Duration) -> Duration {
        let done = now + Duration::from_secs_f64(1.0 / self.rate);
        match self.stalls {
            Some((every, lasting)) => {
                let into = Duration::from_nanos((done.as_nanos() % every.as_nanos()) as u64);
                done + lasting.saturating_sub(into)
            }
            None => done,
        }
    }
}

const LOOPBACK: World = World {
    rate: 110_000.0,
    buffer: 150,
    delay: Duration::from_micros(60),
    lost: 0,
    others_take: Duration::ZERO,
    stalls: None,
};
const WIRE: World = World {
    rate: 50_000.0,
    delay: Duration::from_millis(20),
    ..LOOPBACK
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Arrives(u64, Duration),
    Served,
    Answered(u64, Duration),
    Tick,
}

/// How many questions a second got through, and which share of them had to be repeated.
fn play(world: World, count: u64) -> (f64, f64) {
    let start = Instant::now();
    let at = |t: Duration| start + t;
    let (mut window, mut pace) = (Window::new(4096), Pace::new(BURST));
    let mut events: BinaryHeap<Reverse<(Duration, Event)>> = BinaryHeap::new();
    let mut queue: VecDeque<(u64, Duration)> = VecDeque::new();
    let mut sent: VecDeque<(Duration, u64, u64)> = VecDeque::new();
    let mut open = std::collections::HashMap::new();
    let (mut next, mut done, mut repeated, mut serial) = (0, 0, 0_u64, 0_u64);
    let mut again = VecDeque::new();
    events.push(Reverse((Duration::ZERO, Event::Tick)));
    let mut now = Duration::ZERO;
    while done < count {
        let Reverse((time, event)) = events.pop().expect("a tick always follows");
        now = time;
        match event {
            Event::Arrives(n, left) if queue.len() < world.buffer => {
                if queue.is_empty() {
                    events.push(Reverse((world.served(now), Event::Served)));
                }
                queue.push_back((n, left));
            }
            Event::Arrives(..) => {}
            Event::Served => {
                let (n, left) = queue.pop_front().expect("it was served");
                let late = if n.is_multiple_of(10) {
                    Duration::ZERO
                } else {
                    world.others_take
                };
                events.push(Reverse((
                    now + late + world.delay / 2,
                    Event::Answered(n, left),
                )));
                if !queue.is_empty() {
                    events.push(Reverse((world.served(now), Event::Served)));
                }
            }
            Event::Answered(n, left) => {
                if let Some((last, in_flight)) = open.remove(&n) {
                    if in_flight {
                        window.left();
                    }
                    if last != left {
                        window.found();
                    }
                    window.answered(at(now), now - left);
                    done += 1;
                }
            }
            Event::Tick => events.push(Reverse((now + Duration::from_millis(1), Event::Tick))),
        }
        while let Some((left, n, number)) = sent.front().copied() {
            match open.get_mut(&n) {
                Some((last, in_flight)) if *last == left => {
                    if left + window.patience() > now {
                        break;
                    }
                    *in_flight = false;
                    window.lost(at(now), number);
                    again.push_back(n);
                }
                _ => {}
            }
            sent.pop_front();
        }
        let rate = window.rate();
        let may = window.room().min(pace.allowed(at(now), rate, BURST));
        for _ in 0..may {
            let n = match again.pop_front() {
                Some(n) => {
                    repeated += 1;
                    n
                }
                None if next < count => {
                    next += 1;
                    next - 1
                }
                None => break,
            };
            open.insert(n, (now, true));
            sent.push_back((now, n, window.next_sent()));
            window.sent(1);
            pace.took(1);
            serial += 1;
            if world.lost == 0 || !serial.is_multiple_of(world.lost) {
                events.push(Reverse((now + world.delay / 2, Event::Arrives(n, now))));
            }
        }
    }
    (
        count as f64 / now.as_secs_f64(),
        repeated as f64 / count as f64,
    )
}

#[test]
fn the_server_is_kept_busy_and_its_buffer_never_overrun() {
    for (world, least, most_repeated) in [
        (LOOPBACK, 100_000.0, 0.001),
        (WIRE, 44_000.0, 0.01),
        // Far away.
        (
            World {
                delay: Duration::from_millis(100),
                ..WIRE
            },
            20_000.0,
            0.02,
        ),
        // A server that shares its processor: what comes meanwhile is more than its buffer holds.
        (
            World {
                buffer: 280,
                stalls: Some((Duration::from_millis(50), Duration::from_millis(6))),
                ..WIRE
            },
            31_000.0,
            0.005,
        ),
        // A small buffer costs repetitions, not the server's time.
        (
            World {
                buffer: 100,
                ..LOOPBACK
            },
            95_000.0,
            0.01,
        ),
        // A slow server.
        (
            World {
                rate: 500.0,
                ..LOOPBACK
            },
            450.0,
            0.01,
        ),
        // Lost at random: the window stays open.
        (
            World {
                lost: 100,
                ..LOOPBACK
            },
            90_000.0,
            0.02,
        ),
        (World { lost: 100, ..WIRE }, 35_000.0, 0.03),
    ] {
        let (rate, repeated) = play(world, 100_000);
        assert!(rate >= least, "{rate} {world:?}");
        assert!(repeated <= most_repeated, "{repeated} {world:?}");
    }
}

#[test]
fn a_server_that_asks_others_first_is_asked_more_at_once() {
    let resolver = World {
        others_take: Duration::from_millis(50),
        ..LOOPBACK
    };
    let (rate, _) = play(resolver, 100_000);
    // A hundred at once would be 2,000 a second.
    assert!(rate > 15_000.0, "{rate}");
}

#[test]
fn a_window_is_never_more_than_allowed() {
    let mut window = Window::new(5);
    assert_eq!(window.room(), 5);
    window.sent(5);
    let start = Instant::now();
    for n in 1..1000 {
        window.left();
        window.answered(start + Duration::from_millis(n), Duration::from_millis(1));
        window.sent(window.room());
    }
    assert_eq!(window.room(), 0);
    assert!(window.size <= 5.0);
}

/// A window that was answered a while, and what it allows.
fn grown() -> (Window, Instant, usize) {
    let (mut window, mut now) = (Window::new(4096), Instant::now());
    for _ in 0..10_000 {
        window.sent(window.room());
        window.left();
        now += Duration::from_micros(20);
        window.answered(now, Duration::from_millis(20));
    }
    window.sent(window.room());
    let size = window.in_flight;
    assert!(size > 200, "{size}");
    (window, now, size)
}

#[test]
fn only_what_is_lost_close_together_shrinks_the_window() {
    for (apart, shrinks) in [(1, true), (4, true), (8, false), (100, false)] {
        let (mut window, now, size) = grown();
        let first = window.next_sent() - size as u64;
        for n in 0..u64::from(CLOSE_TOGETHER) {
            window.lost(now, first + n * apart);
        }
        assert_eq!(window.size < size as f64, shrinks, "{apart} apart");
        if shrinks {
            let once = window.size;
            for n in 0..u64::from(CLOSE_TOGETHER) {
                window.lost(now, first + 100 + n);
            }
            assert_eq!(window.size, once, "once for what was on its way then");
        }
    }
}

#[test]
fn a_window_that_shrank_because_of_late_answers_is_given_back() {
    let (mut window, now, size) = grown();
    let first = window.next_sent() - size as u64;
    for n in 0..u64::from(CLOSE_TOGETHER) {
        window.lost(now, first + n);
    }
    for late in 1..=CLOSE_TOGETHER / 2 {
        assert!(window.size < size as f64, "{late} may be chance");
        window.found();
    }
    assert!(window.size >= size as f64, "{}", window.size);
}

#[test]
fn patience_is_two_round_trips_and_ten_milliseconds_at_least() {
    let start = Instant::now();
    for (round_trip, least, most) in [(1, 10, 10), (20, 40, 45), (300, 600, 650)] {
        let mut window = Window::new(100);
        for n in 0..200 {
            window.sent(1);
            window.left();
            let at = start + Duration::from_millis(n * round_trip);
            window.answered(at, Duration::from_millis(round_trip));
        }
        let patience = window.patience().as_millis();
        assert!(
            (least..=most).contains(&patience),
            "{round_trip}: {patience}"
        );
    }
}
