//! Every member of Azure's own answers about regional integration is read, or named here with the
//! reason why not: a member that an answer gains is noticed.
//!
//! A member is read if another value of it makes another inventory.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::read;

macro_rules! answer {
    ($what:literal, $name:literal) => {
        (
            $what,
            $name,
            include_str!(concat!(
                "../../../../../tests/fixtures/arm-examples/",
                $name
            )),
        )
    };
}

/// The answers, by what they tell of: real ones, and those that Azure publishes.
const ANSWERS: &[(&str, &str, &str)] = &[
    answer!("site", "web-site.json"),
    answer!(
        "connections",
        "web-site-virtualNetworkConnections-live-regional.json"
    ),
    answer!("plan", "web-serverfarm.json"),
    answer!("subnet", "network-subnet-delegation.json"),
    answer!("network", "network-virtualNetwork-subnetDelegation.json"),
    answer!(
        "network",
        "network-virtualNetwork-serviceAssociationLink.json"
    ),
];

/// Members that are not read: of what, why not, and which. `*` stands for the place in a list.
const NOT_READ: &[(&str, &str, &[&str])] = &[
    (
        "site",
        "said by another member that is read: the id, an id's end, enabledHostNames, hyperV",
        &[
            "name",
            "properties.repositorySiteName",
            "properties.resourceGroup",
            "properties.defaultHostName",
            "properties.hostNames.*",
            "properties.hostNameSslStates.*.name",
            "properties.isXenon",
        ],
    ),
    (
        "site",
        "who may call the app and how: the app's own connections are judged, not those to it",
        &[
            "properties.clientAffinityEnabled",
            "properties.clientCertEnabled",
            "properties.clientCertMode",
            "properties.customDomainVerificationId",
            "properties.hostNameSslStates.*.hostType",
            "properties.hostNameSslStates.*.sslState",
            "properties.hostNamesDisabled",
            "properties.httpsOnly",
            "properties.siteConfig.ftpsState",
            "properties.siteConfig.http20Enabled",
            "properties.siteConfig.loadBalancing",
            "properties.siteConfig.minTlsVersion",
            "properties.siteConfig.remoteDebuggingEnabled",
            "properties.siteConfig.scmMinTlsVersion",
            "properties.siteConfig.webSocketsEnabled",
        ],
    ),
    (
        "site",
        "how the app is run: language, files, memory, instances of its own",
        &[
            "properties.containerSize",
            "properties.dailyMemoryTimeQuota",
            "properties.resourceConfig.cpu",
            "properties.resourceConfig.memory",
            "properties.siteConfig.alwaysOn",
            "properties.siteConfig.appCommandLine",
            "properties.siteConfig.autoHealEnabled",
            "properties.siteConfig.azureStorageAccounts",
            "properties.siteConfig.defaultDocuments.*",
            "properties.siteConfig.functionAppScaleLimit",
            "properties.siteConfig.functionsRuntimeScaleMonitoringEnabled",
            "properties.siteConfig.linuxFxVersion",
            "properties.siteConfig.managedPipelineMode",
            "properties.siteConfig.minimumElasticInstanceCount",
            "properties.siteConfig.netFrameworkVersion",
            "properties.siteConfig.nodeVersion",
            "properties.siteConfig.numberOfWorkers",
            "properties.siteConfig.phpVersion",
            "properties.siteConfig.powerShellVersion",
            "properties.siteConfig.pythonVersion",
            "properties.siteConfig.use32BitWorkerProcess",
            "properties.siteConfig.virtualApplications.*.physicalPath",
            "properties.siteConfig.virtualApplications.*.preloadEnabled",
            "properties.siteConfig.virtualApplications.*.virtualPath",
            "properties.workloadProfileName",
        ],
    ),
    (
        "site",
        "logs, accounts and the platform's own notes; state and enabled say whether the app runs",
        &[
            "properties.availabilityState",
            "properties.keyVaultReferenceIdentity",
            "properties.lastModifiedTimeUtc",
            "properties.redundancyMode",
            "properties.scmSiteAlsoStopped",
            "properties.siteConfig.acrUseManagedIdentityCreds",
            "properties.siteConfig.detailedErrorLoggingEnabled",
            "properties.siteConfig.httpLoggingEnabled",
            "properties.siteConfig.logsDirectorySizeLimit",
            "properties.siteConfig.requestTracingEnabled",
            "properties.storageAccountRequired",
            "properties.usageState",
        ],
    ),
    (
        "connections",
        "the app's region, which the app itself tells",
        &["*.location"],
    ),
    (
        "plan",
        "said by another member that is read: location, tier, status",
        &[
            "properties.geoRegion",
            "properties.provisioningState",
            "sku.family",
            "sku.name",
            "sku.size",
        ],
    ),
    (
        "plan",
        "scaling that was asked for and how it is billed: capacity says how many there are",
        &[
            "properties.isSpot",
            "properties.targetWorkerCount",
            "properties.targetWorkerSizeId",
        ],
    ),
    (
        "subnet",
        "of the delegation only the service matters",
        &[
            "properties.delegations.*.id",
            "properties.delegations.*.name",
            "properties.delegations.*.properties.actions",
            "properties.delegations.*.properties.provisioningState",
        ],
    ),
    (
        "subnet",
        "how its last change went and what it was meant for: what it is now, is read",
        &["properties.provisioningState", "properties.purpose"],
    ),
    (
        "network",
        "of the delegation only the service matters",
        &[
            "properties.subnets.*.properties.delegations.*.etag",
            "properties.subnets.*.properties.delegations.*.id",
            "properties.subnets.*.properties.delegations.*.name",
            "properties.subnets.*.properties.delegations.*.properties.actions",
            "properties.subnets.*.properties.delegations.*.properties.actions.*",
            "properties.subnets.*.properties.delegations.*.properties.provisioningState",
        ],
    ),
    (
        "network",
        "how its last change went and what it was meant for: what it is now, is read",
        &[
            "properties.provisioningState",
            "properties.subnets.*.etag",
            "properties.subnets.*.properties.provisioningState",
            "properties.subnets.*.properties.purpose",
        ],
    ),
    (
        "network",
        "of the link its name, its type and whom it links matter",
        &[
            "properties.subnets.*.properties.serviceAssociationLinks.*.etag",
            "properties.subnets.*.properties.serviceAssociationLinks.*.id",
            "properties.subnets.*.properties.serviceAssociationLinks.*.properties.provisioningState",
        ],
    ),
    (
        "network",
        "container groups, which no subnet of App Service holds",
        &["properties.subnets.*.properties.ipConfigurationProfiles.*.id"],
    ),
];

