//! A saved environment, and what its settings name. The input is a password up to the end of the line, then the file.

use std::fs;

use netdiag::source::parse_environment;
use tempfile::TempDir;

use crate::shown::netcheck_all_ways;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let end = bytes
        .iter()
        .position(|b| *b == b'\n')
        .unwrap_or(bytes.len());
    let (password, rest) = bytes.split_at(end);
    let mut file = without_canaries(rest);
    file.extend_from_slice(settings_with(&String::from_utf8_lossy(password)).as_bytes());
    if let Some(environment) = parse_environment(&file, "a.txt".to_owned()) {
        for name in environment.names() {
            let _ = environment.number(name);
        }
        let saved = format!("{:?}", environment.redacted());
        assert!(!saved.contains("CANARY"), "a secret is saved: {saved}");
    }
    let folder = TempDir::new().expect("a folder can be made");
    let path = folder.path().join("environment.txt");
    fs::write(&path, &file).expect("the folder is ours");
    let path = path.to_string_lossy();
    netcheck_all_ways(&[
        "check",
        "--no-azure",
        "--offline",
        "--dependencies",
        "--env",
        &path,
    ]);
}

/// What looks like our secret but is none would be found in what is printed.
fn without_canaries(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    while let Some(at) = bytes
        .windows(6)
        .position(|part| part.eq_ignore_ascii_case(b"CANARY"))
    {
        bytes[at] = b'X';
    }
    bytes
}

/// Settings of the usual forms with this password, written as each form wants it. No part of it may be
/// taken for a host.
fn settings_with(given: &str) -> String {
    let given: String = given
        .chars()
        .filter(|c| (' '..='~').contains(c))
        .take(200)
        .collect();
    let given = given.replace("CANARY", "XANARY");
    let plain = |forbidden: &str| -> String {
        let kept: String = given.chars().filter(|c| !forbidden.contains(*c)).collect();
        format!("CANARY{kept}CANARY")
    };
    let quoted = format!("CANARY{}CANARY", given.replace('"', "\"\""));
    let encoded: String = format!("CANARY{given}CANARY")
        .bytes()
        .map(|b| match b.is_ascii_alphanumeric() {
            true => char::from(b).to_string(),
            false => format!("%{b:02X}"),
        })
        .collect();
    format!(
        "\nSQLAZURECONNSTR_A=Server=tcp:db.example,1433;User ID=u;Password={};Encrypt=True\n\
         SQLCONNSTR_B=Server=db2.example;Password=\"{quoted}\";User ID=u\n\
         APPSETTING_C=cache.example:6380,password={},ssl=True\n\
         APPSETTING_D=https://u:{encoded}@h.example/path\n\
         APPSETTING_E=Endpoint=sb://b.example/;SharedAccessKeyName=n;SharedAccessKey={}\n",
        plain(";\"'"),
        plain(",\"'"),
        plain(";\"'"),
    )
}
