//! Public certificates as Azure hands them around: base64, perhaps with white space or PEM armour.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use netdiag::text::printable;
use sha1::{Digest, Sha1};
use time::OffsetDateTime;
use x509_cert::der::Decode;

/// What the root certificates are called that App Service adds to a gateway, with `.cer` or a number behind
/// it. Source: Microsoft's app-service-vnet-integration-powershell page.
pub const OF_APP_SERVICE: &str = "AppServiceCertificate";

/// What is judged of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-1 over the DER, 40 upper-case hexadecimal digits: what Azure calls the thumbprint.
    pub thumbprint: String,
    /// The subject, as `CN=...`.
    pub subject: String,
    /// Valid from.
    pub not_before: OffsetDateTime,
    /// Valid until.
    pub not_after: OffsetDateTime,
}

impl Certificate {
    /// Reads a certificate from its text.
    ///
    /// # Errors
    /// Says in words why the text is no certificate.
    pub fn read(text: &str) -> Result<Self, String> {
        let der = decoded(text).ok_or("is no base64")?;
        let certificate = x509_cert::Certificate::from_der(&der)
            .map_err(|_| "is base64, but holds no certificate".to_owned())?;
        let validity = &certificate.tbs_certificate.validity;
        let instant = |time: &x509_cert::time::Time| {
            let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
            OffsetDateTime::from_unix_timestamp(seconds)
                .map_err(|_| "has a date that is none".to_owned())
        };
        Ok(Self {
            thumbprint: thumbprint(&der),
            subject: printable(&certificate.tbs_certificate.subject.to_string()).into_owned(),
            not_before: instant(&validity.not_before)?,
            not_after: instant(&validity.not_after)?,
        })
    }
}

/// The DER of a certificate, whatever white space or PEM armour its base64 has; `None` if it is no base64.
pub(crate) fn decoded(text: &str) -> Option<Vec<u8>> {
    let body: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("-----"))
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect();
    STANDARD.decode(body).ok()
}

/// SHA-1 over the DER, in upper-case hexadecimal digits.
pub(crate) fn thumbprint(der: &[u8]) -> String {
    Sha1::digest(der)
        .iter()
        .map(|b| format!("{b:02X}"))
        .collect()
}

/// A thumbprint as written, in the form in which two can be compared: letter case, colons and blanks
/// do not matter.
///
/// # Errors
/// If it is not 40 hexadecimal digits.
pub fn normalize(thumbprint: &str) -> Result<String, String> {
    let digits: String = thumbprint
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .collect::<String>()
        .to_ascii_uppercase();
    if digits.len() == 40 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(digits)
    } else {
        Err(format!(
            "'{}' is no SHA-1 thumbprint",
            printable(thumbprint)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two test vectors in Azure's own example: same subject, different last byte.
    fn example(member: &str) -> String {
        let text = include_str!(
            "../../tests/fixtures/arm-examples/network-vpnServerConfiguration-rootCert.json"
        );
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        json["properties"][member][0]["publicCertData"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn the_thumbprint_is_the_sha1_of_the_der() {
        let certificate = Certificate::read(&example("vpnClientRootCertificates")).unwrap();
        assert_eq!(
            certificate.thumbprint,
            "DAA7D8A4913B8E7093E4B5A3E4CE7E0BB59F525C"
        );
        assert_eq!(certificate.subject, "CN=P2SRootCert");
        assert_eq!(netdiag::clock::date(certificate.not_after), "2018-12-14");
        let other = Certificate::read(&example("radiusServerRootCertificates")).unwrap();
        assert_eq!(other.thumbprint, "1F59E4B56FCF06B097BCAE07A58A4DAC3C2160D0");
        assert_eq!(other.subject, certificate.subject);
    }

    #[test]
    fn white_space_and_armour_do_not_matter() {
        let plain = example("vpnClientRootCertificates");
        let armoured = format!(
            "-----BEGIN CERTIFICATE-----\r\n{}\r\n {}\n-----END CERTIFICATE-----\n",
            &plain[..64],
            &plain[64..]
        );
        assert_eq!(Certificate::read(&armoured), Certificate::read(&plain));
    }

    #[test]
    fn what_is_no_certificate_says_so() {
        assert_eq!(
            Certificate::read("not!base64"),
            Err("is no base64".to_owned())
        );
        assert_eq!(
            Certificate::read("aGVsbG8="),
            Err("is base64, but holds no certificate".to_owned())
        );
        assert!(Certificate::read("").is_err());
    }

    #[test]
    fn thumbprints_are_compared_without_case_and_colons() {
        let colons = "da:a7:d8:a4:91:3b:8e:70:93:e4:b5:a3:e4:ce:7e:0b:b5:9f:52:5c";
        assert_eq!(
            normalize(colons).unwrap(),
            "DAA7D8A4913B8E7093E4B5A3E4CE7E0BB59F525C"
        );
        assert!(normalize("DAA7").is_err());
    }
}
