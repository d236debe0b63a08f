//! `--plot`: the attempts drawn at the end.

use super::*;

/// What follows the summary.
fn plot_of(stdout: &str) -> Vec<String> {
    let stdout = stdout.replace("\r\n", "\n");
    let lines = stdout
        .lines()
        .skip_while(|line| !line.starts_with("Plot: "));
    lines.map(str::to_owned).collect()
}

#[test]
fn without_a_terminal_the_plot_is_plain_and_comes_last() {
    let address = listen("127.0.0.1");
    let said = said(&format!("{address} --plot"));
    let plot = plot_of(&said.stdout);
    assert_eq!(plot[0], "Plot: 4 attempts", "{said}");
    // How wide the labels are depends on how long it took.
    assert_eq!(plot[11].trim_start(), "0 +----------------", "{said}");
    assert_eq!(plot[12].trim_start(), "1           4", "{said}");
    assert!(plot[13].starts_with("min "), "{said}");
    assert!(plot[plot.len() - 1].ends_with("failed 0 of 4"), "{said}");
    assert!(said.stdout.is_ascii(), "{said}");
    // What reads the classic lines goes on working.
    assert_eq!(connections(&said.stdout), Ok(vec![Connection::Success; 4]));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
}

#[test]
fn what_failed_is_marked_and_counted() {
    let address = closed_port();
    let said = said(&format!("{address} -n 3 --plot"));
    let expected = [
        "Plot: 3 attempts",
        "failed |XXX XXX XXX",
        "        1       3",
        "failed 3 of 3, 3 refused",
    ];
    assert_eq!(plot_of(&said.stdout), expected, "{said}");
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
}

#[test]
fn every_address_of_a_name_is_drawn() {
    let server = name_server();
    let port = closed_port().port();
    let line = format!("both.corp.example:{port} -n 2 --all-addresses --plot");
    let said = said_with_dns(server.address, &line);
    assert_eq!(plot_of(&said.stdout)[0], "Plot: 4 attempts", "{said}");
}

#[cfg(unix)]
#[test]
fn a_terminal_gets_blocks_if_its_locale_has_them() {
    use crate::terminal::run_on_terminal;

    let address = listen("127.0.0.1").to_string();
    for (locale, full) in [("en_US.UTF-8", '\u{2588}'), ("C", '#')] {
        let mut command = tcpping();
        command.args([&address, "--plot"]);
        command.env("TERM", "xterm").env("LC_ALL", locale);
        let shown = run_on_terminal(command, "", true).terminal;
        assert!(shown.contains(full), "{shown}");
        assert_eq!(shown.is_ascii(), full == '#', "{shown}");
        assert!(!shown.contains('\u{1b}'), "{shown}");
    }
}
