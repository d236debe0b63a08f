//! What the end-to-end tests share. Each test file takes in what it needs.
#![allow(dead_code, reason = "no test file uses all of it")]

pub mod program;
