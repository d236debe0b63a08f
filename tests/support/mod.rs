//! What the end-to-end tests share. Each test file takes in what it needs; the DNS server, which
//! needs hickory-proto, by `#[path = "support/dns_server.rs"] mod dns_server;`, and the terminal likewise.
#![allow(dead_code, reason = "no test file uses all of it")]

pub mod guarded;
pub mod portal;
pub mod program;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub mod static_program;
