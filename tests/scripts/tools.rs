//! The three programs, through the functions, through Kudu.

use std::net::{TcpListener, UdpSocket};

use super::ROOT;
use super::kudu::{Kudu, Reader};
use super::script::{Cases, NEEDED, folder_with, programs, run_script, script};
use super::support::program::{program, run};
use super::support::tests;

pub const CASES: Cases = &[(
    NEEDED,
    tests![
        tcpping_says_the_same_through_every_reader,
        nameresolver_says_the_same_through_every_reader,
        netcheck_says_the_same_through_every_reader,
        wrong_usage_says_what_to_type,
        a_strict_script_uses_the_answer,
        a_command_is_sent_as_it_was_typed,
        what_a_build_server_would_obey_is_broken_up,
        those_of_azure_are_told_apart
    ],
)];

const READERS: [Reader; 4] = [
    Reader::Starter,
    Reader::Bash,
    Reader::Evaluated,
    Reader::Direct,
];

fn tcpping_says_the_same_through_every_reader() {
    let open = TcpListener::bind("127.0.0.1:0").expect("a port");
    let open = open.local_addr().expect("bound").to_string();
    for reader in READERS {
        for (target, code, outcome) in [(&*open, 0, "connected"), ("127.0.0.1:1", 1, "refused")] {
            let lines = r#"kudu_tcpping "$1" "$2" -n 2"#;
            let said = run_script(lines, reader, &programs(), &[target]);
            assert_eq!(
                (said.code, said.stderr.as_str()),
                (code, ""),
                "{reader:?}{said}"
            );
            let lines = said.json_lines();
            assert_eq!(lines.len(), 3, "{said}");
            assert_eq!(lines[0]["outcome"], outcome, "{said}");
            assert_eq!(lines[2]["outcomes"][outcome], 2, "{said}");
            assert!(!said.stdout.contains('\r'), "{said}");
        }
    }
}

fn nameresolver_says_the_same_through_every_reader() {
    let silent = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let silent = silent.local_addr().expect("bound").to_string();
    for reader in READERS {
        let lines = r#"kudu_nameresolver "$1" localhost"#;
        let said = run_script(lines, reader, &programs(), &[]);
        assert_eq!(
            (said.code, said.stderr.as_str()),
            (0, ""),
            "{reader:?}{said}"
        );
        assert_eq!(said.json_lines()[0]["outcome"], "resolved", "{said}");
    }
    let lines = r#"kudu_nameresolver "$1" sql01.example "$2" --timeout 0.1 --attempts 1"#;
    let said = run_script(lines, Reader::Starter, &programs(), &[&silent]);
    assert_eq!((said.code, said.stderr.as_str()), (3, ""), "{said}");
    assert_eq!(said.json_lines()[0]["name"], "sql01.example", "{said}");
}

fn netcheck_says_the_same_through_every_reader() {
    // What netcheck itself says is the measure; empty lines before it are signs of life.
    for (example, code) in [("healthy", 0), ("broken", 1)] {
        let folder = format!("{ROOT}/examples/{example}");
        let environment = format!("{folder}/environment.txt");
        let arguments = ["--from", &folder, "--env", &environment];
        let mut command = program(env!("CARGO_BIN_EXE_netcheck"));
        let itself = run(command.args(arguments).arg("--json"));
        for reader in READERS {
            let lines = r#"app=$1; shift; kudu_netcheck "$app" "$@""#;
            let said = run_script(lines, reader, &programs(), &arguments);
            assert_eq!((said.code, said.stderr.as_str()), (code, ""), "{said}");
            assert_eq!(said.timeless(), itself.timeless(), "{reader:?}");
            assert!(said.stdout.ends_with("}\n"), "{reader:?}");
        }
    }
    // A name with blanks and signs in it is a name.
    let lines = r#"kudu_netcheck "$1" show --from "$2" --app "no & such %PATH% app""#;
    let said = run_script(
        lines,
        Reader::Starter,
        &programs(),
        &[&format!("{ROOT}/examples/healthy")],
    );
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said}");
    assert!(said.stderr.contains("no & such %PATH% app"), "{said}");
}

