//! What the app reaches now and would not reach from the new subnet, by the path model.

use netdiag::model::Protocol;
use netdiag::space::{AddressSet, PortSet};

use super::{Explanation, Findings, Judgement, Move, Need};
use crate::check::Verdict;
use crate::path::Context;
use crate::path::reach::{Reach, reach};

/// Flows of a kind that are told one by one.
const MOST: usize = 8;

pub const NEED: Need = Need {
    name: "reach-kept",
    title: "everything that the app reaches now it reaches from the new subnet",
    explanation: Explanation {
        means: "Every address and TCP port that the configuration lets the app reach now, from all of the point-to-site range, it lets the app reach from all of the new subnet.",
        matters: "What is lost shows only when the app has moved.",
        reads: "Everything that netcheck reach reads, once as it is and once as if the app sent from the new subnet.",
        mend: "Open what is named: security groups for the new subnet's prefix, route tables, peerings (netcheck reach and netcheck route, asked of an export after the change, show it).",
    },
    time: "at once, no outage",
    judge,
};

fn judge(it: &Move<'_>) -> Judgement {
    let now = Context::new(&it.now.integration, &it.tunnel, Protocol::Tcp)
        .map_err(|gap| Verdict::unknown(&gap))?;
    let then =
        Context::new(&it.then, &it.tunnel, Protocol::Tcp).map_err(|gap| Verdict::unknown(&gap))?;
    let everything = AddressSet::all();
    let before = reach(&now, &everything);
    let after = reach(&then, &everything);
    let open = flows(&before, &now.sender.addresses, Part::Open);
    let kept = flows(&after, &then.sender.addresses, Part::Open);
    let perhaps = flows(&after, &then.sender.addresses, Part::Unclear);
    // The subnet itself holds nothing that the app talks to.
    let own = Flows {
        to: it.senders(),
        ports: PortSet::usable(),
    };
    let left = without(without(open.clone(), &kept), &[own]);
    let lost = without(left.clone(), &perhaps);
    let mut found = Findings::default();
    for sentence in told(&lost, |flow| format!("{flow} would be lost")) {
        found.fail(sentence);
    }
    for sentence in told(&without(left, &lost), |flow| {
        format!("whether {flow} is kept")
    }) {
        found.cannot_tell(sentence);
    }
    if open.is_empty() {
        return Err(Verdict::cannot_tell(
            "nothing is known to be reached now, so nothing can be compared",
        ));
    }
    Ok(found.verdict("nothing would be lost, as configured (TCP)"))
}

/// A sentence for each flow; of many the number of those that are left out.
fn told(flows: &[Flows], sentence: impl Fn(&str) -> String) -> Vec<String> {
    let first = flows.iter().take(MOST);
    let mut told: Vec<String> = first.map(|flow| sentence(&flow.shown())).collect();
    if flows.len() > MOST {
        told.push(format!("and {} more", flows.len() - MOST));
    }
    told
}

/// Receivers and ports that all senders reach.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Flows {
    to: AddressSet,
    ports: PortSet,
}

impl Flows {
    fn shown(&self) -> String {
        if self.ports == PortSet::usable() {
            self.to.to_string()
        } else {
            format!("{} on TCP ports {}", self.to, self.ports)
        }
    }
}

#[derive(Clone, Copy)]
enum Part {
    Open,
    Unclear,
}

fn flows(reaches: &[Reach<'_>], senders: &AddressSet, part: Part) -> Vec<Flows> {
    let blocks = reaches.iter().flat_map(|reach| match part {
        Part::Open => reach.open.iter().collect::<Vec<_>>(),
        Part::Unclear => reach.unclear.iter().map(|(block, _)| block).collect(),
    });
    blocks
        .filter(|block| block.from.covers(senders))
        .map(|block| Flows {
            to: block.to.clone(),
            ports: block.ports.clone(),
        })
        .collect()
}

/// `flows` without what any of `others` holds; exact, as rectangles of receivers and ports.
fn without(mut flows: Vec<Flows>, others: &[Flows]) -> Vec<Flows> {
    for other in others {
        flows = flows
            .into_iter()
            .flat_map(|flow| {
                let common = flow.to.intersection(&other.to);
                [
                    Flows {
                        to: flow.to.difference(&other.to),
                        ports: flow.ports.clone(),
                    },
                    Flows {
                        to: common,
                        ports: flow.ports.difference(&other.ports),
                    },
                ]
            })
            .filter(|flow| !flow.to.is_empty() && !flow.ports.is_empty())
            .collect();
    }
    flows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(to: (u8, u8), ports: (u16, u16)) -> Flows {
        let address = |last| std::net::Ipv4Addr::new(10, 0, 0, last);
        Flows {
            to: AddressSet::from_range(address(to.0), address(to.1)),
            ports: PortSet::from_range(ports.0, ports.1),
        }
    }

    #[test]
    fn of_many_flows_the_number_of_those_left_out_is_told() {
        let flows = |n: u8| -> Vec<Flows> { (0..n).map(|at| flow((at, at), (0, 9))).collect() };
        let all = told(&flows(8), |flow| format!("whether {flow} is kept"));
        assert_eq!(all.len(), 8);
        assert_eq!(all[0], "whether 10.0.0.0 on TCP ports 0-9 is kept");
        let more = told(&flows(11), str::to_owned);
        assert_eq!((more.len(), more[8].as_str()), (9, "and 3 more"));
    }

    #[test]
    fn every_port_needs_no_telling() {
        assert_eq!(flow((7, 7), (1, u16::MAX)).shown(), "10.0.0.7");
        assert_eq!(flow((7, 7), (2, 9)).shown(), "10.0.0.7 on TCP ports 2-9");
    }

    #[test]
    fn rectangles_are_cut_exactly() {
        let cut = |others: &[Flows]| without(vec![flow((0, 9), (0, 9))], others);
        assert_eq!(cut(&[]), [flow((0, 9), (0, 9))]);
        assert_eq!(cut(&[flow((0, 9), (0, 9))]), []);
        assert_eq!(
            cut(&[flow((5, 20), (5, 20))]),
            [flow((0, 4), (0, 9)), flow((5, 9), (0, 4))]
        );
        assert_eq!(cut(&[flow((20, 30), (0, 9))]), [flow((0, 9), (0, 9))]);
    }
}
