//! The flags of `netcheck plan-network`.

use std::net::IpAddr;

use clap::{Args, ValueEnum};

/// The network that somebody wants to make.
#[derive(Debug, Clone, Args)]
pub struct PlanNetworkArgs {
    /// Address space of the network; again for each further prefix
    #[arg(long, value_name = "PREFIX")]
    pub vnet: Vec<String>,
    /// A subnet for machines and private endpoints; again for each
    #[arg(long, value_name = "NAME=PREFIX")]
    pub subnet: Vec<String>,
    /// The subnet for the gateway (GatewaySubnet); /27 is advised
    #[arg(long, value_name = "PREFIX")]
    pub gateway_subnet: Vec<String>,
    /// The point-to-site pool of the gateway, for gateway-required integration
    #[arg(long, value_name = "PREFIX")]
    pub point_to_site: Vec<String>,
    /// A subnet for regional integration, one for each plan; /26 is advised
    #[arg(long, value_name = "[NAME=]PREFIX")]
    pub integration_subnet: Vec<String>,
    /// Instances that the largest plan will scale to
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub instances: Option<u32>,
    /// Plans that will integrate
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub plans: u32,
    /// A DNS server of the network; again for each
    #[arg(long, value_name = "ADDRESS")]
    pub dns: Vec<IpAddr>,
    /// What must not be overlapped with, beside what the export of --from holds
    #[arg(long, value_name = "PREFIX", num_args = 1..)]
    pub avoid: Vec<String>,
    /// The network's name; a network of this name in the export is this one
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Its resource group
    #[arg(long, value_name = "GROUP")]
    pub resource_group: Option<String>,
    /// Its region, as westeurope
    #[arg(long, value_name = "REGION")]
    pub location: Option<String>,
    /// Propose blocks that fit: keep what is right, replace what is wrong, add
    /// what is missing; the exit code is then that of the proposal
    #[arg(long)]
    pub suggest: bool,
    /// Print the commands that would make the network, if no rule fails; nothing
    /// is run
    #[arg(long = "as", value_enum, value_name = "TOOL")]
    pub commands_for: Option<Tool>,
}

/// For which tool commands are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tool {
    /// Azure CLI, in bash
    Az,
}
