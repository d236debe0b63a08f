//! What somebody seems to want of an integration and no integration does: told from hosts and ports.
//!
//! Source: Microsoft's overview-vnet-integration page ("things that virtual network integration doesn't
//! support") and the sandbox's closed ports.

use std::borrow::Cow;

use netdiag::model::{ClosedPort, Integration};
use netdiag::target::{Host, Target};

use crate::dependencies::Dependency;

/// Something that an integration does not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Its public name.
    pub name: &'static str,
    /// What the integration will not do, and what of it does work.
    pub cannot: Cow<'static, str>,
    /// What serves instead.
    pub instead: &'static str,
}

const DRIVE: Limit = Limit {
    name: "mount-drive",
    cannot: Cow::Borrowed(
        "an app cannot mount a drive: the platform closes port 445 (SMB) to every address",
    ),
    instead: "let the platform mount an Azure Files share (portal: the app, Configuration, Path mappings), or read the files by another protocol (HTTPS, SFTP)",
};

const NETBIOS: Limit = Limit {
    name: "netbios",
    cannot: Cow::Borrowed(
        "NetBIOS (ports 137 to 139) does not work: the platform closes these ports to every address",
    ),
    instead: "use DNS names, and a protocol of TCP with a port of its own",
};

const DOMAIN: Limit = Limit {
    name: "join-domain",
    cannot: Cow::Borrowed(
        "an app cannot join a domain, and so cannot sign in by it (Windows authentication, Kerberos); a plain LDAP query over TCP does go through the network",
    ),
    instead: "sign in with a managed identity, Microsoft Entra ID or a user and password of the target's; what needs a member of the domain belongs on a virtual machine in the network",
};

pub(super) const INBOUND: Limit = Limit {
    name: "private-access",
    cannot: Cow::Borrowed(
        "this is the app itself: integration is for what the app sends; nobody reaches the app privately by it",
    ),
    instead: "a private endpoint for the app (Basic and up, an address in the network for what comes in), or an App Service Environment with an internal load balancer",
};

/// A target, and what about it an integration does not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The target, as typed or as a setting names it.
    pub target: Target,
    /// The app's setting that names it; `None` if it was typed.
    pub named_by: Option<String>,
    /// What does not work.
    pub limit: Limit,
}

/// What of the targets, and of what the app's settings name, no integration will do.
pub fn wanted(
    targets: &[Target],
    settings: &[Dependency],
    integration: &Integration,
) -> Vec<Wanted> {
    let typed = targets.iter().map(|target| (target, None));
    let named = settings
        .iter()
        .filter(|dependency| !targets.contains(&dependency.target))
        .map(|dependency| (&dependency.target, Some(dependency.setting.clone())));
    typed
        .chain(named)
        .filter_map(|(target, named_by)| {
            Some(Wanted {
                target: target.clone(),
                limit: limit(target, integration)?,
                named_by,
            })
        })
        .collect()
}

fn limit(target: &Target, integration: &Integration) -> Option<Limit> {
    if is_app_itself(&target.host, integration) {
        return Some(INBOUND);
    }
    if let Some(closed) = ClosedPort::of(target.port) {
        return Some(limit_of_port(closed, integration));
    }
    match target.port {
        // Kerberos, its password change, LDAP and the global catalogue, plain and over TLS.
        88 | 464 | 389 | 636 | 3268 | 3269 => Some(DOMAIN),
        _ => None,
    }
}

fn limit_of_port(closed: ClosedPort, integration: &Integration) -> Limit {
    let (limit, may_not_work) = match closed {
        ClosedPort::FileShare => (
            DRIVE,
            "mounting a drive over port 445 (SMB) may not work: the platform closes it to every address",
        ),
        ClosedPort::NetBios => (
            NETBIOS,
            "NetBIOS (ports 137 to 139) may not work: the platform closes these ports to every address",
        ),
    };
    if ClosedPort::is_documented_for(integration) {
        return limit;
    }
    Limit {
        cannot: format!("{may_not_work}; {}", ClosedPort::NOT_CERTAIN).into(),
        ..limit
    }
}

fn is_app_itself(host: &Host, integration: &Integration) -> bool {
    let Host::Name(name) = host else {
        return false;
    };
    let name = name.trim_end_matches('.');
    let own = integration
        .app
        .value()
        .and_then(|app| app.host_names.value());
    let mut own = own.into_iter().flatten();
    let setting = integration.environment.get("WEBSITE_HOSTNAME");
    own.any(|own| own.eq_ignore_ascii_case(name))
        || setting
            .value()
            .is_some_and(|own| own.eq_ignore_ascii_case(name))
        || integration.app_name.as_ref().is_some_and(|app| {
            name.eq_ignore_ascii_case(&format!("{}.azurewebsites.net", app.replace('/', "-")))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{Example, SITE};
    use serde_json::json;

    #[test]
    fn ports_and_names_tell_what_is_wanted() {
        let integration = Example::healthy()
            .variable("WEBSITE_HOSTNAME", "shop.northwind.example")
            .snapshot()
            .integration;
        for (target, expected) in [
            ("files01:445", Some("mount-drive")),
            ("files01:139", Some("netbios")),
            ("dc01:389", Some("join-domain")),
            ("dc01:636", Some("join-domain")),
            ("dc01:88", Some("join-domain")),
            ("nw-shop.azurewebsites.net:443", Some("private-access")),
            ("Shop.northwind.example.:443", Some("private-access")),
            ("sql01:1433", None),
            ("10.61.8.9:443", None),
            ("files01:446", None),
        ] {
            let found = wanted(&[target.parse().unwrap()], &[], &integration);
            assert_eq!(found.first().map(|w| w.limit.name), expected, "{target}");
        }
    }

    #[test]
    fn what_is_documented_for_windows_is_not_certain_for_a_linux_app() {
        let example = Example::healthy().set(SITE, "/properties/reserved", json!(true));
        let integration = example.snapshot().integration;
        for target in ["files01:445", "files01:139"] {
            let found = wanted(&[target.parse().unwrap()], &[], &integration);
            let said = &*found[0].limit.cannot;
            assert!(said.ends_with(ClosedPort::NOT_CERTAIN), "{said}");
        }
    }

    #[test]
    fn a_setting_is_named_and_a_target_told_once() {
        let integration = Example::healthy().snapshot().integration;
        let target: Target = "files01:445".parse().unwrap();
        let setting = |target: &Target| Dependency {
            setting: "APPSETTING_Share".to_owned(),
            target: target.clone(),
            kind: "host and port",
        };
        let found = wanted(&[], &[setting(&target)], &integration);
        assert_eq!(found[0].named_by.as_deref(), Some("APPSETTING_Share"));
        let both = wanted(
            std::slice::from_ref(&target),
            &[setting(&target)],
            &integration,
        );
        assert_eq!((both.len(), &both[0].named_by), (1, &None));
    }
}
