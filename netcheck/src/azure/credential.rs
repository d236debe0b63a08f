//! Signing in: which credentials there are, and the first one that gives a token.

use std::sync::Arc;

use azure_core::credentials::{AccessToken, Secret, TokenCredential};
use azure_core::http::ClientOptions;
use azure_identity::{
    AzureCliCredential, AzureDeveloperCliCredential, ClientAssertionCredentialOptions,
    ClientSecretCredential, ClientSecretCredentialOptions, ManagedIdentityCredential,
    ManagedIdentityCredentialOptions, UserAssignedId, WorkloadIdentityCredential,
    WorkloadIdentityCredentialOptions,
};
use clap::ValueEnum;

use super::cloud::Endpoint;
use super::refusal::clipped;
use super::transport::innermost;
use crate::cli::azure::CredentialName;

const ADVICE: &str = "type 'az login' and try again, or give the app a managed identity with the role Reader, or name a --credential";

/// A credential that gave a token.
#[derive(Debug)]
pub struct SignedIn {
    /// Which one.
    pub name: CredentialName,
    /// Gives further tokens.
    pub credential: Arc<dyn TokenCredential>,
    /// Whose it is, as the token says: a user's or an application's name or id.
    pub who: Option<String>,
}

/// Which credentials there seem to be, without asking anybody.
pub fn available() -> Vec<CredentialName> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    CredentialName::value_variants()
        .iter()
        .copied()
        .filter(|name| is_available(*name, &set, &on_path))
        .collect()
}

fn is_available(
    name: CredentialName,
    set: &dyn Fn(&str) -> bool,
    on_path: &dyn Fn(&str) -> bool,
) -> bool {
    let client = set("AZURE_CLIENT_ID") && set("AZURE_TENANT_ID");
    match name {
        CredentialName::Environment => client && set("AZURE_CLIENT_SECRET"),
        CredentialName::WorkloadIdentity => client && set("AZURE_FEDERATED_TOKEN_FILE"),
        // A virtual machine has one too, but to find that out is to ask: only if it is named.
        CredentialName::ManagedIdentity => set("IDENTITY_ENDPOINT") && set("IDENTITY_HEADER"),
        CredentialName::AzureCli => on_path("az"),
        CredentialName::AzureDeveloperCli => on_path("azd"),
    }
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names: &[&str] = if cfg!(windows) {
        &[".cmd", ".exe", ".bat"]
    } else {
        &[""]
    };
    std::env::split_paths(&path).any(|folder| {
        names
            .iter()
            .any(|ending| folder.join(format!("{program}{ending}")).is_file())
    })
}

/// What to try: what is named, else everything that seems to be there.
///
/// # Errors
/// If there is nothing, and what to type.
pub fn candidates(named: Option<CredentialName>) -> Result<Vec<CredentialName>, String> {
    let candidates = named.map_or_else(available, |name| vec![name]);
    if candidates.is_empty() {
        return Err(format!(
            "there is nothing to sign in to Azure with: no managed identity of an app (IDENTITY_ENDPOINT), no AZURE_CLIENT_ID with AZURE_TENANT_ID and a secret or token file, no az or azd in PATH; {ADVICE}"
        ));
    }
    Ok(candidates)
}

/// Signs in with the first of the candidates that gives a token.
///
/// # Errors
/// What was tried, why it gave none, and what to type.
pub async fn sign_in(
    candidates: &[CredentialName],
    endpoint: &Endpoint,
    options: &ClientOptions,
) -> Result<SignedIn, String> {
    let mut tried = Vec::new();
    for name in candidates {
        let name = *name;
        let found = match credential(name, options) {
            Ok(credential) => token(&credential, endpoint)
                .await
                .map(|token| (credential, token)),
            Err(error) => Err(error),
        };
        match found {
            Ok((credential, token)) => {
                return Ok(SignedIn {
                    name,
                    credential,
                    who: who(token.token.secret()),
                });
            }
            Err(error) => tried.push(format!(
                "{}: {}",
                name.as_str(),
                clipped(error.trim_end_matches(['.', ' ', '\n', '\r']))
            )),
        }
    }
    Err(format!(
        "signing in to Azure failed: {}; {ADVICE}",
        tried.join("; ")
    ))
}

