//! Exports and everything that is judged of them.
//!
//! The input is text: a first line with the example to begin with and the command, then documents that take
//! the place of the example's, or come beside them, each below a line `== FILE`.

use std::path::Path;

use tempfile::TempDir;

use crate::case;
use crate::shown::{netcheck, netcheck_all_ways};

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let (first, rest) = match bytes.iter().position(|b| *b == b'\n') {
        Some(end) => (&bytes[..end], &bytes[end..]),
        None => (bytes, &bytes[bytes.len()..]),
    };
    let first = String::from_utf8_lossy(first);
    let mut words = first.split_whitespace();
    let example = words.next().unwrap_or_default();
    let name = case::NAMES.iter().find(|name| **name == example);
    let command = words.next().unwrap_or("check");
    let files = files(rest);
    case::with(name.unwrap_or(&"healthy"), &files, |folder| {
        judge(command, folder)
    });
}

fn judge(command: &str, folder: &str) {
    let environment = case::environment(folder);
    let from = ["--from", folder, "--env", &environment];
    let all_ways = |arguments: &[&str]| {
        let arguments: Vec<&str> = from.iter().chain(arguments).copied().collect();
        netcheck_all_ways(&arguments);
    };
    match command {
        "route" => all_ways(&["route", "10.61.8.9:1433", "203.0.113.9", "10.62.0.4:53"]),
        "reach" => all_ways(&["reach"]),
        "reach-udp" => all_ways(&["reach", "--protocol", "udp", "--to", "10.61.0.0/16"]),
        "show" => all_ways(&["show", "--verbose"]),
        "plan" => all_ways(&["--from", folder, "show", "--plan"]),
        "eligible" => all_ways(&["eligible", "sql01:1433", "10.61.8.9:1433"]),
        "migration" => all_ways(&["eligible", "--regional", "--verbose"]),
        "plan-network" => all_ways(&["plan-network", "--suggest", "--vnet", "10.61.0.0/16"]),
        "sync" => all_ways(&["sync", "--anyway"]),
        "add-route" => all_ways(&["add-route", "10.70.4.0/24"]),
        "disconnect" => all_ways(&["disconnect"]),
        "anonymize" => anonymize(&from),
        _ => all_ways(&[
            "check",
            "--offline",
            "--verbose",
            "sql01.corp.northwind.example:1433",
            "10.61.8.9:1433",
            "203.0.113.9:443",
        ]),
    }
}

/// What is written for others to see is an export without the secrets, and can be read again.
fn anonymize(from: &[&str]) {
    let folder = TempDir::new().expect("a folder can be made");
    let archive = folder.path().join("a.zip");
    let to = archive.to_string_lossy();
    let collect = ["collect", "--anonymize", "--out", &to];
    let arguments: Vec<&str> = from.iter().copied().chain(collect).collect();
    netcheck(&arguments);
    if Path::new(&archive).exists() {
        netcheck_all_ways(&["--from", &to, from[2], from[3], "check", "--offline"]);
    }
}

/// The documents, under names that lead nowhere else.
fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in bytes.split_inclusive(|b| *b == b'\n').skip(1) {
        match line.strip_prefix(b"== ") {
            Some(name) if files.len() < 20 => {
                let name: String = String::from_utf8_lossy(name)
                    .chars()
                    .filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c))
                    .take(80)
                    .collect();
                let name = format!(
                    "{}.json",
                    name.trim_start_matches('.').trim_end_matches(".json")
                );
                files.retain(|(known, _)| *known != name);
                files.push((name, Vec::new()));
            }
            _ => {
                if let Some((_, document)) = files.last_mut() {
                    document.extend_from_slice(line);
                }
            }
        }
    }
    // What looks like the examples' secrets but is none would be found in what is printed.
    for (_, document) in &mut files {
        while let Some(at) = document.windows(6).position(|part| part == b"CANARY") {
            document[at] = b'X';
        }
    }
    files
}
