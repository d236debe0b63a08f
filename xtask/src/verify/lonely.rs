//! A program in a root with nothing else in it: no loader, no libraries, no /etc, no network.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::outcome::{Result, told};

/// What a program is asked there, how it must end, and words that it must say.
struct Question {
    arguments: &'static [&'static str],
    code: i32,
    words: &'static str,
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn questions(program: &str) -> &'static [Question] {
    const UNRESOLVED: &str = "No server gave an answer for sql01.example";
    match program {
        "nameresolver" => &[Question {
            arguments: &["sql01.example"],
            code: 3,
            words: UNRESOLVED,
        }],
        "tcpping" => &[
            Question {
                arguments: &["sql01.example:1433", "-n", "1"],
                code: 1,
                words: UNRESOLVED,
            },
            Question {
                arguments: &["127.0.0.1:1433", "-n", "1"],
                code: 1,
                words: "Complete: 0/1 successful attempts",
            },
        ],
        "netcheck" => &[
            Question {
                arguments: &["list"],
                code: 0,
                words: "gateway-up",
            },
            Question {
                arguments: &["check", "sql01.example:1433"],
                code: 2,
                words: "nothing to judge",
            },
        ],
        _ => &[],
    }
}

/// Runs a program there: its version, and what it says where no name can be resolved.
///
/// # Errors
/// The question that it answered wrongly, and its answer.
pub fn try_out(program: &str, image: &[u8]) -> Result<String> {
    if !possible() {
        return Ok("not tried alone: this system gives no root of one's own (unshare)".to_owned());
    }
    let root = tempfile::tempdir().map_err(told("a folder"))?;
    let path = root.path().join(program);
    std::fs::write(&path, image).map_err(told(program))?;
    std::fs::set_permissions(&path, Permissions::from_mode(0o755)).map_err(told(program))?;
    version(root.path(), &format!("/{program}"), program)?;
    for question in questions(program) {
        let (code, said) = ask(root.path(), &format!("/{program}"), question.arguments)?;
        if code != Some(question.code) || !said.contains(question.words) {
            return Err(format!(
                "alone in its root, {program} {} ended with {code:?}: {said}",
                question.arguments.join(" ")
            ));
        }
    }
    Ok(format!(
        "runs with nothing else in its root ({} questions)",
        1 + questions(program).len()
    ))
}

/// That a program in a root tells the version that is released.
///
/// # Errors
/// What it tells.
pub fn version(root: &Path, path: &str, program: &str) -> Result<()> {
    let (code, said) = ask(root, path, &["--version"])?;
    match code == Some(0) && said.trim() == format!("{program} {VERSION}") {
        true => Ok(()),
        false => Err(format!("{path} --version ended with {code:?}: {said}")),
    }
}

/// Whether this system lets one have a root and a network of one's own.
pub fn possible() -> bool {
    Command::new("unshare")
        .args(["-Urn", "true"])
        .stdin(Stdio::null())
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The exit code, and everything that was said.
fn ask(root: &Path, path: &str, arguments: &[&str]) -> Result<(Option<i32>, String)> {
    let output = Command::new("unshare")
        .args(["-Urn", "--root"])
        .arg(root)
        .arg(path)
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::null())
        .output()
        .map_err(told("unshare"))?;
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok((output.status.code(), said))
}
