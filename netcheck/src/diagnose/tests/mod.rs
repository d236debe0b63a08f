//! What is said of a case: of several faults at once, of what was not read, and of witnesses.

mod innocent;
pub(crate) mod regional;
mod scenarios;

use std::net::{IpAddr, SocketAddr};

use netdiag::model::Protocol;
use serde_json::{Value, json};
use time::macros::datetime;

use super::observation::{Contact, NameSeen, Observation, Observations, Probe};
use super::witness::{Stand, Testimony, Witnesses};
use super::*;
use crate::check::{judge_all, tunnel};
use crate::example::*;
use crate::path::Context;

pub(crate) use scenarios::scenarios;

const SQL: &str = "10.61.8.9:1433";
const NAME: &str = "sql01.corp.northwind.example";
const ONPREM: &str = "192.168.41.7:80";
const DNS1: &str = "10.61.0.4:53";
const DNS2: &str = "10.61.0.5:53";
const AZURE: &str = "168.63.129.16:53";
const ID: &str = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network";

/// An export, what was seen, and what witnesses saw.
#[derive(Clone)]
pub(crate) struct Scenario {
    pub(super) example: Example,
    pub(super) seen: Vec<(Probe, Observation)>,
    witnesses: Witnesses,
}

pub(crate) fn healthy() -> Scenario {
    Scenario::of(Example::healthy())
}

impl Scenario {
    pub(crate) fn of(example: Example) -> Self {
        Self {
            example,
            seen: Vec::new(),
            witnesses: Witnesses::default(),
        }
    }

    pub(crate) fn change(mut self, change: impl FnOnce(Example) -> Example) -> Self {
        self.example = change(self.example);
        self
    }

    /// Connecting to `target` gives `outcome`.
    pub(crate) fn tcp(self, target: &str, outcome: &str) -> Self {
        self.tcp_by(target, outcome, None)
    }

    pub(super) fn tcp_by(mut self, target: &str, outcome: &str, by: Option<&str>) -> Self {
        let at: SocketAddr = target.parse().unwrap();
        self.seen.push((
            Probe::Connect {
                address: at.ip(),
                port: at.port(),
            },
            Observation::Contact(Contact {
                outcome: outcome.to_owned(),
                rtt_ms: (outcome == "connected").then_some(20.0),
                reported_by: by.map(|by| by.parse().unwrap()),
                message: None,
                took_ms: 20.0,
            }),
        ));
        self
    }

    pub(super) fn answer(outcome: &str, server: &str, addresses: &[&str]) -> Observation {
        let addresses: Vec<IpAddr> = addresses.iter().map(|a| a.parse().unwrap()).collect();
        Observation::Name(NameSeen {
            outcome: outcome.to_owned(),
            server: Some(server.trim_end_matches(":53").to_owned()),
            canonical: None,
            aliases: Vec::new(),
            message: format!("{NAME}: {outcome}"),
            addresses,
            took_ms: 1.0,
        })
    }

    /// The app gets this for the name, and so does each server that is asked.
    fn name(mut self, outcome: &str, addresses: &[&str]) -> Self {
        self.seen.push((
            Probe::Resolve {
                name: NAME.to_owned(),
            },
            Self::answer(outcome, DNS1, addresses),
        ));
        self.server(DNS1, outcome, addresses)
            .server(DNS2, outcome, addresses)
    }

    /// One server says this.
    fn server(mut self, server: &str, outcome: &str, addresses: &[&str]) -> Self {
        let probe = Probe::Ask {
            name: NAME.to_owned(),
            server: server.parse().unwrap(),
        };
        self.seen
            .push((probe, Self::answer(outcome, server, addresses)));
        self
    }

    pub(super) fn witness(mut self, stand: Stand, target: &str, reached: bool) -> Self {
        self.witnesses.0.push(Testimony {
            stand,
            target: target.to_owned(),
            reached,
            outcome: if reached { "connected" } else { "timeout" }.to_owned(),
            file: "witness.json".to_owned(),
        });
        self
    }

