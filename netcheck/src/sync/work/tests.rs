//! A sync against a world in memory: undisturbed, killed at random points, and beside somebody else who
//! changes the same gateway.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use netdiag::model::ResourceId;
use proptest::prelude::*;
use tokio::sync::Notify;

use super::*;
use crate::certificate::Certificate;
use crate::example::{ADMIN_COPY, APP_COPY, Example, GATEWAY, PLAN_COPY};
use crate::sync::call::Method;
use crate::sync::errand::Errand;
use crate::sync::journal::left_undone;
use crate::sync::outlook::{Outlook, State};

static BROKEN: LazyLock<Example> = LazyLock::new(Example::broken);
static HEALTHY: LazyLock<Example> = LazyLock::new(Example::healthy);
const ROOTS: &str = "/properties/vpnClientConfiguration/vpnClientRootCertificates";
const SECRET: &str = "CANARY-link";

/// What somebody does to a run.
#[derive(Debug, Clone, Default)]
struct Mischief {
    /// Killed at this operation, counted from 0 over reads, calls and pauses.
    kill_at: Option<u32>,
    /// Killed after its effect rather than before.
    after_effect: bool,
    /// Somebody adds a certificate of theirs before this operation.
    meddle_at: Option<u32>,
    /// Azure answers with this instead, at this call.
    fault: Option<(u32, u16)>,
}

#[derive(Debug)]
struct Fake {
    gateway: Value,
    version: u32,
    /// How many readings the gateway still says that it is being changed.
    busy: u32,
    polls: u32,
    copies: BTreeMap<ResourceId, Value>,
    /// Which certificates the package knew that a copy was given last.
    handed: BTreeMap<ResourceId, Vec<String>>,
    packages: Vec<Vec<String>>,
    mischief: Mischief,
    operation: u32,
    calls: u32,
    killed: Arc<Notify>,
    told: Vec<String>,
    changes: u32,
}

impl Fake {
    fn new(app_is_old: bool, polls: u32) -> Self {
        let mut copies = BTreeMap::new();
        for file in [PLAN_COPY, APP_COPY, ADMIN_COPY] {
            let from = if file == APP_COPY && app_is_old {
                &HEALTHY
            } else {
                &BROKEN
            };
            let mut copy = from.get(file, "/0");
            // That of the app is as the plan's in every way, but for the certificate.
            if file == APP_COPY && app_is_old {
                let old = copy.clone();
                copy = BROKEN.get(file, "/0");
                for name in ["certBlob", "certThumbprint"] {
                    copy["properties"][name] = old["properties"][name].clone();
                }
            }
            let id = ResourceId::new(copy["id"].as_str().unwrap());
            copies.insert(id, copy);
        }
        Self {
            gateway: BROKEN.get(GATEWAY, ""),
            version: 1,
            busy: 0,
            polls,
            copies,
            handed: BTreeMap::new(),
            packages: Vec::new(),
            mischief: Mischief::default(),
            operation: 0,
            calls: 0,
            killed: Arc::new(Notify::new()),
            told: Vec::new(),
            changes: 0,
        }
    }

    /// App Service knows the network as it is.
    fn only_the_certificate_differs(&mut self) {
        for copy in self.copies.values_mut() {
            for (name, value) in HEALTHY_NETWORK.as_object().unwrap() {
                copy["properties"][name] = value.clone();
            }
        }
    }

    fn snapshot(&self) -> crate::check::Snapshot {
        let copy = |file: &str| {
            let id = BROKEN.get(file, "/0/id");
            json!([self.copies[&ResourceId::new(id.as_str().unwrap())]])
        };
        BROKEN
            .clone()
            .with_file(GATEWAY, self.seen_gateway())
            .with_file(PLAN_COPY, copy(PLAN_COPY))
            .with_file(APP_COPY, copy(APP_COPY))
            .with_file(ADMIN_COPY, copy(ADMIN_COPY))
            .snapshot()
    }

    fn seen_gateway(&self) -> Value {
        let mut gateway = self.gateway.clone();
        gateway["etag"] = json!(format!("W/\"{}\"", self.version));
        let state = if self.busy > 0 {
            "Updating"
        } else {
            "Succeeded"
        };
        gateway["properties"]["provisioningState"] = json!(state);
        gateway
    }

