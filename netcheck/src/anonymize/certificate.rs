//! A certificate with other names in it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use x509_cert::der::{Decode, Encode};

use super::{digest, hex};
use crate::certificate::{decoded, thumbprint};

/// The disguised certificate.
pub struct Disguised {
    /// As base64 in one line.
    pub text: String,
    /// The thumbprint that it had.
    pub before: String,
    /// The thumbprint that it has.
    pub after: String,
}

/// Writes other letters over the names of subject and issuer, letter for letter, so that nothing moves.
/// The signature no longer fits, which nobody here checks. `None` if it is no certificate.
pub fn disguised(text: &str, key: &[u8; 16]) -> Option<Disguised> {
    let mut der = decoded(text)?;
    let certificate = x509_cert::Certificate::from_der(&der).ok()?;
    let before = thumbprint(&der);
    let names = [
        &certificate.tbs_certificate.subject,
        &certificate.tbs_certificate.issuer,
    ];
    let parts = names
        .into_iter()
        .flat_map(|name| &name.0)
        .flat_map(|rdn| rdn.0.iter());
    for part in parts {
        let encoded = part.value.to_der().ok()?;
        let letters = part.value.value().len();
        let other = other_letters(part.value.value(), key);
        let head = encoded.len() - letters;
        let mut from = 0;
        while let Some(at) = find(&der[from..], &encoded) {
            let start = from + at + head;
            der[start..start + letters].copy_from_slice(&other);
            from = start + letters;
        }
    }
    Some(Disguised {
        after: thumbprint(&der),
        text: STANDARD.encode(&der),
        before,
    })
}

fn other_letters(name: &[u8], key: &[u8; 16]) -> Vec<u8> {
    let letters = hex(&digest(key, "certificate", name));
    letters.bytes().cycle().take(name.len()).collect()
}

fn find(all: &[u8], part: &[u8]) -> Option<usize> {
    all.windows(part.len()).position(|window| window == part)
}
