//! How scripts/kudu.sh and the PowerShell module write an argument for Kudu on Windows, read by the real cmd.exe (or
//! wine's) as Kudu has it read: once for 'starter.cmd ARGUMENTS', once more in that file's only line. Elsewhere a model
//! of cmd.exe in tests/support/kudu stands for it.

use std::process::ExitCode;

/// Says to this program that it is the one that is called, and shows its arguments.
const SHOW: &str = "SHOW_ARGUMENTS";

fn main() -> ExitCode {
    if std::env::var_os(SHOW).is_some() {
        for argument in std::env::args().skip(1) {
            println!("[{argument}]");
        }
        return ExitCode::SUCCESS;
    }
    #[cfg(windows)]
    let trials = windows::trials();
    #[cfg(not(windows))]
    let trials = Vec::new();
    libtest_mimic::run(&libtest_mimic::Arguments::from_args(), trials).exit_code()
}

#[cfg(windows)]
mod windows {
    use std::os::windows::process::CommandExt;
    use std::process::{Command, Stdio};

    use libtest_mimic::{Completion, Trial};
    use serde_json::Value;

    /// A trial for each argument of the table that can be passed.
    pub fn trials() -> Vec<Trial> {
        let table = include_str!("fixtures/kudu-quoting.json");
        let table: Vec<Value> = serde_json::from_str(table).expect("JSON");
        let rows = table.into_iter().filter_map(|row| {
            let text = |name: &str| row[name].as_str().map(str::to_owned);
            Some((text("argument")?, text("windows")?))
        });
        rows.map(|(argument, quoted)| {
            Trial::ignorable_test(format!("{argument:?}"), move || {
                if argument.contains('%') && is_wine() {
                    // In a file's line, wine searches what '%*' brought for variables; Windows does not.
                    let why = "wine's cmd expands variables once more than Windows' does";
                    return Ok(Completion::ignored_with(why));
                }
                arrives(&argument, &quoted);
                Ok(Completion::Completed)
            })
        })
        .collect()
    }

    fn is_wine() -> bool {
        std::path::Path::new(r"C:\windows\system32\winecfg.exe").is_file()
    }

    fn arrives(argument: &str, quoted: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        let starter = folder.path().join("starter.cmd");
        std::fs::write(&starter, "@%*\r\n").expect("written");
        let own = std::env::current_exe().expect("this program has a path");
        // CreateProcess runs a .cmd file so: all of the line in one more pair of quotes.
        let line = format!(
            r#"/c ""{}" "{}" first {quoted} last""#,
            starter.display(),
            own.display()
        );
        let output = Command::new("cmd.exe")
            .raw_arg(&line)
            .env(super::SHOW, "1")
            .stdin(Stdio::null())
            .output()
            .expect("cmd.exe runs");
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            stdout,
            format!("[first]\n[{argument}]\n[last]\n"),
            "{line}\n{stderr}"
        );
    }
}