/// The members of a document that hold a value of their own: no object and no list, unless empty.
fn leaves(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                leaves(member, format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            for (i, element) in elements.iter().enumerate() {
                leaves(element, format!("{pointer}/{i}"), found);
            }
        }
        _ => found.push(pointer),
    }
}

/// Other values that the member might have.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(switch) => vec![json!(!switch)],
        Value::Number(number) => vec![json!(number.as_u64().unwrap_or_default() + 1)],
        Value::String(text) => vec![json!(format!("{text}x")), json!("203.0.113.99")],
        _ => vec![
            json!("other"),
            json!("203.0.113.99"),
            json!("/subscriptions/s/resourceGroups/g/providers/P/kind/other"),
            json!(true),
            json!(7),
            json!(["other"]),
        ],
    }
}

fn is_read(file: &str, document: &Value, pointer: &str) -> bool {
    let inventory = |document: &Value| format!("{:?}", read(&[(file, document.clone())]));
    let before = inventory(document);
    let member = document.pointer(pointer).expect("a leaf");
    others(member).into_iter().any(|other| {
        let mut changed = document.clone();
        *changed.pointer_mut(pointer).expect("a leaf") = other;
        inventory(&changed) != before
    })
}

/// The member without the places in lists.
fn member(pointer: &str) -> String {
    let parts = pointer.split('/').skip(1);
    let parts = parts.map(|part| match part.parse::<usize>() {
        Ok(_) => "*",
        Err(_) => part,
    });
    parts.collect::<Vec<_>>().join(".")
}

