//! A line of many apps: what most of them have, and who has something else.

use std::collections::BTreeMap;

use netdiag::text::{counted, some_of};

use super::line::{Line, State, Value};

/// Values by which the apps differ: each once, with the apps that have it.
pub type Differing = BTreeMap<Vec<(String, Option<String>)>, (Line, Vec<String>)>;

/// Adds the line of one app.
pub fn differ(all: &mut Differing, line: Line, app: &str) {
    let mut same: Vec<_> = line
        .values
        .iter()
        .map(|value| (value.value.clone(), value.kind.clone()))
        .collect();
    if let (State::Unknown, Some(why)) = (line.state, &line.why) {
        same.push((why.clone(), None));
    }
    let (_, apps) = all.entry(same).or_insert_with(|| (line, Vec::new()));
    apps.push(app.to_owned());
}

/// What most apps have; where they differ, who has what.
pub fn common(all: Differing) -> Option<Line> {
    let mut all: Vec<(Line, Vec<String>)> = all.into_values().collect();
    // The sort is stable: of equally many the first by value.
    all.sort_by_key(|(_, apps)| std::cmp::Reverse(apps.len()));
    if all.len() <= 1 {
        return all.pop().map(|(line, _)| line);
    }
    let first = all[0].0.clone();
    let values = all.iter().flat_map(|(line, apps)| {
        let who = format!(
            "{}: {}",
            counted(apps.len(), "app", "apps"),
            some_of(apps, 3)
        );
        let shown: Vec<&str> = line.values.iter().map(|v| v.value.as_str()).collect();
        let text = match (shown.is_empty(), &line.why) {
            (false, _) => shown.join(", "),
            (true, Some(why)) => format!("unknown: {why}"),
            (true, None) => "none".to_owned(),
        };
        let first = line.values.first();
        let kind = first.and_then(|value| value.kind.clone());
        let note = first.and_then(|value| value.note.as_deref());
        let value = Value::new(text, None).noted(match note {
            Some(note) => format!("{note}; {who}"),
            None => who,
        });
        [match kind {
            Some(kind) => value.of_kind(kind),
            None => value,
        }]
    });
    let mut line = Line::known(first.name, first.label, values).because("the apps differ");
    if all.iter().any(|(line, _)| line.is_missed()) {
        line.state = State::Unknown;
        line = line.main();
    }
    Some(line)
}
