//! `netcheck show`: what an integration is made of, as text and JSON.

mod json;
mod text;

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};

use crate::overview::{AppView, PlanView};

/// Writes the view of an app; `verbose` says where everything was read.
pub fn app<W: Write>(
    out: &mut Out<W>,
    view: &AppView,
    verbose: bool,
    json: bool,
) -> io::Result<Exit> {
    let exit = exit(view.is_incomplete());
    if json {
        json::app(out, view, exit)?;
    } else {
        text::app(out, view, verbose)?;
    }
    out.flush()?;
    Ok(exit)
}

/// Writes the view of a plan.
pub fn plan<W: Write>(
    out: &mut Out<W>,
    view: &PlanView,
    verbose: bool,
    json: bool,
) -> io::Result<Exit> {
    let exit = exit(view.is_incomplete());
    if json {
        json::plan(out, view, exit)?;
    } else {
        text::plan(out, view, verbose)?;
    }
    out.flush()?;
    Ok(exit)
}

fn exit(is_incomplete: bool) -> Exit {
    if is_incomplete {
        Exit::Unclear
    } else {
        Exit::Good
    }
}

#[cfg(test)]
mod tests;
