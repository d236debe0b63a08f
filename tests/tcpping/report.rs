//! `--report`: a page about the attempts on one target.

use super::*;

#[test]
fn the_page_tells_what_the_lines_tell() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a report.html");
    let server = name_server();
    let port = listen("127.0.0.1").port();
    let said = run(tcpping()
        .env("WEBSITE_DNS_SERVER", server.address.to_string())
        .args([&format!("sql01.corp.example:{port}"), "-n", "3", "--report"])
        .arg(&file));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
    assert!(said.stdout.contains("\nComplete: 3/3"), "{said}");
    let page = std::fs::read_to_string(&file).expect("a page");
    for part in [
        format!("3 of 3 attempts connected to sql01.corp.example:{port}"),
        "3 of 3 connected; min ".to_owned(),
        "127.0.0.1".to_owned(),
        server.address.to_string(),
        format!("tcpping sql01.corp.example:{port} -n 3 --report "),
    ] {
        assert!(page.contains(&part), "{part}\n{page}");
    }
    assert_eq!(page::check::faults(&page), [""; 0], "{page}");
}

#[test]
fn a_page_is_written_whatever_came_and_replaces_an_older_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("r.html");
    std::fs::write(&file, "x".repeat(1_000_000)).expect("written");
    let server = name_server();
    for (line, part) in [
        ("none.corp.example:1 -n 1", "not resolved"),
        ("none.corp.example:1 -n 1 --json", "no such host"),
        ("127.0.0.1:1 -n 2", "0 of 2 attempts connected"),
    ] {
        let line = format!("{line} --report {}", file.display());
        let said = said_with_dns(server.address, &line);
        assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
        let page = std::fs::read_to_string(&file).expect("a page");
        assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
        assert!(page.trim_end().ends_with("</html>"), "{page}");
        assert!(page.contains(part), "{page}");
    }
}

#[test]
fn a_page_that_cannot_be_written_is_said_before_anything_is_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("none/r.html");
    let address = listen("127.0.0.1");
    for file in [&file, folder.path()] {
        let said = said(&format!("{address} --report {}", file.display()));
        said.assert_wrong_usage("the report cannot be written to ");
    }
}

#[test]
fn a_run_that_nobody_reads_leaves_no_empty_page() {
    use std::process::Stdio;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("r.html");
    let address = listen("127.0.0.1").to_string();
    let mut child = tcpping()
        .args([address.as_str(), "-t", "-i", "0.01", "--report"])
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("tcpping starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert!(!file.exists(), "an empty page");
}
