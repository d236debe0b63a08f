//! What holds is said in `fuzz/bodies/src/journal.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::journal::body(bytes));
