//! The examples, anonymized.

use std::path::Path;

use netdiag::model::{Environment, Integration};
use netdiag::source;
use netdiag::text::json;

use super::*;
use crate::check::{Snapshot, judge_all};
use crate::example::TODAY;

const KEY: [u8; 16] = *b"a key of a test.";

fn example(name: &str, app: &str) -> Content {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples")
        .join(name);
    let export = source::read(&folder).unwrap();
    Content {
        documents: export.documents,
        gaps: vec![
            Gap::new(
                "the network nw-hub",
                "may not be read: 403 Forbidden; the action Microsoft.Network/virtualNetworks/read is missing, which the role Reader on the resource group nw-rg has",
            )
            .at(Origin::json("virtualNetworks-nw-hub.json", ""))
            .of_resource("/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network/virtualNetworks/nw-far"),
        ],
        app: Some(app.to_owned()),
        endpoint: Some("https://arm.northwind.example".to_owned()),
        reader: Some("azure-cli as anna@northwind.example".to_owned()),
        time: TODAY,
    }
}

fn statuses(content: &Content) -> Vec<String> {
    let inventory = source::inventory(&content.documents, content.gaps.clone());
    let environment = Environment::empty();
    let integration =
        Integration::assemble(inventory, environment, content.app.as_deref()).unwrap();
    let snapshot = Snapshot {
        integration,
        time: TODAY,
    };
    judge_all(&snapshot)
        .iter()
        .map(|judged| {
            let evidence = judged.verdict.evidence.len();
            format!(
                "{} {:?} {evidence}",
                judged.check.name, judged.verdict.status
            )
        })
        .collect()
}

fn examples() -> Vec<Content> {
    [
        ("healthy", "nw-shop"),
        ("broken", "nw-shop"),
        ("regional", "nw-api"),
    ]
    .map(|(name, app)| example(name, app))
    .into()
}

#[test]
fn the_verdicts_are_those_of_the_original() {
    for content in examples() {
        let other = anonymize(&content, KEY);
        assert_eq!(statuses(&content), statuses(&other));
        assert_eq!(anonymize(&content, KEY).documents, other.documents);
        assert_ne!(anonymize(&content, [0; 16]).documents, other.documents);
    }
}

/// Everything in the original that could tell whose it is.
fn telling(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| telling(one, into)),
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(text) if name == "name" && text.contains('-') => {
                        into.insert(text.to_lowercase());
                    }
                    Some(text) => {
                        let ids = text
                            .split('/')
                            .filter(|part| part.contains("nw-") || words::is_guid(part));
                        into.extend(ids.map(str::to_lowercase));
                        let public = |part: &str| {
                            ["203.0.113.", "198.51.100.", "192.0.2."]
                                .iter()
                                .any(|net| part.starts_with(net))
                        };
                        into.extend(
                            text.split([',', '/'])
                                .filter(|part| public(part))
                                .map(str::to_owned),
                        );
                        if text.contains("northwind") {
                            into.insert("northwind".to_owned());
                        }
                    }
                    None => telling(member, into),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn nothing_remains_that_tells_whose_it_is() {
    for content in examples() {
        let mut secrets = BTreeSet::new();
        for (_, document) in &content.documents {
            telling(document, &mut secrets);
        }
        assert!(secrets.len() > 20, "{secrets:?}");
        let other = anonymize(&content, KEY);
        let mut all = format!(
            "{:?} {:?} {:?} {:?}",
            other.gaps, other.app, other.endpoint, other.reader
        );
        for (file, document) in &other.documents {
            all.push_str(file);
            all.push_str(&json(document));
        }
        let all = all.to_lowercase();
        for secret in
            secrets
                .iter()
                .map(String::as_str)
                .chain(["nw-", "northwind", "anna@", "11111111"])
        {
            let is_range = address::masked(secret, &KEY).is_some_and(|same| same == secret);
            assert!(
                is_range || words::is_given_by_azure(secret) || !all.contains(secret),
                "{secret} in {all}"
            );
        }
        assert!(
            all.contains("10.61.0.0/16") || all.contains("10.80.0.0/16"),
            "private addresses stay"
        );
    }
}

#[test]
fn a_gap_says_what_it_said_of_somebody_else() {
    let content = example("healthy", "nw-shop");
    let other = anonymize(&content, KEY);
    let text = other.gaps[0].to_string();
    assert!(
        text.contains("the action Microsoft.Network/virtualNetworks/read is missing"),
        "{text}"
    );
    assert!(
        text.starts_with("the network n-") && text.ends_with("(gap-001-virtualnetworks.json)"),
        "{text}"
    );
}

#[test]
fn a_certificate_stays_one_with_another_name() {
    let text = include_str!("../../../examples/certificates/laptops.pem");
    let before = crate::certificate::Certificate::read(text).unwrap();
    let other = certificate::disguised(text, &KEY).unwrap();
    let after = crate::certificate::Certificate::read(&other.text).unwrap();
    assert_eq!(other.before, before.thumbprint);
    assert_eq!(other.after, after.thumbprint);
    assert_eq!(
        (before.not_before, before.not_after),
        (after.not_before, after.not_after)
    );
    assert_ne!(before.subject, after.subject);
    assert_eq!(before.subject.len(), after.subject.len());
}
