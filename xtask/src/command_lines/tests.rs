use super::*;

fn release() -> Release {
    // Tests need no commit.
    Release::of_the_workspace(1_795_000_000).unwrap()
}

/// Every command with its page's name, down to the commands of netcheck.
fn commands() -> Vec<(String, Command)> {
    let mut found = Vec::new();
    for mut command in all() {
        command.build();
        for below in command.get_subcommands() {
            if below.get_name() != "help" {
                let name = below.get_display_name().unwrap().to_owned();
                found.push((name, below.clone()));
            }
        }
        found.push((command.get_name().to_owned(), command));
    }
    found
}

fn options(command: &Command) -> Vec<String> {
    let options = command.get_opts().filter(|option| !option.is_hide_set());
    options
        .filter_map(|option| option.get_long().map(str::to_owned))
        .collect()
}

/// As man shows it: without the escapes for dashes and fonts.
fn plain(page: &Entry) -> String {
    let text = String::from_utf8(page.bytes.clone()).unwrap();
    text.replace("\\-", "-")
        .replace("\\fB", "")
        .replace("\\fI", "")
        .replace("\\fR", "")
}

#[test]
fn every_command_has_a_page_that_names_each_of_its_options() {
    let pages = manual(&release()).unwrap();
    for (name, command) in commands() {
        let page = pages.iter().find(|page| page.path == format!("{name}.1"));
        let text = plain(page.unwrap_or_else(|| panic!("{name} has no page")));
        for option in options(&command) {
            assert!(text.contains(&format!("--{option}")), "{name}: --{option}");
        }
    }
    assert_eq!(pages.len(), commands().len());
}

#[test]
fn pages_are_dated_by_the_release_and_not_by_today() {
    for page in manual(&release()).unwrap() {
        assert!(plain(&page).contains("2026-11-18"), "{}", page.path);
    }
}

#[test]
fn examples_keep_their_lines() {
    let pages = manual(&release()).unwrap();
    let page = pages.iter().find(|page| page.path == "tcpping.1").unwrap();
    let text = plain(page);
    assert!(text.contains(".SH EXAMPLES\n.nf\n"), "{text}");
    assert!(
        text.contains("\n  tcpping sql01.corp.example:1433        four attempts"),
        "{text}"
    );
}

#[test]
fn every_shell_completes_every_option() {
    for (shell, folder) in SHELLS {
        let files = completions(shell);
        for command in all() {
            let name = command.get_name();
            let file = completion_file(shell, name);
            let entry = files.iter().find(|entry| entry.path == file);
            let text = String::from_utf8(entry.unwrap().bytes.clone()).unwrap();
            for option in options(&command) {
                // fish writes -l option.
                let there =
                    text.contains(&format!("--{option}")) || text.contains(&format!("-l {option}"));
                assert!(there, "{folder}: {name} --{option}");
            }
        }
    }
}
