//! Whether an app or a plan can be integrated with a network: every reason why not, how to mend it and
//! how long that takes. Pure.
//!
//! To add a reason see CONTRIBUTING, "Add a reason against a network".

pub mod alternative;
mod answer;
mod apps;
pub mod migration;
pub mod question;
pub mod reason;
mod struck;
pub mod subnet;
pub mod wanted;

#[cfg(test)]
mod tests;

use netdiag::model::Kind;

pub use answer::{Answer, Asked, Network, network_names, networks};
pub use apps::{AppOnPlan, apps_on};
pub use struck::{Struck, Weight};

/// Which way of integration is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Gateway-required integration.
    Gateway,
    /// Regional integration.
    Regional,
}

impl Way {
    /// Both, in the order in which they are told.
    pub const ALL: &'static [Self] = &[Self::Gateway, Self::Regional];

    /// The kind of integration that it leads to.
    pub fn kind(self) -> Kind {
        match self {
            Self::Gateway => Kind::Gateway,
            Self::Regional => Kind::Regional,
        }
    }

    /// As text calls it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Gateway => "gateway-required",
            Self::Regional => "regional",
        }
    }
}

/// Whether it can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligible {
    /// It can.
    Yes,
    /// Something that was not read decides.
    Unclear,
    /// It cannot.
    No,
}
