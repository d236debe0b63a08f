//! Does the integration subnet's security group let out what the app needs?

use std::net::IpAddr;

use netdiag::model::{AZURE_DNS, Direction, Entry, NameServer, Protocol, SecurityGroup, Subnet};
use netdiag::space::{AddressSet, PortSet};
use netdiag::text::{listed, some_of};

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, need};
use crate::path::flows::Block;
use crate::path::security::{Fate, Part, evaluate};
use crate::path::tags::Tags;

pub const CHECK: Check = Check {
    name: "outbound-security-group-admits",
    title: "the integration subnet's security group lets the app out",
    explanation: Explanation {
        means: "The outbound rules of the network security group on the integration subnet let every address of the subnet reach the app's DNS servers, and let it reach something at all over TCP. (Inbound rules have no meaning for the app; Azure's own DNS is reached past the rules, unless one names the tag AzurePlatformDNS.)",
        matters: "Without its DNS servers the app resolves no name: everything fails, also what the group allows. A group drops silently, so each name costs the full timeout.",
        reads: "The security group of the integration subnet with all outbound rules by priority and service tags, against the app's DNS servers (port 53, UDP and TCP) that are reached through the network. What it closes is shown; a target is judged by netcheck check HOST:PORT.",
        mend: "Portal: the network security group, Outbound security rules: add a rule that allows the DNS servers on port 53, with a lower priority number than the denying one. Or: az network nsg rule create --nsg-name GROUP --resource-group RG --name allow-dns --priority 100 --direction Outbound --access Allow --protocol '*' --source-address-prefixes SUBNET --destination-address-prefixes SERVERS --destination-port-ranges 53.",
    },
    scope: Scope::Regional,
    after: &["subnet-exists"],
    judge,
};

const DNS: u16 = 53;

fn judge(snapshot: &Snapshot) -> Judgement {
    let subnet = snapshot.integration_subnet()?;
    let (from, _) = snapshot.senders()?;
    let inventory = &snapshot.integration.inventory;
    let group = inventory.security_group_of(&subnet.security_group);
    let (group, _) = need(&group, |place| {
        Verdict::pass(format!("no security group stands on {}", subnet.name)).because(
            "networkSecurityGroup",
            "none",
            Some(place),
        )
    })?;
    let mut exit = Exit {
        subnet,
        group,
        from,
        tags: Tags::around(&snapshot.integration),
        found: Findings::default(),
    };
    let servers = snapshot.dns_servers();
    for server in &servers {
        let address = server.address.ip();
        // The rules do not touch Azure's DNS, and what does not enter the network does not meet them.
        let enters = matches!(
            snapshot.integration.entry_of(address, &["a DNS server"]),
            Entry::Vnet { .. }
        );
        if address != AZURE_DNS.ip() && enters {
            exit.dns(server);
        }
    }
    exit.shut();
    Ok(exit.found.verdict(format!(
        "{} lets the app reach its DNS servers ({})",
        group.name,
        listed(servers.iter().map(|server| server.address.ip()))
    )))
}

/// The way out of the subnet.
struct Exit<'a> {
    subnet: &'a Subnet,
    group: &'a SecurityGroup,
    from: AddressSet,
    tags: Tags,
    found: Findings,
}

impl Exit<'_> {
    fn parts(&mut self, protocol: Protocol, to: AddressSet, ports: PortSet) -> Vec<Part> {
        let flows = Block {
            from: self.from.clone(),
            to,
            ports,
        };
        let outbound = Direction::Outbound;
        match evaluate(self.group, outbound, protocol, &flows, &self.tags) {
            Ok(parts) => parts,
            Err(gap) => {
                self.found.unknown(&gap);
                Vec::new()
            }
        }
    }

    fn dns(&mut self, server: &NameServer) {
        let IpAddr::V4(address) = server.address.ip() else {
            return;
        };
        let name = &self.group.name;
        for (protocol, over) in [(Protocol::Udp, "UDP"), (Protocol::Tcp, "TCP")] {
            let to = AddressSet::from_range(address, address);
            for part in self.parts(protocol, to, PortSet::from_range(DNS, DNS)) {
                let whom = if part.flows.from == self.from {
                    "the app".to_owned()
                } else {
                    format!("{} of {}", part.flows.from, self.subnet.name)
                };
                match part.fate {
                    Fate::Allowed(_) => {}
                    Fate::Unknown(whys) => self.found.cannot_tell(format!(
                        "{name} and the DNS server {address}: {} could not be expanded",
                        some_of(&whys, 10)
                    )),
                    Fate::Denied(by) => {
                        let what = format!(
                            "{name} keeps {whom} from the DNS server {address} over {over} ({})",
                            by.shown()
                        );
                        match protocol {
                            // Long answers come over TCP, and few are.
                            Protocol::Tcp => self.found.warn(what),
                            _ => self.found.fail(what),
                        }
                        self.found.evidence(
                            format!("rule {} of {name}", by.rule),
                            format!("denies {address} port {DNS}"),
                            by.from.as_ref(),
                        );
                        self.found
                            .evidence("DNS server", address, Some(&server.from));
                    }
                }
            }
        }
    }

    /// What the group closes, as evidence; a group that opens nothing fails.
    fn shut(&mut self) {
        let name = &self.group.name;
        let parts = self.parts(Protocol::Tcp, AddressSet::all(), PortSet::usable());
        let opens = parts
            .iter()
            .any(|part| !matches!(part.fate, Fate::Denied(_)));
        if !parts.is_empty() && !opens {
            self.found
                .fail(format!("{name} lets nothing out of {}", self.subnet.name));
        }
        let mut shown: Vec<(&str, AddressSet, Option<_>)> = Vec::new();
        for part in &parts {
            let Fate::Denied(by) = &part.fate else {
                continue;
            };
            match shown.iter_mut().find(|(rule, _, _)| *rule == by.rule) {
                Some((_, to, _)) => *to = to.union(&part.flows.to),
                None => shown.push((&by.rule, part.flows.to.clone(), by.from.clone())),
            }
        }
        for (rule, to, from) in shown {
            self.found.evidence(
                format!("rule {rule} of {name} closes (TCP)"),
                summary(&to),
                from.as_ref(),
            );
        }
    }
}

/// A set of addresses in a few words.
fn summary(to: &AddressSet) -> String {
    const MOST: usize = 6;
    match to.prefixes().len() {
        _ if *to == AddressSet::all() => "ports of all addresses".to_owned(),
        n if n > MOST => format!("ports of {n} ranges"),
        _ => format!("ports of {to}"),
    }
}
