//! Pages of everything that the diagnosis has scenarios for, read again as a browser would.

use netdiag::model::Protocol;
use roxmltree::Document;
use serde_json::{Value, json};

use super::*;
use crate::check::{judge_all, tunnel};
use crate::diagnose::case::Case;
use crate::diagnose::diagnose;
use crate::diagnose::tests::{Scenario, healthy, scenarios};
use crate::example::*;
use crate::path::Context;

/// 500 KB: what a page may hold in an ordinary case.
const ORDINARY: usize = 500_000;

/// The page of these targets. With REPORT_PAGES=FOLDER in the environment it is also written there under `name`, for
/// whoever wants to look.
fn page_of(name: &str, scenario: &Scenario, targets: &[&str]) -> String {
    let (snapshot, observations, witnesses) = scenario.parts();
    let checks = judge_all(&snapshot);
    let tunnel = tunnel(&checks);
    let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp);
    let targets: Vec<netdiag::target::Target> =
        targets.iter().map(|t| t.parse().unwrap()).collect();
    let mut findings = Findings::of(&snapshot, checks.clone());
    let mut journeys = Vec::new();
    for target in &targets {
        let case = Case::new(
            target,
            &snapshot,
            &checks,
            &context,
            &observations,
            witnesses,
        );
        let diagnosis = diagnose(case);
        journeys.push(Journey::of(&diagnosis));
        findings.add(&diagnosis, Vec::new());
    }
    let more = More::of(
        &snapshot,
        &context,
        &targets,
        journeys,
        "netcheck --from export".to_owned(),
        " --from export".to_owned(),
    );
    let html = page(&findings, &more);
    if let Some(folder) = std::env::var_os("REPORT_PAGES") {
        let file = std::path::Path::new(&folder).join(format!("{name}.html"));
        std::fs::write(file, &html).expect("the folder of REPORT_PAGES can be written to");
    }
    html
}

/// Well-formed, every anchor leads somewhere, nothing is loaded.
fn assert_sound(name: &str, html: &str) {
    assert_eq!(page::check::faults(html), [""; 0], "{name}");
    let xml = page::check::as_xml(html);
    let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{name}: {error}"));
    let labels: Vec<&str> = document
        .descendants()
        .filter(|node| node.attribute("role") == Some("region"))
        .map(|node| node.attribute("aria-label").unwrap())
        .collect();
    let mut once = labels.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(
        once.len(),
        labels.len(),
        "{name}: two regions of one name in {labels:?}"
    );
    for drawing in document
        .descendants()
        .filter(|node| node.has_tag_name("svg"))
    {
        assert_eq!(drawing.attribute("role"), Some("img"), "{name}");
        let named = drawing.children().filter(|n| n.is_element()).take(2);
        let tags: Vec<&str> = named.map(|n| n.tag_name().name()).collect();
        assert_eq!(tags, ["title", "desc"], "{name}");
    }
    let numbers = ["x", "y", "width", "height", "d", "cx", "cy", "viewBox"];
    for node in document.descendants() {
        for attribute in node.attributes().filter(|a| numbers.contains(&a.name())) {
            assert!(
                !attribute.value().contains("NaN") && !attribute.value().contains("inf"),
                "{name}"
            );
        }
    }
}

/// All text of the page that a reader sees.
fn text_of(html: &str) -> String {
    let xml = page::check::as_xml(html);
    let document = Document::parse(&xml).unwrap();
    let mut text = String::new();
    let hidden = ["style", "script", "title", "desc"];
    for node in document.descendants().filter(|node| node.is_text()) {
        let is_hidden = node
            .parent()
            .is_some_and(|p| hidden.contains(&p.tag_name().name()));
        if !is_hidden {
            text.push_str(node.text().unwrap_or_default());
        }
    }
    text
}

#[test]
fn the_page_of_every_cause_is_sound_and_names_it() {
    let regional = crate::diagnose::tests::regional::scenarios();
    let all = scenarios().into_iter().map(|row| ("gateway", row));
    for (kind, (cause, target, scenario, near, miss)) in
        all.chain(regional.into_iter().map(|row| ("regional", row)))
    {
        let name = format!("{kind}-{cause}");
        let html = page_of(&name, &scenario, &[target]);
        assert_sound(&name, &html);
        assert!(html.contains(&format!("id=\"cause-{cause}\"")), "{name}");
        assert!(html.len() < ORDINARY, "{name}: {}", html.len());
        let html = page_of(&format!("{name}-near-miss"), &miss, &[near]);
        assert_sound(&name, &html);
    }
}

