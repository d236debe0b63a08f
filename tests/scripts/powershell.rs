//! The PowerShell module. Where there is no PowerShell it is read by a grammar and not run: that shows that it is
//! PowerShell, of a kind that version 5.1 knows, and that what it calls exists.

use std::collections::BTreeSet;

use tree_sitter::{Node, Parser, Tree};

use super::ROOT;
use super::kudu::{Kudu, Reader, TOKEN};
use super::script::{Cases, programs};
use super::support::program::{program, run};
use super::support::tests;

const MODULE: &str = include_str!("../../scripts/AppNetworkTools/AppNetworkTools.psm1");
const MANIFEST: &str = include_str!("../../scripts/AppNetworkTools/AppNetworkTools.psd1");

pub const CASES: Cases = &[
    (
        &[],
        tests![
            the_module_is_powershell,
            nothing_is_newer_than_version_5,
            what_is_called_exists,
            what_is_exported_exists
        ],
    ),
    (
        &["pwsh"],
        tests![
            each_argument_is_written_as_the_table_has_it,
            a_real_tcpping_answers_through_kudu,
            wrong_settings_are_told
        ],
    ),
];

fn read(text: &str) -> Tree {
    let mut parser = Parser::new();
    let grammar = tree_sitter_pwsh::LANGUAGE.into();
    parser.set_language(&grammar).expect("the grammar fits");
    parser.parse(text, None).expect("read")
}

/// Every node, also those that are only signs.
fn nodes<'t>(node: Node<'t>, to: &mut Vec<Node<'t>>) {
    to.push(node);
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        nodes(child, to);
    }
}

/// The text of every node of this kind.
fn texts(kind: &str) -> BTreeSet<&'static str> {
    let tree = read(MODULE);
    let mut all = Vec::new();
    nodes(tree.root_node(), &mut all);
    let wanted = all.iter().filter(|node| node.kind() == kind);
    wanted.map(|node| &MODULE[node.byte_range()]).collect()
}

fn the_module_is_powershell() {
    for text in [MODULE, MANIFEST] {
        assert!(
            text.is_ascii(),
            "5.1 takes a file without a mark for the system's code page"
        );
        let tree = read(text);
        let mut all = Vec::new();
        nodes(tree.root_node(), &mut all);
        let wrong = all.iter().find(|node| node.is_error() || node.is_missing());
        assert!(wrong.is_none(), "{wrong:?}");
    }
    assert!(read("function {").root_node().has_error());
}

fn nothing_is_newer_than_version_5() {
    let tree = read(MODULE);
    let mut all = Vec::new();
    nodes(tree.root_node(), &mut all);
    let newer = [
        "null_coalesce_expression",
        "ternary_expression",
        "??",
        "??=",
        "?.",
        "?[",
        "&&",
        "||",
        "clean",
    ];
    let found = all.iter().find(|node| newer.contains(&node.kind()));
    assert!(found.is_none(), "{found:?}");
    let mut known = Vec::new();
    let tree = read("$x = $y ?? 1\n");
    nodes(tree.root_node(), &mut known);
    assert!(known.iter().any(|node| newer.contains(&node.kind())));
}

/// Cmdlets that both versions have, beside the module's own functions, and what it calls if it is there.
fn what_is_called_exists() {
    let cmdlets = [
        "Add-Member",
        "Add-Type",
        "ConvertFrom-Json",
        "ConvertTo-Json",
        "Export-ModuleMember",
        "ForEach-Object",
        "Get-AzAccessToken",
        "Get-Command",
        "Get-Content",
        "New-Object",
        "Set-StrictMode",
        "Where-Object",
        "Write-Debug",
        "Write-Warning",
        "az",
    ];
    let functions = texts("function_name");
    assert!(functions.len() > 10, "{functions:?}");
    let known: BTreeSet<&str> = functions.iter().copied().chain(cmdlets).collect();
    let called = texts("command_name");
    let unknown: Vec<_> = called.difference(&known).collect();
    assert_eq!(unknown, [&""; 0]);
}