async fn token(
    credential: &Arc<dyn TokenCredential>,
    endpoint: &Endpoint,
) -> Result<AccessToken, String> {
    let scope = endpoint.scope();
    credential
        .get_token(&[&scope], None)
        .await
        .map_err(|error| said(&error))
}

/// The error's own words and the last reason behind them, if that says more.
fn said(error: &azure_core::Error) -> String {
    let (first, last) = (error.to_string(), innermost(error));
    // The library's advice is about its own documentation.
    let first = first.split("\nTo troubleshoot").next().unwrap_or_default();
    if first.contains(&last) {
        first.to_owned()
    } else {
        format!("{first} ({last})")
    }
}

fn credential(
    name: CredentialName,
    options: &ClientOptions,
) -> Result<Arc<dyn TokenCredential>, String> {
    let variable = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.is_empty())
            .ok_or_else(|| format!("the variable {name} is not set"))
    };
    let client_options = options.clone();
    let made: azure_core::Result<Arc<dyn TokenCredential>> = match name {
        CredentialName::Environment => ClientSecretCredential::new(
            &variable("AZURE_TENANT_ID")?,
            variable("AZURE_CLIENT_ID")?,
            Secret::new(variable("AZURE_CLIENT_SECRET")?),
            Some(ClientSecretCredentialOptions { client_options }),
        )
        .map(|credential| credential as _),
        CredentialName::WorkloadIdentity => {
            WorkloadIdentityCredential::new(Some(WorkloadIdentityCredentialOptions {
                credential_options: ClientAssertionCredentialOptions { client_options },
                ..WorkloadIdentityCredentialOptions::default()
            }))
            .map(|credential| credential as _)
        }
        CredentialName::ManagedIdentity => {
            ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
                // An app with several identities says which one in this variable.
                user_assigned_id: variable("AZURE_CLIENT_ID")
                    .ok()
                    .map(UserAssignedId::ClientId),
                client_options,
            }))
            .map(|credential| credential as _)
        }
        CredentialName::AzureCli => AzureCliCredential::new(None).map(|credential| credential as _),
        CredentialName::AzureDeveloperCli => {
            AzureDeveloperCliCredential::new(None).map(|credential| credential as _)
        }
    };
    made.map_err(|error| said(&error))
}

/// Whose token it is: the claims in the middle of a JSON web token. Anything else is nobody's.
fn who(token: &str) -> Option<String> {
    use base64::Engine as _;
    let claims = token.split('.').nth(1)?;
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(claims.trim_end_matches('='))
        .ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    ["upn", "unique_name", "appid", "oid"]
        .iter()
        .find_map(|name| claims.get(name)?.as_str())
        .map(clipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(variables: &[&str], programs: &[&str]) -> Vec<&'static str> {
        CredentialName::value_variants()
            .iter()
            .copied()
            .filter(|name| {
                is_available(
                    *name,
                    &|variable| variables.contains(&variable),
                    &|program| programs.contains(&program),
                )
            })
            .map(CredentialName::as_str)
            .collect()
    }

    #[test]
    fn what_there_is_is_told_without_asking() {
        let client = ["AZURE_CLIENT_ID", "AZURE_TENANT_ID"];
        assert_eq!(found(&[], &[]), [""; 0]);
        assert_eq!(found(&client, &[]), [""; 0]);
        assert_eq!(found(&["IDENTITY_ENDPOINT"], &["azcopy"]), [""; 0]);
        assert_eq!(
            found(&["IDENTITY_ENDPOINT", "IDENTITY_HEADER"], &["az", "azd"]),
            ["managed-identity", "azure-cli", "azure-developer-cli"]
        );
        assert_eq!(
            found(&[client[0], client[1], "AZURE_CLIENT_SECRET"], &[]),
            ["environment"]
        );
        assert_eq!(
            found(&[client[0], client[1], "AZURE_FEDERATED_TOKEN_FILE"], &[]),
            ["workload-identity"]
        );
    }

    #[test]
    fn a_token_says_whose_it_is_or_nothing() {
        // {"appid":"a-1"}
        assert_eq!(who("e30.eyJhcHBpZCI6ImEtMSJ9.x").as_deref(), Some("a-1"));
        for other in ["", "CANARY", "a.b.c", "a.e30.c"] {
            assert_eq!(who(other), None, "{other}");
        }
    }
}
