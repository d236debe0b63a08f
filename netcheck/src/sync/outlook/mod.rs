//! What a sync would do: what differs, what stands in its way, which calls it would make, and whom it
//! concerns. Pure.

use netdiag::fact::Fact;
use netdiag::model::{Generation, Kind, VnetConnection};
use netdiag::text::counted;

use super::call::{Announced, Place, whose};
use super::due::Due;
use super::presented::Presented;
use super::single::Single;
use super::steps::{Done, Knows, Provisioning, Seen, Step, Task, free_name, next};
use crate::check::{
    Findings, Snapshot, Status, Verdict, asked_for, certificates, dns_servers, judge_all, reached,
    routes,
};
use crate::overview::Users;

/// Whether there is something to sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// This app has nothing that a sync could renew.
    NotApplicable,
    /// Nothing differs.
    InSync,
    /// Something differs, or an earlier run did not finish.
    Due,
    /// Something differs, and a sync does not mend it.
    Blocked,
    /// It cannot be told.
    Unknown,
}

/// Something that App Service has otherwise than network and gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `certificate`, `dns_servers`, `routes`, `resync_required`, `unfinished` or `copy`.
    pub what: &'static str,
    /// In a sentence.
    pub says: String,
}

/// What a sync would do.
#[derive(Debug)]
pub struct Outlook {
    /// Whether there is something to sync.
    pub state: State,
    /// Why it is not applicable, does not help, or cannot be told.
    pub reasons: Vec<String>,
    /// What differs, line by line.
    pub differences: Vec<Difference>,
    /// What could not be compared.
    pub unknown: Vec<String>,
    /// The calls in their order.
    pub calls: Vec<Announced>,
    /// What has to be known before it is done.
    pub cautions: Vec<String>,
    /// The apps whose connection is interrupted.
    pub users: Users,
    /// How many apps the plan holds, if it says so.
    pub apps_of_plan: Option<u32>,
    /// The network's name, as App Service calls it.
    pub network: Option<String>,
    /// What is to be done, if something is due.
    pub due: Option<Due>,
}

impl Outlook {
    /// The outlook on a snapshot. `left` is what an earlier run that did not finish left undone; `anyway`
    /// syncs though nothing differs.
    pub fn of(snapshot: &Snapshot, left: &Task, anyway: bool) -> Self {
        let mut outlook = Self::empty();
        if let Some(why) = nothing_to_sync(snapshot) {
            outlook.state = State::NotApplicable;
            outlook.reasons.push(why);
            return outlook;
        }
        let copy = snapshot.integration.connection.value();
        outlook.network = copy.map(|copy| copy.name.clone());
        outlook.compare(snapshot);
        outlook.others(snapshot);
        if !left.is_empty() {
            outlook.differs("unfinished", unfinished(left));
        }
        outlook.concern(snapshot);
        let blocked = blockers(snapshot);
        let place = place(snapshot);
        let due = anyway || !outlook.differences.is_empty();
        outlook.state = match (&place, due) {
            (_, true) if !blocked.is_empty() => State::Blocked,
            (Ok(_), true) => State::Due,
            (Err(_), true) => State::Unknown,
            (_, false) if outlook.unknown.is_empty() => State::InSync,
            (_, false) => State::Unknown,
        };
        match outlook.state {
            State::Blocked => outlook.reasons = blocked,
            State::Unknown => outlook.reasons.extend(place.as_ref().err().cloned()),
            _ => {}
        }
        if let (Ok(place), State::Due) = (place, outlook.state) {
            outlook.plan(snapshot, place, left);
        }
        outlook
    }

    /// Nothing could be read, for this reason.
    pub fn unread(why: String) -> Self {
        Self {
            reasons: vec![why],
            ..Self::empty()
        }
    }

    /// Nothing is known yet.
    pub(super) fn empty() -> Self {
        Self {
            state: State::Unknown,
            reasons: Vec::new(),
            differences: Vec::new(),
            unknown: Vec::new(),
            calls: Vec::new(),
            cautions: Vec::new(),
            users: Users::default(),
            apps_of_plan: None,
            network: None,
            due: None,
        }
    }

