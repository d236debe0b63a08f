//! The HTTP client below azure_core: our resolver, TLS without a C library, no proxy in the clear, no
//! redirects.

use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use netdiag::model::{Environment, Integration, Inventory, LookupFlags, NameServers};
use netdiag::probe::lookup::{self, Outcome, RecordType};
use netdiag::text::spoken;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, NoProxy, Proxy};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a server may be silent. azure_core repeats a request on top of that; `--azure-timeout` bounds
/// it all.
const SILENT: Duration = Duration::from_secs(25);

/// The client. `tls` is false where nothing but plain http on this machine will be asked: there a system
/// without root certificates is no hindrance.
///
/// # Errors
/// If TLS is wanted and the system trusts nobody, in words.
pub fn client(tls: bool) -> Result<Client, String> {
    // Once a process; a second time changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .dns_resolver(Arc::new(OurResolver::new()))
        .connect_timeout(CONNECT)
        .read_timeout(SILENT)
        .redirect(Policy::none())
        // What is plain http stays on this machine: it must not take a way over a proxy.
        .no_proxy();
    if let Some(proxy) = https_proxy() {
        builder = builder.proxy(proxy?);
    }
    if !tls {
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|error| {
        let reason = innermost(&error);
        format!(
            "the system's trusted certificates cannot be used ({reason}); install them (the package ca-certificates), or name a file of them in SSL_CERT_FILE"
        )
    })
}

/// The proxy for https that the environment names, as other tools read it.
fn https_proxy() -> Option<Result<Proxy, String>> {
    let url = ["HTTPS_PROXY", "https_proxy"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|url| !url.is_empty()))?;
    Some(
        Proxy::https(url)
            .map(|proxy| proxy.no_proxy(NoProxy::from_env()))
            .map_err(|_| "HTTPS_PROXY names no proxy; type it as http://proxy:8080".to_owned()),
    )
}

/// The last reason in a chain of them, which is the one that says what happened.
pub fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

/// Names by the library's own lookup: the programs are linked statically, so the C library must not be
/// asked.
struct OurResolver {
    servers: Arc<Option<NameServers>>,
}

impl OurResolver {
    /// As this machine resolves names; what the app's settings say of DNS servers may be what is broken.
    fn new() -> Self {
        let plain = Integration::assemble(Inventory::default(), Environment::empty(), None).ok();
        let servers = plain.map(|plain| NameServers::for_app(&plain, &LookupFlags::default()));
        Self {
            servers: Arc::new(servers),
        }
    }
}

impl Resolve for OurResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let servers = Arc::clone(&self.servers);
        Box::pin(async move {
            let found = addresses(servers.as_ref().as_ref(), name.as_str()).await?;
            // The port is the URL's.
            let found = found.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(found) as Addrs)
        })
    }
}

async fn addresses(
    servers: Option<&NameServers>,
    name: &str,
) -> Result<Vec<IpAddr>, Box<dyn Error + Send + Sync>> {
    if let Ok(address) = name.parse() {
        return Ok(vec![address]);
    }
    if name.eq_ignore_ascii_case("localhost") {
        return Ok(vec![IpAddr::from([127, 0, 0, 1])]);
    }
    let Some(servers) = servers else {
        return Err("no DNS server is known".into());
    };
    let found = lookup::resolve(servers, name, &[RecordType::A]).await;
    if found.outcome == Outcome::Resolved {
        return Ok(found.addresses());
    }
    let other = lookup::resolve(servers, name, &[RecordType::AAAA]).await;
    if other.outcome == Outcome::Resolved {
        return Ok(other.addresses());
    }
    Err(format!("{name}: {}", spoken(found.outcome.as_str())).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_and_addresses_are_no_question_to_a_server() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        for (name, expected) in [
            ("localhost", "127.0.0.1"),
            ("LOCALHOST", "127.0.0.1"),
            ("10.0.0.4", "10.0.0.4"),
            ("::1", "::1"),
        ] {
            let found = runtime.block_on(addresses(None, name)).unwrap();
            assert_eq!(found, [expected.parse::<IpAddr>().unwrap()], "{name}");
        }
        assert!(runtime.block_on(addresses(None, "a.example")).is_err());
    }
}
