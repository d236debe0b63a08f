//! The proposal of `plan-network`, as it is typed: each line a letter for the flag, then its value.

use crate::case;
use crate::shown::netcheck_all_ways;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut arguments: Vec<String> = vec!["plan-network".to_owned()];
    let mut example = "none";
    for line in text.lines().take(60) {
        let mut letters = line.chars();
        let flag = letters.next().unwrap_or_default();
        let value = letters.as_str();
        // clap repeats what was typed, be it printable or not.
        if value.contains(|c: char| !(' '..='~').contains(&c)) {
            continue;
        }
        let name = match flag {
            'v' => "vnet",
            's' => "subnet",
            'g' => "gateway-subnet",
            'p' => "point-to-site",
            'i' => "integration-subnet",
            'd' => "dns",
            'a' => "avoid",
            'N' => "name",
            'G' => "resource-group",
            'L' => "location",
            'n' => "instances",
            'P' => "plans",
            'S' => {
                arguments.push("--suggest".to_owned());
                continue;
            }
            'A' => {
                arguments.push("--as=az".to_owned());
                continue;
            }
            'F' => {
                example = "healthy";
                continue;
            }
            _ => continue,
        };
        arguments.push(format!("--{name}={value}"));
    }
    case::with(example, &[], |folder| {
        if example != "none" {
            arguments.push(format!("--from={folder}"));
        }
        let environment = case::environment(folder);
        if example != "none" {
            arguments.push(format!("--env={environment}"));
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        netcheck_all_ways(&arguments);
    });
}
