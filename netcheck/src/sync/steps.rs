//! Which call comes next, decided from what was read just now. Pure.
//!
//! A sync may be killed between any two calls, and somebody else may change the gateway meanwhile. So no
//! step trusts that an earlier one was made: each is decided from a fresh reading, and running it again
//! goes on where the first run ended. One thing no reading shows: whether App Service was given a package
//! that was made after the certificate was added (a GET leaves `vpnPackageUri` out). That is what
//! [`Done`] is for, which the journal carries from run to run.

use std::collections::BTreeSet;

use netdiag::model::ResourceId;
use netdiag::text::printable;

use crate::certificate::{Certificate, OF_APP_SERVICE, normalize};

/// What a sync has to do, beside adding a certificate that the gateway does not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task {
    /// Apps' copies of the network's information that are made anew.
    pub connect: Vec<ResourceId>,
    /// The plan's copy, and apps' copies, that are given a new package; the plan's first.
    pub hand_over: Vec<ResourceId>,
}

/// What of the task is known to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The copies that were made anew.
    pub connected: BTreeSet<ResourceId>,
    /// The copies that were given a package made after the last change of the gateway.
    pub handed_over: BTreeSet<ResourceId>,
}

impl Done {
    /// A certificate was added, or may have been: packages from before do not count.
    pub fn gateway_changed(&mut self) {
        self.handed_over.clear();
    }
}

impl Task {
    /// What is left of it.
    pub fn without(&self, done: &Done) -> Self {
        let left = |all: &[ResourceId], done: &BTreeSet<ResourceId>| {
            all.iter()
                .filter(|id| !done.contains(id))
                .cloned()
                .collect()
        };
        Self {
            connect: left(&self.connect, &done.connected),
            hand_over: left(&self.hand_over, &done.handed_over),
        }
    }

    /// Both tasks, each thing once.
    pub fn with(mut self, other: Self) -> Self {
        let add = |all: &mut Vec<ResourceId>, more: Vec<ResourceId>| {
            for id in more {
                if !all.contains(&id) {
                    all.push(id);
                }
            }
        };
        add(&mut self.connect, other.connect);
        add(&mut self.hand_over, other.hand_over);
        self
    }

    /// Nothing is to be done, whatever the gateway knows.
    pub fn is_empty(&self) -> bool {
        self.connect.is_empty() && self.hand_over.is_empty()
    }
}

/// What the gateway is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provisioning {
    /// It takes changes.
    Ready,
    /// It is being changed.
    Busy,
    /// It takes no changes: its state, as `Failed`.
    Broken(String),
}

impl Provisioning {
    /// From `provisioningState`. Without one a gateway is taken to be ready: a call that comes too early
    /// is refused by Azure.
    pub fn of(state: Option<&str>) -> Self {
        match state {
            None => Self::Ready,
            Some(state) if state.eq_ignore_ascii_case("Succeeded") => Self::Ready,
            Some(state) if state.eq_ignore_ascii_case("Updating") => Self::Busy,
            Some(state) => Self::Broken(state.to_owned()),
        }
    }
}

/// Whether the gateway knows the certificate that App Service presents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Knows {
    /// One of its root certificates is this one.
    Yes,
    /// None of them is.
    No,
    /// It cannot be told, or adding it would not help: why.
    Never(String),
}

impl Knows {
    /// What a gateway with these root certificates (each with its name and, if it shows them, its data)
    /// and these revoked thumbprints makes of the certificate with this thumbprint (as [`normalize`] gives
    /// it).
    pub fn judge<'a>(
        thumbprint: &str,
        roots: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
        revoked: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let is_it = |text: &str| normalize(text).is_ok_and(|text| text == thumbprint);
        if revoked.into_iter().any(is_it) {
            return Self::Never(
                "the certificate is revoked on the gateway, and that wins: take it from the gateway's revoked certificates, or disconnect and connect anew for another one"
                    .to_owned(),
            );
        }
        let mut blank = None;
        for (name, data) in roots {
            match data.filter(|data| !data.trim().is_empty()) {
                Some(data) if Certificate::read(data).is_ok_and(|c| c.thumbprint == thumbprint) => {
                    return Self::Yes;
                }
                Some(_) => {}
                None => blank = Some(name),
            }
        }
        match blank {
            // Put back like this it might be lost.
            Some(name) => Self::Never(format!(
                "the gateway shows no data of its root certificate {}, which a change might take away",
                printable(name)
            )),
            None => Self::No,
        }
    }
}

