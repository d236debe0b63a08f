//! What things are called.

use netdiag::model::{Generation, Integration, Kind, Vnet};

/// `gateway`, `regional`, `none` or `unknown`: the word for JSON.
pub fn kind_word(integration: &Integration) -> &'static str {
    match integration.kind.value() {
        Some(Kind::Gateway) => "gateway",
        Some(Kind::Regional) => "regional",
        Some(Kind::None) => "none",
        None => "unknown",
    }
}

/// A network's name, marked as the portal does if it is a classic one.
pub fn network_name(vnet: &Vnet) -> String {
    match vnet.generation {
        Generation::V1 => format!("{} (Classic)", vnet.name),
        Generation::V2 => vnet.name.clone(),
    }
}

/// The first of many names, and how many more there are.
pub fn some_of<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
