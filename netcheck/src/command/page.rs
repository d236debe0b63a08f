//! What only the command line knows of a page: what was typed, and from where the facts were taken.

use clap::ValueEnum;
use netdiag::cli::{command_line, quoted};

use super::ask::Grounds;
use crate::cli::Options;
use crate::cli::azure::CloudName;
use crate::report::check::html::More;
use crate::report::check::html::data::journey::Journey;

/// Everything beside the findings. `journeys` are those of the targets, in their order.
pub fn more(options: &Options, grounds: &Grounds<'_>, journeys: Vec<Option<Journey>>) -> More {
    let sources = source_flags(options);
    let sources = sources.iter().map(|word| format!(" {}", quoted(word)));
    More::of(
        grounds.snapshot,
        grounds.context,
        grounds.targets,
        journeys,
        command_line("netcheck"),
        sources.collect(),
    )
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
