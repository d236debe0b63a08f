//! What holds is said in `fuzz/bodies/src/target.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::target::body(bytes));
