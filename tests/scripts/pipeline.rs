//! The examples of pipelines: they are YAML of the right shape, hold no secret, and their step does what it says.

use std::net::TcpListener;
use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

use super::ROOT;
use super::audible::nowhere;
use super::kudu::{Kudu, Reader, TOKEN};
use super::script::{Cases, NEEDED, NEEDED_IN_SILENCE, add, folder_with, programs};
use super::support::program::{Said, program, run};
use super::support::tests;

const GITHUB: &str = include_str!("../../examples/pipeline/github-actions.yml");
const AZURE: &str = include_str!("../../examples/pipeline/azure-pipelines.yml");

pub const CASES: Cases = &[
    (&[], tests![a_step_runs_the_script_with_its_variables]),
    (
        NEEDED,
        tests![a_healthy_network_passes, a_kudu_that_cannot_be_asked_fails],
    ),
    (
        NEEDED_IN_SILENCE,
        tests![what_cannot_be_reached_fails_with_its_cause],
    ),
];

fn parsed(text: &str) -> Yaml {
    let mut documents = YamlLoader::load_from_str(text).expect("YAML");
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

/// The step of each file that runs something: its command and its variables.
fn steps() -> Vec<(String, Yaml)> {
    let github = parsed(GITHUB);
    let github = github["jobs"]["network"]["steps"].as_vec().expect("steps");
    let github = github.iter().find(|step| !step["run"].is_badvalue());
    let github = github.expect("a step that runs something");
    let azure = parsed(AZURE);
    let azure = &azure["steps"][0];
    assert_eq!(azure["task"].as_str(), Some("AzureCLI@2"));
    vec![
        (
            github["run"].as_str().expect("text").to_owned(),
            github["env"].clone(),
        ),
        (
            azure["inputs"]["inlineScript"]
                .as_str()
                .expect("text")
                .to_owned(),
            azure["env"].clone(),
        ),
    ]
}

fn a_step_runs_the_script_with_its_variables() {
    for (command, environment) in steps() {
        assert!(
            !command.contains('$'),
            "nothing is written into a script: {command}"
        );
        let names = environment.as_hash().expect("variables").keys();
        let names: Vec<_> = names.filter_map(Yaml::as_str).collect();
        assert_eq!(names, ["APP", "TARGETS", "KUDU_OS"]);
        let file = format!("{ROOT}/{command}");
        assert!(std::path::Path::new(&file).is_file(), "{file}");
    }
    for text in [GITHUB, AZURE] {
        assert!(!text.contains("secrets.") && !text.to_lowercase().contains("password"));
    }
}

/// Runs each file's step in a folder of its own, signed in by an az that has the token.
fn played(tools: &std::path::Path, targets: &str, check: impl Fn(&Said, &std::path::Path)) {
    let az = folder_with("az", &format!("echo '{TOKEN}'"));
    let path = std::env::var("PATH").unwrap_or_default();
    for (command, _) in steps() {
        let kudu = Kudu::healthy(Reader::Starter, tools);
        let folder = tempfile::tempdir().expect("a folder");
        let mut step: Command = program("bash");
        step.args(["-eo", "pipefail", "-c", &format!("'{ROOT}'/{command}")]);
        step.current_dir(folder.path());
        step.env("PATH", format!("{}:{path}", az.path().display()));
        step.env("APP", kudu.url()).env("TARGETS", targets);
        step.env_remove("KUDU_TOKEN").env("KUDU_OS", "windows");
        let said = run(&mut step);
        assert!(!said.to_string().contains("CANARY"), "{said}");
        check(&said, &folder.path().join("network-check"));
    }
}

fn a_healthy_network_passes() {
    let open = TcpListener::bind("127.0.0.1:0").expect("a port");
    let open = open.local_addr().expect("bound").to_string();
    played(&programs(), &open, |said, results| {
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
        let line = format!("{open}: 4 of 4 attempts connected, ");
        assert!(said.stdout.starts_with(&line), "{said}");
        let kept = std::fs::read_to_string(results.join("attempts.json")).expect("kept");
        assert_eq!(kept.lines().count(), 5, "{kept}");
    });
}

fn what_cannot_be_reached_fails_with_its_cause() {
    let tools = tempfile::tempdir().expect("a folder");
    let example = format!("{ROOT}/examples/broken");
    add(
        tools.path(),
        "tcpping",
        &nowhere(&programs().join("tcpping")),
    );
    // In the app netcheck knows which app it is in; here it is told.
    let told = format!("set -- \"$@\" --from '{example}' --env '{example}/environment.txt'");
    let netcheck = nowhere(&programs().join("netcheck"));
    add(tools.path(), "netcheck", &format!("{told}\n{netcheck}"));
    played(tools.path(), "10.61.8.9:1433", |said, results| {
        assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
        for part in [
            "10.61.8.9:1433: 0 of 4 attempts connected\n",
            "\n10.61.8.9:1433 cannot be reached: nw-gw does not know the certificate",
            "\n  certain: nw-gw does not know the certificate",
            "\n    remedy: Portal: the App Service plan",
        ] {
            assert!(said.stdout.contains(part), "expected {part:?}{said}");
        }
        assert!(results.join("netcheck.json").is_file());
    });
}

fn a_kudu_that_cannot_be_asked_fails() {
    let empty = tempfile::tempdir().expect("a folder");
    played(empty.path(), "127.0.0.1:1", |said, _| {
        assert_eq!((said.code, said.stdout.as_str()), (78, ""), "{said}");
        assert!(
            said.stderr.starts_with("kudu: tcpping is not there"),
            "{said}"
        );
    });
}