    fn known(&self) -> Vec<String> {
        let mut known: Vec<String> = self
            .gateway
            .pointer(ROOTS)
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|root| {
                Certificate::read(root["properties"]["publicCertData"].as_str().unwrap())
                    .unwrap()
                    .thumbprint
            })
            .collect();
        known.sort();
        known
    }

    fn meddle(&mut self) {
        let roots = self
            .gateway
            .pointer_mut(ROOTS)
            .unwrap()
            .as_array_mut()
            .unwrap();
        // By the same rule as we do, so that the two get in each other's way.
        let names = roots.iter().map(|root| root["name"].as_str().unwrap());
        let name = crate::sync::steps::free_name(names);
        let data = OTHER_TEXT.as_str();
        roots.push(json!({"name": name, "properties": {"publicCertData": data}}));
        self.version += 1;
    }

    /// Counts an operation; true if the process is to die in it.
    fn dies(&mut self) -> bool {
        let now = self.operation;
        self.operation += 1;
        if self.mischief.meddle_at == Some(now) {
            self.meddle();
        }
        self.mischief.kill_at == Some(now)
    }

    async fn die(&self) -> ! {
        self.killed.notify_one();
        std::future::pending().await
    }

    fn effect(&mut self, call: &Call) -> Result<Option<Value>, Trouble> {
        let refused = |status, why: &str| {
            Err(Trouble::Refused {
                status: Some(status),
                why: why.to_owned(),
            })
        };
        let body = call.body.clone().unwrap();
        let method = call.announced.method;
        match call.deed {
            Deed::AddCertificate => {
                assert_eq!(method, Method::Put);
                if self.busy > 0 {
                    return refused(409, "busy");
                }
                if call.if_match.as_deref() != Some(&format!("W/\"{}\"", self.version)) {
                    return refused(412, "changed");
                }
                self.gateway = body;
                self.version += 1;
                self.busy = self.polls;
                self.changes += 1;
                Ok(None)
            }
            Deed::AskPackage => {
                assert_eq!(method, Method::Post);
                self.packages.push(self.known());
                Ok(Some(json!(format!(
                    "https://x.example/{SECRET}/{}",
                    self.packages.len() - 1
                ))))
            }
            Deed::HandOver => {
                let link = body["properties"]["vpnPackageUri"].as_str().unwrap();
                let number: usize = link.rsplit('/').next().unwrap().parse().unwrap();
                self.handed
                    .insert(call.resource.clone(), self.packages[number].clone());
                let fresh = HEALTHY_NETWORK.clone();
                // What belongs to the plan belongs to all of its apps.
                let of_plan = call.resource.after("serverfarms").is_some();
                for (id, copy) in &mut self.copies {
                    if of_plan || *id == call.resource {
                        for (name, value) in fresh.as_object().unwrap() {
                            copy["properties"][name] = value.clone();
                        }
                    }
                }
                self.changes += 1;
                Ok(Some(body))
            }
            Deed::Connect => {
                let plan = self
                    .copies
                    .iter()
                    .find(|(id, _)| id.after("serverfarms").is_some())
                    .unwrap()
                    .1
                    .clone();
                self.copies.get_mut(&call.resource).unwrap()["properties"] =
                    plan["properties"].clone();
                self.changes += 1;
                Ok(Some(plan))
            }
            _ => unreachable!(),
        }
    }
}

/// A certificate that is none of the example's: that of Azure's own documentation.
static OTHER_TEXT: LazyLock<String> = LazyLock::new(|| {
    let text = include_str!(
        "../../../../tests/fixtures/arm-examples/network-vpnServerConfiguration-rootCert.json"
    );
    let json: Value = serde_json::from_str(text).unwrap();
    json["properties"]["vpnClientRootCertificates"][0]["publicCertData"]
        .as_str()
        .unwrap()
        .to_owned()
});

/// What a sync makes of a copy: the network as the broken example has it.
static HEALTHY_NETWORK: LazyLock<Value> = LazyLock::new(|| {
    let mut routes = BROKEN.get(PLAN_COPY, "/0/properties/routes");
    routes.as_array_mut().unwrap().push(json!({"name": "batch", "properties": {"startAddress": "10.62.0.0/16", "routeType": "INHERITED"}}));
    json!({"dnsServers": "10.61.0.10,10.61.0.5", "resyncRequired": false, "routes": routes})
});

