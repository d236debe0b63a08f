//! Does the subnet have an address for each instance, also while the plan scales?

use netdiag::fact::Fact;
use netdiag::model::{Plan, Subnet};

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, need, need_some};
use crate::sizes::{
    INTEGRATION_ADVISED, INTEGRATION_LONGEST, RESERVED, Room, addresses_per_instance, size,
};

pub const CHECK: Check = Check {
    name: "subnet-large-enough",
    title: "the integration subnet is large enough",
    explanation: Explanation {
        means: "The subnet is a /28 or larger and has an address for every instance of the plan, twice while it scales or is upgraded. Azure keeps 5 addresses of each subnet: a /28 has 11 and so room for 5 instances that scale, a /27 has 27 and room for 13, a /26 has 59 and room for 29. An instance of a plan for Windows containers needs one more address for each app.",
        matters: "An instance that gets no address runs, but reaches nothing in the network: some requests fail and others do not. The size of a subnet cannot be changed while it is used.",
        reads: "addressPrefix of the integration subnet; sku.capacity, maximumNumberOfWorkers, hyperV and numberOfSites of the plan. Other plans that share the subnet need addresses too; those whose links name them and that were read are counted.",
        mend: "Make a larger subnet, /26 advised, delegate it to Microsoft.Web/serverFarms and move the app: az webapp vnet-integration add --name APP --resource-group RG --vnet VNET --subnet SUBNET. Or scale the plan in.",
    },
    scope: Scope::Regional,
    after: &["subnet-exists"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let subnet = snapshot.integration_subnet()?;
    let name = &subnet.name;
    let (prefixes, from) = need_some(&subnet.prefixes, |_| {
        Verdict::cannot_tell(format!("{name} has no prefix"))
    })?;
    let mut found = Findings::default();
    for prefix in prefixes.iter().filter(|prefix| prefix.addr().is_ipv4()) {
        found.evidence(
            format!("addresses of {prefix}"),
            format!("{}, {RESERVED} of them reserved", size(prefix.prefix_len())),
            Some(from),
        );
    }
    let has = Room::of(prefixes);
    if !has.has(INTEGRATION_LONGEST) {
        found.fail(format!("{name} is smaller than a /{INTEGRATION_LONGEST}"));
        return Ok(found.verdict(""));
    }
    let usable = has.usable;
    let (plan, _) = need(&snapshot.integration.plan, |_| {
        Verdict::cannot_tell("the app's plan was not read")
    })?;
    let (each, unread) = addresses_per_instance(plan);
    match unread {
        Some(gap) => found.unknown(&gap),
        None if each > 1 => found.evidence(
            "apps of the plan for Windows containers",
            each - 1,
            plan.site_count.origin(),
        ),
        None => {}
    }
    let instances = found.stated(
        "instances of the plan",
        &plan.instances,
        "the plan does not say how many instances it has (sku.capacity)",
    );
    let Some(&instances) = instances else {
        return Ok(found.verdict(""));
    };
    let others = addresses_of_others(snapshot, subnet, plan, &mut found);
    let now = u64::from(instances) * each + others;
    let room = usable.saturating_sub(others) / (2 * each);
    if now > usable {
        found.fail(format!(
            "{name} has {usable} addresses and {now} are needed: some instances have none"
        ));
    } else if now + u64::from(instances) * each > usable {
        found.warn(format!(
            "{name} has {usable} addresses; while the plan scales or is upgraded {} are needed, which leaves some instances without",
            now + u64::from(instances) * each
        ));
    } else if let Some((maximum, from)) = found.known(&plan.maximum_instances)
        && u64::from(*maximum) > room
        && !has.has(INTEGRATION_ADVISED)
    {
        found.evidence("instances that the plan may have", maximum, Some(from));
        found.warn(format!(
            "{name} has room for {room} instances, the plan may have {maximum}; /{INTEGRATION_ADVISED} is advised"
        ));
    }
    Ok(found.verdict(format!(
        "{usable} addresses, of which {now} are needed; room for {room} instances that scale"
    )))
}

/// The addresses of other plans that are linked to the subnet and were read.
fn addresses_of_others(
    snapshot: &Snapshot,
    subnet: &Subnet,
    plan: &Plan,
    found: &mut Findings,
) -> u64 {
    let links = subnet.service_links.value().into_iter().flatten();
    let mut sum = 0;
    for id in links.filter_map(|link| link.link.value()) {
        if *id == plan.id {
            continue;
        }
        let other = snapshot.integration.inventory.plans.get(id);
        let other = other.and_then(Fact::value);
        if let Some(other) = other
            && let Fact::Known { value, from } = &other.instances
        {
            let (each, unread) = addresses_per_instance(other);
            if let Some(gap) = unread {
                found.unknown(&gap);
            }
            found.evidence(format!("instances of {}", id.name()), value, Some(from));
            if each > 1 {
                found.evidence(
                    format!("addresses of each instance of {}", id.name()),
                    each,
                    other.site_count.origin(),
                );
            }
            sum += u64::from(*value) * each;
        } else {
            found.evidence(
                format!("instances of {}", id.name()),
                "not read, so not counted",
                None,
            );
        }
    }
    sum
}
