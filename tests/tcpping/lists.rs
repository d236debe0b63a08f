//! `--targets`.

use super::*;

#[test]
fn a_list_is_probed_to_its_end_whatever_is_in_it() {
    let server = name_server();
    let open = listen("127.0.0.1");
    let closed = closed_port();
    let list = format!(
        "# what the app needs\r\n{open}\r\n\r\n127.0.0.1 {}\nshop:99999\nsql01.corp.example:{}\nhttps://shop.example/\nsql01.corp.example:{}\na b c\n",
        closed.port(),
        open.port(),
        closed.port(),
    );
    let with = |more: &str| {
        run_with_input(
            tcpping()
                .env("WEBSITE_DNS_SERVER", server.argument())
                .args(["--targets", "-", "-n", "1"])
                .args(more.split_whitespace()),
            list.as_bytes(),
        )
    };
    let said = with("");
    let has = |line: &str| {
        assert!(
            said.stdout.lines().any(|l| l.starts_with(line)),
            "{line}{said}"
        )
    };
    has(&format!("Connected to {open}, time taken: "));
    has(&format!(
        "Connected to sql01.corp.example:{}, time",
        open.port()
    ));
    has(&format!("{REFUSED} ({closed})"));
    has(&format!("{REFUSED} (sql01.corp.example:{})", closed.port()));
    has("Line 5 skipped: '99999' is no port; type a number from 1 to 65535");
    has(
        "Line 7 skipped: 'https://shop.example/' is a URL; type the host and port: shop.example:443",
    );
    has("Line 9 skipped: 'a b c' is more than a host and a port");
    has("Complete: 2/4 successful attempts (50%). Average success time: ");
    has("Targets: 2 of 4 connected, 3 lines skipped");
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
    assert_eq!(server.asked().len(), 1, "one name, one question");

    let said = with("--json --concurrency 1");
    let lines = said.json_lines();
    let events = |event: &str| lines.iter().filter(|l| l["event"] == event).count();
    assert_eq!(
        (
            events("attempt"),
            events("summary"),
            events("skipped"),
            events("total")
        ),
        (4, 4, 3, 1),
        "{said}"
    );
    let total = lines.last().expect("a line");
    assert_eq!(total["targets"], 4, "{said}");
    assert_eq!(total["targets_connected"], 2, "{said}");
    assert_eq!(total["lines_skipped"], 3, "{said}");
}

#[test]
fn a_list_of_many_targets_is_read_from_a_file() {
    let open = listen("127.0.0.1");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("targets.txt");
    std::fs::write(&file, format!("{open}\n").repeat(500)).expect("written");
    let said = run(tcpping().arg("--targets").arg(&file).args(["-n", "1"]));
    assert!(said.stdout.contains("Complete: 500/500 "), "{said}");
    let last = said.stdout.lines().last();
    assert_eq!(last, Some("Targets: 500 of 500 connected"), "{said}");
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn a_list_without_targets_is_wrong_usage() {
    for input in ["", "# nothing\n", "shop:99999\n"] {
        let said = run_with_input(tcpping().args(["--targets", "-"]), input.as_bytes());
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.contains("type one host:port a line"), "{said}");
    }
    let said = said("--targets does-not-exist.txt");
    assert_eq!(said.code, 2, "{said}");
    assert!(
        said.stderr.contains("does-not-exist.txt cannot be read"),
        "{said}"
    );
}
