//! What an integration looks like, without judging it anew: the view of one app, and of a plan with all
//! of its apps. Data in, data out.
//!
//! Everything is a `Line`: what it says, where that was read, or why nobody knows. Where a line is a
//! judgement it is a check's own.

mod app;
mod apps;
mod choose;
mod cost;
mod differing;
mod gateway;
mod hybrid;
mod line;
mod network;
mod network_view;
mod plan;
mod subnet;
mod traffic;

pub use app::AppView;
pub(crate) use apps::{Unclear, Users};
pub use choose::{choose_plan, choose_plan_to_judge};
pub(crate) use cost::Cost;
pub(crate) use line::{Line, Section, State};
pub(crate) use network_view::NetworkView;
pub use plan::PlanView;
pub(crate) use plan::Unsupported;

#[cfg(test)]
pub(crate) mod tests;
