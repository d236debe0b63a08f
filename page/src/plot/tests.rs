use super::layout::{BOTTOM, Layout, TOP};
use super::*;

fn trips(ms: &[f64]) -> Vec<Attempt> {
    let attempt = |(i, ms): (usize, &f64)| Attempt {
        label: (i + 1).to_string(),
        end: if ms.is_nan() {
            End::Lost("timeout".to_owned())
        } else {
            End::RoundTrip(*ms)
        },
    };
    ms.iter().enumerate().map(attempt).collect()
}

const LOST: f64 = f64::NAN;

#[test]
fn the_scale_ends_at_a_round_number_above_all_times() {
    for (ms, ticks) in [
        (20.0, ["0 ms", "5 ms", "10 ms", "15 ms", "20 ms"].as_slice()),
        (21.0, &["0 ms", "10 ms", "20 ms", "30 ms"]),
        (0.31, &["0 ms", "0.1 ms", "0.2 ms", "0.3 ms", "0.4 ms"]),
        (0.0, &["0 ms", "0.1 ms"]),
        (3000.0, &["0 ms", "1000 ms", "2000 ms", "3000 ms"]),
    ] {
        let layout = Layout::of(&trips(&[ms]), &[]);
        let words: Vec<&str> = layout.ticks.iter().map(|(_, word)| word.as_str()).collect();
        assert_eq!(words, ticks, "{ms}");
    }
}

#[test]
fn longer_trips_lie_higher_and_all_within_the_plot() {
    let layout = Layout::of(&trips(&[10.0, 20.0, 5.0]), &[]);
    let ys: Vec<f64> = layout
        .columns
        .iter()
        .map(|c| c.trips.unwrap().0.y)
        .collect();
    assert!(ys[1] < ys[0] && ys[0] < ys[2], "{ys:?}");
    assert!(
        ys.iter()
            .all(|y| (f64::from(TOP)..=f64::from(BOTTOM)).contains(y))
    );
    assert!(layout.columns.is_sorted_by(|a, b| a.x < b.x));
}

#[test]
fn the_line_is_broken_where_one_was_lost() {
    let layout = Layout::of(&trips(&[10.0, 11.0, LOST, 12.0]), &[]);
    assert_eq!(layout.line.matches('M').count(), 2);
    assert_eq!(layout.line.matches('L').count(), 1);
    assert_eq!(layout.columns[2].lost, 1);
    assert!(layout.any_lost);
    assert!(!Layout::of(&trips(&[10.0]), &[]).any_lost);
}

#[test]
fn many_attempts_are_drawn_as_bars_that_hide_no_loss() {
    let mut ms = vec![10.0; 10_000];
    ms[5_000] = 90.0;
    ms[7_777] = LOST;
    let layout = Layout::of(&trips(&ms), &[]);
    assert!(layout.columns.len() <= 300);
    assert_eq!(
        layout.columns.iter().map(|c| c.count).sum::<usize>(),
        10_000
    );
    assert_eq!(layout.columns.iter().map(|c| c.lost).sum::<usize>(), 1);
    assert!(layout.columns.iter().any(|c| c.trips.unwrap().1.ms == 90.0));
    let html = round_trips("p", "h:1", &trips(&ms), &[]).into_string();
    assert!(html.len() < 100_000, "{}", html.len());
}

#[test]
fn words_of_levels_make_way_for_each_other_within_the_plot() {
    let levels = [
        Level::new("min", 0.1),
        Level::new("median", 0.2),
        Level::new("p95", 0.3),
        Level::new("max", 100.0),
    ];
    let layout = Layout::of(&trips(&[100.0]), &levels);
    let ys: Vec<f64> = layout.levels.iter().map(|level| level.word_y).collect();
    assert!(
        ys.windows(2).all(|pair| pair[1] - pair[0] >= 15.0 - 0.2),
        "{ys:?}"
    );
    assert!(
        ys.iter().all(|y| (0.0..=f64::from(BOTTOM)).contains(y)),
        "{ys:?}"
    );
}

