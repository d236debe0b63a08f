//! The rounds of questions: what the plan wants to know, asked within the budget.

use std::io::{self, Write};
use std::net::SocketAddr;

use netdiag::cli::Out;
use netdiag::fact::Gap;
use netdiag::target::Target;

use crate::check::{Judged, Snapshot};
use crate::diagnose::case::Case;
use crate::diagnose::observation::{Contact, Observation, Observations, Probe};
use crate::diagnose::plan::{self, MOST_EXTRA, Means};
use crate::diagnose::witness::Witnesses;
use crate::observe::{Ended, Session};
use crate::path::Context;

/// What the judgement of targets rests on, beside what is seen.
pub struct Grounds<'a> {
    /// The targets.
    pub targets: &'a [Target],
    /// The configuration.
    pub snapshot: &'a Snapshot,
    /// The checklist, judged.
    pub checks: &'a [Judged],
    /// The path model, or why there is none.
    pub context: &'a Result<Context<'a>, Gap>,
    /// What others saw.
    pub witnesses: &'a Witnesses,
}

impl Grounds<'_> {
    /// The cases as far as `seen` goes, in the order of the targets.
    pub fn cases<'s>(&'s self, seen: &'s Observations) -> impl Iterator<Item = Case<'s>> {
        self.targets.iter().map(move |target| {
            Case::new(
                target,
                self.snapshot,
                self.checks,
                self.context,
                seen,
                self.witnesses,
            )
        })
    }
}

/// Asks round after round: names, addresses, and what tells causes apart. Stops early if the budget is
/// used up or somebody asks to stop; what was seen until then counts.
pub fn ask<W: Write>(
    out: &mut Out<W>,
    session: &mut Session,
    grounds: &Grounds<'_>,
    controls: &[Target],
    extra: bool,
) -> io::Result<(Observations, Ended)> {
    let mut seen = Observations::default();
    let servers: Vec<SocketAddr> = session
        .servers_that_matter()
        .iter()
        .map(|s| s.address)
        .collect();
    let means = Means {
        servers,
        controls: controls.to_vec(),
        extra,
    };
    let ended = rounds(out, session, grounds, &means, &mut seen)?;
    Ok((seen, ended))
}

fn rounds<W: Write>(
    out: &mut Out<W>,
    session: &mut Session,
    grounds: &Grounds<'_>,
    means: &Means,
    seen: &mut Observations,
) -> io::Result<Ended> {
    let names = grounds.targets.iter();
    let names = names.flat_map(|target| plan::names(target, means));
    let names = plan::fresh(names, seen, usize::MAX);
    let mut ended = session.begin(&names, seen, out)?;
    if ended == Ended::Done {
        let cases = grounds.cases(seen);
        let doors = cases.flat_map(|case| plan::while_silent(session.under_way(), &case));
        let doors = plan::fresh(doors, seen, usize::MAX);
        ended = session.run(&doors, seen, out)?;
    }
    if ended == Ended::Done {
        let cases: Vec<Case<'_>> = grounds.cases(seen).collect();
        session.expect_silence(cases.iter().flat_map(plan::predicted_silent));
        let addresses = cases.iter().flat_map(plan::addresses);
        let addresses = plan::fresh(addresses, seen, usize::MAX);
        ended = session.begin(&addresses, seen, out)?;
    }
    if ended == Ended::Done {
        // Silence is judged before it is complete, to ask meanwhile what tells its causes apart.
        let mut so_far = seen.clone();
        for probe in session.under_way() {
            if matches!(probe, Probe::Connect { .. }) {
                let silent = Observation::Contact(Contact::silent_so_far());
                so_far.insert(probe.clone(), silent);
            }
        }
        let cases = grounds.cases(&so_far);
        let extras = cases.flat_map(|case| plan::extras(&case, means));
        let extras = plan::fresh(extras, &so_far, MOST_EXTRA);
        ended = session.run(&extras, seen, out)?;
    }
    Ok(ended)
}
