//! What holds is said in `fuzz/bodies/src/witness.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::witness::body(bytes));
