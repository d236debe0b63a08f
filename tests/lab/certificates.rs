//! The app's certificates, and that of the gateway: made anew for each lab, so that no key lies
//! anywhere.

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd};
use sha1::{Digest, Sha1};

use crate::world::Certificate;

/// The common name of all of the app's.
pub const APP: &str = "AppService.nw-net.11111111";

/// A certificate with its private key.
#[derive(Debug, Clone)]
pub struct Made {
    /// PEM.
    pub certificate: String,
    /// PEM.
    pub key: String,
    /// DER of the certificate.
    pub der: Vec<u8>,
    /// SHA-1 over it, upper case without colons, as App Service writes it.
    pub thumbprint: String,
}

/// All of them.
#[derive(Debug, Clone)]
pub struct Certificates {
    current: Made,
    renewed: Made,
    expired: Made,
    /// The gateway's own, self-signed, which the app's end of the tunnel trusts.
    pub gateway: Made,
}

impl Certificates {
    /// Makes them.
    pub fn make() -> Self {
        Self {
            current: client(2025, 2033),
            renewed: client(2026, 2034),
            expired: client(2019, 2021),
            gateway: made("nw-gw", 2025, 2033, ExtendedKeyUsagePurpose::ServerAuth),
        }
    }

    /// One of the app's.
    pub fn of(&self, which: Certificate) -> &Made {
        match which {
            Certificate::Current => &self.current,
            Certificate::Renewed => &self.renewed,
            Certificate::Expired => &self.expired,
        }
    }
}

fn client(from: i32, until: i32) -> Made {
    made(APP, from, until, ExtendedKeyUsagePurpose::ClientAuth)
}

fn made(name: &str, from: i32, until: i32, usage: ExtendedKeyUsagePurpose) -> Made {
    let key = KeyPair::generate().expect("a key pair");
    let mut parameters = CertificateParams::new(Vec::new()).expect("no names");
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.is_ca = IsCa::ExplicitNoCa;
    parameters.extended_key_usages = vec![usage];
    // Else OpenSSL takes the first trusted certificate of this name for the issuer of all others.
    parameters.use_authority_key_identifier_extension = true;
    parameters.not_before = date_time_ymd(from, 6, 3);
    parameters.not_after = date_time_ymd(until, 6, 3);
    let certificate = parameters.self_signed(&key).expect("a certificate");
    let der = certificate.der().to_vec();
    let thumbprint = Sha1::digest(&der).into_iter().map(|b| format!("{b:02X}"));
    Made {
        certificate: certificate.pem(),
        key: key.serialize_pem(),
        thumbprint: thumbprint.collect(),
        der,
    }
}
