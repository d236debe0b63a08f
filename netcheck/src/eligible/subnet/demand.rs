//! How many addresses a plan wants.

use netdiag::fact::{Fact, Gap, Origin};

use super::super::question::Question;
use crate::sizes::{addresses_per_instance, integration_length};

/// How many addresses a plan wants.
#[derive(Debug, Clone)]
pub struct Demand {
    /// Instances of the plan.
    pub instances: u64,
    /// Addresses that each instance takes, at least.
    pub each: u64,
    /// What was not read and may make each instance take more.
    pub unread: Option<Gap>,
    /// Where the instances were read.
    pub from: Origin,
}

impl Demand {
    /// What the plan of a question wants.
    ///
    /// # Errors
    /// If the number of instances was not read.
    pub fn of(question: &Question<'_>) -> Result<Self, Gap> {
        let (instances, from) = match question.of_plan(|plan| &plan.instances) {
            Fact::Known { value, from } => (u64::from(value), from),
            Fact::Absent { from } => {
                return Err(
                    Gap::new("the plan", "does not say its instances (sku.capacity)").at(from),
                );
            }
            Fact::Unknown(gap) => return Err(gap),
        };
        let plan = question.plan();
        let (each, unread) = plan
            .value()
            .map_or((1, None), |plan| addresses_per_instance(plan));
        Ok(Self {
            instances: instances.max(1),
            each,
            unread,
            from,
        })
    }

    /// The addresses that are in use at once: twice those of the instances, which is what scaling up or
    /// down takes for a while.
    pub fn in_use(&self) -> u64 {
        2 * self.instances * self.each
    }

    /// The length of the smallest subnet that holds them, never smaller than a /28.
    pub fn prefix_length(&self) -> u8 {
        integration_length(self.in_use())
    }
}
