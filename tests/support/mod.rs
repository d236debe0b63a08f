//! What the end-to-end tests share. Each test file takes in what it needs; the DNS server, which
//! needs hickory-proto, by `#[path = "support/dns_server.rs"] mod dns_server;`, and the terminal likewise.
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

pub mod example;
pub mod guarded;
pub mod portal;
pub mod program;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub mod static_program;
pub mod verdict;
