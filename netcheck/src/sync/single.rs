//! One call that stands for itself: adding a route, disconnecting an app.

use serde_json::Value;

use super::journal::Journal;
use super::work::{Call, MOST_TROUBLES, Report, Run, Trouble, World, again, run};

/// A call that stands for itself, and how to see that it is done.
#[derive(Debug)]
pub struct Single {
    /// The call.
    pub call: Call,
    /// What shows whether it is done.
    pub proof: Proof,
}

/// What shows that a call is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The list at this path holds something of this name.
    Listed {
        /// The path, with the API version.
        path: String,
        /// The name.
        name: String,
    },
    /// Nothing is at this path.
    Gone {
        /// The path, with the API version.
        path: String,
    },
    /// What is at this path names no subnet.
    NoSubnet {
        /// The path, with the API version.
        path: String,
    },
}

impl Proof {
    async fn is_there<W: World>(&self, world: &mut W) -> Result<bool, String> {
        let (Self::Listed { path, .. } | Self::Gone { path } | Self::NoSubnet { path }) = self;
        let found = match world.read(path).await {
            Ok(found) => Some(found),
            Err(Trouble::Refused { status: 404, .. }) => None,
            Err(trouble) => return Err(trouble.words().to_owned()),
        };
        Ok(match self {
            Self::Listed { name, .. } => found.is_some_and(|list| {
                let list = list.get("value").unwrap_or(&list);
                list.as_array().into_iter().flatten().any(|entry| {
                    let found = entry.get("name").and_then(Value::as_str);
                    found.is_some_and(|found| found.eq_ignore_ascii_case(name))
                })
            }),
            Self::Gone { .. } => found.is_none(),
            Self::NoSubnet { .. } => found.is_none_or(|found| {
                let subnet = found.pointer("/properties/subnetResourceId");
                subnet.and_then(Value::as_str).is_none_or(str::is_empty)
            }),
        })
    }
}

/// Makes one call, unless it is done already.
pub async fn once<W: World>(world: &mut W, journal: &mut Journal, single: &Single) -> Report {
    let mut run = run(world, journal);
    let stopped = one(&mut run, single).await.err();
    run.end(stopped)
}

async fn one<W: World>(run: &mut Run<'_, W>, single: &Single) -> Result<(), String> {
    let mut troubles = 0;
    while !single.proof.is_there(run.world).await? {
        match run.perform(&single.call).await? {
            Ok(_) => {
                troubles += 1;
                if troubles >= MOST_TROUBLES {
                    return Err(
                        "Azure says that it is done, and a reading does not show it".to_owned()
                    );
                }
            }
            Err(trouble) => {
                troubles += 1;
                again(run, &trouble, troubles).await?;
            }
        }
    }
    Ok(())
}
