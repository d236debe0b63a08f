//! Names as Azure takes them.

use std::collections::BTreeSet;

use super::{Explanation, Findings, Ground, Judgement, Rule};

pub const RULE: Rule = Rule {
    name: "names-allowed",
    title: "every name is one that Azure takes, and each subnet has its own",
    explanation: Explanation {
        means: "Names consist of letters and digits of ASCII, '_', '.' and '-'; they begin with a letter or digit and end with one or with '_'. A network's name has 2 to 64 characters, a subnet's 1 to 80, and no two subnets have the same.",
        matters: "Azure refuses other names, and a second subnet of the same name replaces the first.",
        reads: "--name, --subnet, --integration-subnet.",
        mend: "Give another name.",
    },
    judge,
};

/// Of what a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// Of a network.
    Network,
    /// Of a subnet.
    Subnet,
}

/// Whether Azure takes this name. Source: azure-docs, resource-name-rules, Microsoft.Network.
pub fn is_name_allowed(kind: NameKind, name: &str) -> bool {
    let lengths = match kind {
        NameKind::Network => 2..=64,
        NameKind::Subnet => 1..=80,
    };
    let bytes = name.as_bytes();
    lengths.contains(&bytes.len())
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes
            .last()
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
        && bytes
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(b))
}

fn judge(ground: &Ground<'_>) -> Judgement {
    let proposal = ground.proposal;
    let mut found = Findings::default();
    if let Some(name) = &proposal.name
        && !is_name_allowed(NameKind::Network, name)
    {
        found.fail(format!("'{name}' is no name for a network"));
    }
    let mut taken = BTreeSet::new();
    for subnet in &proposal.subnets {
        let name = &subnet.name;
        if !is_name_allowed(NameKind::Subnet, name) {
            found.fail(format!("'{name}' is no name for a subnet"));
        }
        // Azure compares names without regard to letter case.
        if !taken.insert(name.to_ascii_lowercase()) {
            found.fail(format!("two subnets are called {name}"));
        }
    }
    Ok(found.verdict("every name is allowed"))
}
