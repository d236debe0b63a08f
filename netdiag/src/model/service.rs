//! Which Azure service stands behind a name: what a subnet's service endpoints are compared with.
//!
//! An address says nothing here: the services' ranges change every week and are in no export.

/// Ends of names, and the service endpoints that may carry traffic to them. Sources: Microsoft's
/// virtual-network-service-endpoints-overview and private-endpoint-dns pages (the public cloud).
const SUFFIXES: &[(&str, &[&str])] = &[
    (
        "core.windows.net",
        &["Microsoft.Storage", "Microsoft.Storage.Global"],
    ),
    ("database.windows.net", &["Microsoft.Sql"]),
    ("documents.azure.com", &["Microsoft.AzureCosmosDB"]),
    ("cosmos.azure.com", &["Microsoft.AzureCosmosDB"]),
    ("vault.azure.net", &["Microsoft.KeyVault"]),
    // Service Bus and Event Hubs share it.
    (
        "servicebus.windows.net",
        &["Microsoft.ServiceBus", "Microsoft.EventHub"],
    ),
    ("azurecr.io", &["Microsoft.ContainerRegistry"]),
    (
        "cognitiveservices.azure.com",
        &["Microsoft.CognitiveServices"],
    ),
    ("openai.azure.com", &["Microsoft.CognitiveServices"]),
    ("azurewebsites.net", &["Microsoft.Web"]),
];

/// The service endpoints that carry traffic to this name where a subnet has them; none if the name is
/// not one of Azure's.
///
/// ```
/// use netdiag::model::services_behind;
/// assert_eq!(services_behind("nwsql.database.windows.net."), ["Microsoft.Sql"]);
/// assert!(services_behind("sql01.corp.example").is_empty());
/// ```
pub fn services_behind(name: &str) -> &'static [&'static str] {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let ends_with = |suffix: &str| {
        let head = name.strip_suffix(suffix);
        head.is_some_and(|head| head.ends_with('.'))
    };
    let found = SUFFIXES.iter().find(|(suffix, _)| ends_with(suffix));
    found.map_or(&[], |(_, services)| services)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_tells_the_service() {
        for (name, expected) in [
            ("nwstore.blob.core.windows.net", "Microsoft.Storage"),
            (
                "blob.ams23prdstr05a.store.core.windows.net",
                "Microsoft.Storage",
            ),
            ("NWSQL.Database.Windows.Net", "Microsoft.Sql"),
            ("nwsql.privatelink.database.windows.net", "Microsoft.Sql"),
            ("ns.servicebus.windows.net", "Microsoft.ServiceBus"),
            ("notdatabase.windows.net", ""),
            ("database.windows.net.corp.example", ""),
            ("", ""),
        ] {
            let first = services_behind(name).first().copied().unwrap_or_default();
            assert_eq!(first, expected, "{name}");
        }
    }
}
