//! What holds is said in `fuzz/bodies/src/dns.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::dns::body(bytes));
