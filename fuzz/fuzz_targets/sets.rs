//! What holds is said in `fuzz/bodies/src/sets.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::sets::body(bytes));
