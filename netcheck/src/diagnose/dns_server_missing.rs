use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "dns-server-missing",
    title: "no DNS server is set for the network, so private names cannot resolve",
    explanation: Explanation {
        means: "Neither the network nor the app names a DNS server of its own.",
        matters: "Azure's DNS does not know private names that live on servers of the network or on-premises.",
        reads: "dhcpOptions.dnsServers, dnsConfiguration, WEBSITE_DNS_SERVER.",
        mend: "Set the network's DNS servers and Sync Network, or use addresses.",
    },
};
