//! What holds is said in `fuzz/bodies/src/archive.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::archive::body(bytes));
