//! What holds is said in `fuzz/bodies/src/security.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::security::body(bytes));
