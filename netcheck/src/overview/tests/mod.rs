//! Each line of each view: on the examples, and after one change to them.

mod cost;
mod gateway;
mod plan;
mod regional;

use netdiag::model::{AppDns, Environment, NameServers, ResourceId};
use serde_json::{Value, json};

use super::line::line;
use super::{AppView, PlanView, Section, State, choose_plan};
use crate::example::{
    ADMIN_COPY, APP_COPY, CONNECTION, Example, GATEWAY, NETWORKS, PLAN_COPY, PLANS, SITE,
};

const API: &str = "site-nw-api.json";
const API_PLAN: &str = "serverfarm-nw-api-plan.json";

pub(crate) fn app(example: &Example) -> AppView {
    let snapshot = example.snapshot();
    let servers = NameServers::as_exported(&AppDns::of(&snapshot.integration));
    AppView::of(&snapshot, &servers)
}

pub(crate) fn plan(example: &Example) -> PlanView {
    let snapshot = example.snapshot();
    let inventory = snapshot.integration.inventory.clone();
    let plan = choose_plan(&inventory, None).unwrap();
    PlanView::of(&inventory, &Environment::empty(), &plan, snapshot.time)
}

/// What the line says: its state if it is not known, its values with kinds, and why.
fn said(sections: &[Section], name: &str) -> String {
    let line = line(sections, name);
    let values: Vec<String> = line
        .values
        .iter()
        .map(|value| match (&value.kind, &value.note) {
            (Some(kind), Some(note)) if kind != note => format!("{} {kind} {note}", value.value),
            (Some(word), _) | (None, Some(word)) => format!("{} {word}", value.value),
            (None, None) => value.value.clone(),
        })
        .collect();
    let state = match line.state {
        State::Known => "",
        State::None => "none",
        State::Unknown => "unknown",
        State::NotApplicable => "not applicable",
    };
    let parts = [state, &values.join("; "), line.why.as_deref().unwrap_or("")];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" | ")
}

/// A change to an example, and an example after one.
type Change = fn(Example) -> Example;
type Changed = fn() -> Example;

/// One line of the view of an app after a change.
type Row = (&'static str, Change, &'static str);

#[track_caller]
fn holds(start: Changed, rows: &[Row]) {
    for (name, change, expected) in rows {
        let found = said(&app(&change(start())).sections, name);
        assert!(found.contains(expected), "{name}: {found}\n{expected}");
    }
}

fn same(example: Example) -> Example {
    example
}

fn no_vnet(example: Example) -> Example {
    example.without_file(NETWORKS)
}

fn no_copies(example: Example) -> Example {
    example
        .without_file(PLAN_COPY)
        .without_file(APP_COPY)
        .without_file(ADMIN_COPY)
}

/// The healthy example without its integration.
pub(crate) fn none() -> Example {
    Example::healthy()
        .set(SITE, "/properties/siteConfig/vnetName", Value::Null)
        .without_file("site-nw-shop-config-web.json")
        .without_file("site-nw-shop-networkConfig-virtualNetwork.json")
        .without_file("site-nw-shop-virtualNetworkConnections-nw-net-gateways-primary.json")
        .without_file(APP_COPY)
}

#[test]
fn an_app_without_integration_has_no_network_to_show() {
    let view = app(&none());
    assert_eq!(view.integration, "none");
    assert_eq!(view.sections.len(), 1);
    assert!(said(&view.sections, "kind").starts_with("none"));
    assert!(!view.is_incomplete());
}

#[test]
fn a_main_fact_that_is_not_known_makes_the_view_unclear() {
    let rows: [(Change, bool); 5] = [
        (same, false),
        (no_vnet, true),
        (|e| e.without_file(GATEWAY), true),
        (no_copies, true),
        // What is only good to know may be missing.
        (|e| e.without_file(CONNECTION), false),
    ];
    for (i, (change, expected)) in rows.into_iter().enumerate() {
        let view = app(&change(Example::healthy()));
        assert_eq!(view.is_incomplete(), expected, "row {i}");
    }
}
