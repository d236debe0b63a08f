//! What holds is said in `fuzz/bodies/src/certificate.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::certificate::body(bytes));
