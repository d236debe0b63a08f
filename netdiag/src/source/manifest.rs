//! The manifest of `netcheck collect`: which app it was about, and what could not be read then. Pure.

use serde_json::Value;

use super::Export;
use crate::fact::{Gap, Origin};

/// How the schema of every version of the manifest begins.
pub const EXPORT_FAMILY: &str = "netcheck-export/";
/// The schema of the manifest that this version writes and reads.
pub const EXPORT_SCHEMA: &str = "netcheck-export/1";

/// Whether a document is a manifest, of whatever version.
pub(super) fn is_one(document: &Value) -> bool {
    text(document, "schema").is_some_and(|schema| schema.starts_with(EXPORT_FAMILY))
}

/// Adds to an export what its manifest says; `file` is the manifest's own name.
pub(super) fn apply(file: &str, manifest: &Value, export: &mut Export) {
    if text(manifest, "schema") != Some(EXPORT_SCHEMA) {
        export.gaps.push(
            Gap::new(
                "the manifest",
                "was written by a newer netcheck: what could not be read then is not known",
            )
            .at(Origin::json(file, "/schema")),
        );
        return;
    }
    if export.app.is_none() {
        export.app = text(manifest, "app").map(str::to_owned);
    }
    let gaps = manifest.get("gaps").and_then(Value::as_array);
    export
        .gaps
        .extend(gaps.into_iter().flatten().filter_map(gap));
}

fn gap(saved: &Value) -> Option<Gap> {
    let mut gap = Gap::new(text(saved, "what")?, text(saved, "why")?);
    if let Some(file) = text(saved, "file") {
        gap = gap.at(Origin::json(file, ""));
    }
    if let Some(id) = text(saved, "resource") {
        gap = gap.of_resource(id);
    }
    Some(gap)
}

fn text<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value.get(member)?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::ResourceId;
    use crate::source::{export, inventory};

    const GATEWAY: &str =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/gw";

    #[test]
    fn what_could_not_be_read_then_is_a_gap_still() {
        let manifest = json!({"schema": "netcheck-export/1", "app": "shop/staging", "gaps": [
            {"what": "the gateway gw", "why": "was forbidden", "file": "gw.json", "resource": GATEWAY},
            {"what": "no reason"},
        ]});
        let export = export(vec![("manifest.json".into(), manifest)], Vec::new());
        assert_eq!(export.app.as_deref(), Some("shop/staging"));
        assert!(export.documents.is_empty());
        assert_eq!(export.gaps.len(), 1);
        let inventory = inventory(&export.documents, export.gaps);
        let gateway = &inventory.gateways[&ResourceId::new(GATEWAY)];
        assert_eq!(
            gateway.gap().map(ToString::to_string).as_deref(),
            Some("the gateway gw was forbidden (gw.json)")
        );
    }

    #[test]
    fn a_newer_manifest_is_no_reason_to_stop() {
        let newer = json!({"schema": "netcheck-export/2", "app": "shop"});
        let export = export(vec![("manifest.json".into(), newer)], Vec::new());
        assert_eq!((export.app, export.gaps.len()), (None, 1));
    }
}
