//! The network's DNS and another server disagree.

use std::collections::BTreeSet;
use std::net::IpAddr;

use netdiag::model::shown_server;
use netdiag::space::is_private;

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};
use crate::check::sync_costs;

pub const CAUSE: Cause = Cause {
    name: "dns-answers-differ",
    title: "the network's DNS and another server disagree",
    explanation: Explanation {
        means: "Two servers that matter give different answers for the name.",
        matters: "Which one the app gets depends on its DNS settings; the wrong one leads past the network.",
        reads: "The answers of the app's, the network's, the platform's and this machine's servers.",
        mend: concat!(
            "Let the app ask the server that knows the private answer. Portal: the network, DNS servers (then Sync Network), or the app's setting WEBSITE_DNS_SERVER. az webapp config appsettings set --name APP --resource-group RG --settings WEBSITE_DNS_SERVER=ADDRESS. Or add the record where it is missing. ",
            sync_costs!()
        ),
    },
    mend_regional: Some(
        "Let the app ask the server that knows the private answer. Portal: the network, DNS servers (then restart the app; that this takes the list over is not certain), or the app's setting WEBSITE_DNS_SERVER. az webapp config appsettings set --name APP --resource-group RG --settings WEBSITE_DNS_SERVER=ADDRESS. Or link the private DNS zone to the network, or add the record where it is missing.",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let seen = case.name_seen()?;
    if !case.failed() {
        return None;
    }
    let mine: BTreeSet<IpAddr> = seen.addresses.iter().copied().collect();
    let answers = case.answers();
    let better = answers.iter().find(|(_, answer)| {
        let theirs: BTreeSet<IpAddr> = answer.addresses.iter().copied().collect();
        !theirs.is_empty() && theirs != mine
    });
    let private = mine.iter().filter(|address| is_private(**address)).count();
    let finding = match better {
        Some((server, answer)) if mine.is_empty() => Finding::certain(format!(
            "{}, which the app asks, says {}, but {} knows the name: {}",
            seen.server.as_deref().unwrap_or("the server"),
            words(&seen.outcome),
            shown_server(*server),
            list(&answer.addresses),
        )),
        Some((server, answer)) => Finding::likely(format!(
            "the app gets {}, but {} says {}",
            list(&seen.addresses),
            shown_server(*server),
            list(&answer.addresses),
        )),
        None if private > 0 && private < mine.len() => Finding::possible(format!(
            "the answer mixes private and public addresses: {}",
            list(&seen.addresses)
        )),
        None => return None,
    };
    Some(finding.answers(case))
}

fn words(outcome: &str) -> &str {
    match outcome {
        "no_such_name" => "that the name does not exist (NXDOMAIN)",
        "no_records" => "that it has no address",
        _ => "nothing",
    }
}

fn list(addresses: &[IpAddr]) -> String {
    let shown: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    shown.join(", ")
}
