//! Making the calls: each decided from a fresh reading, written down before and after.

use std::io;

use serde_json::{Value, json};

use super::call::{Announced, Call, Deed, Place};
use super::gateway_body::GatewayBody;
use super::journal::{Journal, Outcome};
use super::presented::Presented;
use super::steps::{Done, Seen, Step, Task, next};
use super::world::{Trouble, World};

/// How many calls of a run may go wrong (somebody else's change, no clear answer): with so many it ends.
pub(super) const TOO_MANY_TROUBLES: u32 = 3;
/// No sync has more steps than this, the waits left out.
const MOST_STEPS: u32 = 200;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The call.
    pub call: Announced,
    /// What came of it.
    pub outcome: Outcome,
    /// In words.
    pub says: String,
}

/// How a run went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The calls, in order.
    pub made: Vec<Made>,
    /// Why it ended before its end.
    pub stopped: Option<String>,
    /// The name under which the certificate was added, or may have been.
    pub added: Option<String>,
}

pub(super) struct Run<'a, W> {
    pub(super) world: &'a mut W,
    journal: &'a mut Journal,
    report: Report,
}

impl<W: World> Run<'_, W> {
    /// Writes down, calls, writes down. The outer error ends the run.
    pub(super) async fn perform(
        &mut self,
        call: &Call,
    ) -> Result<Result<Option<Value>, Trouble>, String> {
        let unwritten = |error: io::Error| format!("the journal cannot be written: {error}");
        let announced = &call.announced;
        self.journal
            .before(call.deed, &call.resource, announced)
            .map_err(unwritten)?;
        self.world.tell(&format!(
            "{} {} ...",
            announced.method.as_str(),
            announced.path
        ));
        let answer = self.world.make(call).await;
        let (outcome, says) = match &answer {
            Ok(_) => (Outcome::Done, "done".to_owned()),
            Err(trouble @ Trouble::Refused { .. }) => {
                (Outcome::Refused, trouble.words().to_owned())
            }
            Err(trouble) => (Outcome::Unclear, trouble.words().to_owned()),
        };
        self.world.tell(&format!("  {says}"));
        self.report.made.push(Made {
            call: announced.clone(),
            outcome,
            says: says.clone(),
        });
        self.journal.after(outcome, &says).map_err(unwritten)?;
        Ok(answer)
    }

    pub(super) fn end(mut self, stopped: Option<String>) -> Report {
        let says = stopped.as_deref().unwrap_or("finished");
        // If that cannot be written, the next run looks once more and finds nothing to do.
        let _ = self.journal.end(stopped.is_none(), says);
        self.report.stopped = stopped;
        self.report
    }
}

/// Brings App Service's copy up to date, and goes on where an earlier run ended.
pub async fn sync<W: World>(
    world: &mut W,
    journal: &mut Journal,
    place: &Place,
    task: &Task,
) -> Report {
    let mut run = run(world, journal);
    let stopped = steps(&mut run, place, task).await.err();
    run.end(stopped)
}

pub(super) fn run<'a, W: World>(world: &'a mut W, journal: &'a mut Journal) -> Run<'a, W> {
    Run {
        world,
        journal,
        report: Report {
            made: Vec::new(),
            stopped: None,
            added: None,
        },
    }
}

async fn steps<W: World>(run: &mut Run<'_, W>, place: &Place, task: &Task) -> Result<(), String> {
    let mut done = Done::default();
    let mut package: Option<String> = None;
    let (mut troubles, mut made) = (0, 0);
    loop {
        let now = Now::read(run.world, place).await?;
        let step = next(task, &done, package.is_some(), &now.seen);
        match step {
            Step::Finished => return Ok(()),
            Step::Stop(why) => return Err(why),
            Step::Wait => {
                let pause = run.world.pause().await;
                pause.map_err(|trouble| trouble.words().to_owned())?;
                continue;
            }
            _ => {}
        }
        made += 1;
        if made > MOST_STEPS {
            return Err("it came to no end".to_owned());
        }
        if step == Step::AddCertificate {
            done.gateway_changed();
            package = None;
        }
        let Some(call) = now.call(place, &step, package.as_deref())? else {
            return Err("there is no such call".to_owned());
        };
        let answer = run.perform(&call).await?;
        let refused = matches!(answer, Err(Trouble::Refused { .. }));
        if step == Step::AddCertificate && !refused {
            run.report.added = Some(now.gateway.next_name());
        }
        match answer {
            Ok(answer) => match step {
                Step::Connect(id) => {
                    done.connected.insert(id);
                }
                Step::AskPackage => match answer.as_ref().and_then(Value::as_str) {
                    // A bare JSON string; some answers had it in quotes once more.
                    Some(link) => package = Some(link.trim().trim_matches('"').to_owned()),
                    None => return Err("the gateway gave no link to a package".to_owned()),
                },
                Step::HandOver(id) => {
                    done.handed_over.insert(id);
                }
                _ => {}
            },
            Err(trouble) => {
                troubles += 1;
                again(run, &trouble, troubles).await?;
            }
        }
    }
}

