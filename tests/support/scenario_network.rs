//! A network of its own for each scenario of a test program, in which addresses of the test's choice are this
//! machine's, and /etc/resolv.conf and /etc/hosts are the test's own. Nothing in it can reach the outside.
//!
//! A scenario is this very program, run again inside `unshare -Urnm`. Where the kernel forbids that, or a tool
//! is missing, the scenarios are *ignored*, never passed.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

use super::program::run;

/// Tells the program inside which scenario to play.
const SCENARIO: &str = "OWN_NETWORK_SCENARIO";

/// What the network is like.
pub struct OwnNetwork<'a> {
    /// Addresses that loopback has beside its own.
    pub addresses: &'a [&'a str],
    /// The text of /etc/resolv.conf.
    pub resolv_conf: &'a str,
    /// The text of /etc/hosts.
    pub hosts: &'a str,
    /// Lines of a shell script that set up the rest, as root.
    pub setup: &'a str,
}

impl OwnNetwork<'_> {
    /// Runs the trials, each in a network of its own; inside one, plays what is asked for. Ignores all if
    /// there can be no such network here.
    pub fn main(&self, names: &[&'static str], play: impl Fn(&str)) -> ExitCode {
        if let Ok(scenario) = std::env::var(SCENARIO) {
            play(&scenario);
            return ExitCode::SUCCESS;
        }
        let arguments = Arguments::from_args();
        let files = tempfile::tempdir().expect("a folder for the scenarios");
        for (name, text) in [
            ("resolv.conf", self.resolv_conf),
            ("hosts", self.hosts),
            ("setup", &self.script(files.path())),
        ] {
            std::fs::write(files.path().join(name), text).expect("written");
        }
        let setup = files.path().join("setup");
        let possible = inside(&setup, Path::new("true"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        let trials = names.iter().map(|name| {
            let (name, setup) = (*name, setup.clone());
            Trial::test(name, move || play_inside(name, &setup)).with_ignored_flag(!possible)
        });
        libtest_mimic::run(&arguments, trials.collect()).exit_code()
    }

    /// Sets the network up and becomes the program that its arguments name.
    fn script(&self, files: &Path) -> String {
        let (addresses, setup) = (self.addresses.join(" "), self.setup);
        let files = files.display();
        format!(
            "set -e
PATH=$PATH:/usr/sbin:/sbin
ip link set lo up
for a in {addresses}; do ip address add $a/32 dev lo; done
mount --bind '{files}/resolv.conf' /etc/resolv.conf
mount --bind '{files}/hosts' /etc/hosts
{setup}
exec \"$@\"
"
        )
    }
}

/// A command in a network of its own.
fn inside(setup: &Path, program: &Path) -> Command {
    let mut command = Command::new("unshare");
    command.args(["-Urnm", "sh"]).args([setup, program]);
    command
}

fn play_inside(name: &str, setup: &Path) -> Result<(), Failed> {
    let own = std::env::current_exe()?;
    let said = run(inside(setup, &own).env(SCENARIO, name));
    match said.code {
        0 => Ok(()),
        _ => Err(said.to_string().into()),
    }
}
