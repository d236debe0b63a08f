//! What holds is said in `fuzz/bodies/src/resolver_files.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::resolver_files::body(bytes));