#[test]
fn of_levels_that_are_equal_the_last_one_stands_highest() {
    let levels = [
        Level::new("median", 2.0),
        Level::new("p95", 2.0),
        Level::new("max", 2.0),
    ];
    let layout = Layout::of(&trips(&[2.0]), &levels);
    let words: Vec<&str> = layout.levels.iter().map(|l| l.word.as_str()).collect();
    assert_eq!(words, ["max 2.00 ms", "p95 2.00 ms", "median 2.00 ms"]);
}

#[test]
fn where_nothing_connected_there_is_no_scale() {
    let layout = Layout::of(&trips(&[LOST, LOST]), &[]);
    assert!(layout.ticks.is_empty() && layout.bottom < TOP, "{layout:?}");
    assert_eq!(layout.numbers.len(), 2);
}

#[test]
fn numbers_below_are_few_and_hold_the_first_and_the_last() {
    for count in [1, 2, 3, 7, 10, 11, 20, 99, 100, 101, 1000, 12_345] {
        let layout = Layout::of(&trips(&vec![1.0; count]), &[]);
        let numbers: Vec<usize> = layout.numbers.iter().map(|(_, n)| *n).collect();
        assert_eq!(numbers.first(), Some(&1), "{count}");
        assert_eq!(numbers.last(), Some(&count), "{count}");
        assert!(numbers.len() <= 12, "{numbers:?}");
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    }
}

#[test]
fn the_caption_says_in_words_what_is_drawn() {
    let html = round_trips(
        "trips",
        "sql01:1433",
        &trips(&[20.0, LOST, 21.25]),
        &[Level::new("median", 20.625)],
    )
    .into_string();
    let said = "2 of 3 connected; failed: 1 timeout; median 20.6 ms.";
    // For those who see the drawing and for those who do not.
    assert_eq!(html.matches(said).count(), 2, "{html}");
    assert!(html.contains("<title>2: timeout</title>"), "{html}");
    assert!(html.contains("<title>1: 20.0 ms</title>"), "{html}");
}

#[test]
fn an_entry_may_stand_for_several_attempts() {
    let several = |trips, connected, lost: &[(&str, usize)]| {
        let lost = lost.iter().map(|(how, n)| ((*how).to_owned(), *n));
        let lost = lost.collect();
        let end = End::Several {
            trips,
            connected,
            lost,
        };
        Attempt {
            label: "some".to_owned(),
            end,
        }
    };
    let attempts = [
        several(Some((10.0, 30.0)), 98, &[("timeout", 2)]),
        several(None, 0, &[("refused", 60), ("timeout", 40)]),
        several(Some((12.0, 12.0)), 50, &[]),
    ];
    let layout = Layout::of(&attempts, &[]);
    let counts: Vec<_> = layout.columns.iter().map(|c| (c.count, c.lost)).collect();
    assert_eq!(counts, [(100, 2), (100, 100), (50, 0)]);
    assert_eq!(layout.columns[0].trips.unwrap().1.ms, 30.0);
    assert_eq!(layout.columns[1].trips, None);
    assert_eq!(layout.line, "");
    // Where the numbers stand is the column that has the attempt.
    let xs: Vec<f64> = layout.columns.iter().map(|column| column.x).collect();
    for (x, n) in &layout.numbers {
        assert_eq!(*x, xs[(n - 1) / 100], "{n}");
    }
    let html = round_trips("p", "h:1", &attempts, &[]).into_string();
    for part in [
        "148 of 250 connected; failed: 42 timeout, 60 refused.",
        "<title>some: 10.0 ms to 30.0 ms</title>",
        "<title>some: 100 failed</title>",
        "98 connected, 2 timeout",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn without_attempts_there_is_nothing_and_odd_numbers_break_nothing() {
    assert_eq!(round_trips("p", "h:1", &[], &[]).into_string(), "");
    let odd = [f64::INFINITY, -1.0, 0.0, 1e300, f64::MIN_POSITIVE];
    for ms in odd {
        let attempts = [Attempt {
            label: "<script>".to_owned(),
            end: End::RoundTrip(ms),
        }];
        let html = round_trips("p", "\"'<>&", &attempts, &[Level::new("median", ms)]).into_string();
        assert!(
            !html.contains("NaN") && !html.contains("<script>"),
            "{html}"
        );
    }
}
