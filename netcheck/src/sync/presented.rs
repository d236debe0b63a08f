//! The certificate with which App Service signs in at the gateway. Pure.

use netdiag::model::VnetConnection;

use crate::certificate::{Certificate, normalize};

/// A certificate that can be added to a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// SHA-1, as [`normalize`] gives it.
    pub thumbprint: String,
    /// The certificate in base64, as App Service gives it (`certBlob`).
    pub data: String,
}

impl Presented {
    /// From `certBlob` and `certThumbprint`.
    ///
    /// # Errors
    /// Why it cannot be added to a gateway.
    pub fn of(blob: Option<&str>, thumbprint: Option<&str>) -> Result<Self, String> {
        let data = blob.ok_or("the copy shows no certificate (certBlob)")?;
        let certificate = Certificate::read(data)
            .map_err(|why| format!("the certificate of App Service (certBlob) {why}"))?;
        if let Some(written) = thumbprint
            && normalize(written)? != certificate.thumbprint
        {
            return Err("certThumbprint and certBlob are two different certificates; disconnect and connect anew".to_owned());
        }
        Ok(Self {
            thumbprint: certificate.thumbprint,
            data: data.to_owned(),
        })
    }

    /// The thumbprint that a copy tells, for comparing two copies.
    pub fn thumbprint_of(copy: &VnetConnection) -> Option<String> {
        copy.thumbprint
            .value()
            .and_then(|text| normalize(text).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{Example, PLAN_COPY};

    #[test]
    fn blob_and_thumbprint_have_to_agree() {
        let example = Example::healthy();
        let blob = example.get(PLAN_COPY, "/0/properties/certBlob");
        let thumbprint = example.get(PLAN_COPY, "/0/properties/certThumbprint");
        let (blob, thumbprint) = (blob.as_str().unwrap(), thumbprint.as_str().unwrap());
        let presented = Presented::of(Some(blob), Some(&thumbprint.to_lowercase())).unwrap();
        assert_eq!(
            (presented.thumbprint.as_str(), presented.data.as_str()),
            (thumbprint, blob)
        );
        assert!(Presented::of(Some(blob), None).is_ok());
        for (blob, thumbprint) in [
            (None, Some(thumbprint)),
            (Some("aGVsbG8="), Some(thumbprint)),
            (Some(blob), Some("8E3186F1BFE0BD21860635C980055526889B5D59")),
            (Some(blob), Some("x")),
        ] {
            assert!(Presented::of(blob, thumbprint).is_err());
        }
    }
}
