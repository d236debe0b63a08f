//! What holds is said in `fuzz/bodies/src/observations.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::observations::body(bytes));
