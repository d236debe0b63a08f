//! What holds is said in `fuzz/bodies/src/azure.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::azure::body(bytes));
