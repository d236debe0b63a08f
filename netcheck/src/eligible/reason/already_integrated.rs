//! An app has one integration.

use netdiag::fact::Fact;
use netdiag::model::{Kind, ResourceId};

use super::{Concern, Explanation, Question, Reason, Verdict, Way};

pub const REASON: Reason = Reason {
    name: "already-integrated",
    title: "the app has an integration already",
    good: "the app has no other integration",
    explanation: Explanation {
        means: "The app is integrated with a network, in one way or the other.",
        matters: "An app has one integration at a time, whichever kind it is.",
        reads: "virtualNetworkSubnetId and siteConfig.vnetName of the app, and its virtualNetworkConnections.",
        mend: "Disconnect the app first (portal: the app, Networking, VNet integration, Disconnect), then integrate it with the other network. It restarts, and reaches no network in between.",
    },
    time: "a few minutes (not certain), with a restart of the app",
    ways: Way::ALL,
    concern: Concern::App,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let (kind, from) = match &question.integration().kind {
        Fact::Known {
            value: Kind::None, ..
        } => return None,
        Fact::Known { value, from } => (*value, from),
        Fact::Absent { .. } => return Some(Verdict::cannot_tell("the app was not read")),
        Fact::Unknown(gap) => return Some(Verdict::unknown(gap)),
    };
    let way = match kind {
        Kind::Regional => Way::Regional,
        _ => Way::Gateway,
    };
    let now = question.network_now();
    let name = now
        .as_ref()
        .map_or("a network that was not read", |(id, _)| id.name());
    let found = match &now {
        Some((id, _)) if *id == question.vnet.id && way == question.way => {
            Verdict::warn("the app is integrated with this network in this way now")
        }
        Some((id, _)) if *id == question.vnet.id => stands(
            question,
            format!(
                "the app is integrated with this network already, in the other way ({})",
                way.words()
            ),
        ),
        _ => stands(
            question,
            format!(
                "the app is integrated with {name} already ({})",
                way.words()
            ),
        ),
    };
    let shown = now
        .as_ref()
        .map_or_else(|| way.words().to_owned(), |(id, _)| shown(way, id));
    Some(found.because("integration now", shown, Some(from)))
}

fn shown(way: Way, id: &ResourceId) -> String {
    format!("{}, {}", way.words(), id.name())
}

/// Who moves disconnects first anyway.
fn stands(question: &Question<'_>, summary: String) -> Verdict {
    if question.moving {
        Verdict::warn(summary)
    } else {
        Verdict::fail(summary)
    }
}
