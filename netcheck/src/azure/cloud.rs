//! Where Azure Resource Manager is, and for whom a token to it is made out. Pure.

use std::net::IpAddr;

use azure_core::cloud::CloudConfiguration;
use azure_core::http::Url;
use netdiag::text::printable;

use crate::cli::azure::CloudName;

/// An Azure Resource Manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    url: Url,
    cloud: CloudName,
}

impl Endpoint {
    /// The one of the cloud, or the one that `--arm-endpoint` names.
    ///
    /// # Errors
    /// If that is no URL of a server, or would carry a token in the clear over a network.
    pub fn new(cloud: CloudName, named: Option<&str>) -> Result<Self, String> {
        let text = named.unwrap_or(cloud.resource_manager());
        let wrong = |why: &str| {
            format!(
                "--arm-endpoint '{}' {why}; type it as https://management.azure.com",
                printable(text)
            )
        };
        let url = Url::parse(text).map_err(|error| wrong(&format!("is no URL ({error})")))?;
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(&url) => {}
            "http" => {
                return Err(wrong(
                    "would carry the token over the network in the clear: plain http is only for this machine",
                ));
            }
            _ => return Err(wrong("is neither https nor http")),
        }
        let has_more = !matches!(url.path(), "" | "/")
            || url.query().is_some()
            || url.fragment().is_some()
            || !url.username().is_empty()
            || url.password().is_some();
        if url.host().is_none() || has_more {
            return Err(wrong("is more, or less, than the address of a server"));
        }
        Ok(Self { url, cloud })
    }

    /// As it is shown: without a final slash.
    pub fn as_str(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// Whether it is asked without TLS, which is so on this machine only.
    pub fn is_plain_http(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// What a token is asked for. It follows the endpoint, so that a token for Azure is never made out
    /// to be sent elsewhere.
    pub fn scope(&self) -> String {
        format!("{}/.default", self.as_str())
    }

    /// Whether a URL leads to the same server.
    pub fn holds(&self, other: &Url) -> bool {
        self.url.origin() == other.origin()
    }

    /// The URL of a resource's path, as `/subscriptions/...`, with its query.
    ///
    /// # Errors
    /// If the path leads to another server, or is none.
    pub fn url(&self, path: &str) -> Result<Url, String> {
        let wrong = || format!("'{}' is no path of a resource", printable(path));
        if !path.starts_with('/') || path.starts_with("//") {
            return Err(wrong());
        }
        let url = self.url.join(path).map_err(|_| wrong())?;
        if self.holds(&url) {
            Ok(url)
        } else {
            Err(wrong())
        }
    }

    /// How azure_core calls the cloud: it knows where to sign in.
    pub fn cloud(&self) -> CloudConfiguration {
        match self.cloud {
            CloudName::Public => CloudConfiguration::AzurePublic,
            CloudName::China => CloudConfiguration::AzureChina,
            CloudName::UsGovernment => CloudConfiguration::AzureGovernment,
        }
    }
}

/// Loopback by name or address.
fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cloud_has_its_own_scope() {
        for (cloud, scope) in [
            (CloudName::Public, "https://management.azure.com/.default"),
            (
                CloudName::China,
                "https://management.chinacloudapi.cn/.default",
            ),
            (
                CloudName::UsGovernment,
                "https://management.usgovcloudapi.net/.default",
            ),
        ] {
            assert_eq!(Endpoint::new(cloud, None).unwrap().scope(), scope);
        }
        let other = Endpoint::new(CloudName::Public, Some("https://arm.example:8443/")).unwrap();
        assert_eq!(other.scope(), "https://arm.example:8443/.default");
    }

    #[test]
    fn a_token_never_goes_in_the_clear_over_a_network() {
        for (url, part) in [
            ("http://management.azure.com", "in the clear"),
            ("http://10.0.0.4:8080", "in the clear"),
            ("http://localhost.example", "in the clear"),
            ("http://127.0.0.1.example", "in the clear"),
            ("ftp://127.0.0.1", "neither https nor http"),
            ("management.azure.com", "is no URL"),
            ("https://a.example/path", "more, or less"),
            ("https://u:p@a.example", "more, or less"),
            ("https://a.example?x=1", "more, or less"),
        ] {
            let error = Endpoint::new(CloudName::Public, Some(url)).unwrap_err();
            assert!(error.contains(part), "{url}: {error}");
        }
        for url in [
            "http://127.0.0.1:8080",
            "http://localhost:8080",
            "http://[::1]:8080",
            "https://arm.example",
        ] {
            assert!(Endpoint::new(CloudName::Public, Some(url)).is_ok(), "{url}");
        }
    }

    #[test]
    fn a_path_leads_nowhere_else() {
        let arm = Endpoint::new(CloudName::Public, None).unwrap();
        for path in [
            "//evil.example/x",
            "https://evil.example/x",
            "/\\evil.example",
            "x",
            "",
        ] {
            assert!(arm.url(path).is_err(), "{path}");
        }
        let url = arm.url("/subscriptions/s?api-version=1").unwrap();
        assert_eq!(
            url.as_str(),
            "https://management.azure.com/subscriptions/s?api-version=1"
        );
        assert!(!arm.holds(&Url::parse("https://management.azure.com:444/").unwrap()));
    }
}
