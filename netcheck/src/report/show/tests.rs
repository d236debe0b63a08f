use netdiag::cli::{Exit, Out};
use serde_json::json;

use super::*;
use crate::example::{Example, GATEWAY, PLANS};
use crate::overview::tests as overview;

fn text(write: impl FnOnce(&mut Out<&mut Vec<u8>>) -> io::Result<Exit>) -> (String, Exit) {
    let mut bytes = Vec::new();
    let exit = write(&mut Out::new(&mut bytes, "\n")).unwrap();
    (String::from_utf8(bytes).unwrap(), exit)
}

/// The text of a plan's view.
fn plan_of(example: &Example) -> String {
    let view = overview::plan(example);
    text(|out| plan(out, &view, false, false)).0
}

#[test]
fn a_view_that_lacks_what_it_is_for_is_unclear() {
    for (example, expected) in [
        (Example::healthy(), Exit::Good),
        (Example::healthy().without_file(GATEWAY), Exit::Unclear),
    ] {
        let view = overview::app(&example);
        let (text, exit) = text(|out| app(out, &view, false, false));
        assert_eq!(exit, expected, "{text}");
    }
}

#[test]
fn an_app_without_integration_says_so_in_its_first_line() {
    let view = overview::app(&overview::none());
    let (text, exit) = text(|out| app(out, &view, false, false));
    let first = "nw-shop: no integration with a virtual network\n";
    assert!(text.starts_with(first), "{text}");
    assert_eq!(exit, Exit::Good, "{text}");
}

#[test]
fn a_tier_that_does_not_support_integration_is_told_of_the_network() {
    let basic = Example::healthy().set(PLANS, "/value/0/sku/tier", json!("Basic"));
    let text = plan_of(&basic);
    let told = "\nNo longer supported, nw-net: the pricing tier Basic";
    assert!(text.contains(told), "{text}");
}

#[test]
fn a_network_that_no_app_uses_says_so() {
    let text = plan_of(&overview::none());
    for told in [
        "  apps (0)                      no app that was read uses it\n",
        "\nWithout integration (1): nw-shop\n",
    ] {
        assert!(text.contains(told), "{text}");
    }
}
