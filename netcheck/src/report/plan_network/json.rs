//! What is told as JSON, schema `netcheck-plan-network/1`. Names are a promise: add, do not rename.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use serde::Serialize;

use super::Told;
use crate::check::Status;
use crate::plan_network::az::Command;
use crate::plan_network::proposal::{Prefix, Proposal, Purpose};
use crate::plan_network::rule::Judged;
use crate::plan_network::suggest::{Change, NoRoom};
use crate::report::evidence::{Evidence, Gap};
use crate::sizes::{size, usable};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    network: Option<&'a str>,
    blocks: Vec<Block>,
    dns_servers: Vec<String>,
    rules: Vec<Rule<'a>>,
    surroundings: Vec<Range<'a>>,
    gaps: Vec<Gap<'a>>,
    /// The network of the export that is taken for the proposed one.
    itself: Option<&'a str>,
    /// Null unless it was asked for and there is room.
    suggestion: Option<Suggested<'a>>,
    /// What there is no room for.
    no_room: Option<&'a str>,
    /// Empty unless they were asked for and no rule fails.
    commands: Vec<String>,
    exit: u8,
}

#[derive(Serialize)]
struct Block {
    /// `network`, `subnet`, `gateway_subnet`, `integration_subnet` or `point_to_site`.
    kind: &'static str,
    name: Option<String>,
    prefix: String,
    /// As it was typed; other than `prefix` where bits behind the length were set.
    typed: String,
    first: Option<String>,
    last: Option<String>,
    /// Null for IPv6.
    addresses: Option<u64>,
    /// Without those that Azure reserves; null for what is no subnet, and for IPv6.
    usable: Option<u64>,
}

#[derive(Serialize)]
struct Rule<'a> {
    name: &'static str,
    title: &'static str,
    status: Status,
    summary: &'a str,
    evidence: Vec<Evidence>,
    remedy: Option<&'a str>,
}

#[derive(Serialize)]
struct Range<'a> {
    what: &'a str,
    addresses: String,
    from: String,
}

#[derive(Serialize)]
struct Suggested<'a> {
    network: Option<&'a str>,
    blocks: Vec<Block>,
    dns_servers: Vec<String>,
    changes: Vec<Changed<'a>>,
    rules: Vec<Rule<'a>>,
    /// The command line that judges it again.
    arguments: Vec<String>,
}

#[derive(Serialize)]
struct Changed<'a> {
    what: &'a str,
    was: Option<&'a str>,
    now: Option<&'a str>,
    why: &'a str,
}

/// Writes one JSON document.
pub fn json<W: Write>(out: &mut Out<W>, told: &Told<'_>) -> io::Result<Exit> {
    out.line(netdiag::text::json_pretty(&document(told)))?;
    out.flush()?;
    Ok(told.exit())
}

fn document<'a>(told: &'a Told<'_>) -> Document<'a> {
    let around = told.around;
    Document {
        schema: "netcheck-plan-network/1",
        network: told.given.name.as_deref(),
        blocks: blocks(told.given),
        dns_servers: servers(told.given),
        rules: told.rules.iter().map(rule).collect(),
        surroundings: around
            .ranges
            .iter()
            .map(|range| Range {
                what: &range.what,
                addresses: range.addresses.to_string(),
                from: range.from.to_string(),
            })
            .collect(),
        gaps: around.gaps.iter().map(Gap::from).collect(),
        itself: around
            .itself
            .as_ref()
            .map(netdiag::model::ResourceId::as_str),
        suggestion: match told.suggestion {
            Some(Ok(suggestion)) => Some(Suggested {
                network: suggestion.proposal.name.as_deref(),
                blocks: blocks(&suggestion.proposal),
                dns_servers: servers(&suggestion.proposal),
                changes: suggestion.changes.iter().map(changed).collect(),
                rules: told.suggested.iter().map(rule).collect(),
                arguments: told.arguments(&suggestion.proposal),
            }),
            _ => None,
        },
        no_room: match told.suggestion {
            Some(Err(NoRoom(what))) => Some(what),
            _ => None,
        },
        commands: told
            .commands
            .unwrap_or_default()
            .iter()
            .map(Command::line)
            .collect(),
        exit: told.exit().code(),
    }
}

fn servers(proposal: &Proposal) -> Vec<String> {
    proposal.dns.iter().map(ToString::to_string).collect()
}

fn blocks(proposal: &Proposal) -> Vec<Block> {
    let networks = proposal.networks.iter();
    let networks = networks.map(|prefix| block("network", None, *prefix));
    let subnets = proposal.subnets.iter().map(|subnet| {
        let kind = match subnet.purpose {
            Purpose::Data => "subnet",
            Purpose::Gateway => "gateway_subnet",
            Purpose::Integration => "integration_subnet",
        };
        let mut block = block(kind, Some(subnet.name.clone()), subnet.prefix);
        block.usable = subnet.prefix.v4().map(|net| usable(net.prefix_len()));
        block
    });
    let pools = proposal.pools.iter();
    let pools = pools.map(|prefix| block("point_to_site", None, *prefix));
    networks.chain(subnets).chain(pools).collect()
}

fn block(kind: &'static str, name: Option<String>, prefix: Prefix) -> Block {
    let net = prefix.v4();
    Block {
        kind,
        name,
        prefix: prefix.to_string(),
        typed: prefix.typed().to_string(),
        first: net.map(|net| net.network().to_string()),
        last: net.map(|net| net.broadcast().to_string()),
        addresses: net.map(|net| size(net.prefix_len())),
        usable: None,
    }
}

fn rule(judged: &Judged) -> Rule<'_> {
    let verdict = &judged.verdict;
    Rule {
        name: judged.rule.name,
        title: judged.rule.title,
        status: verdict.status,
        summary: &verdict.summary,
        evidence: verdict.evidence.iter().map(Evidence::from).collect(),
        remedy: verdict.remedy.as_deref(),
    }
}

fn changed(change: &Change) -> Changed<'_> {
    Changed {
        what: &change.what,
        was: change.was.as_deref(),
        now: change.now.as_deref(),
        why: &change.why,
    }
}
