//! A scenario: what differs from the healthy network, what is asked, and what must come of it.

use crate::healthy::healthy;
use crate::world::{Host, NameServer, Part, World};

/// What is built, and what the export says.
#[derive(Debug, Clone)]
pub struct Worlds {
    /// The network as it is.
    pub real: World,
    /// The network as Azure tells it.
    pub written: World,
}

impl Worlds {
    /// Two healthy ones.
    pub fn healthy() -> Self {
        Self {
            real: healthy(),
            written: healthy(),
        }
    }

    /// Two healthy ones with these changes.
    pub fn with(changes: &[fn(&mut Self)]) -> Self {
        let mut worlds = Self::healthy();
        for change in changes {
            change(&mut worlds);
        }
        worlds
    }

    /// Changes the network, and Azure knows.
    pub fn both(&mut self, change: impl Fn(&mut World)) {
        change(&mut self.real);
        change(&mut self.written);
    }

    /// Changes what Azure does not see, or not yet.
    pub fn real(&mut self, change: impl Fn(&mut World)) {
        change(&mut self.real);
    }

    /// Changes what Azure says, and nothing else.
    pub fn written(&mut self, change: impl Fn(&mut World)) {
        change(&mut self.written);
    }

    /// Changes both machines that serve the network's names.
    pub fn dns_servers(&mut self, change: impl Fn(&mut Host)) {
        for name in ["dns1", "dns2"] {
            change(self.real.host(name));
        }
    }

    /// Has both of the network's name servers play this part.
    pub fn dns_play(&mut self, part: Part) {
        self.dns_servers(|host| host.names = Some(NameServer::Played(part)));
    }

    /// Gives a host's own firewall this one rule.
    pub fn firewall(&mut self, host: &str, rule: &str) {
        self.real(|w| w.host(host).firewall = vec![rule.to_owned()]);
    }
}

/// The database, by name.
pub const SQL: &str = "sql.northwind.example:1433";
/// The database, by address.
pub const SQL_ADDRESS: &str = "10.61.8.9:1433";
/// A service of the site behind the site-to-site connection.
pub const ERP: &str = "erp.corp.northwind.example:8080";
/// A service in the peered network.
pub const BUILD: &str = "build01.corp.northwind.example:8081";
/// A service in the subnet `apps`.
pub const APP01: &str = "app01.corp.northwind.example:8080";
/// A service on the internet.
pub const PARTNER: &str = "api.partner.example:443";

/// One thing that is wrong.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Its name: `CAUSE/HOW`.
    pub name: &'static str,
    /// What is wrong, in one sentence.
    pub what: &'static str,
    /// What does it.
    pub change: fn(&mut Worlds),
    /// What the user asks for.
    pub target: &'static str,
    /// The host of the network on which `tcpping` runs first, as a witness.
    pub witness: Option<&'static str>,
    /// The causes of which one must be named first. More than one only where nobody could tell them
    /// apart from where the app is.
    pub first: &'static [&'static str],
    /// The causes that may be called likely or certain beside it. All others would be false
    /// accusations.
    pub also: &'static [&'static str],
}

/// What a fault is made from: `Fault { name: ..., ..FAULT }`.
pub const FAULT: Fault = Fault {
    name: "",
    what: "",
    change: |_| {},
    target: SQL,
    witness: None,
    first: &[],
    also: &[],
};

/// Two faults at once; both must be named.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The names of the two.
    pub of: [&'static str; 2],
    /// What the user asks for: both faults lie on the way there.
    pub target: &'static str,
}

/// A network that differs from the healthy one and is as good.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Its name.
    pub name: &'static str,
    /// How it differs, in one sentence.
    pub what: &'static str,
    /// What makes it differ.
    pub change: fn(&mut Worlds),
    /// What the user asks for, and reaches.
    pub target: &'static str,
}
