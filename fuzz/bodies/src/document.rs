//! One document of an export by itself: reading it, taking its secrets out, facts of it.

use netdiag::source;
use serde_json::{Value, json};

const SECRET: &str = "CANARY-planted";

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let mut document = match source::parse_document(bytes) {
        Ok(document) => document,
        Err(why) => return crate::shown::line(&why),
    };
    facts(&document);
    // Whatever stands around it, a member of such a name loses its value.
    plant(&mut document, &mut 50);
    let export = source::export(vec![("a.json".to_owned(), document)], Vec::new());
    for (_, document) in &export.documents {
        let text = document.to_string();
        assert!(!text.contains(SECRET), "a secret stays: {text}");
        let mut again = document.clone();
        source::redact(&mut again);
        assert_eq!(again, *document, "twice is once");
        facts(document);
    }
}

fn facts(document: &Value) {
    let documents = [("a.json".to_owned(), document.clone())];
    let inventory = source::inventory(&documents, Vec::new());
    let text = format!("{inventory:?}");
    assert_eq!(
        text,
        format!("{:?}", source::inventory(&documents, Vec::new()))
    );
    let written = netdiag::text::json_pretty(document);
    assert!(written.is_ascii());
    let read: Value = serde_json::from_str(&written).expect("JSON is JSON");
    assert_eq!(read, *document);
}

/// Puts secrets into the first objects of a document.
fn plant(value: &mut Value, most: &mut u32) {
    match value {
        Value::Object(members) => {
            for member in members.values_mut() {
                plant(member, most);
            }
            if *most > 0 {
                *most -= 1;
                members.insert("sharedKey".to_owned(), json!(SECRET));
                members.insert(
                    "Radius_Secret".to_owned(),
                    json!({"a": [SECRET, {"b": SECRET}]}),
                );
                members.insert(
                    "appSettings".to_owned(),
                    json!([{"name": "A", "value": SECRET}]),
                );
                members.insert(
                    "note".to_owned(),
                    json!(format!("Server=a;Password={SECRET}")),
                );
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| plant(element, most)),
        _ => {}
    }
}
