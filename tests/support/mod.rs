//! What the end-to-end tests share.
//!
//! Running our programs: [`program`] (as their users do, and what they said), [`guarded`] (bounded in time and
//! memory, on input that means harm), `terminal` (with a terminal before them), [`static_program`] (where there is
//! nothing else).
//!
//! What they read and what reads them: [`example`] (the shipped examples, with a change), `plan_export` (a plan of any
//! size; benchmarks take it too), [`verdict`] (what stands in netcheck's JSON), [`portal`] (the rules by which Azure's
//! portal reads the classic tools).
//!
//! Whom they talk to: [`dns_server`] (a DNS server that does as it is told) and [`lies`] (every lie of one),
//! `arm_stand_in` (Azure Resource Manager), `kudu` (an app's SCM site), both over `http`.
//!
//! Where they do: loopback is enough for most. [`scenario_network`] is a machine of its own, with addresses and
//! an /etc of the test's choice; [`northwind_network`] makes it the healthy example's; `three_machines` has a
//! router between two ends, for what only a network says; the lab (`tests/lab`) has everything, real.
//!
//! Those without a link have dependencies or uses of their own: a test takes them in by
//! `#[path = "support/terminal.rs"] mod terminal;`.
#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "no test file uses all of it"
)]

/// Tests of a program that has no harness, each under its function's name.
macro_rules! tests {
    ($($test:ident),+ $(,)?) => {
        &[$((stringify!($test), $test as fn())),+]
    };
}
pub(crate) use tests;

pub mod dns_server;
pub mod example;
pub mod guarded;
pub mod lies;
pub mod northwind_network;
pub mod portal;
pub mod program;
pub mod scenario_network;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub mod static_program;
pub mod verdict;