#[test]
fn the_page_has_its_sections_in_this_order() {
    let broken = Scenario::of(Example::broken()).tcp("10.61.8.9:1433", "timeout");
    let html = page_of("broken", &broken, &["10.61.8.9:1433"]);
    assert_sound("broken", &html);
    let sections = [
        "verdict",
        "way",
        "checklist",
        "causes",
        "round-trips",
        "sync",
        "reach",
        "not-read",
        "repeat",
    ];
    let places: Vec<usize> = sections
        .iter()
        .map(|id| {
            html.find(&format!("<section id=\"{id}\""))
                .unwrap_or_else(|| panic!("{id}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    let text = text_of(&html);
    for told in [
        // The broken hop with its rule's name, and of a part of the range the part.
        "rule no-p2s, priority 150",
        "172.29.7.128/25",
        // The difference.
        "App Service does not know the DNS server 10.61.0.10",
        "netcheck route 10.61.8.9:1433 --from export",
    ] {
        assert!(text.contains(told), "{told}");
    }
}

#[test]
fn each_of_several_targets_has_its_section_and_the_contents_lead_there() {
    let scenario = healthy()
        .tcp("10.61.8.9:1433", "connected")
        .tcp("192.168.41.7:80", "timeout");
    let targets = [
        "10.61.8.9:1433",
        "192.168.41.7:80",
        "10.70.4.5:443",
        "[fd00::4]:443",
    ];
    let html = page_of("many", &scenario, &targets);
    assert_sound("many", &html);
    for i in 1..=targets.len() {
        assert_eq!(
            html.matches(&format!("href=\"#target-{i}\"")).count(),
            3,
            "{i}"
        );
        assert!(html.contains(&format!("<section id=\"target-{i}\"")), "{i}");
    }
    assert_eq!(html.matches("<section id=\"checklist\"").count(), 1);
    assert_eq!(html.matches("<svg class=\"path\"").count(), targets.len());
}

#[test]
fn the_checklist_alone_has_a_page_of_each_example() {
    for (name, example) in [
        ("healthy-checklist", Example::healthy()),
        ("broken-checklist", Example::broken()),
        ("regional-checklist", Example::regional()),
    ] {
        let html = page_of(name, &Scenario::of(example), &[]);
        assert_sound(name, &html);
        assert!(html.len() < ORDINARY);
        assert!(html.contains("id=\"check-gateway-up\""));
    }
}

#[test]
fn what_was_not_read_is_listed_and_nothing_of_it_is_good() {
    let example = Example::healthy()
        .without_file(NETWORKS)
        .without_file(GATEWAY);
    let scenario = Scenario::of(example);
    let html = page_of("unread", &scenario, &["10.61.8.9:1433"]);
    assert_sound("unread", &html);
    let text = text_of(&html);
    assert!(text.contains("could not be read or used"), "{text}");
    assert!(
        !html.contains("class=\"verdict good\""),
        "nothing is good of which nothing is known"
    );
    assert!(
        html.contains(" unread\""),
        "frames of what was not read look otherwise"
    );
}

/// Twelve subnets and more, with names as long as Azure lets them be.
#[test]
fn many_subnets_and_long_names_are_drawn_and_written_out_in_full() {
    let long = |i: usize| format!("subnet-{i:02}-{}", "production-workload-".repeat(3));
    let mut example = Example::healthy();
    for i in 0..12 {
        let prefix = format!("10.61.{}.0/24", 100 + i);
        let subnet = json!({"name": long(i), "properties": {"addressPrefix": prefix}});
        example = example.set(NETWORKS, "/value/0/properties/subnets/-", subnet);
    }
    let scenario = Scenario::of(example).tcp("10.61.8.9:1433", "connected");
    let html = page_of("twelve-subnets", &scenario, &["10.61.8.9:1433"]);
    assert_sound("twelve-subnets", &html);
    for i in 0..12 {
        // In the drawing what a pointer shows, and among what can be reached.
        assert!(html.contains(&format!(
            "<title>subnet {}: 10.61.{}.0/24</title>",
            long(i),
            100 + i
        )));
    }
    assert!(html.len() < ORDINARY);
}

#[test]
fn hostile_names_stay_text() {
    let mut evil = String::from(
        "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;",
    );
    evil.push_str("\u{202e}\u{2066}\u{200f}\u{0}\u{1b}[31m\u{feff}]]>-->");
    evil.push_str(&"A".repeat(10_000));
    let value = Value::String(evil.clone());
    let example = Example::healthy()
        .set(GATEWAY, "/name", value.clone())
        .set(NETWORKS, "/value/0/name", value.clone())
        .set(
            NETWORKS,
            "/value/0/properties/subnets/2/name",
            value.clone(),
        )
        .set(
            NETWORKS,
            "/value/0/properties/virtualNetworkPeerings/0/name",
            value.clone(),
        )
        .set(GROUPS, "/value/0/name", value.clone())
        .set(LOCAL, "/value/0/name", value.clone())
        .set(SITE, "/name", value.clone())
        .set(CONNECTION, "/properties/connectionStatus", value);
    let scenario = Scenario::of(example)
        .tcp("10.61.8.9:1433", "<script>alert(2)</script>\u{202e}")
        .tcp("192.168.41.7:80", "timeout");
    let targets = ["10.61.8.9:1433", "192.168.41.7:80", "10.70.4.5:443"];
    let html = page_of("hostile", &scenario, &targets);
    assert_sound("hostile", &html);
    let xml = page::check::as_xml(&html);
    let document = Document::parse(&xml).unwrap();
    let count = |name| {
        document
            .descendants()
            .filter(|n| n.has_tag_name(name))
            .count()
    };
    assert_eq!((count("script"), count("img")), (1, 0));
    assert!(!html.contains([
        '\u{202e}', '\u{2066}', '\u{200f}', '\u{0}', '\u{1b}', '\u{feff}'
    ]));
    // Nothing is lost either.
    assert!(text_of(&html).contains("<script>alert(1)</script>"));
    // What a pointer shows and what is drawn is short, whatever the names are.
    for node in document
        .descendants()
        .filter(|n| n.has_tag_name("text") || n.has_tag_name("title"))
    {
        let text = node.text().unwrap_or_default();
        let is_page = node.parent().is_some_and(|p| p.has_tag_name("head"));
        assert!(is_page || text.chars().count() <= 400, "{text}");
    }
}

/// A page is a function of what was found: made twice it is the same.
#[test]
fn a_page_made_twice_is_the_same() {
    let scenario = Scenario::of(Example::broken()).tcp("10.61.8.9:1433", "timeout");
    let page = || page_of("broken", &scenario, &["10.61.8.9:1433"]);
    assert_eq!(page(), page());
}
