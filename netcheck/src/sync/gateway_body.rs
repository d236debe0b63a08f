//! A gateway as Azure gives it, to be put back with one more certificate.
//!
//! A PUT that leaves something out takes it away, so the body is kept as it came, with every member,
//! known here or not. It may hold what nobody should see (a shared secret), so it is shown nowhere.

use std::fmt;

use serde_json::{Value, json};

use super::steps::{Knows, Provisioning, Seen, free_name};

/// The body of a `virtualNetworkGateways` resource.
#[derive(Clone, PartialEq)]
pub struct GatewayBody(Value);

impl fmt::Debug for GatewayBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GatewayBody(..)")
    }
}

impl GatewayBody {
    /// A gateway's body as it was read.
    ///
    /// # Errors
    /// In words, if it is none that could be put back: without point-to-site configuration there is
    /// nothing that a certificate could be added to.
    pub fn new(body: Value) -> Result<Self, String> {
        let clients = body.pointer("/properties/vpnClientConfiguration");
        if !clients.is_some_and(Value::is_object) {
            return Err(
                "the gateway has no point-to-site configuration; set it up first".to_owned(),
            );
        }
        let roots = body.pointer(ROOTS);
        if roots.is_some_and(|roots| !roots.is_null() && !roots.is_array()) {
            return Err("the gateway's root certificates are no list".to_owned());
        }
        Ok(Self(body))
    }

    /// The version of what was read, for If-Match.
    pub fn etag(&self) -> Option<&str> {
        self.0.get("etag").and_then(Value::as_str)
    }

    /// The names of the root certificates.
    pub fn names(&self) -> Vec<&str> {
        self.entries(ROOTS)
            .filter_map(|root| root.get("name")?.as_str())
            .collect()
    }

    /// What the planner asks of it: its state, and whether it knows the certificate with this thumbprint
    /// (as [`normalize`] gives it).
    pub fn seen(&self, thumbprint: &str) -> Seen {
        let state = self.0.pointer("/properties/provisioningState");
        Seen {
            gateway: Provisioning::of(state.and_then(Value::as_str)),
            knows: self.knows(thumbprint),
        }
    }

    fn knows(&self, thumbprint: &str) -> Knows {
        fn text<'a>(entry: &'a Value, name: &str) -> Option<&'a str> {
            // Below `properties`, or flat.
            let below = entry.get("properties").and_then(|p| p.get(name));
            below.or_else(|| entry.get(name))?.as_str()
        }
        Knows::judge(
            thumbprint,
            self.entries(ROOTS).map(|root| {
                (
                    root.get("name")
                        .and_then(Value::as_str)
                        .unwrap_or("without a name"),
                    text(root, "publicCertData"),
                )
            }),
            self.entries(REVOKED)
                .filter_map(|certificate| text(certificate, "thumbprint")),
        )
    }

    /// The name that one more root certificate gets.
    pub fn next_name(&self) -> String {
        free_name(self.names())
    }

    /// The body to put back, with one more root certificate.
    pub fn with_certificate(&self, name: &str, data: &str) -> Value {
        let mut body = self.0.clone();
        let added = json!({"name": name, "properties": {"publicCertData": data}});
        if let Some(Value::Object(clients)) = body.pointer_mut("/properties/vpnClientConfiguration")
        {
            match clients.get_mut("vpnClientRootCertificates") {
                Some(Value::Array(roots)) => roots.push(added),
                _ => {
                    clients.insert("vpnClientRootCertificates".to_owned(), json!([added]));
                }
            }
        }
        body
    }

    fn entries(&self, pointer: &str) -> impl Iterator<Item = &Value> {
        self.0
            .pointer(pointer)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    }
}

