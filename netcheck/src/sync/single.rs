//! The errands that are one call: adding a route, disconnecting an app.

use serde_json::Value;

use super::call::Call;
use super::journal::Journal;
use super::work::{Report, Run, again, run};
use super::world::{Trouble, World};

/// How often it is read again until a reading shows what Azure did.
const MOST_READINGS: u32 = 3;

/// The only call of its errand, and how to see that it is done.
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
            Err(Trouble::Refused {
                status: Some(404), ..
            }) => None,
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
            // Not called again: a second DELETE would be refused.
            Ok(_) => return shows(run.world, &single.proof).await,
            Err(trouble) => {
                troubles += 1;
                again(run, &trouble, troubles).await?;
            }
        }
    }
    Ok(())
}

/// Waits until a reading shows what Azure says that it did: readings may lag behind.
async fn shows<W: World>(world: &mut W, proof: &Proof) -> Result<(), String> {
    for reading in 0..MOST_READINGS {
        if reading > 0 {
            let pause = world.pause().await;
            pause.map_err(|trouble| trouble.words().to_owned())?;
        }
        if proof.is_there(world).await? {
            return Ok(());
        }
    }
    Err("Azure says that it is done, and a reading does not show it".to_owned())
}

#[cfg(test)]
mod tests {
    use netdiag::model::ResourceId;
    use serde_json::json;

    use super::*;
    use crate::sync::call::{Announced, Deed, Method};
    use crate::sync::errand::Errand;
    use crate::sync::steps::Task;

    /// A list in which what is made can be seen only after so many more readings.
    #[derive(Default)]
    struct Lagging {
        lag: u32,
        made: u32,
        readings: u32,
        pauses: u32,
    }

    impl World for Lagging {
        async fn read(&mut self, _: &str) -> Result<Value, Trouble> {
            if self.made > 0 {
                self.readings += 1;
            }
            let shows = self.readings > self.lag;
            Ok(json!({"value": if shows { vec![json!({"name": "R"})] } else { vec![] }}))
        }

        async fn make(&mut self, _: &Call) -> Result<Option<Value>, Trouble> {
            self.made += 1;
            Ok(None)
        }

        async fn pause(&mut self) -> Result<(), Trouble> {
            self.pauses += 1;
            Ok(())
        }

        fn tell(&mut self, _: &str) {}
    }

    #[test]
    fn what_azure_did_is_not_called_again_while_a_reading_lags_behind() {
        let resource = ResourceId::new("/x/routes/r");
        let single = Single {
            call: Call {
                announced: Announced {
                    method: Method::Put,
                    path: "/x/routes/r".to_owned(),
                    what: "add the route r".to_owned(),
                    body: "none".to_owned(),
                    changes: true,
                    uncertain: None,
                },
                deed: Deed::AddRoute,
                resource: resource.clone(),
                body: None,
                if_match: None,
            },
            proof: Proof::Listed {
                path: "/x/routes".to_owned(),
                name: "r".to_owned(),
            },
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        for (lag, pauses, stopped) in [(0, 0, false), (2, 2, false), (100, 2, true)] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("j");
            let mut journal =
                Journal::begin(&path, Errand::AddRoute, &resource, &Task::default()).unwrap();
            let mut world = Lagging {
                lag,
                ..Lagging::default()
            };
            let report = runtime.block_on(once(&mut world, &mut journal, &single));
            assert_eq!(
                (world.made, world.pauses, report.stopped.is_some()),
                (1, pauses, stopped),
                "{lag}: {report:?}"
            );
        }
    }
}
