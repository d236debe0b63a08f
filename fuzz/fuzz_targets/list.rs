//! What holds is said in `fuzz/bodies/src/list.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::list::body(bytes));
