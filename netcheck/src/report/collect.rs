//! `netcheck collect`, as text and as JSON (schema `netcheck-collect/1`).

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::text::{counted, json_pretty, printable};
use serde_json::json;

use crate::export::Content;

/// What was written, and where.
pub struct Told<'a> {
    /// The folder or file.
    pub out: &'a str,
    /// What it holds.
    pub content: &'a Content,
}

impl Told<'_> {
    /// 0, or 3 if something could not be read.
    fn exit(&self) -> Exit {
        if self.content.gaps.is_empty() {
            Exit::Good
        } else {
            Exit::Unclear
        }
    }
}

/// Writes one JSON document.
pub fn json<W: Write>(out: &mut Out<W>, told: &Told<'_>) -> io::Result<Exit> {
    let content = told.content;
    let gaps: Vec<String> = content.gaps.iter().map(ToString::to_string).collect();
    let document = json!({
        "schema": "netcheck-collect/1",
        "out": told.out,
        "files": content.documents.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "gaps": gaps,
        "exit": told.exit().code(),
    });
    out.line(json_pretty(&document))?;
    out.flush()?;
    Ok(told.exit())
}

/// Writes text.
pub fn text<W: Write>(out: &mut Out<W>, told: &Told<'_>) -> io::Result<Exit> {
    let content = told.content;
    let to = printable(told.out);
    let files = counted(content.documents.len(), "file", "files");
    out.line(format!("{files} and a manifest written to {to}"))?;
    if !content.gaps.is_empty() {
        out.line("\nNot read:")?;
        for gap in &content.gaps {
            out.line(format!("  {}", printable(&gap.to_string())))?;
        }
    }
    out.line(format!("\nJudge it anywhere with: netcheck --from {to}"))?;
    out.flush()?;
    Ok(told.exit())
}
