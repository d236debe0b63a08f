//! What is to be done, and doing it.

use netdiag::model::ResourceId;

use super::call::Place;
use super::journal::Journal;
use super::single::{self, Single};
use super::steps::Task;
use super::work::{self, Report};
use super::world::World;

/// What is to be done.
#[derive(Debug)]
pub enum Due {
    /// As many calls as it takes, each decided when the one before is done.
    Sync {
        /// Where.
        place: Place,
        /// What.
        task: Task,
    },
    /// One call.
    Single(Single),
}

impl Due {
    /// The resource that it is about.
    pub fn about(&self) -> &ResourceId {
        match self {
            Self::Sync { place, .. } => &place.copy,
            Self::Single(single) => &single.call.resource,
        }
    }

    /// What of it the journal keeps for the next run.
    pub fn task(&self) -> Task {
        match self {
            Self::Sync { task, .. } => task.clone(),
            Self::Single(_) => Task::default(),
        }
    }

    /// Makes the calls.
    pub(crate) async fn run<W: World>(&self, world: &mut W, journal: &mut Journal) -> Report {
        match self {
            Self::Sync { place, task } => work::sync(world, journal, place, task).await,
            Self::Single(single) => single::once(world, journal, single).await,
        }
    }
}
