//! The `az` commands that would make the network. They are printed, never run.
//!
//! Parameters are those of the reference of `az` (azure-cli: `network vnet create`, `network vnet subnet
//! create`, `network public-ip create`, `network vnet-gateway create`); the commands were not run against Azure.

use netdiag::text::quoted;

use super::proposal::{Prefix, Proposal, Purpose};
use crate::sizes::GATEWAY_LONGEST;

/// A command and what is said above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// One sentence a line.
    pub comments: Vec<String>,
    /// The words before the first option, as `az network vnet create`.
    head: &'static str,
    /// Each option with its values.
    options: Vec<(&'static str, Vec<String>)>,
}

impl Command {
    fn new(head: &'static str, comment: impl Into<String>) -> Self {
        Self {
            comments: vec![comment.into()],
            head,
            options: Vec::new(),
        }
    }

    fn with(mut self, option: &'static str, value: impl ToString) -> Self {
        self.options.push((option, vec![value.to_string()]));
        self
    }

    fn with_all<T: ToString>(mut self, option: &'static str, values: &[T]) -> Self {
        if !values.is_empty() {
            let values = values.iter().map(ToString::to_string).collect();
            self.options.push((option, values));
        }
        self
    }

    fn at(self, location: Option<&String>) -> Self {
        match location {
            Some(location) => self.with("--location", location),
            None => self,
        }
    }

    /// The command on one line, quoted for bash.
    pub fn line(&self) -> String {
        let mut line = self.head.to_owned();
        for (option, values) in &self.options {
            line.push(' ');
            line.push_str(&written(option, values));
        }
        line
    }

    /// The same with an option a line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.head.to_owned()];
        for (option, values) in &self.options {
            if let Some(last) = lines.last_mut() {
                last.push_str(" \\");
            }
            lines.push(format!("  {}", written(option, values)));
        }
        lines
    }
}

fn written(option: &str, values: &[String]) -> String {
    let mut text = option.to_owned();
    for value in values {
        text.push(' ');
        text.push_str(&quoted(value));
    }
    text
}

/// The commands in the order in which they have to be run; what is needed and was not given is an error.
///
/// # Errors
/// What to give.
pub fn commands(proposal: &Proposal) -> Result<Vec<Command>, String> {
    let (Some(name), Some(group)) = (&proposal.name, &proposal.resource_group) else {
        return Err(
            "--as az needs the names that the commands use: give --name NETWORK and --resource-group GROUP"
                .to_owned(),
        );
    };
    for (flag, value) in [("--name", name), ("--resource-group", group)] {
        // az would take what begins with a dash for an option.
        if value.is_empty() || value.starts_with('-') {
            return Err(format!("{flag} is empty or begins with '-'; give a name"));
        }
    }
    let location = proposal.location.as_ref();
    let mut network = Command::new("az network vnet create", "The network.")
        .with("--resource-group", group)
        .with("--name", name)
        .at(location)
        .with_all("--address-prefixes", &proposal.networks)
        .with_all("--dns-servers", &proposal.dns);
    if location.is_none() {
        network
            .comments
            .push("Without --location it stands in the region of the resource group.".to_owned());
    }
    let mut all = vec![network];
    for subnet in &proposal.subnets {
        let comment = match subnet.purpose {
            Purpose::Data => format!("The subnet {}.", subnet.name),
            Purpose::Gateway => "The subnet in which the gateway stands.".to_owned(),
            Purpose::Integration => {
                "The integration subnet: delegated to App Service, for one plan.".to_owned()
            }
        };
        let command = Command::new("az network vnet subnet create", comment)
            .with("--resource-group", group)
            .with("--vnet-name", name)
            .with("--name", &subnet.name)
            .with("--address-prefixes", subnet.prefix);
        all.push(match subnet.purpose {
            Purpose::Integration => command.with("--delegations", "Microsoft.Web/serverFarms"),
            _ => command,
        });
    }
    if let Some(subnet) = proposal.subnets_for(Purpose::Gateway).next() {
        all.extend(gateway(proposal, name, group, subnet.prefix));
    }
    Ok(all)
}

fn gateway(proposal: &Proposal, name: &str, group: &str, subnet: Prefix) -> [Command; 2] {
    let location = proposal.location.as_ref();
    let address = format!("{name}-gw-ip");
    // Gateways without AZ can no longer be made. Source: azure-docs, gateway-sku-consolidation.
    let basic = subnet
        .v4()
        .is_some_and(|net| net.prefix_len() > GATEWAY_LONGEST);
    let sku = if basic { "Basic" } else { "VpnGw1AZ" };
    let public_ip = Command::new(
        "az network public-ip create",
        "The public address of the gateway.",
    )
    .with("--resource-group", group)
    .with("--name", &address)
    .at(location)
    .with("--sku", "Standard")
    .with("--allocation-method", "Static");
    let mut gateway = Command::new(
        "az network vnet-gateway create",
        "The gateway: az is busy with it for about 30 minutes.",
    )
    .with("--resource-group", group)
    .with("--name", format!("{name}-gw"))
    .at(location)
    .with("--vnet", name)
    .with("--public-ip-addresses", &address)
    .with("--gateway-type", "Vpn")
    .with("--vpn-type", "RouteBased")
    .with("--sku", sku);
    if basic {
        gateway.comments.push(format!(
            "{subnet} takes a Basic gateway only; whether that takes a Standard public address is not certain."
        ));
    }
    if !proposal.pools.is_empty() {
        gateway.comments.push(
            "App Service needs SSTP. By reports that are not certain Azure no longer enables it: if az".to_owned(),
        );
        gateway.comments.push(
            "refuses, leave out --client-protocol and --address-prefixes and integrate regionally."
                .to_owned(),
        );
        gateway = gateway
            .with("--client-protocol", "SSTP")
            .with_all("--address-prefixes", &proposal.pools);
    }
    [public_ip, gateway]
}
