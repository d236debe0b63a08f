//! How a lab ends.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

/// Kills a program that has a lab, with no chance to clean up, and waits until every process of that
/// lab is gone. With the last of them go the namespaces and the mounts, and the files on them.
pub fn killed() -> Result<(), Failed> {
    let mut harness = Command::new(crate::own())
        .args(["--build", "outside", "healthy", "stay"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut said = String::new();
    let stdout = harness.stdout.take().expect("piped");
    BufReader::new(stdout).read_line(&mut said)?;
    let all = descendants(harness.id());
    harness.kill()?;
    harness.wait()?;
    if !said.starts_with("up") || all.len() < 10 {
        return Err(format!("{said} with {} processes", all.len()).into());
    }
    let start = Instant::now();
    while let Some(one) = all.iter().find(|one| began(one.0) == one.1) {
        if start.elapsed() > Duration::from_secs(30) {
            return Err(format!("process {} still runs", one.0).into());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// The processes below this one, each with when it began, as numbers are used again.
fn descendants(of: u32) -> Vec<(u32, Option<String>)> {
    let folders = std::fs::read_dir("/proc").expect("/proc").flatten();
    let numbers = folders.filter_map(|f| f.file_name().to_str()?.parse().ok());
    let parents: Vec<(u32, u32)> = numbers
        .filter_map(|number| Some((number, field(number, 1)?.parse().ok()?)))
        .collect();
    let mut all = vec![of];
    let mut looked = 0;
    while let Some(parent) = all.get(looked).copied() {
        all.extend(parents.iter().filter(|p| p.1 == parent).map(|p| p.0));
        looked += 1;
    }
    all[1..].iter().map(|one| (*one, began(*one))).collect()
}

fn began(process: u32) -> Option<String> {
    field(process, 19)
}

/// A field of a process's state, counted from the one after its name.
fn field(process: u32, number: usize) -> Option<String> {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let rest = &state[state.rfind(')')? + 2..];
    // A zombie has ended; only its parent has not looked yet.
    let mut words = rest.split(' ');
    (!rest.starts_with('Z')).then(|| words.nth(number).map(str::to_owned))?
}
