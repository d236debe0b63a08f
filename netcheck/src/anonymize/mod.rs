//! An export without what would tell whose it is: names, ids of subscriptions and tenants, host names,
//! public addresses. Equal things stay equal, so that the same findings come out; a key that nobody
//! keeps makes them others in every export. Pure.
//!
//! What is not known to be needed goes: a text stays only where its member can hold nothing but words of
//! Azure's own. Private addresses stay, because they are what is judged. Certificates stay
//! certificates, with other names in them; their public keys and dates stay.

mod address;
mod certificate;
mod file_names;
mod words;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use netdiag::fact::{Gap, Origin};
use netdiag::source::{Documents, REDACTED};
use serde_json::{Map, Value};
use sha1::{Digest, Sha1};

use crate::export::Content;

/// What stands in place of a text that is not needed.
const GONE: &str = "(anonymized)";

/// The same export, of nobody.
pub fn anonymize(content: &Content, key: [u8; 16]) -> Content {
    let mask = Mask::new(key, &content.documents);
    let documents = content
        .documents
        .iter()
        .enumerate()
        .map(|(number, (file, document))| {
            let masked = mask.value(document, "");
            (file_names::of_document(number + 1, file, document), masked)
        })
        .collect();
    let gaps = content.gaps.iter().enumerate();
    Content {
        documents,
        gaps: gaps
            .map(|(number, gap)| mask.gap(number + 1, gap))
            .collect(),
        app: content.app.as_ref().map(|app| {
            let parts: Vec<String> = app.split('/').map(|part| mask.name(part)).collect();
            parts.join("/")
        }),
        endpoint: content
            .endpoint
            .clone()
            .filter(|endpoint| words::is_azures_own(endpoint)),
        // "azure-cli as anna@example": who is told by the name behind.
        reader: content
            .reader
            .as_ref()
            .and_then(|reader| reader.split(" as ").next().map(str::to_owned)),
        time: content.time,
    }
}

/// What is replaced by what.
struct Mask {
    key: [u8; 16],
    /// Thumbprints of the certificates that were read, to those that they have afterwards.
    thumbprints: BTreeMap<String, String>,
    /// The names that were seen, in lower case: they may stand in texts too.
    names: RefCell<BTreeSet<String>>,
}

impl Mask {
    fn new(key: [u8; 16], documents: &Documents) -> Self {
        let mut mask = Self {
            key,
            thumbprints: BTreeMap::new(),
            names: RefCell::default(),
        };
        for (_, document) in documents {
            mask.find_certificates(document);
        }
        mask
    }

