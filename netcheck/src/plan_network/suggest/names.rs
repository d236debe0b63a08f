//! The names.

use std::collections::BTreeSet;

use super::Builder;
use crate::plan_network::proposal::{Purpose, resembles_gateway_subnet};
use crate::plan_network::rule::{NameKind, is_name_allowed};

impl Builder<'_> {
    /// Gives other names to what cannot have its own.
    pub(super) fn names(&mut self) {
        if let Some(name) = self.next.name.clone()
            && !is_name_allowed(NameKind::Network, &name)
        {
            let new = allowed(NameKind::Network, &name, "network");
            let why = "Azure does not take that name";
            self.changed("the network's name", Some(name), Some(new.clone()), why);
            self.next.name = Some(new);
        }
        let mut taken = BTreeSet::new();
        for i in 0..self.next.subnets.len() {
            let name = self.next.subnets[i].name.clone();
            let is_gateway = self.next.subnets[i].purpose == Purpose::Gateway;
            let mut new = allowed(NameKind::Subnet, &name, "subnet");
            if !is_gateway && resembles_gateway_subnet(&new) {
                "subnet".clone_into(&mut new);
            }
            let stem: String = new.chars().take(70).collect();
            let mut number = 2;
            while !taken.insert(new.to_ascii_lowercase()) {
                new = format!("{stem}-{number}");
                number += 1;
            }
            if new != name {
                let why = "another subnet has that name, or Azure does not take it";
                self.changed("a subnet's name", Some(name), Some(new.clone()), why);
                self.next.subnets[i].name = new;
            }
        }
    }
}

/// The name, with what Azure does not take replaced.
fn allowed(kind: NameKind, name: &str, otherwise: &str) -> String {
    if is_name_allowed(kind, name) {
        return name.to_owned();
    }
    let kept: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "_.-".contains(c) {
                c
            } else {
                '-'
            }
        })
        .take(60)
        .collect();
    let kept = kept
        .trim_start_matches(|c: char| !c.is_ascii_alphanumeric())
        .trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    if is_name_allowed(kind, kept) {
        kept.to_owned()
    } else {
        otherwise.to_owned()
    }
}