/// What was read just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The gateway's state.
    pub gateway: Provisioning,
    /// Whether the gateway knows the certificate.
    pub knows: Knows,
}

/// The next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing can be called until the gateway is ready; then read again.
    Wait,
    /// Make an app's copy anew: its answer holds the certificate.
    Connect(ResourceId),
    /// Add the certificate to those of the gateway.
    AddCertificate,
    /// Ask the gateway for a package; changes nothing.
    AskPackage,
    /// Give the package to the plan, or to an app.
    HandOver(ResourceId),
    /// Nothing is left.
    Finished,
    /// It cannot go on: why.
    Stop(String),
}

/// The next step; `has_package` if a package was asked for since the gateway changed last, in this run:
/// the link to it is a secret, so no journal holds it.
pub fn next(task: &Task, done: &Done, has_package: bool, seen: &Seen) -> Step {
    let left = task.without(done);
    match &seen.gateway {
        Provisioning::Ready => {}
        Provisioning::Busy => return Step::Wait,
        Provisioning::Broken(state) => {
            return Step::Stop(format!(
                "the gateway takes no changes: its provisioningState is {state}"
            ));
        }
    }
    if let Some(copy) = left.connect.first() {
        return Step::Connect(copy.clone());
    }
    match &seen.knows {
        Knows::Yes => {}
        Knows::No => return Step::AddCertificate,
        Knows::Never(why) => return Step::Stop(why.clone()),
    }
    match left.hand_over.first() {
        None => Step::Finished,
        Some(_) if !has_package => Step::AskPackage,
        Some(copy) => Step::HandOver(copy.clone()),
    }
}

/// A name for one more root certificate: `AppServiceCertificate.cer`, else with the first free number.
pub fn free_name<'a>(taken: impl IntoIterator<Item = &'a str>) -> String {
    first_free(OF_APP_SERVICE, ".cer", taken)
}