fn unread() -> BTreeSet<String> {
    let mut unread = BTreeSet::new();
    for (what, file, text) in ANSWERS {
        let document: Value = serde_json::from_str(text).expect("JSON");
        let mut pointers = Vec::new();
        leaves(&document, String::new(), &mut pointers);
        for pointer in pointers {
            if !is_read(file, &document, &pointer) {
                unread.insert(format!("{what}: {}", member(&pointer)));
            }
        }
    }
    unread
}

#[test]
fn every_member_of_the_answers_is_read_or_named() {
    let named: BTreeSet<String> = NOT_READ
        .iter()
        .flat_map(|(what, _, members)| members.iter().map(move |m| format!("{what}: {m}")))
        .collect();
    let unread = unread();
    let new: Vec<_> = unread.difference(&named).collect();
    assert!(new.is_empty(), "not read, and not named here: {new:#?}");
    let stale: Vec<_> = named.difference(&unread).collect();
    assert!(
        stale.is_empty(),
        "named here, but read or not there: {stale:#?}"
    );
}

/// What no published answer holds, in the constructed ones of `examples/regional`.
#[test]
fn what_regional_integration_is_made_of_is_read() {
    const SUBNET: &str = "/value/0/properties/subnets/0/properties";
    const PEERING: &str = "/value/0/properties/virtualNetworkPeerings/0/properties";
    let site: &[&str] = &[
        "/properties/dnsConfiguration/dnsServers",
        "/properties/dnsConfiguration/dnsAltServer",
        "/properties/dnsConfiguration/dnsRetryAttemptCount",
        "/properties/dnsConfiguration/dnsRetryAttemptTimeout",
        "/properties/dnsConfiguration/dnsMaxCacheTimeout",
        "/properties/dnsConfiguration/dnsLegacySortOrder",
        "/properties/virtualNetworkSubnetId",
        "/properties/siteConfig/vnetName",
        "/properties/siteConfig/vnetRouteAllEnabled",
    ];
    let subnet = [
        "addressPrefix",
        "networkSecurityGroup/id",
        "routeTable/id",
        "natGateway/id",
        "serviceAssociationLinks/0/name",
        "serviceAssociationLinks/0/properties/link",
        "serviceAssociationLinks/0/properties/linkedResourceType",
        "serviceAssociationLinks/0/properties/allowDelete",
        "serviceEndpoints/0/service",
        "delegations/0/properties/serviceName",
        "privateEndpointNetworkPolicies",
    ]
    .map(|member| format!("{SUBNET}/{member}"));
    let peering = [
        "peeringState",
        "peeringSyncLevel",
        "allowVirtualNetworkAccess",
        "allowForwardedTraffic",
        "allowGatewayTransit",
        "useRemoteGateways",
        "remoteVirtualNetwork/id",
        "remoteVirtualNetworkAddressSpace/addressPrefixes/0",
    ]
    .map(|member| format!("{PEERING}/{member}"));
    let endpoint = "/value/0/properties/subnets/2/properties/privateEndpoints/0/id".to_owned();
    let network = subnet.into_iter().chain(peering).chain([endpoint]);
    let all = [
        (
            "site-nw-api.json",
            site.iter().map(|s| (*s).to_owned()).collect(),
        ),
        (
            "site-nw-api-networkConfig-virtualNetwork.json",
            vec![
                "/properties/subnetResourceId".to_owned(),
                "/properties/swiftSupported".to_owned(),
            ],
        ),
        ("virtualNetworks.json", network.collect::<Vec<_>>()),
    ];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/regional");
    for (file, pointers) in all {
        let text = std::fs::read_to_string(format!("{folder}/{file}")).expect("the example");
        let document: Value = serde_json::from_str(&text).expect("JSON");
        for pointer in pointers {
            assert!(is_read(file, &document, &pointer), "{file}#{pointer}");
        }
    }
}
