//! Has this instance an address in the network?

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict, need};

pub const CHECK: Check = Check {
    name: "instances-have-addresses",
    title: "the app's instances have addresses in the network",
    explanation: Explanation {
        means: "The instance that netcheck runs on, or whose environment was given, has a private address, and it lies in the integration subnet.",
        matters: "An instance without one sends nothing into the network, whatever the configuration says. Other instances may have one: then some requests fail and others do not.",
        reads: "WEBSITE_PRIVATE_IP in the app's environment, against the prefix of the integration subnet. Each instance has its own; only this one is seen.",
        mend: "Restart the app; if it stays so, see whether the subnet has addresses left (subnet-large-enough) and is linked to the plan (subnet-linked-to-plan), then disconnect and connect the app: az webapp vnet-integration remove, then add.",
    },
    scope: Scope::Regional,
    after: &[
        "subnet-exists",
        "subnet-delegated",
        "subnet-linked-to-plan",
        "subnet-large-enough",
    ],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    const NAME: &str = "WEBSITE_PRIVATE_IP";
    let address = snapshot.private_address()?;
    let (address, from) = need(&address, |from| {
        Verdict::fail("this instance has no address in the network").because(
            NAME,
            "not set",
            Some(from),
        )
    })?;
    let (prefixes, subnet) = snapshot.senders()?;
    let verdict = if prefixes.holds(*address) {
        Verdict::pass(format!("this instance has {address}, in {subnet}"))
    } else {
        Verdict::fail(format!(
            "this instance has {address}, which is not in {subnet}"
        ))
        .because(
            &subnet,
            &prefixes,
            snapshot.integration_subnet()?.prefixes.origin(),
        )
    };
    Ok(verdict.because(NAME, address, Some(from)))
}
