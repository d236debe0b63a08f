//! Sentences that many remedies share, each once. They are macros because `concat!` takes no constants.

/// What a Sync Network costs, and how to know beforehand.
///
/// Sources: the script's announcement of 2016 speaks of a brief outage; Microsoft's
/// configure-gateway-required-vnet-integration page (2026) says that apps restart.
macro_rules! sync_costs {
    () => {
        "Sync Network briefly interrupts the connection of every app on the plan that uses this network; newer documents say that these apps restart. netcheck sync says beforehand what it would change."
    };
}

/// That SSTP can perhaps no longer be had.
///
/// Source: two public reports of Microsoft's announcement say that SSTP cannot be enabled on any gateway
/// since 31 March 2026 (as at directaccess.richardhicks.com and headsinthecloud.blog). Nobody tried it.
macro_rules! sstp_doubt {
    () => {
        "SSTP ends with this kind of integration; whether Azure still lets it be switched on, on a gateway old or new, is not certain."
    };
}

/// That a subnet may be shared, for the middle of a sentence.
///
/// Source: the App Service team's announcement of the multi-plan subnet join (2023), and Microsoft's
/// pages of 2025, which call it available without saying where it is not.
macro_rules! sharing_doubt {
    () => {
        "several plans of one subscription may share a subnet of /26 or larger where Azure offers that, which is not certain"
    };
}

pub(crate) use {sharing_doubt, sstp_doubt, sync_costs};

/// How the copy of the network's information that App Service keeps is renewed.
pub(crate) const SYNC_NETWORK: &str = concat!(
    "Sync Network: in the portal open the App Service plan, Networking, VNet integration, the network, then Sync Network. ",
    sync_costs!()
);
