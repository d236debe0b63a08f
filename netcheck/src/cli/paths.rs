//! The flags of `netcheck route` and `netcheck reach`.

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use crate::prefix;

/// To where the way is traced.
#[derive(Debug, Clone, Args)]
pub struct RouteArgs {
    /// ADDRESS or ADDRESS:PORT
    #[arg(required = true, value_name = "ADDRESS[:PORT]")]
    pub targets: Vec<String>,
}

/// What of everything that can be reached is listed.
#[derive(Debug, Clone, Args)]
pub struct ReachArgs {
    /// Only these addresses
    #[arg(long, value_name = "PREFIX", value_parser = prefix::read)]
    pub to: Option<IpNet>,
    /// For this protocol
    #[arg(long, value_enum, default_value_t, value_name = "PROTOCOL")]
    pub protocol: Transport,
}

/// What carries the traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Transport {
    #[default]
    Tcp,
    Udp,
}
