//! Which words are Azure's own, and which are somebody's.

use clap::ValueEnum;

use crate::cli::azure::CloudName;

/// Members whose texts are words of Azure's, which say nothing of anybody.
const AZURES_WORDS: &[&str] = &[
    "access",
    "availabilitystate",
    "connectionmode",
    "connectionprotocol",
    "connectionstatus",
    "connectiontype",
    "destinationportrange",
    "destinationportranges",
    "direction",
    "family",
    "gatewaytype",
    "georegion",
    "groupids",
    "hosttype",
    "kind",
    "linkedresourcetype",
    "location",
    "locations",
    "nexthoptype",
    "origin",
    "peeringstate",
    "peeringsynclevel",
    "privateendpointnetworkpolicies",
    "privateipaddressversion",
    "privateipallocationmethod",
    "privatelinkservicenetworkpolicies",
    "protocol",
    "provisioningstate",
    "publicipaddressversion",
    "publicipallocationmethod",
    "publicnetworkaccess",
    "purpose",
    "region",
    "routetype",
    "schema",
    "service",
    "servicename",
    "size",
    "sku",
    "sourceportrange",
    "sourceportranges",
    "sslstate",
    "state",
    "status",
    "tier",
    "type",
    "usagestate",
    "vpnauthenticationtypes",
    "vpnclientprotocols",
    "vpngatewaygeneration",
    "vpntype",
];

/// Members that are left out with all that is below: nothing here is judged.
const NOBODYS_BUSINESS: &[&str] = &[
    "tags",
    "identity",
    "etag",
    "systemdata",
    "description",
    "metadata",
];

/// Names that Azure itself gives, which judgements know.
const GIVEN_BY_AZURE: &[&str] = &[
    "gatewaysubnet",
    "azurefirewallsubnet",
    "azurefirewallmanagementsubnet",
    "azurebastionsubnet",
    "routeserversubnet",
    "primary",
    "current",
    "web",
    "virtualnetwork",
    "default",
    "production",
    "appservicelink",
    "allowvnetinbound",
    "allowazureloadbalancerinbound",
    "denyallinbound",
    "allowvnetoutbound",
    "allowinternetoutbound",
    "denyalloutbound",
    "$system",
];

/// Labels of the domains in which Azure's services are.
const PUBLIC_LABELS: &[&str] = &[
    "azurewebsites",
    "net",
    "com",
    "scm",
    "windows",
    "core",
    "database",
    "blob",
    "file",
    "queue",
    "table",
    "vault",
    "privatelink",
    "cloudapp",
    "azure",
    "vaultcore",
    "servicebus",
    "redis",
    "cache",
    "documents",
    "example",
    "cn",
    "us",
    "usgovcloudapi",
    "chinacloudapi",
    "chinacloudsites",
];

fn is_in(list: &[&str], word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    list.contains(&lower.as_str())
}

pub fn is_azures_word(member: &str) -> bool {
    is_in(AZURES_WORDS, member)
}

pub fn is_nobodys_business(member: &str) -> bool {
    is_in(NOBODYS_BUSINESS, member)
}

pub fn is_given_by_azure(name: &str) -> bool {
    is_in(GIVEN_BY_AZURE, name)
}

pub fn is_public_label(label: &str) -> bool {
    is_in(PUBLIC_LABELS, label)
}

pub fn is_certificate(member: &str) -> bool {
    is_in(&["certblob", "publiccertdata"], member)
}

/// Members that hold the name of something.
pub fn is_name(member: &str) -> bool {
    is_in(
        &[
            "name",
            "vnetname",
            "vpnusername",
            "resourcegroup",
            "repositorysitename",
            "vpnconnectionid",
        ],
        member,
    )
}

/// Members that hold host names.
pub fn is_host(member: &str) -> bool {
    is_in(
        &[
            "hostnames",
            "enabledhostnames",
            "defaulthostname",
            "fqdn",
            "fqdns",
            "publicfqdn",
        ],
        member,
    )
}

/// Service tags, ports and stars stand where addresses do.
pub fn may_be_tag(member: &str, text: &str) -> bool {
    let lower = member.to_ascii_lowercase();
    (lower.contains("addressprefix") || lower == "address")
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "*.".contains(c))
}

pub fn is_number_or_date(text: &str) -> bool {
    // With three dots it could be an address in a form that nobody foresaw.
    text.len() <= 40
        && text.matches('.').count() < 3
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "-+:.TZ/ ".contains(c))
}

pub fn is_guid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

pub fn is_id(text: &str) -> bool {
    let lower = text.trim_start_matches('/').to_ascii_lowercase();
    lower.starts_with("subscriptions/")
        || text.starts_with('/') && lower.contains("providers/microsoft.")
}

/// Whether an address is one of Azure's, and so nobody's.
pub fn is_azures_own(endpoint: &str) -> bool {
    CloudName::value_variants()
        .iter()
        .any(|cloud| cloud.resource_manager() == endpoint)
}