    /// One call is due.
    pub(super) fn is_due(&mut self, single: Single) {
        self.state = State::Due;
        self.calls.push(single.call.announced.clone());
        self.due = Some(Due::Single(single));
    }

    /// It cannot be told, for this reason.
    pub(super) fn is_unknown(&mut self, why: String) {
        self.state = State::Unknown;
        self.reasons.push(why);
    }

    pub(super) fn differs(&mut self, what: &'static str, says: impl Into<String>) {
        let says = says.into();
        self.differences.push(Difference { what, says });
    }

    fn compare(&mut self, snapshot: &Snapshot) {
        type Compare = fn(&Snapshot) -> Result<Findings, Verdict>;
        let parts: [(&'static str, Compare); 4] = [
            ("certificate", certificates),
            ("dns_servers", dns_servers),
            ("routes", routes),
            ("resync_required", asked_for),
        ];
        for (what, compare) in parts {
            match compare(snapshot) {
                Ok(found) => {
                    for says in found.problems() {
                        self.differs(what, says);
                    }
                    self.unknown.extend(found.unknowns().iter().cloned());
                }
                Err(verdict) => self.unknown.push(verdict.summary),
            }
        }
        self.unknown.sort();
        self.unknown.dedup();
    }

    /// The app's own copy, where the plan has one too. Its certificate is compared by the check.
    fn others(&mut self, snapshot: &Snapshot) {
        let main = snapshot.integration.connection.value();
        if let (Some(own), Some(main)) = (own_copy(snapshot), main) {
            for what in other_than(own, main) {
                let says = format!("{} has {what} than that of the plan", whose(&own.id));
                self.differs("copy", says);
            }
        }
    }

    /// Whom it concerns.
    pub(super) fn concern(&mut self, snapshot: &Snapshot) {
        let integration = &snapshot.integration;
        let network = integration
            .connection
            .value()
            .and_then(|copy| copy.vnet.value());
        let (Some(plan), Some(network)) = (integration.plan_id(), network) else {
            return;
        };
        self.users = Users::of(
            &integration.inventory,
            &integration.environment,
            &plan,
            network,
            snapshot.time,
        );
        self.apps_of_plan = integration
            .plan
            .value()
            .and_then(|plan| plan.site_count.value().copied());
    }

    /// Plays the calls through, each as the planner decides it.
    fn plan(&mut self, snapshot: &Snapshot, place: Place, left: &Task) {
        // What an earlier run left is enough where nothing else differs.
        let is_left = self.differences.iter().all(|one| one.what == "unfinished");
        let task = if is_left && !left.is_empty() {
            left.clone()
        } else {
            task(snapshot, &place).with(left.clone())
        };
        self.cautions = cautions(snapshot);
        let (presented, mut names, knows) = match certificate(snapshot) {
            Ok(found) => found,
            Err(why) => {
                self.state = State::Unknown;
                self.reasons.push(why);
                return;
            }
        };
        let mut seen = Seen {
            gateway: provisioning(snapshot),
            knows,
        };
        if seen.gateway == Provisioning::Busy {
            self.cautions.push(
                "the gateway is being changed just now: the first call waits until that is over"
                    .to_owned(),
            );
            seen.gateway = Provisioning::Ready;
        }
        let (mut done, mut has_package) = (Done::default(), false);
        loop {
            let step = next(&task, &done, has_package, &seen);
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            self.calls
                .extend(place.announce(&step, &presented.thumbprint, &known));
            match step {
                Step::Finished | Step::Wait => break,
                Step::Stop(why) => {
                    self.state = State::Blocked;
                    self.reasons.push(why);
                    self.calls.clear();
                    return;
                }
                Step::Connect(id) => {
                    done.connected.insert(id);
                }
                Step::AddCertificate => {
                    seen.knows = Knows::Yes;
                    let name = free_name(known);
                    names.push(name);
                    done.gateway_changed();
                }
                Step::AskPackage => has_package = true,
                Step::HandOver(id) => {
                    done.handed_over.insert(id);
                }
            }
        }
        self.due = Some(Due::Sync { place, task });
    }

    /// How many apps of the plan nobody read, if the plan says how many it holds.
    pub fn unread_apps(&self) -> Option<u32> {
        let read = u32::try_from(self.users.read).unwrap_or(u32::MAX);
        self.apps_of_plan.map(|all| all.saturating_sub(read))
    }
}

fn nothing_to_sync(snapshot: &Snapshot) -> Option<String> {
    match snapshot.integration.kind.value()? {
        Kind::Gateway => None,
        Kind::Regional => Some("the app uses regional integration, which has nothing to sync: there is no gateway of App Service's own, no certificate and no copy of DNS servers and routes".to_owned()),
        Kind::None => Some("the app is not integrated with a network, so there is nothing to sync".to_owned()),
    }
}

fn unfinished(left: &Task) -> String {
    let copies: Vec<String> = left
        .connect
        .iter()
        .chain(&left.hand_over)
        .map(whose)
        .collect();
    format!(
        "an earlier run did not finish, as its journal says: {} of {}",
        if copies.len() == 1 {
            "one call is"
        } else {
            "calls are"
        },
        copies.join(" and ")
    )
}

/// What makes a sync useless or impossible.
fn blockers(snapshot: &Snapshot) -> Vec<String> {
    const NEEDED: [&str; 3] = [
        "same-subscription",
        "gateway-route-based",
        "point-to-site-enabled",
    ];
    let mut why: Vec<String> = judge_all(snapshot)
        .into_iter()
        .filter(|judged| {
            NEEDED.contains(&judged.check.name) && judged.verdict.status == Status::Fail
        })
        .map(|judged| {
            let found = judged.verdict.summary;
            match judged.check.name {
                "same-subscription" => {
                    format!("{found}: Sync Network does not work across subscriptions")
                }
                _ => found,
            }
        })
        .collect();
    let integration = &snapshot.integration;
    let classic = integration
        .vnet
        .value()
        .is_some_and(|vnet| vnet.generation == Generation::V1)
        || integration
            .gateway
            .value()
            .is_some_and(|gateway| gateway.generation == Generation::V1);
    if classic {
        why.push("the network is a classic one: no source shows the calls that its gateway takes, so this tool makes none; use Sync Network in the portal".to_owned());
    }
    if integration.gateway.is_absent() {
        why.push("the network has no gateway".to_owned());
    }
    why
}

/// The app's own copy of the same network, if the compared one is the plan's.
fn own_copy(snapshot: &Snapshot) -> Option<&VnetConnection> {
    let integration = &snapshot.integration;
    let app = &integration.app.value()?.id;
    integration
        .other_copies()
        .find(|copy| copy.id.parent().as_ref() == Some(app))
}

/// What one copy of the network has otherwise than another, but for the certificate.
fn other_than(own: &VnetConnection, main: &VnetConnection) -> Vec<&'static str> {
    let reached = |copy: &VnetConnection| copy.routes.value().map(reached);
    [
        (
            own.dns_servers.value() != main.dns_servers.value(),
            "other DNS servers",
        ),
        (reached(own) != reached(main), "other routes"),
    ]
    .into_iter()
    .filter_map(|(differs, what)| differs.then_some(what))
    .collect()
}

