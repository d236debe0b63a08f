//! `netcheck collect`: everything that can be read of the app, as an export.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::text::{counted, json_pretty, printable};
use serde_json::json;

use super::gather::{export, live, named_place, reasons};
use crate::anonymize::anonymize;
use crate::azure::wanted::Needs;
use crate::cli::{CollectArgs, Options};
use crate::export::{self, Content};

/// Reads and writes.
pub fn run<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &CollectArgs,
) -> Result<io::Result<Exit>, String> {
    let mut content = read(out, options)?;
    if arguments.anonymize {
        content = anonymize(&content, rand::random());
    }
    export::write(&arguments.out, &content)?;
    Ok(tell(out, options, arguments, &content))
}

fn read<W: Write>(out: &mut Out<W>, options: &Options) -> Result<Content, String> {
    let sources = &options.sources;
    let time = netdiag::clock::now();
    if let Some(path) = &sources.from {
        let read = export(path)?;
        return Ok(Content {
            documents: read.documents,
            gaps: read.gaps,
            app: sources.app.clone().or(read.app),
            endpoint: None,
            reader: None,
            time,
        });
    }
    if options.azure.no_azure {
        return Err("there is nothing to collect without Azure; leave --no-azure out, or give an export with --from".to_owned());
    }
    let environment = sources.environment()?;
    let place = named_place(options, &environment)?;
    let reading = live(out, options, &place, Needs::EXPORT)?;
    if reading.documents.is_empty() {
        return Err(format!(
            "nothing could be read from Azure, so nothing was written: {}",
            reasons(&reading.gaps)
        ));
    }
    Ok(Content {
        reader: Some(reading.reader()),
        endpoint: Some(reading.endpoint),
        documents: reading.documents,
        gaps: reading.gaps,
        app: Some(place.full_name()),
        time,
    })
}

fn tell<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &CollectArgs,
    content: &Content,
) -> io::Result<Exit> {
    let exit = if content.gaps.is_empty() {
        Exit::Good
    } else {
        Exit::Unclear
    };
    let to = arguments.out.to_string_lossy();
    if options.json {
        let gaps: Vec<String> = content.gaps.iter().map(ToString::to_string).collect();
        let document = json!({
            "schema": "netcheck-collect/1",
            "out": to,
            "files": content.documents.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            "gaps": gaps,
            "exit": exit.code(),
        });
        out.line(json_pretty(&document))?;
    } else {
        let files = counted(content.documents.len(), "file", "files");
        out.line(format!(
            "{files} and a manifest written to {}",
            printable(&to)
        ))?;
        if !content.gaps.is_empty() {
            out.line("\nNot read:")?;
            for gap in &content.gaps {
                out.line(format!("  {}", printable(&gap.to_string())))?;
            }
        }
        out.line(format!(
            "\nJudge it anywhere with: netcheck --from {}",
            printable(&to)
        ))?;
    }
    out.flush()?;
    Ok(exit)
}