    /// Names of the causes with their confidence, in order, and the verdict.
    pub(super) fn judge(&self, target: &str) -> (Vec<(&'static str, Confidence)>, String) {
        self.diagnosed(target, |diagnosis| {
            let causes = diagnosis
                .causes
                .iter()
                .map(|(cause, f)| (cause.name, f.confidence))
                .collect();
            (causes, diagnosis.verdict())
        })
    }

    /// Names of the causes with what is said of each, and its remedy.
    pub(super) fn told(&self, target: &str) -> Vec<(&'static str, String, &'static str)> {
        self.diagnosed(target, |diagnosis| {
            let kind = diagnosis.case.snapshot.integration.kind.value();
            let causes = diagnosis.causes.iter();
            causes
                .map(|(cause, f)| (cause.name, f.summary.clone(), cause.mend(kind)))
                .collect()
        })
    }

    /// What is judged, what was seen, and what witnesses saw.
    pub(crate) fn parts(&self) -> (crate::check::Snapshot, Observations, &Witnesses) {
        let mut observations = Observations::default();
        for (probe, seen) in &self.seen {
            observations.insert(probe.clone(), seen.clone());
        }
        (self.example.snapshot(), observations, &self.witnesses)
    }

    fn diagnosed<T>(&self, target: &str, read: impl FnOnce(&Diagnosis<'_>) -> T) -> T {
        let (snapshot, observations, witnesses) = self.parts();
        let checks = judge_all(&snapshot);
        let tunnel = tunnel(&checks);
        let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp);
        let target = target.parse().unwrap();
        let case = Case::new(
            &target,
            &snapshot,
            &checks,
            &context,
            &observations,
            witnesses,
        );
        read(&diagnose(case))
    }
}

fn deny(source: &str) -> impl FnOnce(Example) -> Example {
    let rule = json!({"name": "no-p2s", "properties": {"protocol": "*", "sourcePortRange": "*",
        "destinationPortRange": "*", "sourceAddressPrefix": source, "destinationAddressPrefix": "*",
        "access": "Deny", "priority": 150, "direction": "Inbound"}});
    move |e| e.set(GROUPS, "/value/0/properties/securityRules/-", rule)
}

fn no_propagation(e: Example) -> Example {
    e.set(
        TABLES,
        "/value/0/properties/disableBgpRoutePropagation",
        json!(true),
    )
}

pub(super) fn table_on_gateway_subnet(prefix: &str, hop: &str) -> impl FnOnce(Example) -> Example {
    let id = format!("{ID}/routeTables/gw-rt");
    let table = json!({"id": id, "name": "gw-rt", "type": "Microsoft.Network/routeTables", "properties": {
        "routes": [{"name": "odd", "properties": {"addressPrefix": prefix, "nextHopType": hop}}]}});
    move |e| {
        e.set(
            NETWORKS,
            "/value/0/properties/subnets/0/properties/routeTable",
            json!({"id": id}),
        )
        .with_file("gw-rt.json", table)
    }
}

fn not_integrated(e: Example) -> Example {
    e.without_file(PLAN_COPY)
        .without_file(APP_COPY)
        .without_file(ADMIN_COPY)
        .set(SITE, "/properties/siteConfig/vnetName", json!(""))
        .without_file(SITE_WEB)
}

fn routes(kept: &'static [usize]) -> impl FnOnce(Example) -> Example {
    move |e| {
        let all = e.get(PLAN_COPY, "/0/properties/routes");
        let some: Vec<Value> = kept.iter().map(|i| all[i].clone()).collect();
        e.set(PLAN_COPY, "/0/properties/routes", json!(some))
    }
}

impl Scenario {
    /// A short name that no server answers for.
    fn unnamed(mut self, name: &str, outcome: &str) -> Self {
        let seen = Self::answer(outcome, AZURE, &[]);
        self.seen.push((
            Probe::Resolve {
                name: name.to_owned(),
            },
            seen,
        ));
        self
    }
}

#[test]
fn what_a_hop_names_as_its_blocker_is_a_cause() {
    for name in crate::path::hop::CAUSES {
        assert!(
            ALL.iter().any(|cause| cause.name == *name),
            "{name} is no cause"
        );
    }
}

#[test]
fn the_healthy_example_accuses_nobody() {
    let (causes, verdict) = healthy()
        .name("resolved", &["10.61.8.9"])
        .tcp(SQL, "connected")
        .judge(&format!("{NAME}:1433"));
    assert_eq!(causes, []);
    assert_eq!(verdict, format!("{NAME}:1433 is reached"));
    let (causes, verdict) = healthy().judge(SQL);
    assert_eq!(causes, []);
    assert_eq!(
        verdict,
        format!("{SQL} was not tried; nothing in the configuration stands in its way")
    );
}

#[test]
fn where_the_way_could_not_be_followed_nothing_is_said_to_be_open() {
    let unread = Example::healthy()
        .without_file(NETWORKS)
        .without_file(GATEWAY);
    for (scenario, target, why) in [
        (Scenario::of(unread), SQL, "the gateway was not read"),
        (
            healthy(),
            "[fd00::4]:443",
            "the way of an IPv6 address is not followed",
        ),
    ] {
        let (verdict, exit) = scenario.diagnosed(target, |d| (d.verdict(), d.exit()));
        let expected = format!(
            "{target} was not tried, and whether the configuration lets it through is not known: {why}"
        );
        assert!(verdict.starts_with(&expected), "{verdict}");
        assert_eq!(exit, netdiag::cli::Exit::Unclear, "{target}");
    }
}

#[test]
fn independent_faults_are_both_named() {
    let group = || deny("172.29.7.0/24");
    let pairs: Vec<(&str, Scenario, [&str; 2])> = vec![
        (
            SQL,
            healthy()
                .tcp(SQL, "timeout")
                .change(group())
                .change(no_propagation),
            ["security-group-denies", "no-route-back"],
        ),
        (
            SQL,
            healthy()
                .tcp(SQL, "timeout")
                .change(group())
                .change(|e| e.set(GATEWAY, "/properties/provisioningState", json!("Failed"))),
            ["gateway-down", "security-group-denies"],
        ),
        (
            SQL,
            healthy()
                .tcp(SQL, "timeout")
                .change(no_propagation)
                .change(table_on_gateway_subnet("10.61.8.0/24", "None")),
            ["route-table-diverts", "no-route-back"],
        ),
        (
            ONPREM,
            healthy().tcp(ONPREM, "timeout").change(|e| {
                e.set(
                    CONNECTION,
                    "/properties/connectionStatus",
                    json!("NotConnected"),
                )
                .without(
                    GATEWAY,
                    "/properties/vpnClientConfiguration/vpnClientRootCertificates/0",
                )
            }),
            ["certificates-out-of-sync", "site-to-site-down"],
        ),
    ];
    for (target, scenario, expected) in pairs {
        let (causes, verdict) = scenario.judge(target);
        let certain: Vec<&str> = causes
            .iter()
            .filter(|c| c.1 == Confidence::Certain)
            .map(|c| c.0)
            .collect();
        assert_eq!(certain, expected, "{verdict}");
    }
}

#[test]
fn a_rule_for_a_part_of_the_pool_says_for_which() {
    let part = || {
        healthy()
            .tcp(SQL, "timeout")
            .change(deny("172.29.7.128/25"))
    };
    let (causes, verdict) = part().judge(SQL);
    assert_eq!(
        causes[0],
        ("security-group-denies", Confidence::Likely),
        "{verdict}"
    );
    assert!(
        verdict.ends_with(
            "(rule no-p2s, priority 150), for 172.29.7.128/25 of the point-to-site pool"
        ),
        "{verdict}"
    );
    let of = |app: &str, address: &str| {
        let (app, address) = (app.to_owned(), address.to_owned());
        part().change(move |e| {
            e.variable("WEBSITE_SITE_NAME", &app)
                .variable("WEBSITE_PRIVATE_IP", &address)
        })
    };
    let inside = of("nw-shop", " 172.29.7.200");
    assert_eq!(
        inside.judge(SQL).0[0],
        ("security-group-denies", Confidence::Certain)
    );
    // Whose address it is must be known.
    let anybodys = part().change(|e| e.variable("WEBSITE_PRIVATE_IP", "172.29.7.200"));
    assert_eq!(
        anybodys.judge(SQL).0[0],
        ("security-group-denies", Confidence::Likely)
    );
    let outside = of("nw-shop", "172.29.7.4");
    assert!(
        outside
            .judge(SQL)
            .0
            .contains(&("security-group-denies", Confidence::Possible))
    );
    let reached = healthy()
        .tcp(SQL, "connected")
        .change(deny("172.29.7.128/25"));
    let (_, verdict) = reached.judge(SQL);
    assert!(
        verdict.starts_with("10.61.8.9:1433 is reached, but not from every address"),
        "{verdict}"
    );
}

#[test]
fn a_group_that_was_not_read_or_a_tag_nobody_expands_is_possible_only() {
    let unread = healthy()
        .tcp(SQL, "timeout")
        .change(|e| e.without_file(GROUPS));
    assert!(
        unread
            .judge(SQL)
            .0
            .contains(&("security-group-denies", Confidence::Possible))
    );
    let tag = healthy().tcp(SQL, "timeout").change(deny("Sql.WestUS"));
    assert!(
        tag.judge(SQL)
            .0
            .contains(&("security-group-denies", Confidence::Possible))
    );
}

#[test]
fn nothing_in_the_network_answers_accuses_the_tunnel() {
    let dead = healthy()
        .tcp(SQL, "timeout")
        .tcp("10.61.0.4:53", "timeout")
        .tcp("10.61.0.5:53", "timeout");
    let (causes, _) = dead.judge(SQL);
    assert!(
        causes.iter().any(|c| c.0 == "gateway-down")
            && causes.iter().any(|c| c.0 == "certificates-out-of-sync"),
        "{causes:?}"
    );
    let unread = dead.change(|e| {
        e.without_file(GATEWAY)
            .set(PLAN_COPY, "/0/name", json!("nw-net"))
    });
    let (causes, verdict) = unread.judge(SQL);
    assert!(!causes.is_empty(), "{verdict}");
}

#[test]
fn the_dns_servers_own_trace_says_why_it_is_not_reached() {
    let subnet = "/value/0/properties/subnets/1/properties/networkSecurityGroup";
    let scenario = healthy()
        .name("timeout", &[])
        .change(|e| {
            e.set(
                NETWORKS,
                subnet,
                json!({"id": format!("{ID}/networkSecurityGroups/nw-nsg")}),
            )
        })
        .change(deny("172.29.7.0/24"));
    let (causes, _) = scenario.judge(&format!("{NAME}:1433"));
    assert_eq!(causes[0].0, "dns-server-unreachable");
    assert_eq!(
        causes[1],
        ("security-group-denies", Confidence::Certain),
        "{causes:?}"
    );
}

#[test]
fn witnesses_clear_and_accuse() {
    let far = || healthy().tcp(ONPREM, "timeout");
    let (causes, _) = far().judge(ONPREM);
    assert!(
        causes.iter().all(|c| c.1 == Confidence::Possible),
        "{causes:?}"
    );
    let (causes, _) = far().witness(Stand::Vm, ONPREM, true).judge(ONPREM);
    assert_eq!(
        causes[..2],
        [
            ("on-premises-no-route-back", Confidence::Likely),
            ("on-premises-firewall", Confidence::Likely)
        ]
    );
    let (causes, _) = healthy()
        .tcp(SQL, "timeout")
        .witness(Stand::Vm, SQL, true)
        .judge(SQL);
    assert!(causes.iter().all(|c| c.0 != "host-down"), "{causes:?}");
    let (causes, _) = healthy()
        .tcp(SQL, "timeout")
        .witness(Stand::Vm, SQL, false)
        .judge(SQL);
    assert!(
        causes.contains(&("host-down", Confidence::Likely)),
        "{causes:?}"
    );
}

#[test]
fn an_old_certificate_is_out_of_sync_too() {
    let late = healthy()
        .tcp(SQL, "timeout")
        .change(|e| e.at(datetime!(2034-01-01 00:00 UTC)));
    assert_eq!(
        late.judge(SQL).0[0],
        ("certificates-out-of-sync", Confidence::Certain)
    );
}

/// Nothing is cut short, and nothing left unasked, because of a rule for half of the pool.
#[test]
fn silence_is_predicted_only_where_nothing_passes() {
    let predicted = |rule: &str| {
        healthy()
            .change(deny(rule))
            .tcp(SQL, "timeout")
            .diagnosed(SQL, |diagnosis| {
                let means = plan::Means {
                    servers: Vec::new(),
                    controls: Vec::new(),
                    extra: true,
                };
                let case = &diagnosis.case;
                (
                    plan::predicted_silent(case).count(),
                    plan::extras(case, &means).is_empty(),
                )
            })
    };
    assert_eq!(predicted("172.29.7.0/24"), (1, true));
    assert_eq!(predicted("172.29.7.128/25"), (0, false));
}

#[test]
fn what_is_wrong_beside_a_target_that_is_reached_is_said_as_such() {
    let (_, verdict) = healthy()
        .change(deny("172.29.7.0/24"))
        .name("resolved", &["10.61.8.9", "10.61.16.9"])
        .tcp("10.61.8.9:1433", "timeout")
        .tcp("10.61.16.9:1433", "connected")
        .judge(&format!("{NAME}:1433"));
    assert!(
        verdict.contains(":1433 is reached; beside it: "),
        "{verdict}"
    );
}

/// A case holds whatever numbers somebody wrote there.
#[test]
fn no_time_is_too_long_to_be_told() {
    let mut endless = healthy().tcp(SQL, "timeout").change(deny("*"));
    if let Some((_, Observation::Contact(contact))) = endless.seen.first_mut() {
        contact.took_ms = 1e300;
    }
    assert_eq!(endless.judge(SQL).0[0].0, "security-group-denies");
}