/// What has to be done beside adding the certificate: the plan's copy always; the app's own where it is
/// not the plan's.
fn task(snapshot: &Snapshot, place: &Place) -> Task {
    let mut task = Task {
        connect: Vec::new(),
        hand_over: vec![place.copy.clone()],
    };
    let main = snapshot.integration.connection.value();
    if let (Some(own), Some(main)) = (own_copy(snapshot), main) {
        let same_certificate = Presented::thumbprint_of(own) == Presented::thumbprint_of(main);
        if !same_certificate || !other_than(own, main).is_empty() {
            task.connect.push(own.id.clone());
            task.hand_over.push(own.id.clone());
        }
    }
    task
}

fn place(snapshot: &Snapshot) -> Result<Place, String> {
    let integration = &snapshot.integration;
    let copy = needed(
        &integration.connection,
        "the copy of the network's information was not read",
    )?;
    let gateway = needed(&integration.gateway, "there is no gateway")?;
    let network = needed(&copy.vnet, "the copy names no network")?;
    for id in [&copy.id, &gateway.id, network] {
        if id.subscription().is_none() || id.resource_group().is_none() {
            return Err(format!(
                "'{}' is no id of a resource",
                netdiag::text::printable(id.as_str())
            ));
        }
    }
    Ok(Place {
        network: network.clone(),
        gateway: gateway.id.clone(),
        copy: copy.id.clone(),
    })
}

