//! The rounds of questions: what the plan wants to know, asked within the budget.

use std::io;
use std::net::SocketAddr;

use netdiag::cli::Out;
use netdiag::fact::Gap;
use netdiag::target::Target;

use crate::check::{Judged, Snapshot};
use crate::diagnose::case::Case;
use crate::diagnose::observation::{Observations, Probe};
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
pub fn ask(
    out: &mut Out,
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
    let mut ended = Ended::Done;
    for round in 0..3 {
        let probes = probes_of(round, grounds, &seen, &means);
        if !probes.is_empty() {
            ended = session.run(&probes, &mut seen, out)?;
        }
        if ended != Ended::Done {
            break;
        }
    }
    Ok((seen, ended))
}

fn probes_of(
    round: usize,
    grounds: &Grounds<'_>,
    seen: &Observations,
    means: &Means,
) -> Vec<Probe> {
    match round {
        0 => {
            let names = grounds
                .targets
                .iter()
                .flat_map(|target| plan::names(target, means));
            plan::fresh(names, seen, usize::MAX)
        }
        1 => plan::fresh(
            grounds.cases(seen).flat_map(|case| plan::addresses(&case)),
            seen,
            usize::MAX,
        ),
        _ => plan::fresh(
            grounds
                .cases(seen)
                .flat_map(|case| plan::extras(&case, means)),
            seen,
            MOST_EXTRA,
        ),
    }
}
