//! What the reader gets. Each command has a place of its own, and in it what is told as plain data, its
//! text and its JSON; `check` has a page (HTML) too.
//!
//! | command | what it tells |
//! | --- | --- |
//! | `netcheck check` | `check`: `text`, `json`, `html` |
//! | `netcheck show` | `show`: `text`, `json` |
//! | `netcheck eligible` | `eligible`: `text`, `json` |
//! | `netcheck plan-network` | `plan_network`: `text`, `json` |
//! | `netcheck collect` | `collect` |
//! | `netcheck sync`, `add-route`, `disconnect` | `sync`: `text`, `json` |
//! | `netcheck route`, `reach` | `route`, `reach` |
//! | `netcheck explain`, `list` | `explain` |
//!
//! What several of them say stands beside them: `evidence`, `trace`, and in `text` what a text is laid
//! out with.

pub(crate) mod check;
pub(crate) mod collect;
pub(crate) mod eligible;
mod evidence;
pub(crate) mod explain;
pub(crate) mod plan_network;
pub(crate) mod reach;
pub(crate) mod route;
pub mod show;
pub(crate) mod sync;
mod text;
mod trace;
