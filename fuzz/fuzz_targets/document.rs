//! What holds is said in `fuzz/bodies/src/document.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::document::body(bytes));
