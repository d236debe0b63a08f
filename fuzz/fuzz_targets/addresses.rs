//! What holds is said in `fuzz/bodies/src/addresses.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::addresses::body(bytes));
