//! `netcheck collect`: everything that can be read of the app, as an export.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::source::is_ours;

use super::gather::{from, live, named_place, reasons};
use crate::anonymize::anonymize;
use crate::azure::wanted::Needs;
use crate::cli::{CollectArgs, Options};
use crate::export::{self, Content};
use crate::report::collect::{self as report, Told};

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
    let told = Told {
        out: &arguments.out.to_string_lossy(),
        content: &content,
    };
    Ok(if options.json {
        report::json(out, &told)
    } else {
        report::text(out, &told)
    })
}

fn read<W: Write>(out: &mut Out<W>, options: &Options) -> Result<Content, String> {
    let sources = &options.sources;
    if let Some(path) = &sources.from {
        let mut read = from(path, sources)?;
        // What was seen makes a folder a saved case; here only what was read goes along.
        read.documents.retain(|(_, document)| !is_ours(document));
        return Ok(Content {
            documents: read.documents,
            gaps: read.gaps,
            app: read.app,
            endpoint: None,
            reader: None,
            time: read.time,
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
        time: netdiag::clock::now(),
    })
}
