//! Nothing on the host answers while its neighbours do.

use super::case::Case;
use super::finding::{Finding, by_blocker, silent_and_clean};
use super::witness::Stand;
use super::{Cause, Clears, Explanation};

pub const CAUSE: Cause = Cause {
    name: "host-down",
    title: "nothing on the host answers while its neighbours do",
    explanation: Explanation {
        means: "The configuration lets the traffic through, other hosts of the subnet answer, this one does not on any usual port.",
        matters: "The host is stopped, or the address belongs to nobody.",
        reads: "Connects to usual ports of the host and to known neighbours.",
        mend: "Start the machine (portal: the virtual machine, Start; az vm start --name VM --resource-group RG), or correct the address.",
    },
    shows: &["network_unreachable", "host_unreachable"],
    cleared_by: &[Clears::Refusal, Clears::Machine, Clears::App],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if let Some(finding) = by_blocker(case, CAUSE.name) {
        return Some(finding);
    }
    if case.reached() {
        return None;
    }
    let unreachable = case.points.iter().find(|point| {
        !point.is_blocked()
            && point.came(|c| c.outcome == "host_unreachable" && c.reported_by.is_some())
            // A host that says so itself is up.
            && !point.speaks_itself()
    });
    if let Some(point) = unreachable {
        let by = point
            .contact
            .as_ref()
            .and_then(|contact| contact.reported_by);
        let by = by.map_or_else(String::new, |by| format!(" ({by} says so)"));
        let summary = format!("no host answers at {}{by}", point.address);
        let finding = if point.is_ambiguous() {
            Finding::possible(summary)
        } else {
            Finding::likely(summary)
        };
        return Some(finding.seen(point));
    }
    let point = silent_and_clean(case)?;
    if !point.is_private() {
        return None;
    }
    let others: Vec<_> = case
        .observations
        .contacts(point.address)
        .filter(|(port, _)| *port != point.port)
        .collect();
    if others.iter().any(|(_, contact)| contact.answered()) {
        return None;
    }
    let vm_fails = case.witness(Stand::Vm).is_some_and(|seen| !seen.reached);
    // What nobody could look at on the way (an appliance, a site's own firewall) explains it as well.
    let seen_through = !point.has_unknowns();
    let neighbours = !others.is_empty() && case.neighbours_answer() == Some(true);
    let finding = if neighbours && seen_through {
        let ports: Vec<String> = others.iter().map(|(port, _)| port.to_string()).collect();
        Finding::likely(format!(
            "nothing on {} answers, while its neighbours do",
            point.address
        ))
        .because(
            "other ports of the host, all silent",
            ports.join(", "),
            None,
        )
    } else if vm_fails {
        Finding::likely(format!(
            "nothing on {} answers, from inside the network either",
            point.address
        ))
    } else {
        Finding::possible(format!(
            "{} may be down, or nobody has the address",
            point.address
        ))
    };
    Some(finding.seen(point))
}
