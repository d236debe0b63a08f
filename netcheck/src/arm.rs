//! How Azure Resource Manager is addressed: paths, and the API version of each provider. Pure.

use netdiag::model::ResourceId;

/// Microsoft.Web: the oldest version that has `outboundVnetRouting`.
pub const WEB: &str = "2025-03-01";
/// Microsoft.Network: what the examples were read with.
pub const NETWORK: &str = "2024-05-01";
/// Microsoft.ClassicNetwork: the newest version that published sources name; its answers were never
/// compared with real ones.
pub const CLASSIC: &str = "2017-11-15";
/// Microsoft.ResourceHealth, which asks for Azure's own opinion of a resource.
pub const HEALTH: &str = "2020-05-01";

/// Path of a resource and of what is below it (`""`, or as `/routes`), with the API version.
pub fn path(id: &ResourceId, below: &str, version: &str) -> String {
    format!("{}{below}?api-version={version}", rooted(id))
}

/// With one leading slash and none at the end.
pub fn rooted(id: &ResourceId) -> String {
    format!("/{}", id.as_str().trim().trim_matches('/'))
}
