//! How many networks or subnets a plan takes.

use std::collections::BTreeSet;

use netdiag::fact::Fact;
use netdiag::model::ResourceId;
use netdiag::text::{counted, listed};

use super::{Concern, Explanation, Question, Reason, Verdict, Way};
use crate::check::{networks_below, subnets_of_plan};
use crate::platform::{MOST_NETWORKS, MOST_SUBNETS};

pub const REASON: Reason = Reason {
    name: "plan-full",
    title: "the plan has as many integrations as it can have",
    good: "the plan has room for another integration",
    explanation: Explanation {
        means: "The plan is integrated with 5 other networks through gateways, or with 2 other subnets. Apps of one plan that use the same network or subnet count once.",
        matters: "A further network is refused. For Linux plans Microsoft's older pages allow one subnet only: that is not certain.",
        reads: "virtualNetworkConnections of the plan and its apps, virtualNetworkSubnetId of the apps, links of subnets; and numberOfSites of the plan, because each app has one integration at most.",
        mend: "Disconnect a network that no app needs any more (portal: the plan, Networking, VNet integration), use one that the plan is integrated with already, or move the app to another plan of the region.",
    },
    time: "minutes (not certain)",
    ways: Way::ALL,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let Some(plan) = question.plan_id() else {
        return Some(match question.plan().gap() {
            Some(gap) => Verdict::unknown(gap),
            None => Verdict::cannot_tell("the app's plan is not known"),
        });
    };
    let (used, most, what) = match question.way {
        Way::Gateway => (
            networks(question, &plan),
            MOST_NETWORKS,
            ("network", "networks"),
        ),
        Way::Regional => (
            subnets(question, &plan),
            MOST_SUBNETS,
            ("subnet", "subnets"),
        ),
    };
    let evidence = |verdict: Verdict| {
        verdict.because(
            format!("{} of the plan", what.1),
            listed(&used.all),
            question.plan().origin(),
        )
    };
    if used.has_this {
        return None;
    }
    let others = counted(used.all.len(), what.0, what.1);
    if used.all.len() >= most {
        return Some(evidence(Verdict::fail(format!(
            "{} is integrated with {others} already, and at most {most} are possible",
            plan.name()
        ))));
    }
    let linux = question.of_plan(|plan| &plan.linux).value() == Some(&true);
    if question.way == Way::Regional && linux && !used.all.is_empty() {
        return Some(evidence(Verdict::cannot_tell(format!(
            "{} runs Linux and is integrated with {others} already; whether a second is possible there is not certain",
            plan.name()
        ))));
    }
    if used.complete {
        return None;
    }
    // Every app has one integration, so a plan with few apps cannot be full.
    match question.of_plan(|plan| &plan.site_count) {
        Fact::Known { value, .. } if usize::try_from(value).is_ok_and(|apps| apps <= most) => None,
        Fact::Known { value, from } => Some(
            Verdict::cannot_tell(format!(
                "the virtualNetworkConnections of {} were not read, and it holds {value} apps",
                plan.name()
            ))
            .because("numberOfSites", value, Some(&from)),
        ),
        Fact::Unknown(gap) => Some(Verdict::unknown(&gap)),
        Fact::Absent { .. } => Some(Verdict::cannot_tell(format!(
            "the virtualNetworkConnections of {} were not read",
            plan.name()
        ))),
    }
}

/// What a plan uses.
struct Used {
    /// Names, for the reader.
    all: BTreeSet<String>,
    /// The network that is asked about is among them.
    has_this: bool,
    /// There are no others.
    complete: bool,
}

fn networks(question: &Question<'_>, plan: &ResourceId) -> Used {
    let all: BTreeSet<String> = networks_below(&question.integration().inventory, plan)
        .into_keys()
        .collect();
    Used {
        has_this: all.contains(&question.vnet.id.name().to_ascii_lowercase()),
        complete: !all.is_empty(),
        all,
    }
}

fn subnets(question: &Question<'_>, plan: &ResourceId) -> Used {
    let inventory = &question.integration().inventory;
    let ids: BTreeSet<ResourceId> = subnets_of_plan(question.now, plan).into_keys().collect();
    let sites = inventory.sites.values().filter_map(Fact::value);
    let read = sites.filter(|site| site.plan.value() == Some(plan)).count();
    let apps = question.of_plan(|plan| &plan.site_count);
    let all_read = apps
        .value()
        .is_some_and(|apps| usize::try_from(*apps).is_ok_and(|apps| read >= apps));
    let mut copies = inventory.vnet_connections.keys();
    Used {
        has_this: ids.iter().any(|id| id.is_within(&question.vnet.id)),
        complete: all_read || copies.any(|id| id.parent().as_ref() == Some(plan)),
        all: ids.iter().map(|id| id.name().to_owned()).collect(),
    }
}
