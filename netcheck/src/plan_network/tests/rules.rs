//! The good proposal passes; one change strikes one rule.

use std::collections::BTreeSet;

use time::macros::date;

use super::super::rule::ALL;
use super::*;

#[test]
fn the_good_proposal_passes_all_but_that_the_gateway_kind_ends() {
    for one in judged(&good(), &around()) {
        let expected = match one.rule.name {
            "pool-usable" => Status::Warn,
            _ => Status::Pass,
        };
        assert_eq!(
            one.verdict.status, expected,
            "{}: {:?}",
            one.rule.name, one.verdict
        );
    }
}

/// Rule, what comes of it, a part of what it says, and the change to the good proposal or its surroundings.
type Change = (
    &'static str,
    Status,
    &'static str,
    fn(&mut Proposal, &mut Surroundings),
);

fn changes() -> Vec<Change> {
    use Status::{Fail, NotApplicable, Pass, Unknown, Warn};
    vec![
        (
            "prefixes-valid",
            Fail,
            "10.1.2.5/24 of the subnet data has bits set behind its length; 10.1.2.0/24 was probably meant",
            |p, _| p.subnets[0].prefix = prefix("10.1.2.5/24"),
        ),
        (
            "prefixes-valid",
            Fail,
            "must not have IPv6 address space",
            |p, _| p.networks.push(prefix("fd00::/48")),
        ),
        ("prefixes-valid", Warn, "does not carry", |p, _| {
            p.networks.push(prefix("fd00::/48"));
            p.subnets.pop();
        }),
        ("prefixes-valid", Fail, "not a /64", |p, _| {
            p.subnets.push(subnet("six", Purpose::Data, "fd00::/65"))
        }),
        ("prefixes-valid", Fail, "GatewaySubnet is IPv6", |p, _| {
            p.subnets[1].prefix = prefix("fd00::/64")
        }),
        ("prefixes-valid", Fail, "pool is IPv6", |p, _| {
            p.pools = vec![prefix("fd00::/64")]
        }),
        (
            "prefixes-valid",
            Warn,
            "all of 10.3.0.0/16 is avoided",
            |p, _| p.avoid = vec![prefix("10.3.4.5/16")],
        ),
        (
            "ranges-allowed",
            Fail,
            "overlaps 169.254.0.0/16 (link-local)",
            |p, _| p.networks.push(prefix("169.254.7.0/24")),
        ),
        (
            "ranges-allowed",
            Fail,
            "overlaps 168.63.129.16/32",
            |p, _| p.networks.push(prefix("168.63.0.0/16")),
        ),
        (
            "network-private",
            Warn,
            "100.64.0.0/24 of the network is shared",
            |p, _| p.networks.push(prefix("100.64.0.0/24")),
        ),
        (
            "network-private",
            Warn,
            "20.0.0.0/24 of the network is public",
            |p, _| p.networks.push(prefix("20.0.0.0/24")),
        ),
        ("network-private", Pass, "", |p, _| {
            p.networks = vec![prefix("172.31.0.0/16")]
        }),
        (
            "network-disjoint",
            Fail,
            "10.70.1.0/24 is in the network hub",
            |p, _| p.networks.push(prefix("10.70.1.0/24")),
        ),
        ("network-disjoint", Warn, "can never be peered", |p, _| {
            p.networks.push(prefix("10.80.1.0/24"))
        }),
        (
            "network-disjoint",
            Fail,
            "192.168.40.0/22 of 192.168.0.0/16 is in the site office",
            |p, _| p.networks.push(prefix("192.168.0.0/16")),
        ),
        (
            "network-disjoint",
            Fail,
            "is in --avoid 10.90.0.0/16",
            |p, _| p.networks.push(prefix("10.90.255.0/24")),
        ),
        ("network-disjoint", Pass, "none of its addresses", |p, _| {
            p.networks.push(prefix("10.71.0.0/16"))
        }),
        ("network-disjoint", Unknown, "a file is cut off", |_, s| {
            s.gaps.push(Gap::new("a file", "is cut off"))
        }),
        (
            "network-disjoint",
            Pass,
            "nothing is known around it",
            |_, s| s.ranges.clear(),
        ),
        ("names-allowed", Fail, "'-data' is no name", |p, _| {
            p.subnets[0].name = "-data".to_owned()
        }),
        (
            "names-allowed",
            Fail,
            "'n' is no name for a network",
            |p, _| p.name = Some("n".to_owned()),
        ),
        (
            "names-allowed",
            Fail,
            "two subnets are called DATA",
            |p, _| p.subnets[2].name = "DATA".to_owned(),
        ),
        ("names-allowed", Pass, "", |p, _| p.name = None),
        (
            "subnet-sizes-allowed",
            Fail,
            "10.1.2.0/30 of the subnet data is smaller than /29",
            |p, _| p.subnets[0].prefix = prefix("10.1.2.0/30"),
        ),
        ("subnet-sizes-allowed", Pass, "", |p, _| {
            p.subnets[0].prefix = prefix("10.1.2.0/29")
        }),
        (
            "subnets-inside",
            Fail,
            "10.2.2.0/24 (the subnet data) is outside the network",
            |p, _| p.subnets[0].prefix = prefix("10.2.2.0/24"),
        ),
        (
            "subnets-inside",
            Fail,
            "10.0.0.0/16 of 10.0.0.0/15 (the subnet data) is outside",
            |p, _| p.subnets[0].prefix = prefix("10.0.0.0/15"),
        ),
        (
            "subnets-inside",
            Warn,
            "two prefixes of the network at once",
            |p, _| {
                p.networks.push(prefix("10.0.0.0/16"));
                p.subnets[0].prefix = prefix("10.0.0.0/15");
            },
        ),
        ("subnets-inside", NotApplicable, "", |p, _| {
            p.subnets.clear()
        }),
        (
            "subnets-disjoint",
            Fail,
            "10.1.2.64/26 is in 10.1.2.0/24 (the subnet data)",
            |p, _| p.subnets[2].prefix = prefix("10.1.2.64/26"),
        ),
        ("subnets-disjoint", Fail, "(the network) and in", |p, _| {
            p.networks.push(prefix("10.1.4.0/24"))
        }),
        ("subnets-disjoint", Pass, "", |p, _| {
            p.subnets[2].prefix = prefix("10.1.1.192/26")
        }),
        (
            "gateway-subnet-named",
            Fail,
            "gateway-subnet is not GatewaySubnet",
            |p, _| p.subnets[0].name = "gateway-subnet".to_owned(),
        ),
        (
            "gateway-subnet-named",
            Fail,
            "2 subnets are GatewaySubnet",
            |p, _| {
                p.subnets
                    .push(subnet("GatewaySubnet", Purpose::Gateway, "10.1.254.0/27"))
            },
        ),
        ("gateway-subnet-named", Fail, "needs a gateway", |p, _| {
            p.subnets.remove(1);
        }),
        ("gateway-subnet-named", NotApplicable, "", |p, _| {
            p.subnets.remove(1);
            p.pools.clear();
        }),
        (
            "gateway-subnet-named",
            Warn,
            "no app can integrate",
            |p, _| {
                p.subnets.remove(2);
                p.pools.clear();
            },
        ),
        ("gateway-subnet-named", Pass, "", |p, _| p.pools.clear()),
        (
            "gateway-subnet-holds-gateway",
            Fail,
            "too small for any gateway",
            |p, _| p.subnets[1].prefix = prefix("10.1.255.0/30"),
        ),
        (
            "gateway-subnet-holds-gateway",
            Warn,
            "Basic only",
            |p, _| p.subnets[1].prefix = prefix("10.1.255.0/28"),
        ),
        (
            "gateway-subnet-holds-gateway",
            Warn,
            "Basic only",
            |p, _| p.subnets[1].prefix = prefix("10.1.255.0/29"),
        ),
        ("gateway-subnet-holds-gateway", Pass, "", |p, _| {
            p.subnets[1].prefix = prefix("10.1.255.0/26")
        }),
        ("gateway-subnet-holds-gateway", NotApplicable, "", |p, _| {
            p.subnets.remove(1);
        }),
        ("pool-private", Fail, "not private", |p, _| {
            p.pools = vec![prefix("172.32.0.0/24")]
        }),
        (
            "pool-private",
            Fail,
            "172.0.0.0/12, 172.32.0.0-172.255.255.255 of the pool",
            |p, _| p.pools = vec![prefix("172.0.0.0/8")],
        ),
        ("pool-private", NotApplicable, "", |p, _| p.pools.clear()),
        (
            "pool-disjoint",
            Fail,
            "10.1.7.0/24 of the pool is in the network itself",
            |p, _| p.pools = vec![prefix("10.1.7.0/24")],
        ),
        ("pool-disjoint", Fail, "is in the pool of hub-gw", |p, _| {
            p.pools = vec![prefix("172.29.8.0/25")]
        }),
        ("pool-disjoint", Fail, "is in the network alone", |p, _| {
            p.pools = vec![prefix("10.80.0.0/24")]
        }),
        ("pool-disjoint", Fail, "is in the site office", |p, _| {
            p.pools = vec![prefix("192.168.43.0/24")]
        }),
        ("pool-disjoint", Fail, "is in --avoid", |p, _| {
            p.pools = vec![prefix("10.90.0.0/24")]
        }),
        ("pool-disjoint", Fail, "of the pool overlap", |p, _| {
            p.pools.push(prefix("172.29.7.128/25"))
        }),
        ("pool-disjoint", Fail, "is in the subnet data", |p, _| {
            p.subnets[0].prefix = prefix("172.29.7.0/24")
        }),
        ("pool-disjoint", Pass, "", |p, _| {
            p.pools = vec![prefix("192.168.44.0/24")]
        }),
        ("pool-disjoint", Unknown, "a file is cut off", |_, s| {
            s.gaps.push(Gap::new("a file", "is cut off"))
        }),
        ("pool-disjoint", NotApplicable, "", |p, _| p.pools.clear()),
        ("pool-holds-instances", Fail, "smaller than /29", |p, _| {
            p.pools = vec![prefix("172.29.7.0/30")]
        }),
        (
            "pool-holds-instances",
            Fail,
            "has 16 addresses; 20 instances",
            |p, _| {
                p.pools = vec![prefix("172.29.7.0/28")];
                p.plans = 2;
            },
        ),
        (
            "pool-holds-instances",
            Warn,
            "too few while all of them are replaced",
            |p, _| p.pools = vec![prefix("172.29.7.0/28")],
        ),
        (
            "pool-holds-instances",
            Warn,
            "128 SSTP connections",
            |p, _| p.plans = 13,
        ),
        ("pool-holds-instances", Pass, "--instances says", |p, _| {
            p.instances = None
        }),
        ("pool-holds-instances", NotApplicable, "", |p, _| {
            p.pools.clear()
        }),
        ("pool-usable", NotApplicable, "", |p, _| p.pools.clear()),
        (
            "integration-subnet-holds-instances",
            Fail,
            "holds 5 instances that can scale; 10 need a /27",
            |p, _| p.subnets[2].prefix = prefix("10.1.3.0/28"),
        ),
        (
            "integration-subnet-holds-instances",
            Fail,
            "holds 13 instances that can scale; 14 need a /26",
            |p, _| {
                p.subnets[2].prefix = prefix("10.1.3.0/27");
                p.instances = Some(14);
            },
        ),
        (
            "integration-subnet-holds-instances",
            Pass,
            "13 instances",
            |p, _| {
                p.subnets[2].prefix = prefix("10.1.3.0/27");
                p.instances = Some(13);
            },
        ),
        (
            "integration-subnet-holds-instances",
            Pass,
            "29 instances",
            |p, _| p.instances = Some(29),
        ),
        (
            "integration-subnet-holds-instances",
            Fail,
            "smaller than /28",
            |p, _| {
                p.subnets[2].prefix = prefix("10.1.3.0/29");
                p.instances = Some(1);
            },
        ),
        (
            "integration-subnet-holds-instances",
            Warn,
            "/26 is advised",
            |p, _| {
                p.subnets[2].prefix = prefix("10.1.3.0/28");
                p.instances = None;
            },
        ),
        (
            "integration-subnet-holds-instances",
            NotApplicable,
            "",
            |p, _| {
                p.subnets.pop();
            },
        ),
        (
            "integration-subnet-per-plan",
            Fail,
            "2 plans, and 1 integration subnet",
            |p, _| p.plans = 2,
        ),
        (
            "integration-subnet-per-plan",
            Pass,
            "2 integration subnets for 2 plans",
            |p, _| {
                p.plans = 2;
                p.subnets
                    .push(subnet("two", Purpose::Integration, "10.1.3.64/26"));
            },
        ),
        ("integration-subnet-per-plan", NotApplicable, "", |p, _| {
            p.subnets.pop();
        }),
        (
            "dns-servers-named",
            Warn,
            "no DNS server is given",
            |p, _| p.dns.clear(),
        ),
        (
            "dns-servers-named",
            Warn,
            "10.1.2.4 is given twice",
            |p, _| p.dns[1] = p.dns[0],
        ),
        (
            "dns-servers-named",
            Warn,
            "6 DNS servers; an app may ask only 5",
            |p, _| servers(p, 6),
        ),
        ("dns-servers-named", Pass, "5 DNS servers", |p, _| {
            servers(p, 5)
        }),
        (
            "dns-servers-named",
            Fail,
            "21 DNS servers; a network can have 20",
            |p, _| servers(p, 21),
        ),
        ("dns-servers-named", Pass, "one DNS server", |p, _| {
            p.dns.pop();
        }),
        (
            "dns-servers-placed",
            Fail,
            "10.1.2.3 is one of the addresses that Azure reserves in the subnet data (10.1.2.0/30, 10.1.2.255)",
            |p, _| p.dns = vec!["10.1.2.3".parse().unwrap()],
        ),
        ("dns-servers-placed", Fail, "10.1.2.255 is one", |p, _| {
            p.dns = vec!["10.1.2.255".parse().unwrap()]
        }),
        ("dns-servers-placed", Pass, "", |p, _| {
            p.dns = vec!["10.1.2.254".parse().unwrap()]
        }),
        (
            "dns-servers-placed",
            Fail,
            "where only gateways stand",
            |p, _| p.dns = vec!["10.1.255.5".parse().unwrap()],
        ),
        ("dns-servers-placed", Fail, "for the plan alone", |p, _| {
            p.dns = vec!["10.1.3.5".parse().unwrap()]
        }),
        ("dns-servers-placed", Fail, "point-to-site pool", |p, _| {
            p.dns = vec!["172.29.7.5".parse().unwrap()]
        }),
        (
            "dns-servers-placed",
            Fail,
            "no machine's address",
            |p, _| p.dns = vec!["127.0.0.1".parse().unwrap()],
        ),
        ("dns-servers-placed", Fail, "IPv6", |p, _| {
            p.dns = vec!["fd00::4".parse().unwrap()]
        }),
        ("dns-servers-placed", Warn, "in no subnet", |p, _| {
            p.dns = vec!["10.1.9.4".parse().unwrap()]
        }),
        (
            "dns-servers-placed",
            Warn,
            "no range that is known",
            |p, _| p.dns = vec!["10.9.9.4".parse().unwrap()],
        ),
        ("dns-servers-placed", Warn, "public", |p, _| {
            p.dns = vec!["20.9.9.4".parse().unwrap()]
        }),
        ("dns-servers-placed", Warn, "which clients get", |p, _| {
            p.dns = vec!["172.29.8.4".parse().unwrap()]
        }),
        ("dns-servers-placed", Pass, "", |p, _| {
            p.dns = vec!["192.168.40.10".parse().unwrap()]
        }),
        ("dns-servers-placed", Pass, "", |p, _| {
            p.dns = vec!["168.63.129.16".parse().unwrap()]
        }),
        ("dns-servers-placed", NotApplicable, "", |p, _| {
            p.dns.clear()
        }),
    ]
}

