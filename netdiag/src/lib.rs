//! What the three tools share: what an integration *is* ([`model`]), how its facts are *read*
//! ([`source`]), and how a question is *asked* of the network ([`probe`]).
//!
//! Judging lives in netcheck. Only [`source`], [`probe`] and [`os`] touch the world, and what serves
//! a program's edges ([`cli`], [`lists`], [`patience`], [`progress`]); everything else here is pure: no
//! sockets, no files, no clock but [`clock::now`], no environment.
//!
//! Arrows point one way: `space <- model <- source`; `os` and `probe` stand on `model`, `probe` also on
//! `os`, and `cli` on `source`.

pub mod cli;
pub mod clock;
pub mod fact;
pub mod lists;
pub mod model;
pub mod os;
pub mod pace;
pub mod patience;
pub mod probe;
pub mod progress;
pub mod source;
pub mod space;
pub mod target;
pub mod text;
