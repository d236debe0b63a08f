//! One change of the world at a time, and what becomes of the network.

mod names;
mod network;

use super::Lab;
use crate::world::World;

/// From where, to which address and port, and what becomes of it.
type Reach = (&'static str, &'static str, &'static str);
/// Server, protocol, name, and the answer; asked by the app.
type Ask = (&'static str, &'static str, &'static str, &'static str);

/// Every case.
pub fn all() -> impl Iterator<Item = &'static Case> {
    network::CASES.iter().chain(names::CASES)
}

/// A world, and what must come of it.
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// What differs from the healthy one.
    pub change: fn(&mut World),
    /// The connections that are tried.
    reach: &'static [Reach],
    /// The names that are asked for.
    ask: &'static [Ask],
}

impl Case {
    /// Prints what is otherwise than said, and returns whether nothing is.
    pub fn check(&self, lab: &Lab) -> bool {
        let mut right = true;
        let mut compare = |what: String, expected: &str, found: &str| {
            if found != expected {
                println!("{what}: expected {expected}, found {found}");
                right = false;
            }
        };
        for chunk in self.reach.chunk_by(|one, next| one.0 == next.0) {
            let targets: Vec<&str> = chunk.iter().map(|reach| reach.1).collect();
            let said = part(lab, chunk[0].0, &[&["reach"], &targets[..]].concat());
            for (reach, found) in chunk.iter().zip(answers(&said, chunk.len())) {
                compare(format!("{} to {}", reach.0, reach.1), reach.2, found);
            }
        }
        for (server, over, name, expected) in self.ask {
            let found = part(lab, "app", &["ask", server, over, name]);
            compare(
                format!("{server} by {over} for {name}"),
                expected,
                found.trim(),
            );
        }
        right
    }
}

/// One line for each question. Where there are more or fewer, something broke, and all that was said
/// is the answer to each.
fn answers(said: &str, questions: usize) -> Vec<&str> {
    let lines: Vec<&str> = said.lines().collect();
    match lines.len() == questions {
        true => lines,
        false => vec![said; questions],
    }
}

/// A program that dies in a namespace without a word has answered nothing.
pub fn no_answer_is_a_wrong_one() {
    assert_eq!(answers("connected\nrefused\n", 2), ["connected", "refused"]);
    assert_eq!(answers("", 2), ["", ""]);
    assert_eq!(answers("connected\n", 2), ["connected\n", "connected\n"]);
}

fn part(lab: &Lab, place: &str, words: &[&str]) -> String {
    let output = lab
        .command(place, crate::own())
        .arg("--build")
        .args(words)
        .output();
    let output = output.expect("nsenter");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => said,
        false => format!("{said}{}", String::from_utf8_lossy(&output.stderr)),
    }
}