const ROOTS: &str = "/properties/vpnClientConfiguration/vpnClientRootCertificates";
const REVOKED: &str = "/properties/vpnClientConfiguration/vpnClientRevokedCertificates";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::Certificate;
    use crate::example::{Example, GATEWAY, PLAN_COPY};

    fn body(example: &Example) -> Value {
        example.get(GATEWAY, "")
    }

    fn presented(example: &Example) -> (String, String) {
        let data = example.get(PLAN_COPY, "/0/properties/certBlob");
        let data = data.as_str().unwrap().to_owned();
        (Certificate::read(&data).unwrap().thumbprint, data)
    }

    #[test]
    fn everything_but_the_added_certificate_goes_back_as_it_came() {
        let example = Example::broken()
            .set(
                GATEWAY,
                "/properties/somethingNew",
                json!({"n": [1, null, 1.5]}),
            )
            .set(
                GATEWAY,
                "/properties/vpnClientConfiguration/radiusServerSecret",
                json!("CANARY"),
            );
        let (thumbprint, data) = presented(&example);
        let gateway = GatewayBody::new(body(&example)).unwrap();
        assert_eq!(gateway.seen(&thumbprint).knows, Knows::No);
        let name = gateway.next_name();
        let mut put = gateway.with_certificate(&name, &data);
        assert_eq!(name, "AppServiceCertificate_1.cer");
        let again = GatewayBody::new(put.clone()).unwrap();
        assert_eq!(again.seen(&thumbprint).knows, Knows::Yes);
        let roots = put.pointer_mut(ROOTS).unwrap().as_array_mut().unwrap();
        let added = roots.pop().unwrap();
        assert_eq!(
            added,
            json!({"name": name, "properties": {"publicCertData": data}})
        );
        assert_eq!(put, body(&example));
        assert!(!format!("{gateway:?}").contains("CANARY"));
    }

    #[test]
    fn a_gateway_without_root_certificates_gets_its_first() {
        for roots in [json!(null), json!([])] {
            let example = Example::broken().set(GATEWAY, ROOTS, roots);
            let (thumbprint, data) = presented(&example);
            let gateway = GatewayBody::new(body(&example)).unwrap();
            let name = gateway.next_name();
            let put = gateway.with_certificate(&name, &data);
            assert_eq!(name, "AppServiceCertificate.cer");
            assert_eq!(
                GatewayBody::new(put).unwrap().seen(&thumbprint).knows,
                Knows::Yes
            );
        }
    }

    #[test]
    fn a_certificate_that_would_not_help_or_a_loss_stops_it() {
        let healthy = Example::healthy();
        let (thumbprint, _) = presented(&healthy);
        let knows = |example: &Example| {
            GatewayBody::new(body(example))
                .unwrap()
                .seen(&thumbprint)
                .knows
        };
        assert_eq!(knows(&healthy), Knows::Yes);
        let revoked = healthy.clone().set(
            GATEWAY,
            &format!("{REVOKED}/0/properties/thumbprint"),
            json!(thumbprint.to_lowercase()),
        );
        assert!(matches!(knows(&revoked), Knows::Never(why) if why.contains("revoked")));
        // The app's own stands at 0, another at 1.
        let blank = healthy
            .clone()
            .set(
                GATEWAY,
                &format!("{ROOTS}/1/properties/publicCertData"),
                json!(""),
            )
            .without(GATEWAY, &format!("{ROOTS}/0"));
        assert!(matches!(knows(&blank), Knows::Never(why) if why.contains("nw-laptops")));
        let unreadable = healthy
            .set(
                GATEWAY,
                &format!("{ROOTS}/1/properties/publicCertData"),
                json!("???"),
            )
            .without(GATEWAY, &format!("{ROOTS}/0"));
        assert_eq!(knows(&unreadable), Knows::No);
    }

    #[test]
    fn what_could_not_be_put_back_is_refused() {
        let none = Example::broken().without(GATEWAY, "/properties/vpnClientConfiguration");
        assert!(GatewayBody::new(body(&none)).is_err());
        let odd = Example::broken().set(GATEWAY, ROOTS, json!("x"));
        assert!(GatewayBody::new(body(&odd)).is_err());
        assert!(GatewayBody::new(json!(null)).is_err());
    }
}
