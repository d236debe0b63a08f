//! Certificates: as text in base64 with or without armour, and as the bytes that the base64 holds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use netcheck::certificate::{Certificate, normalize};

use crate::shown::line;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    read(&text);
    let encoded = STANDARD.encode(bytes);
    read(&encoded);
    let armoured =
        format!("-----BEGIN CERTIFICATE-----\r\n {encoded}\r\n-----END CERTIFICATE-----\r\n");
    assert_eq!(Certificate::read(&armoured), Certificate::read(&encoded));
    match normalize(&text) {
        Ok(thumbprint) => assert_eq!(normalize(&thumbprint), Ok(thumbprint)),
        Err(why) => line(&why),
    }
}

fn read(text: &str) {
    match Certificate::read(text) {
        Ok(certificate) => {
            line(&certificate.subject);
            assert_eq!(
                normalize(&certificate.thumbprint),
                Ok(certificate.thumbprint)
            );
        }
        Err(why) => line(&why),
    }
}
