//! The views as JSON, schema `netcheck-show/1`. Names are a promise: add, do not rename.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::text::json_pretty;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::overview::{AppView, Cost, NetworkView, PlanView, Section, Unclear, Unsupported};

const SCHEMA: &str = "netcheck-show/1";

#[derive(Serialize)]
struct AppDocument<'a> {
    schema: &'static str,
    view: &'static str,
    app: Option<&'a str>,
    integration: &'static str,
    network: Option<&'a str>,
    sections: ByName<'a>,
    cost: &'a [Cost],
    gaps: &'a [String],
    exit: u8,
}

#[derive(Serialize)]
struct PlanDocument<'a> {
    schema: &'static str,
    view: &'static str,
    plan: &'a str,
    sections: ByName<'a>,
    networks: Vec<Network<'a>>,
    unsupported: &'a [Unsupported],
    without_integration: &'a [String],
    unknown: &'a [Unclear],
    gaps: &'a [String],
    exit: u8,
}

#[derive(Serialize)]
struct Network<'a> {
    name: &'a str,
    integration: &'static str,
    apps: &'a [String],
    perhaps: &'a [String],
    sections: ByName<'a>,
    cost: &'a [Cost],
}

/// Sections as members of an object.
struct ByName<'a>(&'a [Section]);

impl Serialize for ByName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for section in self.0 {
            map.serialize_entry(section.name, section)?;
        }
        map.end()
    }
}

/// Writes the view of an app.
pub fn app<W: Write>(out: &mut Out<W>, view: &AppView, exit: Exit) -> io::Result<()> {
    out.line(json_pretty(&AppDocument {
        schema: SCHEMA,
        view: "app",
        app: view.app.as_deref(),
        integration: view.integration,
        network: view.network.as_deref(),
        sections: ByName(&view.sections),
        cost: &view.cost,
        gaps: &view.gaps,
        exit: exit.code(),
    }))
}

/// Writes the view of a plan.
pub fn plan<W: Write>(out: &mut Out<W>, view: &PlanView, exit: Exit) -> io::Result<()> {
    let sections = [view.section.clone()];
    out.line(json_pretty(&PlanDocument {
        schema: SCHEMA,
        view: "plan",
        plan: &view.plan,
        sections: ByName(&sections),
        networks: view.networks.iter().map(network).collect(),
        unsupported: &view.unsupported,
        without_integration: &view.without,
        unknown: &view.unknown,
        gaps: &view.gaps,
        exit: exit.code(),
    }))
}

fn network(view: &NetworkView) -> Network<'_> {
    Network {
        name: &view.name,
        integration: view.integration,
        apps: &view.apps,
        perhaps: &view.perhaps,
        sections: ByName(&view.sections),
        cost: &view.cost,
    }
}
