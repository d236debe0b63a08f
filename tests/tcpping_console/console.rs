//! A console with a program on it, and the keys that interrupt.
//!
//! An event goes to everything on the console, so the test has a process of its own make one: this program again.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::windows::io::AsHandle;
use std::process::{Command, ExitCode, Stdio};

use windows_sys::Win32::System::Console::{
    AllocConsole, CTRL_BREAK_EVENT, CTRL_C_EVENT, FreeConsole, GenerateConsoleCtrlEvent,
    SetConsoleCtrlHandler,
};
use windows_sys::core::BOOL;

/// What begins the command line of a process that is to make a console.
const PART: &str = "--console";
/// How that process ends if it cannot, or cannot press the key on it (Wine 8 has no Ctrl+Break).
const NO_CONSOLE: i32 = 77;

/// Runs the command on a console of its own, presses the key after its first line, and returns how it ended and what it
/// said; `None` if there can be no console, or no such key on it.
///
/// # Errors
/// If a process cannot be started or does not say a line.
pub fn interrupted(command: &Command, key: &str) -> io::Result<Option<(Option<i32>, String)>> {
    let mut child = Command::new(std::env::current_exe()?)
        .args([PART, key])
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    let mut said = String::new();
    stdout.read_line(&mut said)?;
    // It may have ended already; how tells its exit code.
    let _ = child.stdin.take().expect("piped").write_all(b"!");
    stdout.read_to_string(&mut said)?;
    let code = child.wait()?.code();
    Ok((code != Some(NO_CONSOLE)).then_some((code, said)))
}

/// Does that process's part, if this is it.
pub fn part() -> Option<ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [part, key, program, arguments @ ..] = &arguments[..] else {
        return None;
    };
    if part != PART {
        return None;
    }
    let event = match key == "ctrl_c" {
        true => CTRL_C_EVENT,
        false => CTRL_BREAK_EVENT,
    };
    let code = hold(event, Command::new(program).args(arguments)).expect("a program on a console");
    Some(ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX)))
}

/// Runs the command on a new console, sends the event when a byte comes on standard input, and returns its exit code.
#[expect(
    unsafe_code,
    reason = "what a console is asked to do has no safe wrapper"
)]
fn hold(event: u32, command: &mut Command) -> io::Result<i32> {
    // A new console takes the place of the standard handles.
    let stdout = io::stdout().as_handle().try_clone_to_owned()?;
    let stdin = io::stdin().as_handle().try_clone_to_owned()?;
    // SAFETY: these take plain numbers and a function that lives as long as the program.
    let has_one = unsafe {
        FreeConsole();
        AllocConsole() != 0
            // This process stays, and what it starts does not ignore Ctrl+C.
            && SetConsoleCtrlHandler(None, 0) != 0
            && SetConsoleCtrlHandler(Some(stay), 1) != 0
    };
    if !has_one {
        return Ok(NO_CONSOLE);
    }
    let mut child = command.stdin(Stdio::null()).stdout(stdout).spawn()?;
    std::fs::File::from(stdin).read_exact(&mut [0])?;
    // SAFETY: it takes plain numbers; 0 is every process on this console.
    if unsafe { GenerateConsoleCtrlEvent(event, 0) } == 0 {
        child.kill()?;
        child.wait()?;
        return Ok(NO_CONSOLE);
    }
    Ok(child.wait()?.code().unwrap_or(-1))
}

extern "system" fn stay(_event: u32) -> BOOL {
    1
}
