//! Plays one row inside its lab: builds, exports, asks as a user would, and judges what was said.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::build::Lab;
use crate::certificates::Certificates;
use crate::export;
use crate::matrix::{Expected, Row};
use crate::support::program::{Said, run};
use crate::support::verdict::causes;

/// What came of a row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outcome {
    /// What is wrong with what was said; `None` if it is as it must be.
    pub wrong: Option<String>,
    /// The first causes with their confidence, as `host-down (likely)`.
    pub causes: Vec<String>,
    /// Seconds until netcheck had ended.
    pub verdict_s: f64,
    /// What netcheck said, if something is wrong.
    pub said: String,
}

/// A program of ours, beside this one's netcheck.
pub fn ours(name: &str) -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_netcheck")).with_file_name(format!("{name}{EXE_SUFFIX}"))
}

/// The lab with its export.
pub struct Stage {
    /// The network.
    pub lab: Lab,
    /// The command, but for what is put in front of it.
    pub arguments: Vec<String>,
}

/// Builds the row's network and writes its export; runs the witness if there is one.
///
/// # Errors
/// If the network cannot be built.
pub fn stage(row: &Row) -> Result<Stage, String> {
    let certificates = Certificates::make();
    let lab = Lab::up(&row.worlds.real, &certificates)?;
    let folder = lab.folder().join("export");
    export::write(&row.worlds.written, &certificates, &folder);
    let environment = folder.join(export::ENVIRONMENT);
    let mut arguments: Vec<String> = ["check", row.target, "--from"].map(str::to_owned).to_vec();
    arguments.push(folder.display().to_string());
    arguments.push("--env".to_owned());
    arguments.push(environment.display().to_string());
    if let Some(host) = row.witness {
        let mut command = lab.command(host, ours("tcpping"));
        let said = run(command.args([row.target, "-n", "1", "--json"]));
        let file = lab.folder().join("witness.json");
        std::fs::write(&file, &said.stdout).map_err(|e| format!("{}: {e}", file.display()))?;
        arguments.push("--witness".to_owned());
        arguments.push(format!("vm={}", file.display()));
    }
    Ok(Stage { lab, arguments })
}

/// Plays the row.
///
/// # Errors
/// If the network cannot be built.
pub fn play(row: &Row) -> Result<Outcome, String> {
    let stage = stage(row)?;
    let began = Instant::now();
    let mut command = stage.lab.command("app", ours("netcheck"));
    let said = run(command.args(&stage.arguments).arg("--json"));
    let verdict_s = began.elapsed().as_secs_f64();
    let (causes, wrong) = match serde_json::from_str::<Value>(&said.stdout) {
        Ok(document) => {
            let target = &document["targets"][0];
            let causes = causes(target);
            let wrong = wrong(row, target, &causes, &said);
            (causes, wrong)
        }
        Err(error) => (Vec::new(), Some(format!("no JSON: {error}"))),
    };
    Ok(Outcome {
        causes: causes
            .iter()
            .map(|(name, confidence)| format!("{name} ({confidence})"))
            .collect(),
        verdict_s,
        said: wrong
            .as_ref()
            .map_or_else(String::new, |_| said.to_string()),
        wrong,
    })
}

/// What is not as it must be.
fn wrong(row: &Row, target: &Value, causes: &[(String, String)], said: &Said) -> Option<String> {
    let reached = target["reached"].as_str().unwrap_or("");
    // What cannot be judged (code 3) is no accusation.
    let (due, codes) = match row.expected {
        Expected::Reached => ("yes", [0, 3]),
        _ => ("no", [1, 1]),
    };
    if !said.stderr.is_empty() {
        return Some("something stands on standard error".to_owned());
    }
    if reached != due && !(due == "no" && reached == "unclear") {
        return Some(format!("reached is '{reached}'"));
    }
    if !codes.contains(&said.code) {
        return Some(format!("exit code {}", said.code));
    }
    let accused = |allowed: &[&str]| {
        let mut accused = causes.iter().filter(|(name, confidence)| {
            confidence != "possible" && !allowed.contains(&name.as_str())
        });
        accused
            .next()
            .map(|(name, confidence)| format!("{name} is accused ({confidence})"))
    };
    match &row.expected {
        Expected::Reached => accused(&[]),
        Expected::First { first, also } => match causes.first() {
            None => Some("no cause is named".to_owned()),
            Some((name, _)) if !first.contains(&name.as_str()) => {
                Some(format!("{name} is named first"))
            }
            Some(_) => accused(&[first, *also].concat()),
        },
        Expected::Both(both) => both
            .iter()
            .find(|any| !causes.iter().any(|(name, _)| any.contains(&name.as_str())))
            .map(|any| format!("{} is not named", any.join(" or "))),
    }
}
