//! The licence texts of everything that stands in the programs, as one file for each package.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use spdx::{Expression, ParseMode};

use crate::dependencies::{Crate, Parts};
use crate::outcome::{Result, told};
use crate::system::Runtime;

/// What the file is called in every package.
pub const FILE: &str = "THIRD-PARTY-LICENSES.txt";

/// How the files begin that hold licences and what belongs to them, in capitals.
const NAMES: [&str; 6] = [
    "LICENSE",
    "LICENCE",
    "COPYING",
    "COPYRIGHT",
    "NOTICE",
    "UNLICENSE",
];

/// The bytes of the longest file that is taken for a pointer to a licence; the shortest licence is longer.
const POINTER: usize = 500;

/// Somebody else's work and the texts that go with it.
struct Work {
    /// Its name and version, its licence, and where it comes from.
    title: String,
    texts: Vec<String>,
}

/// The file.
///
/// # Errors
/// A crate without a licence text, or with one that nobody has.
pub fn file(parts: &Parts, runtime: &[Runtime]) -> Result<String> {
    let mut works = Vec::new();
    for part in runtime {
        let mut texts: Vec<String> = standard(part.licence)?
            .into_iter()
            .map(|text| format!("{}\n\n{text}", part.owner))
            .collect();
        texts.extend(part.words()?);
        works.push(Work {
            title: format!(
                "{} {}, {}, {}",
                part.name, part.version, part.licence, part.source
            ),
            texts,
        });
    }
    for part in parts.crates.values() {
        works.push(Work {
            title: title(part),
            texts: texts(part)?,
        });
    }
    Ok(page(&works))
}

fn title(part: &Crate) -> String {
    let (name, version) = &part.key;
    let licence = part.licence.as_deref().unwrap_or("see below");
    format!("{name} {version}, {licence}, https://crates.io/crates/{name}/{version}")
}

/// The texts that a crate comes with; if no licence is among them, also those of the licences that it names.
///
/// # Errors
/// A crate that has neither.
pub fn texts(part: &Crate) -> Result<Vec<String>> {
    let mut texts = shipped(&part.folder)?;
    // A file of a line or two points elsewhere ("see LICENSE-MIT"), and is no text of a licence.
    if !texts.iter().any(|text| text.len() > POINTER) {
        let (name, version) = &part.key;
        let licence = part
            .licence
            .as_deref()
            .ok_or_else(|| format!("{name} {version} names no licence and brings none"))?;
        let owner = match part.authors.as_slice() {
            [] => format!("Copyright (c) the authors of {name}"),
            authors => format!("Copyright (c) {}", authors.join(", ")),
        };
        for text in standard(licence)? {
            texts.push(format!("{owner}\n\n{text}"));
        }
    }
    Ok(texts)
}

/// The licence files of a folder, in order of their names.
fn shipped(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(told(folder.display()))? {
        let path = entry.map_err(told(folder.display()))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_ascii_uppercase();
        // Not the program of that name.
        let source = name.ends_with(".RS") || name.ends_with(".TOML");
        if path.is_file() && !source && NAMES.iter().any(|start| name.starts_with(start)) {
            files.push(path);
        }
    }
    files.sort();
    let mut texts = Vec::new();
    for path in files {
        let bytes = std::fs::read(&path).map_err(told(path.display()))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        texts.push(text);
    }
    Ok(texts)
}

/// The texts of the licences in an SPDX expression.
///
/// # Errors
/// An expression that is none, or a licence without a text.
fn standard(expression: &str) -> Result<Vec<String>> {
    let parsed = Expression::parse_mode(expression, ParseMode::LAX)
        .map_err(|why| format!("the licence '{expression}': {why}"))?;
    let mut texts = Vec::new();
    for wanted in parsed.requirements() {
        let id = wanted.req.license.id();
        let id = id.ok_or_else(|| format!("'{}' has no known text", wanted.req.license))?;
        texts.push(id.text().to_owned());
        if let Some(exception) = wanted.req.addition.as_ref().and_then(|added| added.id()) {
            texts.push(exception.text().to_owned());
        }
    }
    match texts.is_empty() {
        true => Err(format!("the licence '{expression}' names none")),
        false => Ok(texts),
    }
}

/// A list of all works, each with the numbers of its texts, and then each text once.
fn page(works: &[Work]) -> String {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut list = String::new();
    for work in works {
        let mut own: Vec<usize> = Vec::new();
        for text in &work.texts {
            let text = tidy(text);
            let next = order.len() + 1;
            let number = *numbers.entry(text.clone()).or_insert(next);
            if number == next {
                order.push(text);
            }
            if !own.contains(&number) {
                own.push(number);
            }
        }
        let own: Vec<String> = own.iter().map(ToString::to_string).collect();
        let _ = writeln!(list, "  {}\n    text {}", work.title, own.join(", "));
    }
    let mut page = format!(
        "{HEAD}\n{list}\n\
         The sources of all crates are at the address named with each; those of the programs themselves\n\
         are under the licence in the file LICENSE, and can be linked anew with other versions of all this.\n"
    );
    for (at, text) in order.iter().enumerate() {
        let line = "=".repeat(78);
        let _ = write!(page, "\n{line}\ntext {}\n{line}\n\n{text}\n", at + 1);
    }
    page
}

const HEAD: &str = "\
The programs contain work of others, or were made with it. Each is listed with its licence, where it
comes from, and the numbers of the texts below that go with it.
";

/// Texts that differ only in line endings and white space around them are one.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests;
