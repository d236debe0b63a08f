//! Checksums in hexadecimal.

use md5::Md5;
use sha2::{Digest, Sha256};

/// SHA-256, which the packages and everything in them are told by.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// MD5, which Debian's packages name their files by.
pub fn md5(bytes: &[u8]) -> String {
    hexadecimal(&Md5::digest(bytes))
}

/// Bytes as two digits each.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
