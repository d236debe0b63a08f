//! What a page tells beside the findings: the surroundings, the copy, the reach, and how to repeat it all.

use clap::ValueEnum;
use netdiag::cli::{command_line, quoted};
use netdiag::space::AddressSet;
use netdiag::target::Host;

use super::ask::Grounds;
use crate::cli::Options;
use crate::cli::azure::CloudName;
use crate::path::reach::reach;
use crate::report::check::html::data::copy::Copy;
use crate::report::check::html::data::journey::Journey;
use crate::report::check::html::data::ports::Ports;
use crate::report::check::html::data::surroundings::Surroundings;
use crate::report::check::html::{Asked, Commands, More};

/// Everything beside the findings. `journeys` are those of the targets, in their order.
pub fn more(options: &Options, grounds: &Grounds<'_>, journeys: Vec<Option<Journey>>) -> More {
    let snapshot = grounds.snapshot;
    let ports: Vec<u16> = grounds.targets.iter().map(|target| target.port).collect();
    More {
        around: Surroundings::of(&snapshot.integration, grounds.context),
        copy: Copy::of(snapshot),
        ports: match grounds.context {
            Ok(context) => {
                let reaches = reach(context, &AddressSet::all());
                Ok(Ports::of(context, &reaches, &ports))
            }
            Err(gap) => Err(gap.to_string()),
        },
        commands: Commands {
            typed: command_line("netcheck"),
            sources: source_flags(options)
                .iter()
                .map(|word| format!(" {}", quoted(word)))
                .collect(),
            targets: grounds
                .targets
                .iter()
                .zip(&journeys)
                .map(|(target, journey)| Asked {
                    target: quoted(&target.to_string()),
                    name: match &target.host {
                        Host::Name(name) => Some(quoted(name)),
                        Host::Address(_) => None,
                    },
                    to: journey.as_ref().map(|journey| quoted(&journey.to)),
                })
                .collect(),
        },
        journeys,
    }
}

/// The flags that say from where the facts were taken, each followed by its value.
pub fn source_flags(options: &Options) -> Vec<String> {
    let (sources, azure) = (&options.sources, &options.azure);
    let path = |path: &Option<std::path::PathBuf>| {
        path.as_ref()
            .map(|path| path.to_string_lossy().into_owned())
    };
    let valued = [
        ("--from", path(&sources.from)),
        ("--env", path(&sources.env)),
        ("--app", sources.app.clone()),
        ("--resource-group", azure.resource_group.clone()),
        ("--subscription", azure.subscription.clone()),
        (
            "--credential",
            azure.credential.map(|name| name.as_str().to_owned()),
        ),
        (
            "--cloud",
            (azure.cloud != CloudName::default())
                .then(|| azure.cloud.to_possible_value())
                .flatten()
                .map(|cloud| cloud.get_name().to_owned()),
        ),
        ("--arm-endpoint", azure.arm_endpoint.clone()),
    ];
    let mut flags = Vec::new();
    for (flag, is_set) in [("--azure", azure.azure), ("--no-azure", azure.no_azure)] {
        if is_set {
            flags.push(flag.to_owned());
        }
    }
    for (flag, value) in valued {
        if let Some(value) = value {
            flags.extend([flag.to_owned(), value]);
        }
    }
    flags
}