/// Decides whether to read again after a call that did not go well.
pub(super) async fn again<W: World>(
    run: &mut Run<'_, W>,
    trouble: &Trouble,
    troubles: u32,
) -> Result<(), String> {
    let enough = troubles >= TOO_MANY_TROUBLES;
    let why = trouble.words();
    match trouble {
        _ if enough => {
            return Err(format!(
                "it did not go well {troubles} times, the last time: {why}"
            ));
        }
        Trouble::Refused {
            status: Some(412), ..
        } => {
            run.world
                .tell("Somebody else changed it meanwhile: it is read again.");
        }
        Trouble::Refused {
            status: Some(409), ..
        } => {
            run.world
                .tell("Something else is being done to it: it is read again.");
            let pause = run.world.pause().await;
            pause.map_err(|trouble| trouble.words().to_owned())?;
        }
        Trouble::Unclear(_) => {
            run.world
                .tell("Whether it was done is not known: it is read again.");
        }
        Trouble::Refused { .. } | Trouble::Stopped(_) => return Err(why.to_owned()),
    }
    Ok(())
}

/// What was read before a step.
struct Now {
    gateway: GatewayBody,
    presented: Presented,
    seen: Seen,
}

impl Now {
    async fn read<W: World>(world: &mut W, place: &Place) -> Result<Self, String> {
        let copy = look(world, &place.copy_path()).await?;
        let text = |name: &str| {
            copy.pointer(&format!("/properties/{name}"))
                .and_then(Value::as_str)
        };
        let presented = Presented::of(text("certBlob"), text("certThumbprint"))?;
        let gateway = GatewayBody::new(look(world, &place.gateway_path()).await?)?;
        let seen = gateway.seen(&presented.thumbprint);
        Ok(Self {
            gateway,
            presented,
            seen,
        })
    }

    fn call(
        &self,
        place: &Place,
        step: &Step,
        package: Option<&str>,
    ) -> Result<Option<Call>, String> {
        let Some(announced) =
            place.announce(step, &self.presented.thumbprint, &self.gateway.names())
        else {
            return Ok(None);
        };
        let (deed, resource, body, if_match) = match step {
            Step::Connect(copy) => (
                Deed::Connect,
                copy,
                json!({"properties": {"vnetResourceId": place.network.as_str()}}),
                None,
            ),
            Step::AddCertificate => {
                let Some(etag) = self.gateway.etag() else {
                    return Err("the gateway shows no etag: put back without one it might overwrite somebody's change".to_owned());
                };
                let name = self.gateway.next_name();
                let body = self.gateway.with_certificate(&name, &self.presented.data);
                (
                    Deed::AddCertificate,
                    &place.gateway,
                    body,
                    Some(etag.to_owned()),
                )
            }
            Step::AskPackage => (
                Deed::AskPackage,
                &place.gateway,
                json!({"processorArchitecture": "Amd64"}),
                None,
            ),
            Step::HandOver(copy) => (
                Deed::HandOver,
                copy,
                json!({"properties": {"vnetName": place.network_name(), "vpnPackageUri": package}}),
                None,
            ),
            Step::Wait | Step::Finished | Step::Stop(_) => return Ok(None),
        };
        Ok(Some(Call {
            announced,
            deed,
            resource: resource.clone(),
            body: Some(body),
            if_match,
        }))
    }
}

/// Reads, and once more if no answer came.
async fn look<W: World>(world: &mut W, path: &str) -> Result<Value, String> {
    match world.read(path).await {
        Err(Trouble::Unclear(_)) => {
            let _ = world.pause().await;
            world.read(path).await
        }
        other => other,
    }
    .map_err(|trouble| trouble.words().to_owned())
}

#[cfg(test)]
mod tests;
