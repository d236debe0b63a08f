//! README.md and the pages below docs/ against the program: what they show of it, it says.

use std::path::{Path, PathBuf};

use crate::netcheck;
use crate::support::example;
use crate::support::program::run;

/// What a document shows: a command, and what it prints; a line of three points stands for any lines.
struct Transcript {
    document: PathBuf,
    command: String,
    printed: Vec<String>,
}

fn transcripts(document: &Path) -> Vec<Transcript> {
    let text = std::fs::read_to_string(document).expect("a document");
    let mut found = Vec::new();
    for block in text.split("\n```console").skip(1) {
        let block = block.split("\n```").next().unwrap_or_default();
        let mut lines = block.lines().skip(1);
        let mut command = String::new();
        // A command may go on in the next line.
        for line in lines.by_ref() {
            command.push_str(line.trim_start_matches("$ ").trim_end_matches('\\'));
            if !line.ends_with('\\') {
                break;
            }
        }
        // What the two small tools say is of a network, which is not here.
        if command.starts_with("netcheck ") {
            found.push(Transcript {
                document: document.to_owned(),
                command,
                printed: lines.map(str::to_owned).collect(),
            });
        }
    }
    found
}

/// Whether these lines are the output, or its pieces in their order.
fn shows(printed: &[String], output: &[&str]) -> Result<(), String> {
    let mut at = 0;
    let mut anywhere = false;
    for piece in printed.split(|line| line.trim() == "...") {
        if !piece.is_empty() {
            let mut windows = output[at..].windows(piece.len());
            let place = windows.position(|lines| lines == piece);
            match place {
                Some(place) if anywhere || place == 0 => at += place + piece.len(),
                _ => return Err(piece.join("\n")),
            }
        }
        anywhere = true;
    }
    let ends = printed.last().is_some_and(|line| line.trim() == "...");
    if ends || at == output.len() {
        Ok(())
    } else {
        Err(format!("no more after: {}", output[at - 1]))
    }
}

#[test]
fn what_the_documents_show_is_what_it_says() {
    let root = example::folder("healthy").join("../..");
    let mut documents = vec![root.join("README.md")];
    for entry in std::fs::read_dir(root.join("docs")).expect("docs") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|it| it == "md") {
            documents.push(path);
        }
    }
    let all: Vec<Transcript> = documents.iter().flat_map(|it| transcripts(it)).collect();
    assert!(all.len() >= 8, "{documents:?}");
    for shown in all {
        let folder = tempfile::tempdir().expect("a folder");
        let examples = root.join("examples");
        let examples = examples.to_str().expect("a path");
        let words = shown.command.split_whitespace().skip(1);
        let words = words.map(|word| match word.strip_prefix("examples") {
            Some(below) => format!("{examples}{below}"),
            None => word.to_owned(),
        });
        let said = run(netcheck().current_dir(folder.path()).args(words));
        let output: Vec<&str> = said.stdout.lines().collect();
        if let Err(piece) = shows(&shown.printed, &output) {
            let document = shown.document.display();
            panic!(
                "{document}: {}\n\nnot said: {piece}\n\n{said}",
                shown.command
            );
        }
    }
}
