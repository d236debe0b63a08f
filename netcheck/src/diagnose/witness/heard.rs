//! What is heard of a witness: the lines that `tcpping --json` wrote elsewhere.

use std::collections::BTreeMap;

use netdiag::target::Target;
use netdiag::text::{counted, printable, shortened};
use serde::Deserialize;

use super::{Stand, Testimony};

/// How many bad lines are named; the rest is counted.
const NAMED: usize = 3;

/// What a file of a witness holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What it saw of each target, in the order of the file.
    pub testimonies: Vec<Testimony>,
    /// The lines that could not be used, each a sentence.
    pub warnings: Vec<String>,
}

/// The members of tcpping's lines that say what was reached.
#[derive(Deserialize)]
struct Line {
    schema: String,
    #[serde(default)]
    event: String,
    target: Option<String>,
    outcome: Option<String>,
    connected: Option<u64>,
    #[serde(default)]
    outcomes: BTreeMap<String, u64>,
}

/// What is gathered of one target.
#[derive(Default)]
struct Seen {
    connected: bool,
    /// How often each thing happened, by the attempts; and by the summaries, which are complete.
    attempts: BTreeMap<String, u64>,
    summaries: BTreeMap<String, u64>,
}

/// The testimonies in tcpping's lines, `file` being where they stand. Pure.
pub fn hear(stand: Stand, file: &str, text: &str) -> Heard {
    let mut order: Vec<String> = Vec::new();
    let mut targets: BTreeMap<String, Seen> = BTreeMap::new();
    let mut bad = Vec::new();
    for (n, text) in text.lines().enumerate() {
        if text.trim().is_empty() {
            continue;
        }
        let (line, target) = match understand(text) {
            Ok(Some(understood)) => understood,
            Ok(None) => continue,
            Err(why) => {
                bad.push(format!("line {} of {} {why}", n + 1, printable(file)));
                continue;
            }
        };
        if !targets.contains_key(&target) {
            order.push(target.clone());
        }
        let seen = targets.entry(target).or_default();
        seen.connected |= line.connected.is_some_and(|n| n > 0);
        if let Some(outcome) = line.outcome {
            seen.connected |= outcome == "connected";
            *seen.attempts.entry(outcome).or_default() += 1;
        }
        for (outcome, times) in line.outcomes {
            let count = seen.summaries.entry(outcome).or_default();
            *count = count.saturating_add(times);
        }
    }
    let testimonies = order
        .into_iter()
        .map(|target| {
            let seen = &targets[&target];
            Testimony {
                stand,
                reached: seen.connected,
                outcome: seen.outcome(),
                target,
                file: file.to_owned(),
            }
        })
        .collect();
    Heard {
        testimonies,
        warnings: some_of(bad, file),
    }
}

/// An attempt or a summary with its target, or `None` for a line that says nothing of a target.
fn understand(text: &str) -> Result<Option<(Line, String)>, String> {
    let line: Line = serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            "is no line of tcpping".to_owned()
        } else {
            "is not JSON".to_owned()
        }
    })?;
    if line.schema != "tcpping/1" {
        return Err(format!(
            "is of schema {}, not tcpping/1",
            shortened(&line.schema, 40)
        ));
    }
    if line.event != "attempt" && line.event != "summary" {
        return Ok(None);
    }
    let target: Target = line
        .target
        .as_deref()
        .unwrap_or_default()
        .parse()
        .map_err(|_| "names no target".to_owned())?;
    Ok(Some((line, target.to_string().to_ascii_lowercase())))
}

impl Seen {
    /// What came of it: that it was reached, else what happened most.
    fn outcome(&self) -> String {
        if self.connected {
            return "connected".to_owned();
        }
        let counted = if self.summaries.is_empty() {
            &self.attempts
        } else {
            &self.summaries
        };
        // Of equals the first by name, so that equal input gives equal output.
        let most = counted.iter().rev().max_by_key(|(_, times)| **times);
        most.map_or("unknown", |(outcome, _)| outcome).to_owned()
    }
}

fn some_of(mut bad: Vec<String>, file: &str) -> Vec<String> {
    if bad.len() > NAMED {
        let more = bad.len() - NAMED;
        bad.truncate(NAMED);
        let lines = counted(more, "more line", "more lines");
        bad.push(format!("{lines} of {} could not be used", printable(file)));
    }
    bad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> (Vec<String>, Vec<String>) {
        let heard = hear(Stand::Vm, "vm.json", text);
        let shown = heard
            .testimonies
            .iter()
            .map(|t| format!("{} {} {}", t.target, t.reached, t.outcome));
        (shown.collect(), heard.warnings)
    }

    #[test]
    fn a_target_is_reached_if_anything_connected() {
        for (text, expected) in [
            (
                r#"{"schema":"tcpping/1","event":"summary","target":"SQL01:1433","sent":4,"connected":1,"outcomes":{"connected":1,"timeout":3}}"#,
                "sql01:1433 true connected",
            ),
            (
                r#"{"schema":"tcpping/1","event":"summary","target":"sql01:1433","sent":4,"connected":0,"outcomes":{"refused":1,"timeout":3}}"#,
                "sql01:1433 false timeout",
            ),
            (
                r#"{"schema":"tcpping/1","event":"summary","target":"[fd00::4]:443","sent":2,"connected":0,"outcomes":{"refused":1,"timeout":1}}"#,
                "[fd00::4]:443 false refused",
            ),
            // Cut off before the summary.
            (
                r#"{"schema":"tcpping/1","event":"attempt","target":"sql01:1433","outcome":"refused"}"#,
                "sql01:1433 false refused",
            ),
            (
                r#"{"schema":"tcpping/1","event":"attempt","target":"sql01:1433","outcome":"connected","rtt_ms":1.5}"#,
                "sql01:1433 true connected",
            ),
        ] {
            assert_eq!(heard(text), (vec![expected.to_owned()], vec![]), "{text}");
        }
    }

    #[test]
    fn targets_come_in_their_order_and_bad_lines_are_named() {
        let text = "{\"schema\":\"tcpping/1\",\"event\":\"waiting\",\"what\":\"x\",\"seconds\":15}\r\n\
            {\"schema\":\"tcpping/1\",\"event\":\"summary\",\"target\":\"b:2\",\"connected\":0}\r\n\
            \r\n\
            Attempt 1: failed\r\n\
            {\"schema\":\"a schema of more than forty characters is cut off\"}\n\
            {\"schema\":\"tcpping/1\",\"event\":\"attempt\",\"target\":\"b\"}\n\
            [1]\n\
            nothing\n\
            {\"schema\":\"tcpping/1\",\"event\":\"summary\",\"target\":\"a:1\",\"connected\":2}\n\
            {\"schema\":\"tcpping/1\",\"event\":\"total\",\"connected\":2}\n";
        let (testimonies, warnings) = heard(text);
        assert_eq!(testimonies, ["b:2 false unknown", "a:1 true connected"]);
        assert_eq!(
            warnings,
            [
                "line 4 of vm.json is not JSON",
                "line 5 of vm.json is of schema a schema of more than forty characters i..., not tcpping/1",
                "line 6 of vm.json names no target",
                "2 more lines of vm.json could not be used",
            ]
        );
    }
}
