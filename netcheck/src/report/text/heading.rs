//! The line that a text about one app begins with.

use netdiag::text::printable;

/// One line that says which app, and with what it is integrated.
pub fn heading(app: Option<&str>, integration: &str, network: Option<&str>) -> String {
    let app = printable(app.unwrap_or("an app that is not named")).into_owned();
    let network = network.map_or_else(String::new, |name| format!(" with {}", printable(name)));
    match integration {
        "gateway" => format!("{app}: gateway-required integration{network}"),
        "regional" => format!("{app}: regional integration{network}"),
        "none" => format!("{app}: no integration with a virtual network"),
        _ => format!("{app}: the kind of integration could not be read"),
    }
}