fn what_is_exported_exists() {
    let functions = texts("function_name");
    let lines = MANIFEST
        .lines()
        .skip_while(|l| !l.contains("FunctionsToExport"));
    let exported: Vec<&str> = lines
        .skip(1)
        .take_while(|line| !line.contains(')'))
        .map(|line| line.trim().trim_matches('\''))
        .collect();
    assert_eq!(exported.len(), 5, "{exported:?}");
    for name in &exported {
        assert!(functions.contains(name), "{name}");
        // Of the verbs that Get-Verb lists.
        let verb = name.split('-').next().expect("a verb");
        assert!(["Invoke", "New", "Resolve"].contains(&verb), "{name}");
    }
    let last = MODULE.lines().last().expect("lines");
    let named = last
        .strip_prefix("Export-ModuleMember -Function ")
        .expect(last);
    assert_eq!(named.split(", ").collect::<Vec<_>>(), exported);
    let version = concat!("ModuleVersion        = '", env!("CARGO_PKG_VERSION"), "'");
    assert!(
        MANIFEST.contains(version),
        "the module has the programs' version: {version}"
    );
}

/// Where there is a PowerShell: the same table as for bash.
fn each_argument_is_written_as_the_table_has_it() {
    let lines = format!(
        "Import-Module '{ROOT}/scripts/AppNetworkTools'\n\
         $rows = Get-Content -Raw -Encoding UTF8 '{ROOT}/tests/fixtures/kudu-quoting.json' | ConvertFrom-Json\n\
         foreach ($row in $rows) {{\n\
           $posix = & (Get-Module AppNetworkTools) {{ ConvertTo-PosixArgument $args[0] }} $row.argument\n\
           $windows = try {{ & (Get-Module AppNetworkTools) {{ ConvertTo-WindowsArgument $args[0] }} $row.argument }} catch {{ $null }}\n\
           if ($posix -cne $row.posix -or $windows -cne $row.windows) {{ \"$($row.argument): $posix $windows\" }}\n\
         }}"
    );
    let said = run(program("pwsh").args(["-NoProfile", "-NonInteractive", "-Command", &lines]));
    assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{said}");
}

/// Where there is a PowerShell: a real tcpping through the stand-in.
fn a_real_tcpping_answers_through_kudu() {
    let tools = programs();
    let kudu = Kudu::healthy(Reader::Starter, &tools);
    let lines = format!(
        "Import-Module '{ROOT}/scripts/AppNetworkTools'\n\
         $lines = Invoke-AppTcpPing '{}' 127.0.0.1:1 -Count 2\n\
         \"$($lines.Count) $($lines[2].outcomes.refused) $($lines[2].ExitCode)\"\n\
         try {{ Resolve-AppName '{}' 'a b' -ArgumentList '--nonsense' }} catch {{ $_.FullyQualifiedErrorId }}",
        kudu.url(),
        kudu.url()
    );
    let mut command = program("pwsh");
    command.args(["-NoProfile", "-NonInteractive", "-Command", &lines]);
    let said = run(command.env("KUDU_TOKEN", TOKEN));
    let lines: Vec<&str> = said
        .stdout
        .lines()
        .filter(|l| !l.starts_with("WARNING"))
        .collect();
    assert_eq!(lines, ["3 2 1", "WrongUsage,Resolve-AppName"], "{said}");
}

/// Where there is a PowerShell: what the environment says wrongly is an error with an id of the module's own.
fn wrong_settings_are_told() {
    for (name, value, id) in [
        ("KUDU_OS", "macos", "WrongUsage"),
        ("KUDU_TIMEOUT", "abc", "WrongUsage"),
        ("KUDU_TIMEOUT", "0", "WrongUsage"),
        ("KUDU_TOKEN_FILE", "/no/such/file", "NotSignedIn"),
    ] {
        let lines = format!(
            "Import-Module '{ROOT}/scripts/AppNetworkTools'\n\
             try {{ Resolve-AppName http://127.0.0.1:1 a }} catch {{ $_.FullyQualifiedErrorId }}"
        );
        let mut command = program("pwsh");
        command.args(["-NoProfile", "-NonInteractive", "-Command", &lines]);
        let said = run(command.env(name, value));
        assert!(said.stdout.starts_with(id), "{name}={value}: {said}");
    }
}
