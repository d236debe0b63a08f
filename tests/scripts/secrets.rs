//! Every way to sign in, and that nothing secret is seen by whoever looks.

use super::kudu::{Kudu, PASSWORD, Reader, TOKEN, USER};
use super::script::{Cases, NEEDED, add, folder_with, programs, script};
use super::support::program::{Said, run};
use super::support::tests;

pub const CASES: Cases = &[(
    NEEDED,
    tests![
        every_way_to_sign_in_works,
        what_is_no_token_is_refused,
        no_secret_is_in_an_argument_a_variable_or_a_trace
    ],
)];

const CALL: &str = r#"kudu_tcpping "$1" 127.0.0.1:1 -n 1"#;

/// Runs it with only these ways to sign in.
fn signed_in(before: &str, variables: &[(&str, &str)], path: Option<&std::path::Path>) -> Said {
    let tools = programs();
    let kudu = Kudu::healthy(Reader::Starter, &tools);
    let mut command = script(&format!("{before}{CALL}"), Reader::Starter, &tools);
    command.env_remove("KUDU_TOKEN");
    command.envs(variables.iter().copied());
    if let Some(path) = path {
        let all = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{all}", path.display()));
    }
    run(command.arg(kudu.url()))
}

fn every_way_to_sign_in_works() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), format!("{TOKEN}\r\n")).expect("written");
    let name = file.path().to_str().expect("a name");
    let az = folder_with("az", &format!("echo \"$*\" >&2\necho '{TOKEN}'"));
    let from_descriptor = format!("exec 3<<<'{TOKEN}'; KUDU_TOKEN_FILE=/dev/fd/3; ");
    let ways = [
        ("", vec![("KUDU_TOKEN", TOKEN)]),
        ("", vec![("KUDU_TOKEN_FILE", name)]),
        (
            "",
            vec![("KUDU_TOKEN_FILE", name), ("KUDU_TOKEN", "not this")],
        ),
        (&*from_descriptor, vec![]),
        ("", vec![("KUDU_USER", USER), ("KUDU_PASSWORD", PASSWORD)]),
    ];
    for (before, variables) in ways {
        let said = signed_in(before, &variables, None);
        assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
        assert_eq!(said.json_lines().len(), 2, "{said}");
    }
    let said = signed_in("", &[], Some(az.path()));
    assert_eq!(said.code, 1, "{said}");
    let asked = "account get-access-token --resource https://management.azure.com/ --query accessToken --output tsv\n";
    assert_eq!(said.stderr, asked);
    add(az.path(), "az", "echo 'Please run az login' >&2; exit 1");
    let said = signed_in("", &[], Some(az.path()));
    assert_eq!(said.code, 70, "{said}");
    assert!(
        said.stderr
            .ends_with("kudu: az has no token: run az login first\n"),
        "{said}"
    );
}

fn what_is_no_token_is_refused() {
    for token in [
        "a b",
        "a\"\nurl = \"http://127.0.0.1:1",
        "a\\",
        "\u{fc}",
        "a\u{1b}[2J",
    ] {
        let said = signed_in("", &[("KUDU_TOKEN", token)], None);
        assert_eq!(said.code, 70, "{said}");
        assert_eq!(said.stderr, "kudu: what should be a bearer token is none\n");
    }
    let variables = [("KUDU_USER", "a"), ("KUDU_PASSWORD", "b\nurl = x")];
    let said = signed_in("", &variables, None);
    assert_eq!(said.code, 70, "{said}");
}

/// curl and jq are spied upon: neither their arguments nor their environment may hold a secret. Only what curl reads
/// (`--config -`) does.
fn no_secret_is_in_an_argument_a_variable_or_a_trace() {
    let seen = tempfile::tempdir().expect("a folder");
    let log = seen.path().join("log");
    let path = std::env::var("PATH").unwrap_or_default();
    let tell = |name: &str| {
        format!(
            "{{ printf '%s\\n' \"$@\"; export -p; }} >>'{}'\nPATH='{path}' exec {name} \"$@\"",
            log.display()
        )
    };
    let spies = folder_with("curl", &tell("curl"));
    add(spies.path(), "jq", &tell("jq"));
    let ways = [
        vec![("KUDU_TOKEN", TOKEN)],
        vec![("KUDU_USER", USER), ("KUDU_PASSWORD", PASSWORD)],
    ];
    for variables in ways {
        for before in [
            "set -x; ",
            "set -xv; ",
            "set -o xtrace; export KUDU_TOKEN; ",
        ] {
            let said = signed_in(before, &variables, Some(spies.path()));
            assert_eq!(said.code, 1, "{said}");
            assert!(said.stderr.contains("+ kudu_tcpping"), "{said}");
            assert!(!said.to_string().contains("CANARY"), "{said}");
            let log = std::fs::read_to_string(&log).expect("curl was called");
            assert!(log.contains("--config"), "curl was called");
            let told: Vec<&str> = log.lines().filter(|l| l.contains("CANARY")).collect();
            assert_eq!(told, [""; 0]);
        }
    }
}
