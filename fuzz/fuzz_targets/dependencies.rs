//! What holds is said in `fuzz/bodies/src/dependencies.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::dependencies::body(bytes));
