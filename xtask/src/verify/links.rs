//! Whether the links of what is written lead anywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::Entry;
use crate::outcome::Result;

/// What stands in the project's sources only; README.md says so where it links there.
const SOURCES_ONLY: [&str; 3] = ["CONTRIBUTING.md", "examples/", "tests/"];

/// That the links between the files of a package, all in `folder`, lead somewhere.
///
/// # Errors
/// Those that lead nowhere.
pub fn of_package(files: &[Entry], folder: &str) -> Result<String> {
    let files = files
        .iter()
        .filter_map(|file| {
            let name = file.path.strip_prefix(folder)?.strip_prefix('/')?;
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            Some((name.to_owned(), text))
        })
        .collect();
    lead_somewhere(&files, true)?;
    Ok("links lead somewhere".to_owned())
}

/// That every link from one file to another leads to a file that is there, and to a heading of it.
/// `files` are paths with `/` and what is in them. A package holds no sources.
///
/// # Errors
/// The links that lead nowhere.
fn lead_somewhere(files: &BTreeMap<String, String>, is_package: bool) -> Result<()> {
    let mut lost = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        for link in links(text) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() {
                path.clone()
            } else {
                joined(path, file)
            };
            if is_package && SOURCES_ONLY.iter().any(|only| file.starts_with(only)) {
                continue;
            }
            let good = files
                .get(&file)
                .is_some_and(|text| heading.is_empty() || headings(text).contains(heading));
            if !good {
                lost.push(format!("{path}: {link}"));
            }
        }
    }
    if lost.is_empty() {
        Ok(())
    } else {
        Err(format!("links that lead nowhere: {}", lost.join(", ")))
    }
}

/// What stands in `](...)`, but for other places on the internet.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(link, _)| link)
        .filter(|link| !link.contains("://"))
}

/// `link`, as it stands in the file at `path`, from the top.
fn joined(path: &str, link: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The names that GitHub gives to headings: small letters, blanks as hyphens, no other signs.
fn headings(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_'))
                .map(|sign| if sign == ' ' { '-' } else { sign })
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_projects_own_links_lead_somewhere() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut files = BTreeMap::new();
        let mut folders = vec![
            root.join("docs"),
            root.join("examples"),
            root.join("tests/lab"),
        ];
        let mut paths: Vec<_> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
            .map(|name| root.join(name))
            .into();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    paths.push(path);
                }
            }
        }
        for path in paths {
            let name = path.strip_prefix(&root).expect("below").to_string_lossy();
            let bytes = std::fs::read(&path).expect("a file");
            let name = name.replace('\\', "/");
            files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
        assert!(files.len() > 30, "{:?}", files.keys());
        lead_somewhere(&files, false).expect("links");
    }

    #[test]
    fn the_files_that_contributing_names_are_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let text = std::fs::read_to_string(root.join("CONTRIBUTING.md")).expect("a document");
        // Between backticks, from the top; NAME and <name> stand for others.
        let named: Vec<&str> = text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|path| {
                let top = path.split_once('/').map_or("", |(top, _)| top);
                !matches!(top, "" | "target") && root.join(top).is_dir()
            })
            .filter(|path| !path.contains(|sign: char| " <".contains(sign) || sign.is_uppercase()))
            .collect();
        assert!(named.len() > 20, "{named:?}");
        for path in named {
            assert!(root.join(path).exists(), "{path}");
        }
    }

    #[test]
    fn a_link_to_nothing_is_named() {
        let files = |readme: &str| {
            BTreeMap::from([
                ("README.md".to_owned(), readme.to_owned()),
                (
                    "docs/a.md".to_owned(),
                    "# One: `--two` thing\n[up](../README.md)".to_owned(),
                ),
            ])
        };
        for good in [
            "[a](docs/a.md), [b](docs/a.md#one---two-thing)",
            "[c](https://example.org/x)",
            "# Here\n[here](#here)",
        ] {
            assert_eq!(lead_somewhere(&files(good), false), Ok(()), "{good}");
        }
        for lost in [
            "[a](docs/b.md)",
            "[a](docs/a.md#two)",
            "![a](docs/a.png)",
            "[here](#here)",
        ] {
            assert!(lead_somewhere(&files(lost), true).is_err(), "{lost}");
        }
        let sources = files("[c](CONTRIBUTING.md), [r](tests/lab/RESULTS.md)");
        assert!(lead_somewhere(&sources, true).is_ok());
        assert!(lead_somewhere(&sources, false).is_err());
    }
}
