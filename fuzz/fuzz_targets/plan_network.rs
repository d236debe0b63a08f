//! What holds is said in `fuzz/bodies/src/plan_network.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::plan_network::body(bytes));
