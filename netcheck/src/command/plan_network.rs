//! `netcheck plan-network`: a network before it is made.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::model::GATEWAY_SUBNET;
use netdiag::text::printable;

use super::gather::gather_resources;
use crate::azure::wanted::Needs;
use crate::check::Status;
use crate::cli::{Options, PlanNetworkArgs};
use crate::plan_network::az;
use crate::plan_network::proposal::{Prefix, Proposal, Purpose, Subnet};
use crate::plan_network::rule::{Ground, judge_all};
use crate::plan_network::suggest::suggest;
use crate::plan_network::surroundings::Surroundings;
use crate::report::plan_network::{self as report, Told};

/// Reads, judges, suggests, writes.
pub fn run<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &PlanNetworkArgs,
) -> Result<io::Result<Exit>, String> {
    let colors = options.color.apply();
    let given = proposal(arguments)?;
    let is_empty = given.networks.is_empty();
    if is_empty && !arguments.suggest {
        return Err(
            "there is nothing to judge: give the network's address space, as --vnet 10.1.0.0/16, or let \
             --suggest propose one"
                .to_owned(),
        );
    }
    // Judging a network that is not there yet needs nothing of Azure: only if it is named.
    let is_wanted = options.sources.from.is_some() || options.azure.azure;
    let gathered = if is_wanted {
        gather_resources(out, options, Needs::ELIGIBLE)?
    } else {
        None
    };
    let inventory = gathered.map(|gathered| gathered.inventory());
    let around = Surroundings::of(inventory.as_ref(), &given);
    let suggestion = arguments.suggest.then(|| suggest(&given, &around));
    // Not the time of a saved case: the network is still to be made.
    let today = netdiag::clock::now().date();
    let judge = |proposal: &Proposal| {
        judge_all(&Ground {
            proposal,
            around: &around,
            today,
        })
    };
    let rules = judge(&given);
    let suggested = match &suggestion {
        Some(Ok(suggestion)) => judge(&suggestion.proposal),
        _ => Vec::new(),
    };
    // What is asked for commands is the suggestion, where there is one.
    let (wanted, verdicts) = match &suggestion {
        Some(Ok(suggestion)) => (Some(&suggestion.proposal), &suggested),
        Some(Err(_)) => (None, &rules),
        None => (Some(&given), &rules),
    };
    let commands = match (arguments.commands_for, wanted) {
        (Some(_), Some(wanted)) => {
            let commands = az::commands(wanted)?;
            let fails = verdicts.iter().any(|j| j.verdict.status == Status::Fail);
            (!fails).then_some(commands)
        }
        _ => None,
    };
    let told = Told {
        given: &given,
        rules: &rules,
        around: &around,
        suggestion: suggestion.as_ref(),
        suggested: &suggested,
        commands_wanted: arguments.commands_for.is_some(),
        commands: commands.as_deref(),
        read_export: inventory.is_some(),
        sources: sources(options),
    };
    Ok(if options.json {
        report::json(out, &told)
    } else {
        report::text(out, &told, options.verbose, colors)
    })
}

/// The flags that say from where the export was read. The resource group is the proposal's own here.
fn sources(options: &Options) -> Vec<String> {
    let mut options = options.clone();
    options.azure.resource_group = None;
    options.source_flags()
}

fn proposal(arguments: &PlanNetworkArgs) -> Result<Proposal, String> {
    let mut subnets = Vec::new();
    for text in &arguments.subnet {
        let Some((name, prefix)) = text.split_once('=') else {
            return Err(format!(
                "--subnet {}: type NAME=PREFIX, as data=10.1.2.0/24",
                printable(text)
            ));
        };
        let name = name.trim();
        let is_gateway = name.eq_ignore_ascii_case(GATEWAY_SUBNET);
        subnets.push(Subnet {
            name: if is_gateway { GATEWAY_SUBNET } else { name }.to_owned(),
            purpose: if is_gateway {
                Purpose::Gateway
            } else {
                Purpose::Data
            },
            prefix: prefix_of("--subnet", prefix)?,
        });
    }
    for text in &arguments.gateway_subnet {
        subnets.push(Subnet {
            name: GATEWAY_SUBNET.to_owned(),
            purpose: Purpose::Gateway,
            prefix: prefix_of("--gateway-subnet", text)?,
        });
    }
    for (i, text) in arguments.integration_subnet.iter().enumerate() {
        let (name, prefix) = match text.split_once('=') {
            Some((name, prefix)) => (name.trim().to_owned(), prefix),
            None if i == 0 => ("integration".to_owned(), text.as_str()),
            None => (format!("integration-{}", i + 1), text.as_str()),
        };
        subnets.push(Subnet {
            name,
            purpose: Purpose::Integration,
            prefix: prefix_of("--integration-subnet", prefix)?,
        });
    }
    Ok(Proposal {
        name: arguments.name.clone(),
        resource_group: arguments.resource_group.clone(),
        location: arguments.location.clone(),
        networks: prefixes("--vnet", &arguments.vnet)?,
        subnets,
        pools: prefixes("--point-to-site", &arguments.point_to_site)?,
        dns: arguments.dns.clone(),
        instances: arguments.instances,
        plans: arguments.plans,
        avoid: prefixes("--avoid", &arguments.avoid)?,
    })
}

fn prefixes(flag: &str, texts: &[String]) -> Result<Vec<Prefix>, String> {
    texts.iter().map(|text| prefix_of(flag, text)).collect()
}

fn prefix_of(flag: &str, text: &str) -> Result<Prefix, String> {
    Prefix::parse(text).map_err(|why| format!("{flag}: {why}"))
}
