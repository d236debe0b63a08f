//! A stand-in for the SCM site of an app: real HTTP on loopback, with the one API that scripts call, /api/command. It
//! behaves as the published source of Kudu does: standard input is closed at once, lines are delivered at the end,
//! a command that is silent and idle is ended and its output lost, whatever became of a command is answered with 200.
//! What no client may do is noted, and fails the test when the stand-in is dropped.

mod command;
#[path = "../http.rs"]
mod http;
pub mod line;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Request, Response};
use serde_json::{Value, json};

use command::Ran;
use http::{Body, Port, Server, Violations, cut, plain};

/// The bearer token that it takes.
pub const TOKEN: &str = "CANARY-token.abc_def-123~x";
/// The deployment credentials that it takes.
pub const USER: &str = r"shop\$shop";
/// Their password.
pub const PASSWORD: &str = r#"CANARY pass"word\ "#;

/// Who reads a command line before a program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Windows: cmd.exe, starter.cmd (cmd.exe again), the program. Programs are those of `tools`.
    Starter,
    /// Linux: all of it is given to bash.
    Bash,
    /// Linux: .NET takes it apart and starter.sh has bash evaluate the words. This is the one that fits what Azure's
    /// portal sends.
    Evaluated,
    /// Linux: .NET takes it apart, and nobody else reads it.
    Direct,
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub enum Fault {
    /// An HTTP status and a page for people.
    Status(u16, &'static str),
    /// 200 with a page for people.
    Page,
    /// 200 with what is no JSON.
    NotJson,
    /// The connection ends in the middle of the answer.
    Cut,
    /// The connection ends instead of an answer.
    Hangup,
    /// The output loses its second half.
    HalfOutput,
    /// No answer for so long.
    Silent(Duration),
    /// This answer, as if a command had come to it: output, error, exit code.
    Answer(&'static str, &'static str, i32),
}

/// What the connections share.
struct State {
    address: SocketAddr,
    settings: Settings,
    asked: Mutex<Vec<String>>,
    violations: Arc<Violations>,
}

/// The running stand-in; it ends when this is dropped.
pub struct Kudu {
    state: Arc<State>,
    _server: Server,
}

/// What it is like.
pub struct Settings {
    /// Who reads a command line.
    pub reader: Reader,
    /// Where the programs are (Windows; on Linux the command names them).
    pub tools: PathBuf,
    /// SCM_COMMAND_IDLE_TIMEOUT.
    pub idle: Duration,
    /// What goes wrong.
    pub fault: Option<Fault>,
}

impl Settings {
    /// It does what it should, with these programs.
    pub fn healthy(reader: Reader, tools: &Path) -> Self {
        Self {
            reader,
            tools: tools.to_owned(),
            idle: Duration::from_secs(60),
            fault: None,
        }
    }
}

impl Kudu {
    /// Starts one that does what it should, with these programs.
    pub fn healthy(reader: Reader, tools: &Path) -> Self {
        Self::start(Settings::healthy(reader, tools))
    }

    /// Starts it on a free port of 127.0.0.1.
    pub fn start(settings: Settings) -> Self {
        let port = Port::free();
        let state = Arc::new(State {
            address: port.address(),
            settings,
            asked: Mutex::default(),
            violations: Arc::default(),
        });
        let shared = Arc::clone(&state);
        let answer = move |request| answer(Arc::clone(&shared), request);
        Self {
            _server: port.serve(Arc::clone(&state.violations), answer),
            state,
        }
    }

    /// The address of the SCM site.
    pub fn url(&self) -> String {
        format!("http://{}", self.state.address)
    }

    /// The command lines that came, in their order.
    pub fn asked(&self) -> Vec<String> {
        self.state.asked.lock().unwrap().clone()
    }
}

async fn answer(
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<Body>, io::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    if !is_known(header("authorization")) {
        return Ok(page(
            401,
            "401 - Unauthorized: Access is denied due to invalid credentials.",
        ));
    }
    if (head.method.as_str(), head.uri.path()) != ("POST", "/api/command") {
        return Ok(page(404, "No route matches"));
    }
    if !header("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
        let violation = format!("the body's type is {:?}", header("content-type"));
        state.violations.push(violation);
    }
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(line) = asked["command"].as_str().map(str::to_owned) else {
        return Ok(page(400, "The body is not what it should be"));
    };
    state.asked.lock().unwrap().push(line.clone());
    match state.settings.fault.clone() {
        None => {}
        Some(Fault::Status(status, text)) => return Ok(page(status, text)),
        Some(Fault::Page) => return Ok(page(200, "Sign in to your account")),
        Some(Fault::NotJson) => return Ok(json_text("{\"Output\": ".to_owned())),
        Some(Fault::Cut) => return Ok(cut(b"{\"Output\":\"{\\\"sch")),
        Some(Fault::Hangup) => return Err(io::Error::from(io::ErrorKind::ConnectionReset)),
        Some(Fault::Silent(time)) => tokio::time::sleep(time).await,
        Some(Fault::Answer(output, error, code)) => {
            let answer = json!({"Output": output, "Error": error, "ExitCode": code});
            return Ok(json_text(answer.to_string()));
        }
        Some(Fault::HalfOutput) => {
            let mut ran = execute(&state, line).await;
            ran.output.truncate(ran.output.len() / 2);
            return Ok(json_text(told(&state, &ran)));
        }
    }
    let ran = execute(&state, line).await;
    Ok(json_text(told(&state, &ran)))
}

async fn execute(state: &Arc<State>, line: String) -> Ran {
    let state = Arc::clone(state);
    tokio::task::spawn_blocking(move || start(&state, &line))
        .await
        .expect("it was run")
}

/// The older Kudu, on Windows, and the newer, on Linux, begin the members with other letters.
fn told(state: &State, ran: &Ran) -> String {
    let (output, error, code) = (&ran.output, &ran.error, ran.exit_code);
    match state.settings.reader {
        Reader::Starter => json!({"Output": output, "Error": error, "ExitCode": code}),
        _ => json!({"output": output, "error": error, "exitCode": code}),
    }
    .to_string()
}

fn start(state: &State, line: &str) -> Ran {
    let bash = |text: &str| {
        let mut command = Command::new("bash");
        command.args(["-c", text]);
        command
    };
    let command = match state.settings.reader {
        Reader::Starter => return windows(state, line),
        Reader::Bash => bash(line),
        Reader::Evaluated => bash(&line::words(line).join(" ")),
        Reader::Direct => {
            let words = line::words(line);
            let mut command = Command::new(&words[0]);
            command.args(&words[1..]);
            command
        }
    };
    command::run(
        command,
        &format!("starter.sh {line}"),
        state.settings.idle,
        "\n",
    )
}

/// A variable that every Windows has.
pub fn windows_variable(name: &str) -> Option<String> {
    name.eq_ignore_ascii_case("PATH")
        .then(|| r"D:\Windows\system32".to_owned())
}

fn windows(state: &State, line: &str) -> Ran {
    let read = match line::through_starter(line, windows_variable) {
        Ok(read) => read,
        Err(why) => {
            state.violations.push(why.clone());
            return Ran {
                error: why,
                exit_code: 1,
                ..Ran::default()
            };
        }
    };
    let words = line::words(&read);
    let named = words.first().map_or("", String::as_str);
    let name = named.rsplit('\\').next().unwrap_or_default();
    let program = state.settings.tools.join(name);
    if !program.is_file() {
        return Ran {
            error: format!(
                "'{named}' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n"
            ),
            exit_code: 1,
            ..Ran::default()
        };
    }
    let mut command = Command::new(program);
    command.args(&words[1..]);
    command::run(
        command,
        &format!("starter.cmd {line}"),
        state.settings.idle,
        "\r\n",
    )
}

/// Whether these are the credentials.
fn is_known(authorization: Option<&str>) -> bool {
    use base64::Engine;
    let basic =
        base64::engine::general_purpose::STANDARD.encode(format!("{USER}:{PASSWORD}").as_bytes());
    authorization == Some(&format!("Bearer {TOKEN}"))
        || authorization == Some(&format!("Basic {basic}"))
}

fn json_text(text: String) -> Response<Body> {
    plain(200, "application/json; charset=utf-8", text)
}

fn page(status: u16, text: &str) -> Response<Body> {
    let page = format!(
        "<!DOCTYPE html>\r\n<html><head><title>{text}</title>\r\n<style>body {{ color: red }}</style></head></html>\r\n"
    );
    plain(status, "text/html", page)
}
