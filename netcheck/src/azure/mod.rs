//! Azure itself as a source of facts, and the only room that knows how to reach it.
//!
//! `wanted` decides what to ask (pure), `fetch` asks it, `client` is what speaks to Azure. Every answer
//! becomes a document like a file of an export, without its secrets, and takes the same way as one: what
//! is judged from Azure and from the folder that `netcheck collect` wrote is byte for byte the same.
//! Tokens stay in this room. Nothing is changed by reading: `change` and `live` send the calls of
//! [`crate::sync`], and what they read in clear goes back to Azure and nowhere else.

pub mod app;
mod change;
mod client;
mod cloud;
mod credential;
mod fetch;
mod file_names;
pub mod live;
mod refusal;
mod rehearse;
mod request;
mod transport;
pub mod wanted;

use std::io::{self, Write};
use std::time::Duration;

use netdiag::cli::Out;
use netdiag::fact::Gap;
use netdiag::source::Documents;
use netdiag::text::printable;
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, timeout_at};

use crate::cli::azure::{AzureArgs, CredentialName};
use crate::progress::{Progress, Teller};
use app::AppPlace;
use client::Client;
use cloud::Endpoint;
use credential::SignedIn;
use wanted::Needs;

pub use rehearse::rehearse;

/// What was read from Azure.
#[derive(Debug)]
pub struct Reading {
    /// The answers as documents of an export, sorted by name.
    pub documents: Documents,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// From where.
    pub endpoint: String,
    /// Signed in how.
    pub credential: CredentialName,
    /// Signed in as whom, if the token says so.
    pub who: Option<String>,
}

/// Whether a default reading has a chance: a credential is named, or seems to be there.
pub fn has_credential(arguments: &AzureArgs) -> bool {
    arguments.credential.is_some() || !credential::available().is_empty()
}

/// Reads what `needs` says of the app, within `--azure-timeout`.
///
/// # Errors
/// Only if nothing at all can be asked, with what to type; what Azure does not give is among the gaps.
pub fn read<W: Write>(
    arguments: &AzureArgs,
    app: &AppPlace,
    needs: Needs,
    progress: Progress,
    out: &mut Out<W>,
) -> Result<Reading, String> {
    let runtime = runtime()?;
    let deadline = Instant::now() + Duration::from_secs(arguments.azure_timeout);
    runtime.block_on(async {
        let (client, signed_in) = connect(arguments, deadline, progress, out).await?;
        let fetched = fetch::everything(&client, app, needs, deadline, progress, out)
            .await
            .map_err(|error| impossible(&error))?;
        Ok(Reading {
            documents: fetched.documents(),
            gaps: fetched.gaps(),
            endpoint: client.endpoint().as_str().to_owned(),
            credential: signed_in.name,
            who: signed_in.who,
        })
    })
}

/// Signs in, within the time.
///
/// # Errors
/// If what was typed cannot be, or nobody lets us in, with what was tried and what to type.
pub async fn connect<W: Write>(
    arguments: &AzureArgs,
    deadline: Instant,
    progress: Progress,
    out: &mut Out<W>,
) -> Result<(Client, SignedIn), String> {
    let endpoint = Endpoint::new(arguments.cloud, arguments.arm_endpoint.as_deref())?;
    let seconds = arguments.azure_timeout;
    let candidates = credential::candidates(arguments.credential)?;
    // Plain http is allowed on this machine only, and an app's managed identity answers there too. Where
    // both are that, no trusted certificates are needed.
    let identity_is_local = candidates == [CredentialName::ManagedIdentity];
    let needs_tls = !(endpoint.is_plain_http() && identity_is_local);
    let http = transport::client(needs_tls)?;
    let options = client::options(&http, &endpoint, seconds);
    let mut teller = Teller::new(progress);
    let line = format!("Signing in to Azure ({}) ...", printable(endpoint.as_str()));
    teller.say(&line, out).map_err(|error| impossible(&error))?;
    let signing_in = credential::sign_in(&candidates, &endpoint, &options);
    let in_time = timeout_at(deadline, signing_in);
    let signed_in = teller
        .while_waiting(in_time, fetch::still_reading, out)
        .await
        .map_err(|error| impossible(&error))?
        .unwrap_or_else(|_| {
            Err(format!(
                "signing in to Azure took longer than {seconds} s; --azure-timeout SECONDS gives more, --credential NAME takes one way and no other"
            ))
        })?;
    let client = Client::new(&http, endpoint, signed_in.credential.clone(), seconds);
    Ok((client, signed_in))
}

/// What waits for Azure's answers.
///
/// # Errors
/// If the system does not allow it.
pub fn runtime() -> Result<Runtime, String> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| impossible(&error))
}

/// The system does not let us wait or write.
fn impossible(error: &io::Error) -> String {
    format!("Azure cannot be asked here: {error}")
}

impl Reading {
    /// Who read, as the manifest says it: "managed-identity", or "azure-cli as anna@example".
    pub fn reader(&self) -> String {
        match &self.who {
            Some(who) => format!("{} as {}", self.credential.as_str(), printable(who)),
            None => self.credential.as_str().to_owned(),
        }
    }
}
