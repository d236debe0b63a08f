//! What is asked: this app or plan, this network, this way.

use std::cell::OnceCell;

use netdiag::fact::{Fact, Origin};
use netdiag::model::{Integration, Plan, ResourceId, Site, Vnet};

use super::{Way, Weight};
use crate::check::{Snapshot, Verdict, judge_one};

/// One question.
#[derive(Debug)]
pub struct Question<'a> {
    /// The app or plan as it is.
    pub now: &'a Snapshot,
    /// The network.
    pub vnet: &'a Vnet,
    /// Which way into it.
    pub way: Way,
    /// The app is moving: that it has an integration now is a step of the move, not a reason against it.
    pub moving: bool,
    /// [`Question::would_be`] once somebody asked.
    would_be: OnceCell<Snapshot>,
}

impl<'a> Question<'a> {
    /// The question.
    pub fn new(now: &'a Snapshot, vnet: &'a Vnet, way: Way, moving: bool) -> Self {
        Self {
            now,
            vnet,
            way,
            moving,
            would_be: OnceCell::new(),
        }
    }

    /// As it would be: what the checklist's rules are judged on. Made when it is first asked for: of
    /// the many apps of a plan few questions come to that.
    pub fn would_be(&self) -> &Snapshot {
        self.would_be.get_or_init(|| Snapshot {
            integration: self.now.integration.as_if(self.way.kind(), self.vnet),
            time: self.now.time,
        })
    }

    /// The integration as it is.
    pub fn integration(&self) -> &'a Integration {
        &self.now.integration
    }

    /// The app, if it was read.
    pub fn app(&self) -> Option<&'a Site> {
        self.integration().app.value()
    }

    /// The plan.
    pub fn plan(&self) -> Fact<&'a Plan> {
        self.integration().plan.as_ref()
    }

    /// The plan's id, also if the plan itself was not read.
    pub fn plan_id(&self) -> Option<ResourceId> {
        self.integration().plan_id()
    }

    /// A fact of the plan.
    pub fn of_plan<T: Clone>(&self, fact: impl Fn(&Plan) -> &Fact<T>) -> Fact<T> {
        self.plan().and_then(|plan, _| fact(plan).clone())
    }

    /// The network that the app is integrated with now, and where that was read.
    pub fn network_now(&self) -> Option<(ResourceId, Origin)> {
        let integration = self.integration();
        if let Fact::Known { value, from } = &integration.vnet {
            return Some((value.id.clone(), from.clone()));
        }
        let subnet = self.app().and_then(|app| match &app.subnet {
            Fact::Known { value, from } => Some((value.parent()?, from.clone())),
            _ => None,
        });
        subnet.or_else(|| match &integration.connection.value()?.vnet {
            Fact::Known { value, from } => Some((value.clone(), from.clone())),
            _ => None,
        })
    }

    /// What a check of the checklist would find in the integration that is asked about; `None` if nothing.
    pub fn by_check(&self, name: &str) -> Option<Verdict> {
        let verdict = judge_one(name, self.would_be())
            .unwrap_or_else(|| Verdict::cannot_tell(format!("there is no check {name}")));
        Weight::of(verdict.status)?;
        // A remedy of the check's is for an integration that is there.
        Some(Verdict {
            remedy: None,
            ..verdict
        })
    }

    /// [`Question::by_check`] as it is for the gateway-required kind, whichever way is asked about.
    pub fn by_check_of_gateway_kind(&self, name: &str) -> Option<Verdict> {
        Question::new(self.now, self.vnet, Way::Gateway, self.moving).by_check(name)
    }

    /// [`Question::by_check`] of a check that looks at the gateway: without one, or with one that was
    /// not read, another reason says so.
    pub fn by_gateway_check(&self, name: &str) -> Option<Verdict> {
        self.would_be().integration.gateway.value()?;
        self.by_check(name)
    }
}