impl World for Fake {
    async fn read(&mut self, path: &str) -> Result<Value, Trouble> {
        if self.dies() {
            self.die().await;
        }
        let (path, version) = path.split_once("?api-version=").unwrap();
        if path.contains("virtualNetworkGateways") {
            assert_eq!(version, "2024-05-01");
            self.busy = self.busy.saturating_sub(1);
            return Ok(self.seen_gateway());
        }
        assert_eq!(version, "2025-03-01");
        Ok(self.copies[&ResourceId::new(path)].clone())
    }

    async fn make(&mut self, call: &Call) -> Result<Option<Value>, Trouble> {
        let dies = self.dies();
        if dies && !self.mischief.after_effect {
            self.die().await;
        }
        let number = self.calls;
        self.calls += 1;
        let answer = match self.mischief.fault {
            // Done, and the answer got lost.
            Some((at, 0)) if at == number => {
                let _ = self.effect(call);
                Err(Trouble::Unclear("the connection was cut".into()))
            }
            Some((at, status)) if at == number => Err(Trouble::Refused {
                status: Some(status),
                why: "a fault".into(),
            }),
            _ => self.effect(call),
        };
        if dies {
            self.die().await;
        }
        answer
    }

    async fn pause(&mut self) -> Result<(), Trouble> {
        if self.dies() {
            self.die().await;
        }
        Ok(())
    }

    fn tell(&mut self, line: &str) {
        self.told.push(line.to_owned());
    }
}

/// One run of the program: looks, and does what is due. `None` if it was killed.
fn run_once(
    fake: &mut Fake,
    journal: &Path,
    mischief: Mischief,
) -> Option<(Outlook, Option<Report>)> {
    fake.mischief = mischief;
    fake.operation = 0;
    fake.calls = 0;
    let snapshot = fake.snapshot();
    let copy = snapshot.integration.connection.value().unwrap().id.clone();
    let left = left_undone(journal, Errand::Sync, &copy).unwrap();
    let outlook = Outlook::of(&snapshot, &left, false);
    let Some(due) = &outlook.due else {
        return Some((outlook, None));
    };
    let mut journal = Journal::begin(journal, Errand::Sync, due.about(), &due.task()).unwrap();
    let killed = fake.killed.clone();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let report = runtime.block_on(async {
        tokio::select! {
            biased;
            report = due.run(fake, &mut journal) => Some(report),
            () = killed.notified() => None,
        }
    });
    report.map(|report| (outlook, Some(report)))
}

/// Runs until nothing is due any more.
fn until_done(fake: &mut Fake, journal: &Path) {
    for _ in 0..6 {
        let (outlook, report) = run_once(fake, journal, Mischief::default()).unwrap();
        match report {
            None => {
                assert_eq!(outlook.state, State::InSync, "{outlook:?}");
                return;
            }
            Some(report) => assert_eq!(report.stopped, None, "{report:?}"),
        }
    }
    panic!("it never ends: {:?}", fake.told);
}

/// See [`end_of`].
type End = (Vec<String>, Vec<Value>, bool);

/// What matters of the end: every certificate once, every copy, and that what App Service was given was
/// made when the gateway knew its certificate.
fn end_of(fake: &Fake) -> End {
    let presented = BROKEN.get(PLAN_COPY, "/0/properties/certThumbprint");
    let presented = presented.as_str().unwrap().to_owned();
    let knew =
        !fake.handed.is_empty() && fake.handed.values().all(|known| known.contains(&presented));
    (fake.known(), fake.copies.values().cloned().collect(), knew)
}

static UNDISTURBED: LazyLock<[End; 2]> =
    LazyLock::new(|| [false, true].map(|app_is_old| end_of(&undisturbed(app_is_old))));

fn undisturbed(app_is_old: bool) -> Fake {
    let folder = tempfile::tempdir().unwrap();
    let mut fake = Fake::new(app_is_old, 2);
    until_done(&mut fake, &folder.path().join("j"));
    fake
}

