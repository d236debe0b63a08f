//! The second question: does the gateway know the certificate that the app presents?

use netdiag::fact::Fact;
use netdiag::model::{Gateway, Generation, RevokedCertificate, RootCertificate, VnetConnection};

use super::{Check, Explanation, Findings, Judgement, SYNC_NETWORK, Scope, Snapshot, Verdict};
use crate::certificate::{Certificate, normalize};

pub const CHECK: Check = Check {
    name: "certificates-in-sync",
    title: "the certificates are in sync",
    explanation: Explanation {
        means: "The certificate with which App Service signs in at the gateway is one of the gateway's root certificates and is not revoked there, and the plan and each app have the same one.",
        matters: "The gateway refuses a client whose certificate it does not know. Every connection into the network then fails, mostly as 'forbidden by its access permissions'.",
        reads: "certThumbprint and certBlob of the connection (the plan's copy and each app's), vpnClientRootCertificates and vpnClientRevokedCertificates of the gateway. Compared is SHA-1 over the decoded certificate, not text. That the portal's 'Certificate Status' compares the same is inferred.",
        mend: SYNC_NETWORK,
    },
    scope: Scope::Gateway,
    after: &["gateway-up"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let found = certificates(snapshot)?;
    let gateway = snapshot.integration.gateway.value();
    let knows = gateway.map_or("the gateway", |gateway| &gateway.name);
    Ok(found.verdict(format!(
        "{knows} knows the certificate that the app presents"
    )))
}

/// What differs of the certificates.
///
/// # Errors
/// If there is nothing to compare.
pub fn certificates(snapshot: &Snapshot) -> Result<Findings, Verdict> {
    let integration = &snapshot.integration;
    let connection = snapshot.connection()?;
    if integration.gateway.is_absent() {
        return Err(Verdict::not_applicable("there is no gateway"));
    }
    let mut found = Findings::default();
    let own = own_thumbprint(connection, &mut found);
    if let Some(own) = &own {
        compare_copies(own, snapshot, connection, &mut found);
    }
    if let Some((gateway, _)) = found.known(&integration.gateway) {
        compare_gateway(own.as_deref(), gateway, &mut found);
    }
    Ok(found)
}

fn compare_copies(
    own: &str,
    snapshot: &Snapshot,
    connection: &VnetConnection,
    found: &mut Findings,
) {
    for copy in snapshot.integration.other_copies() {
        if let Some((thumbprint, from)) = found.known(&copy.thumbprint)
            && normalize(thumbprint).ok().as_deref() != Some(own)
        {
            let app = copy.id.app_name();
            let whose = app.as_deref().unwrap_or("another plan");
            found.fail(format!(
                "{whose} has another certificate than {}",
                holder(connection)
            ));
            found.evidence(format!("certThumbprint of {whose}"), thumbprint, Some(from));
        }
    }
}

fn compare_gateway(own: Option<&str>, gateway: &Gateway, found: &mut Findings) {
    let name = &gateway.name;
    if let Fact::Absent { from } = &gateway.point_to_site {
        found.fail(format!(
            "{name} has no point-to-site configuration, so it knows no certificate"
        ));
        found.evidence("vpnClientConfiguration", "missing", Some(from));
    }
    let Some((clients, _)) = found.known(&gateway.point_to_site) else {
        return;
    };
    let Some(own) = own else {
        return;
    };
    match &clients.root_certificates {
        Fact::Known { value, .. } => compare(own, value, name, found),
        // The classic gateway's certificates are resources of their own.
        Fact::Absent { .. } if gateway.generation == Generation::V1 => {
            found.cannot_tell("the classic gateway's root certificates were not read");
        }
        Fact::Absent { from } => {
            found.fail(format!("{name} has no root certificate"));
            found.evidence("vpnClientRootCertificates", "none", Some(from));
        }
        Fact::Unknown(gap) => found.unknown(gap),
    }
    if let Some((list, _)) = found.known(&clients.revoked_certificates) {
        revoked(own, list, name, found);
    }
}

fn holder(connection: &VnetConnection) -> String {
    let plan = connection.id.after("serverfarms").map(str::to_owned);
    plan.or_else(|| connection.id.app_name())
        .unwrap_or_else(|| "the connection".to_owned())
}

/// The thumbprint of the certificate that App Service presents, from the thumbprint and the
/// certificate itself, which must agree.
fn own_thumbprint(connection: &VnetConnection, found: &mut Findings) -> Option<String> {
    let written = match &connection.thumbprint {
        Fact::Known { value, from } => {
            found.evidence(
                format!("certThumbprint of {}", holder(connection)),
                value,
                Some(from),
            );
            match normalize(value) {
                Ok(thumbprint) => Some(thumbprint),
                Err(why) => {
                    found.cannot_tell(format!("certThumbprint {why}"));
                    None
                }
            }
        }
        _ => None,
    };
    let computed = found
        .known(&connection.certificate)
        .and_then(|(text, from)| match Certificate::read(text) {
            Ok(certificate) => Some((certificate.thumbprint, from)),
            Err(why) => {
                found.cannot_tell(format!("certBlob {why}"));
                found.evidence("certBlob", "no certificate", Some(from));
                None
            }
        });
    match (written, computed) {
        (Some(written), Some((computed, from))) => {
            if written != computed {
                found.fail(
                    "certThumbprint and certBlob of the connection are two different certificates",
                );
                found.evidence("SHA-1 of certBlob", computed, Some(from));
            }
            Some(written)
        }
        (Some(written), None) => Some(written),
        (None, Some((computed, _))) => Some(computed),
        (None, None) => {
            match &connection.thumbprint {
                Fact::Absent { from } if found.is_clean() => {
                    found.fail("the connection has no certificate");
                    found.evidence("certThumbprint", "missing", Some(from));
                }
                Fact::Unknown(gap) => found.unknown(gap),
                _ => {}
            }
            None
        }
    }
}

fn compare(own: &str, roots: &[RootCertificate], gateway: &str, found: &mut Findings) {
    let mut unreadable = Vec::new();
    let mut others = Vec::new();
    for root in roots {
        let thumbprint = match (&root.data, &root.thumbprint) {
            (Fact::Known { value, from }, _) => match Certificate::read(value) {
                Ok(certificate) => Ok((certificate.thumbprint, from)),
                Err(why) => Err(format!("the root certificate {} {why} ({from})", root.name)),
            },
            (_, Fact::Known { value, from }) => normalize(value)
                .map(|thumbprint| (thumbprint, from))
                .map_err(|why| format!("the root certificate {}: {why}", root.name)),
            _ => Err(format!("the root certificate {} shows no data", root.name)),
        };
        match thumbprint {
            Ok((thumbprint, from)) if thumbprint == own => {
                found.evidence(
                    format!("root certificate {}", root.name),
                    thumbprint,
                    Some(from),
                );
                return;
            }
            Ok(other) => others.push((root, other)),
            Err(why) => unreadable.push(why),
        }
    }
    for (root, (thumbprint, from)) in others {
        found.evidence(
            format!("root certificate {}", root.name),
            thumbprint,
            Some(from),
        );
    }
    if unreadable.is_empty() {
        found.fail(format!(
            "{gateway} does not know the certificate that the app presents ({}...)",
            &own[..8]
        ));
    } else {
        found.cannot_tell(unreadable.join("; "));
    }
}

fn revoked(own: &str, list: &[RevokedCertificate], gateway: &str, found: &mut Findings) {
    for certificate in list {
        if let Some((value, from)) = found.known(&certificate.thumbprint)
            && normalize(value).is_ok_and(|thumbprint| thumbprint == own)
        {
            found.fail(format!(
                "the app's certificate is revoked on {gateway} ({})",
                certificate.name
            ));
            found.evidence(
                format!("revoked certificate {}", certificate.name),
                value,
                Some(from),
            );
        }
    }
}
