//! Why a given host and port cannot be reached: one file per cause, and [`ALL`].
//!
//! The causes are the vocabulary of `netcheck explain`; judging them needs the path model and
//! observations, which come with `netcheck check HOST:PORT`.

mod address_spaces_overlap;
mod certificates_out_of_sync;
mod dns_answers_differ;
mod dns_server_fails;
mod dns_server_missing;
mod dns_server_refuses;
mod dns_server_unreachable;
mod expressroute_unsupported;
mod gateway_down;
mod host_down;
mod host_firewall;
mod hybrid_connection_serves;
mod name_does_not_exist;
mod name_is_public;
mod network_out_of_sync;
mod no_route_back;
mod not_integrated;
mod not_routed;
mod nothing_listens;
mod on_premises_firewall;
mod on_premises_no_route_back;
mod on_premises_range_missing;
mod peering_blocks;
mod platform_blocks_port;
mod platform_refuses_socket;
mod route_table_diverts;
mod security_group_denies;
mod site_to_site_down;

pub use crate::check::Explanation;

/// One cause.
#[derive(Debug)]
pub struct Cause {
    /// Its public name, never reused.
    pub name: &'static str,
    /// What the reader is told.
    pub title: &'static str,
    /// What `explain` says.
    pub explanation: Explanation,
}

/// All causes, in the order of the catalogue.
pub const ALL: &[&Cause] = &[
    &name_does_not_exist::CAUSE,
    &dns_server_unreachable::CAUSE,
    &dns_server_refuses::CAUSE,
    &dns_server_fails::CAUSE,
    &dns_answers_differ::CAUSE,
    &dns_server_missing::CAUSE,
    &name_is_public::CAUSE,
    &not_integrated::CAUSE,
    &not_routed::CAUSE,
    &platform_blocks_port::CAUSE,
    &platform_refuses_socket::CAUSE,
    &gateway_down::CAUSE,
    &certificates_out_of_sync::CAUSE,
    &network_out_of_sync::CAUSE,
    &security_group_denies::CAUSE,
    &route_table_diverts::CAUSE,
    &no_route_back::CAUSE,
    &nothing_listens::CAUSE,
    &host_down::CAUSE,
    &host_firewall::CAUSE,
    &site_to_site_down::CAUSE,
    &on_premises_range_missing::CAUSE,
    &on_premises_no_route_back::CAUSE,
    &on_premises_firewall::CAUSE,
    &expressroute_unsupported::CAUSE,
    &peering_blocks::CAUSE,
    &hybrid_connection_serves::CAUSE,
    &address_spaces_overlap::CAUSE,
];