#[test]
fn a_run_makes_exactly_the_calls_that_were_told() {
    for (app_is_old, calls) in [(false, 3), (true, 5)] {
        let folder = tempfile::tempdir().unwrap();
        let mut fake = Fake::new(app_is_old, 2);
        let (outlook, report) =
            run_once(&mut fake, &folder.path().join("j"), Mischief::default()).unwrap();
        let report = report.unwrap();
        assert_eq!(outlook.state, State::Due);
        assert_eq!(report.stopped, None);
        let made: Vec<&Announced> = report.made.iter().map(|made| &made.call).collect();
        assert_eq!(made, outlook.calls.iter().collect::<Vec<_>>());
        assert_eq!(made.len(), calls, "{made:?}");
        assert_eq!(fake.known().len(), 3);
        assert!(end_of(&fake).2);
        // And then there is nothing left.
        let (outlook, report) =
            run_once(&mut fake, &folder.path().join("j"), Mischief::default()).unwrap();
        assert_eq!((outlook.state, report), (State::InSync, None));
        let journal = std::fs::read_to_string(folder.path().join("j")).unwrap();
        let told = fake.told.join("\n");
        assert!(
            !journal.contains("CANARY") && !told.contains("CANARY"),
            "{journal}{told}"
        );
    }
}

/// The link is made and handed over in one life of the process; after that a reading shows nothing of it.
#[test]
fn a_package_that_was_not_handed_over_is_not_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("j");
    let mut fake = Fake::new(false, 0);
    fake.only_the_certificate_differs();
    // Reads copy and gateway, adds the certificate, and dies when it looks again.
    let kill = Mischief {
        kill_at: Some(3),
        ..Mischief::default()
    };
    assert!(run_once(&mut fake, &journal, kill).is_none());
    assert_eq!(fake.known().len(), 3);
    assert!(fake.handed.is_empty());
    let snapshot = fake.snapshot();
    assert_eq!(
        Outlook::of(&snapshot, &Task::default(), false).state,
        State::InSync
    );
    until_done(&mut fake, &journal);
    assert!(end_of(&fake).2);
}

#[test]
fn faults_end_or_are_got_over_and_the_next_run_finishes() {
    for (status, goes_on) in [
        (0, true),
        (412, true),
        (409, true),
        (403, false),
        (400, false),
        (500, false),
    ] {
        for call in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let journal = folder.path().join("j");
            let mut fake = Fake::new(false, 1);
            let mischief = Mischief {
                fault: Some((call, status)),
                ..Mischief::default()
            };
            let (_, report) = run_once(&mut fake, &journal, mischief).unwrap();
            let stopped = report.unwrap().stopped;
            assert_eq!(
                stopped.is_none(),
                goes_on,
                "{status} at {call}: {stopped:?}"
            );
            until_done(&mut fake, &journal);
            assert_eq!(end_of(&fake), UNDISTURBED[0], "{status} at {call}");
        }
    }
}

#[test]
fn somebody_elses_certificate_is_kept_whenever_it_comes() {
    for at in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("j");
        let mut fake = Fake::new(true, 1);
        let mischief = Mischief {
            meddle_at: Some(at),
            ..Mischief::default()
        };
        run_once(&mut fake, &journal, mischief).unwrap();
        until_done(&mut fake, &journal);
        let other = Certificate::read(&OTHER_TEXT).unwrap().thumbprint;
        let known = fake.known();
        assert_eq!(
            known.iter().filter(|known| **known == other).count(),
            1,
            "{at}"
        );
        assert_eq!(known.len(), 4, "{at}: {known:?}");
        let mut names: Vec<&str> = fake
            .gateway
            .pointer(ROOTS)
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|root| root["name"].as_str().unwrap())
            .collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 4, "{at}: {names:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// However often it is killed, and wherever: run again, it ends as if nothing had happened.
    #[test]
    fn killed_anywhere_it_ends_in_the_same_state(
        app_is_old: bool,
        network_is_old: bool,
        polls in 0u32..4,
        kills in prop::collection::vec((0u32..24, any::<bool>()), 1..5),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("j");
        let mut fake = Fake::new(app_is_old, polls);
        if !network_is_old {
            fake.only_the_certificate_differs();
        }
        for (kill_at, after_effect) in kills {
            let mischief = Mischief { kill_at: Some(kill_at), after_effect, ..Mischief::default() };
            let _ = run_once(&mut fake, &journal, mischief);
            // The notification of a death that nobody waited for.
            fake.killed = Arc::new(Notify::new());
        }
        until_done(&mut fake, &journal);
        // The certificate from before, the laptops', and the new one.
        prop_assert_eq!(fake.known().len(), 3);
        prop_assert_eq!(&end_of(&fake), &UNDISTURBED[usize::from(app_is_old)]);
    }
}
