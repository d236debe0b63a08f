//! The calls that change something, as they are told before they are made. Pure.
//!
//! Source of the four calls of a sync: Microsoft's app-service-vnet-integration-powershell page. That
//! Sync Network in the portal makes the last one below the plan is not certain: the path is in Azure's
//! own description of its API, and nobody was seen calling it.

use std::fmt;

use netdiag::model::ResourceId;
use netdiag::text::printable;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::steps::{Step, free_name};
use crate::arm::{NETWORK, WEB, path};

/// The verb of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Makes or replaces.
    Put,
    /// Asks for something to be done.
    Post,
    /// Takes away.
    Delete,
}

impl Method {
    /// As it stands in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// A call in words, without a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The verb.
    pub method: Method,
    /// The path, with the API version.
    pub path: String,
    /// What it is for, as "add the certificate to the gateway nw-gw".
    pub what: String,
    /// What the body holds, in words.
    pub body: String,
    /// Whether it changes anything in Azure.
    pub changes: bool,
    /// What of it is not certain.
    pub uncertain: Option<&'static str>,
}

/// A call with its body, which may hold secrets and is shown nowhere.
pub struct Call {
    /// What is told of it.
    pub announced: Announced,
    /// What it is for.
    pub deed: Deed,
    /// The resource that it is about.
    pub resource: ResourceId,
    /// The body.
    pub body: Option<Value>,
    /// The version that the resource must still have.
    pub if_match: Option<String>,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("announced", &self.announced)
            .finish_non_exhaustive()
    }
}

/// What a call is for, as the journal names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// An app's copy is made anew.
    Connect,
    /// The certificate is added to the gateway.
    AddCertificate,
    /// A package is asked for.
    AskPackage,
    /// The package is handed over.
    HandOver,
    /// A route is added.
    AddRoute,
    /// An app is disconnected.
    Disconnect,
}

/// Between which resources a sync takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The network.
    pub network: ResourceId,
    /// Its gateway.
    pub gateway: ResourceId,
    /// The copy of the network's information that is compared: the plan's, else the app's.
    pub copy: ResourceId,
}

impl Place {
    /// The copy, to be read.
    pub fn copy_path(&self) -> String {
        path(&self.copy, "", WEB)
    }

    /// The gateway, to be read and put back.
    pub fn gateway_path(&self) -> String {
        path(&self.gateway, "", NETWORK)
    }

    /// The network's name, as App Service calls it.
    pub fn network_name(&self) -> &str {
        self.copy.name()
    }

    /// The step's call; none where nothing is called. `thumbprint` is of the certificate that App Service
    /// presents, `names` are those of the gateway's root certificates.
    pub fn announce(&self, step: &Step, thumbprint: &str, names: &[&str]) -> Option<Announced> {
        let network = printable(self.network_name()).into_owned();
        let gateway = printable(self.gateway.name()).into_owned();
        let package = "/gateways/primary";
        Some(match step {
            Step::Wait | Step::Finished | Step::Stop(_) => return None,
            Step::Connect(copy) => Announced {
                method: Method::Put,
                path: path(copy, "", WEB),
                what: format!("make {} anew", whose(copy)),
                body: format!("the id of the network {network}, which it has now"),
                changes: true,
                uncertain: Some("that this brings the copy of an app up to date is inferred"),
            },
            Step::AddCertificate => Announced {
                method: Method::Put,
                path: self.gateway_path(),
                what: format!("add the certificate of App Service to the gateway {gateway}"),
                body: format!(
                    "the gateway as it is read just before, every member of it, and the certificate {thumbprint} added as {}{}; If-Match its etag, so that nobody's change is overwritten",
                    free_name(names.iter().copied()),
                    beside(names),
                ),
                changes: true,
                uncertain: None,
            },
            Step::AskPackage => Announced {
                method: Method::Post,
                path: path(&self.gateway, "/generatevpnclientpackage", NETWORK),
                what: format!("have the gateway {gateway} make a VPN client package; the answer is a signed link, which is shown and kept nowhere"),
                body: "processorArchitecture Amd64".to_owned(),
                changes: false,
                uncertain: None,
            },
            Step::HandOver(copy) => Announced {
                method: Method::Put,
                path: path(copy, package, WEB),
                what: format!("give the package to App Service for {}; this is what renews DNS servers and routes and interrupts the connection", whose(copy)),
                body: format!("the name of the network {network} and the link to the package"),
                changes: true,
                uncertain: copy.after("serverfarms").is_some().then_some(
                    "that Sync Network in the portal makes this call, and that this call renews the copy, is inferred: the path is in the description of the API, and for an app it is documented",
                ),
            },
        })
    }
}

/// "the copy of the plan nw-plan" or "the copy of the app nw-shop".
pub fn whose(copy: &ResourceId) -> String {
    match copy.after("serverfarms") {
        Some(plan) => format!("the copy of the plan {}", printable(plan)),
        None => format!("the copy of the app {}", app_of(copy)),
    }
}

/// `NAME` or `NAME/SLOT` of the app that a resource belongs to.
pub fn app_of(id: &ResourceId) -> String {
    let name = id.app_name();
    printable(name.as_deref().unwrap_or("that is not named")).into_owned()
}

fn beside(names: &[&str]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let names: Vec<_> = names.iter().map(|name| printable(name)).collect();
    format!(" beside {}", names.join(", "))
}
