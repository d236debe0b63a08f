//! What holds is said in `fuzz/bodies/src/export.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::export::body(bytes));
