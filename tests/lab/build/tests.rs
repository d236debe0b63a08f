//! The lab's own tests: the network that is built is the network that was described. What is asked is
//! the network itself, by plain sockets; the tools have no part in it.

mod ask;
mod cases;
mod end;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use libtest_mimic::{Completion, Failed, Trial};

use super::{Lab, inside, possible};
use crate::certificates::Certificates;
use crate::healthy::healthy;
use cases::Case;

/// One trial for each case. They are ignored where there can be no lab.
pub fn trials() -> Vec<Trial> {
    let case = |case: &'static Case| {
        let name = format!("build/{}", case.name);
        Trial::ignorable_test(name, move || whole(|| run(case.name)))
    };
    let end = Trial::ignorable_test("build/killed", || whole(end::killed));
    let answers = Trial::test("build/no_answer_is_a_wrong_one", || {
        cases::no_answer_is_a_wrong_one();
        Ok(())
    });
    cases::all().map(case).chain([end, answers]).collect()
}

fn whole(test: impl FnOnce() -> Result<(), Failed>) -> Result<Completion, Failed> {
    match possible() {
        Err(why) => Ok(Completion::ignored_with(why)),
        Ok(()) => test().map(|()| Completion::Completed),
    }
}

/// What a lab's program does in the course of these tests, if these are its arguments.
pub fn part(arguments: &[String]) -> Option<ExitCode> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["--build", "inside", case, ref command @ ..] => Some(stand(case, command)),
        ["--build", "outside", case, ref command @ ..] => {
            let mut outer = own("inside", case);
            let status = outer.args(command).status().expect("unshare");
            Some(ExitCode::from(u8::from(!status.success())))
        }
        ["--build", "reach", ref targets @ ..] => {
            ask::reach(targets);
            Some(ExitCode::SUCCESS)
        }
        ["--build", "ask", server, over, name] => {
            ask::ask(server, over, name);
            Some(ExitCode::SUCCESS)
        }
        _ => None,
    }
}

/// This program, as the first process of a lab, in this part.
fn own(part: &str, case: &str) -> Command {
    let mut command = inside(&crate::own());
    command.args(["--build", part, case]);
    command
}

fn run(case: &str) -> Result<(), Failed> {
    let output = own("inside", case).output()?;
    match output.status.success() {
        true => Ok(()),
        false => {
            let [said, more] = [output.stdout, output.stderr];
            let said = String::from_utf8_lossy(&said) + String::from_utf8_lossy(&more);
            Err(said.into_owned().into())
        }
    }
}

/// Builds the case's lab, and looks whether everything is as the case says, or waits (`stay`).
fn stand(name: &str, command: &[&str]) -> ExitCode {
    let case = cases::all().find(|case| case.name == name);
    let case = case.unwrap_or_else(|| panic!("no case {name}"));
    let mut world = healthy();
    (case.change)(&mut world);
    let start = Instant::now();
    let lab = match Lab::up(&world, &Certificates::make()) {
        Ok(lab) => lab,
        Err(why) => {
            println!("not up: {why}");
            return ExitCode::FAILURE;
        }
    };
    println!("up in {} ms", start.elapsed().as_millis());
    if command == ["stay"] {
        std::thread::sleep(Duration::from_secs(600));
    }
    match case.check(&lab) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