fn needed<'a, T>(fact: &'a Fact<T>, absent: &str) -> Result<&'a T, String> {
    match fact {
        Fact::Known { value, .. } => Ok(value),
        Fact::Absent { .. } => Err(absent.to_owned()),
        Fact::Unknown(gap) => Err(gap.to_string()),
    }
}

fn provisioning(snapshot: &Snapshot) -> Provisioning {
    let gateway = snapshot.integration.gateway.value();
    Provisioning::of(
        gateway
            .and_then(|g| g.provisioning_state.value())
            .map(String::as_str),
    )
}

/// The certificate that App Service presents, the names of those that the gateway knows, and whether it
/// is among them.
fn certificate(snapshot: &Snapshot) -> Result<(Presented, Vec<String>, Knows), String> {
    let integration = &snapshot.integration;
    let copy = needed(&integration.connection, "the copy was not read")?;
    let presented = Presented::of(
        copy.certificate.value().map(String::as_str),
        copy.thumbprint.value().map(String::as_str),
    )?;
    let gateway = needed(&integration.gateway, "there is no gateway")?;
    let clients = needed(&gateway.point_to_site, "point-to-site is not configured")?;
    let roots = match &clients.root_certificates {
        Fact::Known { value, .. } => value.as_slice(),
        Fact::Absent { .. } => &[],
        Fact::Unknown(gap) => return Err(gap.to_string()),
    };
    let revoked = match &clients.revoked_certificates {
        Fact::Known { value, .. } => value.as_slice(),
        Fact::Absent { .. } => &[],
        Fact::Unknown(gap) => return Err(gap.to_string()),
    };
    let knows = Knows::judge(
        &presented.thumbprint,
        roots
            .iter()
            .map(|root| (root.name.as_str(), root.data.value().map(String::as_str))),
        revoked
            .iter()
            .filter_map(|one| one.thumbprint.value())
            .map(String::as_str),
    );
    let names = roots.iter().map(|root| root.name.clone()).collect();
    Ok((presented, names, knows))
}

fn cautions(snapshot: &Snapshot) -> Vec<String> {
    let mut cautions = Vec::new();
    let integration = &snapshot.integration;
    let ways = integration
        .gateway
        .value()
        .and_then(|gateway| gateway.point_to_site.value()?.authentication.value());
    if ways.is_some_and(|ways| ways.iter().any(|way| way.eq_ignore_ascii_case("Radius"))) {
        cautions.push("the gateway also signs clients in by RADIUS, and a read does not give the shared secret: whether Azure keeps it when the gateway is put back is not known, so have it at hand".to_owned());
    }
    let copy = integration.connection.value();
    if copy.is_some_and(|copy| copy.id.after("serverfarms").is_none()) {
        cautions.push("the plan's copy was not read, so the calls go to the app's own; that the other apps of the plan follow is not known".to_owned());
    }
    let main = integration.connection.value().map(Presented::thumbprint_of);
    let app = integration.app.value().map(|app| &app.id);
    let others: Vec<String> = integration
        .other_copies()
        .filter(|copy| copy.id.parent().as_ref() != app)
        .filter(|copy| Some(Presented::thumbprint_of(copy)) != main)
        .map(|copy| whose(&copy.id))
        .collect();
    if !others.is_empty() {
        cautions.push(format!(
            "{} has another certificate; if that is still so afterwards, run this for that app too (--app NAME): {}",
            counted(others.len(), "copy", "copies"),
            others.join(", ")
        ));
    }
    cautions
}

#[cfg(test)]
mod tests;