fn wrong_usage_says_what_to_type() {
    let cases = [
        (
            r#"kudu_tcpping "$1" --nonsense"#,
            "unexpected argument '--nonsense'",
        ),
        (r#"kudu_tcpping "$1""#, "usage: kudu_tcpping"),
        (r#"kudu_nameresolver "$1""#, "usage: kudu_nameresolver"),
        ("kudu_netcheck", "usage: kudu_netcheck"),
        (r#"kudu_tcpping "$1" a:1 -t"#, "-t cannot be used here"),
        (r#"kudu_tcpping "shop;x" a:1"#, "is no app's name"),
        (r#"kudu_tcpping http://example.com a:1"#, "is no app's name"),
        (
            r#"KUDU_OS=dos kudu_tcpping "$1" a:1"#,
            "KUDU_OS is windows or linux",
        ),
        (
            r#"KUDU_TIMEOUT=1m kudu_tcpping "$1" a:1"#,
            "KUDU_TIMEOUT is a number",
        ),
    ];
    for (lines, part) in cases {
        let said = run_script(lines, Reader::Starter, &programs(), &[]);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said}");
        assert!(said.stderr.contains(part), "expected '{part}'{said}");
        assert!(
            said.stderr.lines().all(|l| l.starts_with("kudu: ")),
            "{said}"
        );
    }
}

/// In a script that ends at every error, that parts words its own way and traces, with the JSON used by jq.
fn a_strict_script_uses_the_answer() {
    let lines = r#"
        set -euo pipefail
        IFS=:
        code=0
        answer=$(kudu_tcpping "$1" 127.0.0.1:1 -n 1) || code=$?
        printf '%s' "$answer" | jq -r 'select(.event == "summary") | .outcomes.refused'
        echo "$code $IFS $-"
    "#;
    let said = run_script(lines, Reader::Evaluated, &programs(), &[]);
    assert_eq!(said.stdout, "1\n1 : ehuBc\n", "{said}");
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
}

fn a_command_is_sent_as_it_was_typed() {
    let tools = programs();
    let kudu = Kudu::healthy(Reader::Starter, &tools);
    let lines = r#"kudu_tcpping "$1" 127.0.0.1:1 -n 1 >/dev/null"#;
    run(script(lines, Reader::Starter, &tools).arg(kudu.url()));
    assert_eq!(kudu.asked(), ["tcpping 127.0.0.1:1 -n 1 --json"]);
    let kudu = Kudu::healthy(Reader::Bash, &tools);
    run(script(lines, Reader::Bash, &tools).arg(kudu.url()));
    let expected = format!("{}/tcpping 127.0.0.1:1 -n 1 --json", tools.display());
    assert_eq!(kudu.asked(), [expected]);
}

fn what_a_build_server_would_obey_is_broken_up() {
    let line = r###"{"schema":"tcpping/1","message":"##vso[task.setvariable]x ##[error]y"}"###;
    let text = format!("printf '%s\\n' '{line}'\nprintf '##vso[x]\\033[2J\\n::error::z\\n' >&2");
    let tools = folder_with("tcpping", &text);
    let said = run_script(
        r#"kudu_tcpping "$1" a:1"#,
        Reader::Starter,
        tools.path(),
        &[],
    );
    assert_eq!(said.code, 0, "{said}");
    for text in [&said.stdout, &said.stderr] {
        assert!(!text.contains("##vso[") && !text.contains("##["), "{said}");
        assert!(
            !text.lines().any(|l| l.trim_start().starts_with("::")),
            "{said}"
        );
        assert!(!text.contains('\u{1b}'), "{said}");
    }
    let lines = r#"printf '##[a]\n  ::error::b\nc::d ##vso[e]\n' | kudu_harmless"#;
    let filtered = run_script(lines, Reader::Starter, tools.path(), &[]);
    assert_eq!(filtered.stdout, "# #[a]\n  : :error::b\nc::d # #vso[e]\n");
    // Whoever parses it reads what was said.
    let message = &said.json_lines()[0]["message"];
    assert_eq!(*message, "##vso[task.setvariable]x ##[error]y");
}

fn those_of_azure_are_told_apart() {
    let azure = "printf 'Connection attempt failed: No such host is known\\r\\n'; exit 0";
    let tools = folder_with("tcpping", azure);
    let said = run_script(
        r#"kudu_tcpping "$1" a:1"#,
        Reader::Starter,
        tools.path(),
        &[],
    );
    assert_eq!((said.code, said.stdout.as_str()), (78, ""), "{said}");
    assert!(
        said.stderr.contains("is not this project's tcpping"),
        "{said}"
    );
}