    fn find_certificates(&mut self, value: &Value) {
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.find_certificates(one)),
            Value::Object(members) => {
                for (name, member) in members {
                    match member.as_str() {
                        Some(text) if words::is_certificate(name) => {
                            if let Some(other) = certificate::disguised(text, &self.key) {
                                self.thumbprints.insert(other.before, other.after);
                            }
                        }
                        _ => self.find_certificates(member),
                    }
                }
            }
            _ => {}
        }
    }

    fn value(&self, value: &Value, member: &str) -> Value {
        match value {
            Value::Array(all) => all.iter().map(|one| self.value(one, member)).collect(),
            Value::Object(members) => Value::Object(self.members(members, member)),
            Value::String(text) => Value::String(self.text(text, member)),
            other => other.clone(),
        }
    }

    fn members(&self, members: &Map<String, Value>, parent: &str) -> Map<String, Value> {
        members
            .iter()
            .filter(|(name, _)| !words::is_nobodys_business(name))
            .map(|(name, value)| {
                // The name of a pricing tier is no name of anybody's.
                let within = if parent.eq_ignore_ascii_case("sku") {
                    "sku"
                } else {
                    name
                };
                let name = if words::is_id(name) {
                    self.id(name)
                } else {
                    name.clone()
                };
                (name, self.value(value, within))
            })
            .collect()
    }

    fn text(&self, text: &str, member: &str) -> String {
        if text.is_empty() || text == REDACTED || words::is_azures_word(member) {
            return text.to_owned();
        }
        if words::is_id(text) {
            return self.id(text);
        }
        if words::is_certificate(member) {
            return certificate::disguised(text, &self.key)
                .map_or_else(|| GONE.to_owned(), |other| other.text);
        }
        if let Some(masked) = self.thumbprint(text) {
            return masked;
        }
        if let Some(masked) = address::masked(text, &self.key) {
            return masked;
        }
        if words::is_name(member) {
            return self.name(text);
        }
        if words::is_guid(text) {
            return self.guid(text);
        }
        if words::is_host(member) {
            return self.host(text);
        }
        if words::may_be_tag(member, text) || words::is_number_or_date(text) {
            return text.to_owned();
        }
        GONE.to_owned()
    }

    fn thumbprint(&self, text: &str) -> Option<String> {
        let plain = crate::certificate::normalize(text).ok()?;
        // One that no certificate here has is somebody's all the same.
        Some(self.thumbprints.get(&plain).cloned().unwrap_or_else(|| {
            let digest = self.digest("thumbprint", &plain);
            digest.iter().map(|byte| format!("{byte:02X}")).collect()
        }))
    }

    /// Segment by segment: types and providers are Azure's words, the rest are names.
    fn id(&self, id: &str) -> String {
        let mut is_name = false;
        let mut after = "";
        let masked: Vec<String> = id
            .split('/')
            .map(|segment| {
                let before = std::mem::replace(&mut after, segment);
                if segment.is_empty() {
                    return String::new();
                }
                if before.eq_ignore_ascii_case("providers") {
                    is_name = false;
                    return segment.to_owned();
                }
                let this_is_name = is_name;
                is_name = !is_name;
                if this_is_name {
                    self.name(segment)
                } else {
                    segment.to_owned()
                }
            })
            .collect();
        masked.join("/")
    }

    fn name(&self, name: &str) -> String {
        if name.is_empty() || words::is_given_by_azure(name) {
            return name.to_owned();
        }
        if let Some(masked) = address::masked(name, &self.key) {
            return masked;
        }
        if words::is_guid(name) {
            return self.guid(name);
        }
        let lower = name.to_lowercase();
        let digest = self.digest("name", &lower);
        self.names.borrow_mut().insert(lower);
        format!("n-{}", hex(&digest[..5]))
    }

    fn guid(&self, guid: &str) -> String {
        let digits = hex(&self.digest("guid", &guid.to_lowercase())[..16]);
        format!(
            "{}-{}-{}-{}-{}",
            &digits[..8],
            &digits[8..12],
            &digits[12..16],
            &digits[16..20],
            &digits[20..]
        )
    }

    /// Label by label: Azure's own domains stay readable.
    fn host(&self, host: &str) -> String {
        let labels = host.split('.').map(|label| {
            if words::is_public_label(label) {
                label.to_owned()
            } else {
                self.name(label)
            }
        });
        labels.collect::<Vec<_>>().join(".")
    }

    fn gap(&self, number: usize, gap: &Gap) -> Gap {
        let file = file_names::of_gap(number, gap.resource.as_deref());
        Gap {
            what: self.prose(&gap.what),
            why: self.prose(&gap.why),
            from: match &gap.from {
                Some(Origin::Json { pointer, .. }) => Some(Origin::json(file, pointer.clone())),
                _ => None,
            },
            resource: gap.resource.as_deref().map(|id| self.id(id).into()),
        }
    }

    /// Words that are names, ids or addresses among others.
    fn prose(&self, text: &str) -> String {
        let part_of_word = |c: char| c.is_alphanumeric() || "-_./:".contains(c);
        let mut out = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c| !part_of_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let bare = word.trim_end_matches(['.', ':']);
            out.push_str(&self.word(bare));
            out.push_str(&word[bare.len()..]);
            let next = after.find(part_of_word).unwrap_or(after.len());
            out.push_str(&after[..next]);
            rest = &after[next..];
        }
        out
    }

    fn word(&self, word: &str) -> String {
        if words::is_id(word) {
            return self.id(word);
        }
        if words::is_guid(word) {
            return self.guid(word);
        }
        if let Some(masked) = address::masked(word, &self.key) {
            return masked;
        }
        // NAME/SLOT; an action as Microsoft.Network/virtualNetworks/read is Azure's word.
        if word.starts_with("Microsoft.") {
            return word.to_owned();
        }
        let parts = word.split('/').map(|part| {
            if self.names.borrow().contains(&part.to_lowercase()) {
                self.name(part)
            } else {
                part.to_owned()
            }
        });
        parts.collect::<Vec<_>>().join("/")
    }

    fn digest(&self, kind: &str, text: &str) -> [u8; 20] {
        digest(&self.key, kind, text.as_bytes())
    }
}

/// The key stands on both sides, so that nobody extends what was hashed.
fn digest(key: &[u8; 16], kind: &str, bytes: &[u8]) -> [u8; 20] {
    let mut sha = Sha1::new();
    for part in [key, kind.as_bytes(), &[0], bytes, key] {
        sha.update(part);
    }
    sha.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