fn servers(proposal: &mut Proposal, count: u8) {
    proposal.dns = (0..count)
        .map(|i| IpAddr::V4(Ipv4Addr::new(10, 1, 2, 10 + i)))
        .collect();
}

#[test]
fn one_change_strikes_the_rule() {
    for (name, status, part, change) in changes() {
        let (mut proposal, mut around) = (good(), around());
        change(&mut proposal, &mut around);
        let all = judged(&proposal, &around);
        let one = all.iter().find(|j| j.rule.name == name).expect(name);
        assert_eq!(
            one.verdict.status, status,
            "{name} ({part}): {:?}",
            one.verdict
        );
        assert!(
            one.verdict.summary.contains(part),
            "{name}: {}",
            one.verdict.summary
        );
        let is_problem = matches!(status, Status::Fail | Status::Warn);
        assert_eq!(one.verdict.remedy.is_some(), is_problem, "{name} ({part})");
    }
}

#[test]
fn every_rule_is_struck_and_fits_a_line() {
    let struck: BTreeSet<&str> = changes()
        .iter()
        .filter(|(_, status, ..)| matches!(status, Status::Fail | Status::Warn))
        .map(|(name, ..)| *name)
        .chain(["pool-usable"])
        .collect();
    let all: BTreeSet<&str> = ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(struck, all);
    for rule in ALL {
        let width = "[FAIL] ".len() + rule.title.len() + rule.name.len() + 3;
        assert!(width <= 100, "{} is told in {width} columns", rule.name);
    }
}

#[test]
fn the_end_of_the_gateway_kind_is_told_in_its_tense() {
    for (today, words) in [
        (date!(2027 - 03 - 31), "integration ends on 2027-03-31;"),
        (date!(2027 - 04 - 01), "integration ended on 2027-03-31;"),
    ] {
        let all = judged_on(today, &good(), &around());
        let usable = all.iter().find(|one| one.rule.name == "pool-usable");
        let verdict = &usable.unwrap().verdict;
        assert_eq!(verdict.status, Status::Warn);
        assert!(verdict.summary.contains(words), "{}", verdict.summary);
    }
}