/// The name, else the first one with a number that is free. Resource names do not differ by letter case
/// alone, which holds for all of Azure's.
pub fn first_free<'a>(
    name: &str,
    ending: &str,
    taken: impl IntoIterator<Item = &'a str>,
) -> String {
    let taken: BTreeSet<String> = taken.into_iter().map(str::to_ascii_lowercase).collect();
    std::iter::once(format!("{name}{ending}"))
        .chain((1..).map(|n| format!("{name}_{n}{ending}")))
        .find(|name| !taken.contains(&name.to_ascii_lowercase()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> ResourceId {
        ResourceId::new(format!("/x/{name}"))
    }

    fn task() -> Task {
        Task {
            connect: vec![id("app")],
            hand_over: vec![id("plan"), id("app")],
        }
    }

    fn seen(gateway: Provisioning, knows: Knows) -> Seen {
        Seen { gateway, knows }
    }

    fn done(connected: &[&str], handed_over: &[&str]) -> Done {
        let ids = |names: &[&str]| names.iter().map(|name| id(name)).collect();
        Done {
            connected: ids(connected),
            handed_over: ids(handed_over),
        }
    }

    /// Every state between two calls, and the call that follows.
    #[test]
    fn every_state_has_its_next_call() {
        use Knows::{No, Yes};
        use Provisioning::{Busy, Ready};
        for (already, has_package, gateway, knows, expected) in [
            (done(&[], &[]), false, Ready, No, Step::Connect(id("app"))),
            (done(&[], &[]), false, Ready, Yes, Step::Connect(id("app"))),
            (done(&["app"], &[]), false, Ready, No, Step::AddCertificate),
            // A package from before the certificate is of no use.
            (done(&["app"], &[]), true, Ready, No, Step::AddCertificate),
            (
                done(&["app"], &["plan"]),
                true,
                Ready,
                No,
                Step::AddCertificate,
            ),
            // Azure is still at it: the reading may or may not show the certificate.
            (done(&["app"], &[]), false, Busy, No, Step::Wait),
            (done(&["app"], &[]), false, Busy, Yes, Step::Wait),
            (done(&["app"], &[]), true, Busy, Yes, Step::Wait),
            (done(&["app"], &[]), false, Ready, Yes, Step::AskPackage),
            (
                done(&["app"], &[]),
                true,
                Ready,
                Yes,
                Step::HandOver(id("plan")),
            ),
            (
                done(&["app"], &["plan"]),
                true,
                Ready,
                Yes,
                Step::HandOver(id("app")),
            ),
            (
                done(&["app"], &["plan"]),
                false,
                Ready,
                Yes,
                Step::AskPackage,
            ),
            (
                done(&["app"], &["plan", "app"]),
                false,
                Ready,
                Yes,
                Step::Finished,
            ),
            (
                done(&["app"], &["plan", "app"]),
                true,
                Ready,
                Yes,
                Step::Finished,
            ),
        ] {
            let seen = seen(gateway, knows);
            assert_eq!(
                next(&task(), &already, has_package, &seen),
                expected,
                "{already:?} {seen:?}"
            );
        }
    }

    #[test]
    fn it_stops_where_it_would_not_help() {
        let broken = seen(Provisioning::Broken("Failed".into()), Knows::No);
        assert!(
            matches!(next(&task(), &Done::default(), false, &broken), Step::Stop(why) if why.contains("Failed"))
        );
        let never = seen(Provisioning::Ready, Knows::Never("it is revoked".into()));
        let connected = done(&["app"], &[]);
        assert_eq!(
            next(&task(), &connected, true, &never),
            Step::Stop("it is revoked".into())
        );
    }

    #[test]
    fn only_the_gateways_own_words_say_that_it_is_busy() {
        for (state, expected) in [
            (Some("Succeeded"), Provisioning::Ready),
            (Some("succeeded"), Provisioning::Ready),
            (None, Provisioning::Ready),
            (Some("Updating"), Provisioning::Busy),
            (Some("Failed"), Provisioning::Broken("Failed".into())),
            (Some("Deleting"), Provisioning::Broken("Deleting".into())),
        ] {
            assert_eq!(Provisioning::of(state), expected);
        }
    }

    #[test]
    fn a_change_of_the_gateway_makes_packages_old() {
        let mut already = done(&["app"], &["plan", "app"]);
        already.gateway_changed();
        assert_eq!(already, done(&["app"], &[]));
        assert_eq!(task().without(&already).hand_over, [id("plan"), id("app")]);
    }

    #[test]
    fn a_name_is_taken_in_any_letter_case() {
        for (taken, expected) in [
            (vec![], "AppServiceCertificate.cer"),
            (vec!["nw-laptops"], "AppServiceCertificate.cer"),
            (
                vec!["appservicecertificate.CER"],
                "AppServiceCertificate_1.cer",
            ),
            (
                vec![
                    "AppServiceCertificate.cer",
                    "AppServiceCertificate_1.cer",
                    "AppServiceCertificate_3.cer",
                ],
                "AppServiceCertificate_2.cer",
            ),
        ] {
            assert_eq!(free_name(taken), expected);
        }
    }

    #[test]
    fn two_tasks_together_hold_each_thing_once() {
        let other = Task {
            connect: vec![],
            hand_over: vec![id("plan"), id("other")],
        };
        let both = other.with(task());
        assert_eq!(both.connect, [id("app")]);
        assert_eq!(both.hand_over, [id("plan"), id("other"), id("app")]);
    }
}
