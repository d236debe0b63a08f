//! The way of an app with gateway-required integration.

use serde_json::json;

use super::regional::said;
use crate::example::{Example, PLAN_COPY};

#[test]
fn the_smallest_route_is_named_as_where_only_the_entry_is_told() {
    let wide = json!({"name": "wide", "properties": {
        "startAddress": "10.0.0.0/8", "routeType": "STATIC"}});
    let example = Example::healthy().set(PLAN_COPY, "/0/properties/routes/-", wide);
    assert_eq!(
        said(&example, ("10.61.8.9", 1433), &[], "app-routes"),
        "the INHERITED route 10.61.0.0/16"
    );
}
