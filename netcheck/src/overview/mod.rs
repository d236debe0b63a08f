//! What an integration looks like, without judging it anew: the view of one app, and of a plan with all
//! of its apps. Data in, data out.
//!
//! Everything is a [`Line`]: what it says, where that was read, or why nobody knows. Where a line is a
//! judgement it is a check's own.

mod app;
mod apps;
mod choose;
mod cost;
mod gateway;
mod hybrid;
mod line;
mod names;
mod network;
mod plan;
mod subnet;
mod traffic;

pub use app::AppView;
pub use apps::Users;
pub use choose::choose_plan;
pub use cost::Cost;
pub use line::{Line, Section, State};
pub use names::{kind_word, network_name};
pub use plan::{NetworkView, PlanView, Unclear, Unsupported};

#[cfg(test)]
mod tests;
