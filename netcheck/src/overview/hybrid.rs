//! Hybrid connections in the app's environment: hosts and ports, and nothing else of them.

use netdiag::model::Integration;
use netdiag::source::REDACTED;

use super::line::{Line, Value};

/// The variables that hold them.
const VARIABLES: [&str; 2] = ["WEBSITE_RELAYS", "WEBSITE_REWRITE_TABLE"];

/// The hosts and ports that hybrid connections serve.
pub fn line(integration: &Integration) -> Line {
    const NAME: &str = "hybrid_connections";
    const LABEL: &str = "hybrid connections";
    let environment = &integration.environment;
    if !environment.is_app_service() {
        return Line::unknown(
            NAME,
            LABEL,
            "the app's environment was not read; --env takes a file with it",
        );
    }
    let mut values: Vec<Value> = Vec::new();
    let mut illegible = Vec::new();
    // Redacted, they are the words host:port: in full they hold keys.
    for (name, text) in environment.redacted() {
        if text.is_empty() || !VARIABLES.iter().any(|v| name.eq_ignore_ascii_case(v)) {
            continue;
        }
        if text == REDACTED {
            illegible.push(name);
            continue;
        }
        let from = environment.get(&name);
        for word in text.split(' ') {
            if values.iter().all(|known| known.value != word) {
                values.push(Value::new(word, from.origin()));
            }
        }
    }
    let illegible = (!illegible.is_empty()).then(|| {
        format!(
            "{} holds hybrid connections in a form that is not known",
            illegible.join(" and ")
        )
    });
    match (values.is_empty(), illegible) {
        (true, Some(why)) => Line::unknown(NAME, LABEL, why),
        (true, None) => Line::none(NAME, LABEL, "none in the app's environment"),
        (false, illegible) => Line::known(NAME, LABEL, values)
            .because("traffic to these goes through a relay, not through the network")
            .and(illegible),
    }
}
