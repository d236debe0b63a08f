//! Runs one command as Kudu does: without standard input, line by line, and not for ever in silence.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What Kudu answers.
#[derive(Debug, Clone, Default)]
pub struct Ran {
    pub output: String,
    pub error: String,
    pub exit_code: i32,
}

/// When the last line came.
type Activity = Arc<Mutex<Instant>>;

/// Runs the command; it is ended when it has completed no line and used no processor for `idle`, and its output is
/// lost then. One that cannot be started ends with -1 and what .NET would say.
pub fn run(mut command: Command, shown: &str, idle: Duration, end: &'static str) -> Ran {
    let child = command
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            return Ran {
                error: format!("System.ComponentModel.Win32Exception: {error}{end}"),
                exit_code: -1,
                ..Ran::default()
            };
        }
    };
    drop(child.stdin.take());
    let activity: Activity = Arc::new(Mutex::new(Instant::now()));
    let output = lines(child.stdout.take().expect("piped"), &activity, end);
    let error = lines(child.stderr.take().expect("piped"), &activity, end);
    let Some(exit_code) = wait(&mut child, &activity, idle) else {
        let seconds = idle.as_secs_f64().ceil();
        return Ran {
            error: format!(
                "Command '{shown}' was aborted due to no output nor CPU activity for {seconds} seconds. You can increase the SCM_COMMAND_IDLE_TIMEOUT app setting (or WEBJOBS_IDLE_TIMEOUT if this is a WebJob) if needed.{end}"
            ),
            exit_code: -1,
            ..Ran::default()
        };
    };
    Ran {
        output: output.join().expect("read"),
        error: error.join().expect("read"),
        exit_code,
    }
}

/// Its exit code, or `None` if it was ended.
fn wait(child: &mut Child, activity: &Activity, idle: Duration) -> Option<i32> {
    let group = child.id();
    let mut processor = 0;
    loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            return Some(
                status
                    .code()
                    .unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
            );
        }
        let mut last = activity.lock().unwrap();
        if last.elapsed() >= idle {
            let used = processor_time(group);
            if used == processor {
                let _ = Command::new("kill")
                    .args(["-KILL", "--", &format!("-{group}")])
                    .status();
                let _ = child.wait();
                return None;
            }
            processor = used;
            *last = Instant::now();
        }
        drop(last);
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Ticks that the processes of this group have used; 0 where the system does not tell.
fn processor_time(group: u32) -> u64 {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return 0;
    };
    processes
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path().join("stat")).ok())
        .filter_map(|stat| {
            // After the name, which stands in parentheses: state, parent, group, ... user (12th), system (13th).
            let rest: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            let is_ours = rest.get(2)?.parse() == Ok(group);
            let ticks = |at: usize| rest.get(at)?.parse::<u64>().ok();
            is_ours.then_some(ticks(11)? + ticks(12)?)
        })
        .sum()
}

/// Reads whole lines, each of which is a sign of life, and joins them with this line end.
fn lines(
    stream: impl Read + Send + 'static,
    activity: &Activity,
    end: &'static str,
) -> std::thread::JoinHandle<String> {
    let activity = Arc::clone(activity);
    std::thread::spawn(move || {
        let mut all = String::new();
        let mut line = Vec::new();
        let mut stream = BufReader::new(stream);
        while matches!(stream.read_until(b'\n', &mut line), Ok(1..)) {
            *activity.lock().unwrap() = Instant::now();
            let text = String::from_utf8_lossy(&line);
            all.push_str(text.trim_end_matches(['\r', '\n']));
            all.push_str(end);
            line.clear();
        }
        all
    })
}
