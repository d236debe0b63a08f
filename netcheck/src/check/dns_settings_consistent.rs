//! Do the DNS settings say what was meant?

use std::net::SocketAddr;

use netdiag::fact::{Fact, Origin};
use netdiag::model::{AppDns, DnsConfiguration, NameServers, server_list};
use netdiag::text::listed;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, sync_costs};

/// What mends every slip but an old copy of the network's servers; a macro for `concat!`.
macro_rules! correct_the_setting {
    () => {
        "Portal: the app, Environment variables: correct or remove the setting named here. Or: az webapp config appsettings set / delete --name APP --resource-group RG --settings / --setting-names ..."
    };
}

pub const CHECK: Check = Check {
    name: "dns-settings-consistent",
    title: "the DNS settings say what was meant",
    explanation: Explanation {
        means: "The app's DNS settings hold addresses that can be asked, are spelt as the platform reads them, hold numbers that the platform takes (attempts 1 to 5, timeout 1 to 30 s), and do not quietly replace each other or the network's own servers.",
        matters: "A setting that is ignored or hides another one makes names resolve otherwise than anybody who reads the network's settings expects.",
        reads: "dnsConfiguration of the app; WEBSITE_DNS_SERVER (an app setting, or in Kudu the network's servers as App Service has them), WEBSITE_DNS_ALT_SERVER, WEBSITE_ALT_DNS_SERVER (a spelling that occurs; whether the platform reads it is not known), WEBSITE_DNS_ATTEMPTS, WEBSITE_DNS_TIMEOUT, WEBSITE_DNS_MAX_CACHE_TIMEOUT; the network's DNS servers.",
        mend: concat!(
            correct_the_setting!(),
            " If WEBSITE_DNS_SERVER is no app setting but an old copy of the network's servers (Kudu shows both under that name): Sync Network on the plan for gateway-required integration; for regional integration restart the app (not certain). ",
            sync_costs!()
        ),
    },
    scope: Scope::Any,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let nothing = Fact::Absent {
        from: Origin::Everything,
    };
    // Only what the settings themselves say: the network is compared below.
    let app = AppDns {
        vnet: nothing.clone(),
        copy: nothing,
        ..AppDns::of(integration)
    };
    if app.site.is_none()
        && integration
            .environment
            .names()
            .all(|name| !name.to_ascii_uppercase().starts_with("WEBSITE_"))
    {
        return Err(match integration.app.gap() {
            Some(gap) => Verdict::unknown(gap),
            None => Verdict::cannot_tell("neither the app nor its environment was read"),
        });
    }
    let mut found = Findings::default();
    let read = app.site.map(|site| as_read(site, &mut found));
    let app = AppDns {
        site: read.as_ref(),
        ..app
    };
    for name in [
        "WEBSITE_DNS_ALT_SERVER",
        "WEBSITE_ALT_DNS_SERVER",
        "WEBSITE_DNS_ATTEMPTS",
        "WEBSITE_DNS_TIMEOUT",
        "WEBSITE_DNS_MAX_CACHE_TIMEOUT",
    ] {
        if let Fact::Known { value, from } = integration.environment.get(name) {
            found.evidence(name, value, Some(&from));
        }
    }
    for slip in NameServers::as_exported(&app).warnings {
        found.warn(slip);
    }
    let property = app.site.and_then(|site| {
        let (servers, from) = found.known(&site.servers)?;
        if servers.is_empty() {
            // An empty list says the same as none.
            return None;
        }
        let servers = servers.iter().map(String::as_str);
        Some(list("dnsServers", servers, from, &mut found))
    });
    let setting = match integration.environment.get("WEBSITE_DNS_SERVER") {
        Fact::Known { value, from } => Some(list(
            "WEBSITE_DNS_SERVER",
            value.split(','),
            &from,
            &mut found,
        )),
        _ => None,
    };
    if let (Some(property), Some(setting)) = (&property, &setting)
        && property != setting
    {
        found.warn("WEBSITE_DNS_SERVER is set to other servers than dnsConfiguration, which wins");
    }
    let is_property = property.is_some();
    let mut perhaps_a_copy = false;
    if let Some(explicit) = property.or(setting)
        && let Fact::Known { value, from } = snapshot.dns_servers_of_vnet()
    {
        let own: Vec<_> = value
            .iter()
            .map(|address| SocketAddr::new(*address, 53))
            .collect();
        if !own.is_empty() && own != explicit {
            perhaps_a_copy = !is_property;
            let shown = listed(value);
            // Kudu shows inherited servers in this variable. Source: azure-docs issue 46051.
            found.warn(if is_property {
                format!("the app's own list hides the network's DNS servers ({shown})")
            } else {
                format!(
                    "WEBSITE_DNS_SERVER hides the network's DNS servers ({shown}); if it is no app \
                     setting, it is an old copy of them, which Kudu shows under that name"
                )
            });
            found.evidence("dhcpOptions.dnsServers", shown, Some(&from));
        }
    }
    let verdict = found.verdict("nothing in the DNS settings contradicts itself");
    Ok(if perhaps_a_copy {
        verdict
    } else {
        verdict.remedy(correct_the_setting!())
    })
}

/// What was read of the app's configuration: the rest is unknown, and no slip that anybody could correct.
fn as_read(site: &DnsConfiguration, found: &mut Findings) -> DnsConfiguration {
    fn read<T: Clone>(fact: &Fact<T>, found: &mut Findings) -> Fact<T> {
        match fact {
            Fact::Unknown(gap) => {
                found.unknown(gap);
                Fact::Absent {
                    from: gap.from.clone().unwrap_or(Origin::Everything),
                }
            }
            fact => fact.clone(),
        }
    }
    DnsConfiguration {
        servers: read(&site.servers, found),
        alt_server: read(&site.alt_server, found),
        attempts: read(&site.attempts, found),
        timeout_seconds: read(&site.timeout_seconds, found),
        max_cache_seconds: read(&site.max_cache_seconds, found),
        legacy_sort_order: site.legacy_sort_order.clone(),
    }
}

/// The servers of an explicit list; a list that holds none at all is a failure.
fn list<'a>(
    what: &str,
    entries: impl Iterator<Item = &'a str> + Clone,
    from: &Origin,
    found: &mut Findings,
) -> Vec<SocketAddr> {
    let shown = entries.clone().collect::<Vec<_>>().join(",");
    found.evidence(what, shown, Some(from));
    let (servers, _) = server_list(entries, what);
    if servers.is_empty() {
        found.fail(format!("{what} names no server that can be asked"));
    }
    servers
}
