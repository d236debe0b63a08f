//! What becomes of bytes from outside: one function for each way in, which hands the bytes to the code
//! that reads them and panics if something does not hold. libFuzzer calls them with bytes that it makes
//! up (`fuzz/run`), and `tests/replay.rs` with the corpus and with every input that once broke something.
//!
//! Beside "no panic": what is printed is plain ASCII without a line that a console takes for its prompt,
//! JSON is JSON, the same input is judged in the same words twice, no planted secret comes out, sets
//! are what counting one by one gives. None of it sends a packet.

pub mod addresses;
pub mod archive;
pub mod azure;
mod case;
pub mod certificate;
pub mod dependencies;
pub mod dns;
pub mod document;
pub mod export;
pub mod journal;
pub mod list;
pub mod observations;
pub mod plan_network;
pub mod resolver_files;
pub mod security;
pub mod sets;
mod shown;
pub mod target;
pub mod witness;

/// A way in.
pub type Body = fn(&[u8]);

/// Every way in, by the name of its fuzz target and of its folder in `fuzz/corpus`.
pub const ALL: &[(&str, Body)] = &[
    ("addresses", addresses::body),
    ("archive", archive::body),
    ("azure", azure::body),
    ("certificate", certificate::body),
    ("dependencies", dependencies::body),
    ("dns", dns::body),
    ("document", document::body),
    ("export", export::body),
    ("journal", journal::body),
    ("list", list::body),
    ("observations", observations::body),
    ("plan_network", plan_network::body),
    ("resolver_files", resolver_files::body),
    ("security", security::body),
    ("sets", sets::body),
    ("target", target::body),
    ("witness", witness::body),
];
