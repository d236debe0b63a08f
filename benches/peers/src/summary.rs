//! What several runs came to: of each figure the median, the least and the most, in a table that can be
//! pasted as Markdown.

use crate::figure::{Figure, grouped, median, sorted};

/// Prints the table of all runs.
pub fn print(runs: &[Vec<Figure>]) {
    println!(
        "\nOver {} runs: the median (least-most) of each run's median.\n",
        runs.len()
    );
    println!("| work | program | figure | times ours | CPU ms | MB | wrong |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for line in lines(runs) {
        println!("{line}");
    }
}

fn lines(runs: &[Vec<Figure>]) -> Vec<String> {
    // A row that came in one run only is a row too.
    let mut rows: Vec<&Figure> = Vec::new();
    for figure in runs.iter().flatten() {
        if !rows.iter().any(|row| same(row, figure)) {
            rows.push(figure);
        }
    }
    rows.iter().map(|row| line(row, runs)).collect()
}

fn same(one: &Figure, other: &Figure) -> bool {
    (&one.work, &one.who) == (&other.work, &other.who)
}

fn line(row: &Figure, runs: &[Vec<Figure>]) -> String {
    let of_row: Vec<&Figure> = runs.iter().flatten().filter(|f| same(f, row)).collect();
    let all = |what: fn(&Figure) -> Option<f64>| -> Vec<f64> {
        sorted(of_row.iter().filter_map(|figure| what(figure)).collect())
    };
    let text = |numbers: &[f64], write: &dyn Fn(f64) -> String| match numbers {
        [] => String::new(),
        [least, .., most] => {
            let middle = write(median(numbers));
            format!("{middle} ({}-{})", write(*least), write(*most))
        }
        [one] => write(*one),
    };
    let value = text(&all(|f| Some(f.value)), &|value| row.unit.number(value));
    let mut faults: Vec<&str> = of_row.iter().filter_map(|f| f.fault.as_deref()).collect();
    faults.dedup();
    // Of memory the most counts.
    let memory = all(|f| f.memory).last().map(|most| format!("{most:.1}"));
    let cpu = all(|f| f.cpu);
    format!(
        "| {} | {} | {value} {} | {} | {} | {} | {} |",
        row.work,
        row.who,
        row.unit.name(),
        text(&all(|f| f.ratio), &|ratio| format!("{ratio:.2}")),
        if cpu.is_empty() {
            String::new()
        } else {
            grouped(median(&cpu), 1)
        },
        memory.unwrap_or_default(),
        faults.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Unit;

    fn figure(who: &str, value: f64, ratio: f64) -> Figure {
        Figure {
            work: "names".to_owned(),
            who: who.to_owned(),
            unit: Unit::PerSecond(1_000),
            value,
            ratio: Some(ratio),
            cpu: Some(value / 10.0),
            memory: Some(ratio),
            fault: (value < 100.0).then(|| "2 LOST".to_owned()),
        }
    }

    #[test]
    fn each_row_has_the_median_least_and_most_of_all_runs() {
        let runs = [
            vec![figure("a", 30_000.0, 1.0), figure("b", 50.0, 3.0)],
            vec![figure("a", 10_000.0, 1.0), figure("b", 70.0, 2.0)],
            vec![figure("a", 12_345.6, 1.0)],
        ];
        assert_eq!(
            lines(&runs),
            [
                "| names | a | 12,346 (10,000-30,000) a second | 1.00 (1.00-1.00) | 1,234.6 | 1.0 |  |",
                "| names | b | 60 (50-70) a second | 2.50 (2.00-3.00) | 6.0 | 3.0 | 2 LOST |",
            ]
        );
        assert_eq!(
            lines(&runs[2..]),
            ["| names | a | 12,346 a second | 1.00 | 1,234.6 | 1.0 |  |"]
        );
    }
}
