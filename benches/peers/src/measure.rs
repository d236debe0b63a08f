//! Running commands in turns, and what each run took.

use std::fs::File;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use nix::sched::{CpuSet, sched_setaffinity};
use nix::sys::resource::{Resource, UsageWho, getrlimit, getrusage, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

use crate::outcome::Result;
use crate::role::Role;

/// The processor of what is measured.
const MEASURED: usize = 0;

/// What says that a command may use every processor.
const EVERYWHERE: &str = "everywhere";

/// No command runs longer.
const LIMIT: Duration = Duration::from_secs(120);

/// Keeps this process, and what it starts from now on, on one processor, if there are several.
pub fn stay_on(processor: usize) {
    let several = thread::available_parallelism().is_ok_and(|n| n.get() > 1);
    let mut set = CpuSet::new();
    if several && set.set(processor).is_ok() {
        // Where that is not allowed the figures are only less even.
        let _ = sched_setaffinity(Pid::from_raw(0), &set);
    }
}

/// A command that is measured.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is called in the table.
    pub name: String,
    /// The command line; its first word is looked for in the PATH.
    pub command: Vec<String>,
    /// Where its output goes.
    pub output: String,
    /// The program that has to be installed: the first word, or the one that this starts.
    needs: String,
    /// Whether it may use every processor.
    everywhere: bool,
    /// Whether what it writes is looked at.
    pub is_checked: bool,
}

impl Row {
    /// A command line whose words hold no blanks.
    pub fn new(name: &str, command: &str, output: String) -> Self {
        Self {
            name: name.to_owned(),
            command: command.split_whitespace().map(str::to_owned).collect(),
            output,
            needs: command.split(' ').next().unwrap_or_default().to_owned(),
            everywhere: false,
            is_checked: true,
        }
    }

    /// The same on every processor: for work that no process of ours answers, but the kernel, on the
    /// processor that asks.
    pub fn everywhere(self) -> Self {
        Self {
            everywhere: true,
            ..self
        }
    }

    /// The same, writing nothing that could be looked at.
    pub fn unchecked(self) -> Self {
        Self {
            is_checked: false,
            ..self
        }
    }

    /// The same, starting that program.
    pub fn starting(self, program: &str) -> Self {
        Self {
            needs: program.to_owned(),
            ..self
        }
    }

    /// Whether its program is installed here.
    pub fn is_here(&self) -> bool {
        let program = &self.needs;
        let path = std::env::var_os("PATH").unwrap_or_default();
        program.contains('/')
            || std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    }
}

/// What one run took.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Sample {
    /// Start to exit, in seconds.
    pub wall: f64,
    /// Of the processor, in seconds.
    pub cpu: f64,
    /// The most memory, in MB; not less than what measures takes itself, some 2 MB.
    pub memory: f64,
    /// The exit code; none if it was ended for taking too long.
    pub code: Option<i32>,
}

/// Runs every row as often as `runs` says, all in turns, after one turn that does not count;
/// `after` looks at what a run wrote and says what is wrong with it.
pub fn in_turns(
    rows: &[Row],
    runs: u32,
    mut after: impl FnMut() -> Option<String>,
) -> Result<Vec<Measured>> {
    let mut all: Vec<Measured> = rows.iter().map(Measured::of).collect();
    for run in 0..=runs {
        for (row, measured) in rows.iter().zip(&mut all) {
            let output = Role::Once
                .command()?
                .arg(if row.everywhere { EVERYWHERE } else { "" })
                .arg(&row.output)
                .args(&row.command)
                .stdin(Stdio::null())
                .output()?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into());
            }
            if run > 0 {
                measured
                    .samples
                    .push(serde_json::from_slice(&output.stdout)?);
                if row.is_checked
                    && let Some(fault) = after()
                {
                    measured.fault = Some(fault);
                }
            }
        }
    }
    Ok(all)
}

/// All runs of one row.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The row's name.
    pub name: String,
    /// What each run took.
    pub samples: Vec<Sample>,
    /// What was wrong with the last run with which something was.
    pub fault: Option<String>,
}

impl Measured {
    fn of(row: &Row) -> Self {
        Self {
            name: row.name.clone(),
            samples: Vec::new(),
            fault: None,
        }
    }
}

/// Runs one command and prints what it took. A process of its own for each run, because the system
/// tells the most memory of all children only.
pub fn once(words: &[String]) -> Result<()> {
    let [place, output, program, arguments @ ..] = words else {
        return Err("one run: PLACE OUTPUT PROGRAM ARGUMENTS".into());
    };
    if place != EVERYWHERE {
        stay_on(MEASURED);
    }
    // Some peers want thousands of sockets and do not ask the system for them.
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, most, most)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(File::create(output)?)
        .stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().map_err(|e| format!("{program}: {e}"))?;
    let pid = Pid::from_raw(i32::try_from(child.id())?);
    let (done, waiting) = mpsc::channel::<()>();
    let guard = thread::spawn(move || {
        if waiting.recv_timeout(LIMIT) == Err(mpsc::RecvTimeoutError::Timeout) {
            // Not waited for yet, so the number is still that child's.
            let _ = kill(pid, Signal::SIGKILL);
        }
    });
    let status = child.wait()?;
    let wall = start.elapsed().as_secs_f64();
    drop(done);
    let _ = guard.join();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let sample = Sample {
        wall,
        cpu: seconds(usage.user_time()) + seconds(usage.system_time()),
        memory: usage.max_rss() as f64 / 1024.0,
        code: status.code(),
    };
    println!("{}", serde_json::to_string(&sample)?);
    Ok(())
}
