//! Certificates end one day.

use netdiag::clock::date;
use netdiag::fact::{Fact, Origin};
use netdiag::model::VnetConnection;
use time::{Duration, OffsetDateTime};

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict, need};
use crate::certificate::{Certificate, normalize};

pub const CHECK: Check = Check {
    name: "certificates-valid",
    title: "the certificates are valid",
    explanation: Explanation {
        means: "The certificate with which App Service signs in at the gateway is valid now and for another six months.",
        matters: "The gateway refuses an expired certificate. It lives 8 years; the portal warns below 6 months.",
        reads: "certBlob of the connection, else the gateway's root certificate with its thumbprint.",
        mend: "Disconnect the network from the plan and connect it again: that makes a new certificate (one per subscription and network). Every app on the plan that uses the network is interrupted.",
    },
    scope: Scope::Gateway,
    after: &[],
    judge,
};

/// Six months, as the portal warns.
const WARNING: Duration = Duration::days(183);

fn judge(snapshot: &Snapshot) -> Judgement {
    let connection = snapshot.connection()?;
    let (text, from) = need(&connection.certificate, |from| {
        Verdict::cannot_tell("the app's certificate itself was not read").because(
            "certBlob",
            "missing",
            Some(from),
        )
    })
    .or_else(|end| on_gateway(snapshot, connection).ok_or(end))?;
    let certificate = Certificate::read(text).map_err(|why| {
        Verdict::cannot_tell(format!("the app's certificate {why}")).because(
            "certificate",
            "not readable",
            Some(from),
        )
    })?;
    Ok(judge_dates(&certificate, snapshot.time)
        .because("subject", &certificate.subject, Some(from))
        .because("valid from", date(certificate.not_before), Some(from))
        .because("valid until", date(certificate.not_after), Some(from)))
}

fn judge_dates(certificate: &Certificate, now: OffsetDateTime) -> Verdict {
    let until = date(certificate.not_after);
    if now < certificate.not_before {
        Verdict::fail(format!(
            "the app's certificate is not valid before {}",
            date(certificate.not_before)
        ))
    } else if now > certificate.not_after {
        Verdict::fail(format!("the app's certificate expired on {until}"))
    } else if now + WARNING > certificate.not_after {
        Verdict::warn(format!(
            "the app's certificate expires on {until}, in less than six months"
        ))
    } else {
        Verdict::pass(format!("the app's certificate is valid until {until}"))
    }
}

/// The gateway's copy of the connection's certificate.
fn on_gateway<'a>(
    snapshot: &'a Snapshot,
    connection: &VnetConnection,
) -> Option<(&'a String, &'a Origin)> {
    let wanted = normalize(connection.thumbprint.value()?).ok()?;
    let gateway = snapshot.integration.gateway.value()?;
    let roots = gateway.point_to_site.value()?.root_certificates.value()?;
    roots.iter().find_map(|root| match &root.data {
        Fact::Known { value, from } => {
            let certificate = Certificate::read(value).ok()?;
            (certificate.thumbprint == wanted).then_some((value, from))
        }
        _ => None,
    })
}
