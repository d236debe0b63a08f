//! Values as apps have them, and values that must not be shown.

use proptest::prelude::*;

use super::*;

fn found(variable: &str, value: &str) -> String {
    let environment = Environment::new([(variable.to_owned(), value.to_owned())], None);
    let found: Vec<String> = targets(&environment)
        .into_iter()
        .inspect(|d| assert_eq!(d.setting, variable))
        .map(|d| format!("{} {}", d.target, d.kind))
        .collect();
    found.join("; ")
}

#[test]
fn every_kind_of_value_gives_its_targets() {
    for (value, expected) in [
        // SQL Server
        (
            "Server=tcp:sql01.corp.example,1433;Database=shop;User ID=shop;Password=x;Encrypt=True",
            "sql01.corp.example:1433 SQL Server",
        ),
        (
            "Data Source=sql01;Initial Catalog=a;Integrated Security=True",
            "sql01:1433 SQL Server",
        ),
        (
            "Server=sql01\\prod,1500;Database=a",
            "sql01:1500 SQL Server",
        ),
        ("Server=sql01\\prod;Database=a", ""),
        ("Server=(localdb)\\mssqllocaldb;Database=a", ""),
        ("Server=.;Database=a", ""),
        (
            "Server=a;Failover Partner=b,1434;Database=c",
            "a:1433 SQL Server; b:1434 SQL Server",
        ),
        ("Data Source=app.db", ""),
        ("Data Source=C:\\home\\app.db;Password=x", ""),
        (
            "metadata=res://*/M.csdl|res://*/M.ssdl;provider=System.Data.SqlClient;provider \
             connection string=\"data source=tcp:sql01,1433;initial catalog=a;password=x\"",
            "sql01:1433 SQL Server",
        ),
        (
            "jdbc:sqlserver://sql01:1433;databaseName=a;user=u;password=p@x",
            "sql01:1433 SQL Server",
        ),
        (
            "jdbc:sqlserver://sql01\\prod:1500;user=u",
            "sql01:1500 SQL Server",
        ),
        ("jdbc:sqlserver://sql01;user=u", "sql01:1433 SQL Server"),
        // PostgreSQL
        (
            "Host=pg;Database=a;Username=u;Password=p",
            "pg:5432 PostgreSQL",
        ),
        (
            "Host=pg;Port=6432;Username=u;Password=p",
            "pg:6432 PostgreSQL",
        ),
        (
            "Server=pg.postgres.database.azure.com;Database=a;Port=5432",
            "pg.postgres.database.azure.com:5432 PostgreSQL",
        ),
        (
            "Host=a,b:5433;Username=u;Password=p",
            "a:5432 PostgreSQL; b:5433 PostgreSQL",
        ),
        (
            "host=pg port=5433 password='a b' sslmode=require",
            "pg:5433 PostgreSQL",
        ),
        ("postgres://u:p@pg/a?sslmode=require", "pg:5432 PostgreSQL"),
        (
            "postgresql://u:p@[fd00::4]:5433/a",
            "[fd00::4]:5433 PostgreSQL",
        ),
        (
            "jdbc:postgresql://pg:5433/a?user=u&password=p",
            "pg:5433 PostgreSQL",
        ),
        // MySQL
        (
            "Server=my;Port=3306;Database=a;Uid=u;Pwd=p",
            "my:3306 MySQL",
        ),
        (
            "Server=my.mysql.database.azure.com;Database=a;Uid=u;Pwd=p",
            "my.mysql.database.azure.com:3306 MySQL",
        ),
        ("mysql://u:p@my:3307/a", "my:3307 MySQL"),
        ("jdbc:mysql://my/a?user=u", "my:3306 MySQL"),
        // Redis
        (
            "cache01:6380,password=x=,ssl=True,abortConnect=False",
            "cache01:6380 Redis",
        ),
        ("cache01,password=x,ssl=true", "cache01:6380 Redis"),
        ("a:7000,b:7001,password=x", "a:7000 Redis; b:7001 Redis"),
        ("rediss://:p@cache01", "cache01:6380 Redis"),
        // Messaging
        (
            "Endpoint=sb://nw.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=x=",
            "nw.servicebus.windows.net:5671 Service Bus or Event Hubs",
        ),
        (
            "Endpoint=sb://nw.servicebus.windows.net/;SharedAccessKey=x;TransportType=AmqpWebSockets",
            "nw.servicebus.windows.net:443 Service Bus or Event Hubs",
        ),
        ("amqps://u:p@mq/vhost", "mq:5671 AMQP"),
        ("amqp://u:p@mq:5673", "mq:5673 AMQP"),
        (
            "host=mq;virtualHost=a;username=u;password=p",
            "mq:5672 AMQP",
        ),
        // Storage
        (
            "DefaultEndpointsProtocol=https;AccountName=store;AccountKey=x==;EndpointSuffix=core.windows.net",
            "store.blob.core.windows.net:443 Storage",
        ),
        (
            "AccountName=store;AccountKey=x",
            "store.blob.core.windows.net:443 Storage",
        ),
        (
            "BlobEndpoint=https://store.blob.core.windows.net/;QueueEndpoint=https://store.queue.core.windows.net/;SharedAccessSignature=sv=1&sig=x",
            "store.blob.core.windows.net:443 Storage; store.queue.core.windows.net:443 Storage",
        ),
        ("UseDevelopmentStorage=true", ""),
        // Cosmos DB, MongoDB
        (
            "AccountEndpoint=https://nw.documents.azure.com:443/;AccountKey=x==;",
            "nw.documents.azure.com:443 Cosmos DB",
        ),
        (
            "mongodb://u:p@a:27017,b/db?replicaSet=r",
            "a:27017 MongoDB; b:27017 MongoDB",
        ),
        (
            "mongodb://nw:x==@nw.mongo.cosmos.azure.com:10255/?ssl=true&appName=@nw@",
            "nw.mongo.cosmos.azure.com:10255 MongoDB",
        ),
        ("mongodb+srv://u:p@cluster.example/db", ""),
        // References
        (
            "@Microsoft.KeyVault(SecretUri=https://nw-vault.vault.azure.net/secrets/key/)",
            "nw-vault.vault.azure.net:443 Key Vault",
        ),
        (
            "@Microsoft.KeyVault(VaultName=nw-vault;SecretName=key)",
            "nw-vault.vault.azure.net:443 Key Vault",
        ),
        (
            "@Microsoft.AppConfiguration(Endpoint=https://nw.azconfig.io; Key=a)",
            "nw.azconfig.io:443 App Configuration",
        ),
        (
            "Endpoint=https://nw.azconfig.io;Id=a;Secret=x",
            "nw.azconfig.io:443 App Configuration",
        ),
        // URLs and addresses
        (
            "http://erp.corp.example:8080/api",
            "erp.corp.example:8080 URL",
        ),
        (
            "https://u:p@erp.corp.example/api?mail=a",
            "erp.corp.example:443 URL",
        ),
        (
            "https://cdn.example/x@1.2/y?mail=a@b",
            "cdn.example:443 URL",
        ),
        (
            "https://a.example,https://b.example:8443/",
            "a.example:443 URL; b.example:8443 URL",
        ),
        ("ldaps://dc01", "dc01:636 URL"),
        ("tcp://10.61.8.9:4000", "10.61.8.9:4000 URL"),
        ("tcp://10.61.8.9", ""),
        (
            "InstrumentationKey=x;IngestionEndpoint=https://in.example/;LiveEndpoint=https://live.example/",
            "in.example:443 URL; live.example:443 URL",
        ),
        (
            "mail.corp.example:587",
            "mail.corp.example:587 host and port",
        ),
        ("\"10.61.8.9:25\"", "10.61.8.9:25 host and port"),
        ("[fd00::4]:443", "[fd00::4]:443 host and port"),
        (
            "k1:9092,k2:9092",
            "k1:9092 host and port; k2:9092 host and port",
        ),
        // None at all
        ("", ""),
        ("true", ""),
        ("12:30", ""),
        ("12:30:45", ""),
        ("10.61.8.9", ""),
        ("a:0", ""),
        ("a:65536", ""),
        ("a:b", ""),
        ("https://{tenant}.example/", ""),
        ("https://", ""),
        ("C:\\home", ""),
        ("http://localhost:5000", ""),
        ("127.0.0.1:6379", ""),
        ("[::ffff:127.0.0.1]:6379", ""),
        ("urn:a:b", ""),
    ] {
        assert_eq!(found("APPSETTING_X", value), expected, "{value}");
    }
}

#[test]
fn the_kind_of_a_connection_string_decides_what_its_value_leaves_open() {
    for (variable, value, expected) in [
        ("SQLAZURECONNSTR_A", "Server=db;Uid=u", "db:1433 SQL Server"),
        ("SQLCONNSTR_A", "Data Source=db", "db:1433 SQL Server"),
        (
            "MYSQLCONNSTR_A",
            "Data Source=db;User Id=u",
            "db:3306 MySQL",
        ),
        (
            "POSTGRESQLCONNSTR_A",
            "Server=db;User Id=u",
            "db:5432 PostgreSQL",
        ),
        ("REDISCACHECONNSTR_A", "db,x=y", "db:6379 Redis"),
        ("CUSTOMCONNSTR_A", "db:1234", "db:1234 host and port"),
        ("customconnstr_a", "db:1234", "db:1234 host and port"),
        (
            "APPSETTING_WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
            "AccountName=a;AccountKey=x",
            "a.file.core.windows.net:443 Storage",
        ),
        // The plain copy that every setting has too, and what is no setting.
        ("Mail__Relay", "mail:587", ""),
        ("MY_CONNSTR_A", "mail:587", ""),
        // By their name, these hold something else.
        ("APPSETTING_Admin__User", "admin:12345", ""),
        ("APPSETTING_ApiKey", "admin:12345", ""),
    ] {
        assert_eq!(found(variable, value), expected, "{variable}={value}");
    }
}

#[test]
fn the_examples_dependencies_are_found_once_each_without_their_secrets() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples/healthy/environment.txt");
    let environment = netdiag::source::read_environment(Some(&file)).unwrap();
    let found = targets(&environment);
    let shown: Vec<String> = found
        .iter()
        .map(|d| format!("{} {} ({})", d.setting, d.target, d.kind))
        .collect();
    assert_eq!(
        shown,
        [
            "APPSETTING_AzureWebJobsStorage nwshopstore.blob.core.windows.net:443 (Storage)",
            "APPSETTING_Erp__BaseAddress erp.corp.northwind.example:8080 (URL)",
            "APPSETTING_Mail__Relay mail.corp.northwind.example:587 (host and port)",
            "APPSETTING_Orders__ServiceBus nw-orders.servicebus.windows.net:5671 (Service Bus or Event Hubs)",
            "APPSETTING_Payment__ApiKey nw-vault.vault.azure.net:443 (Key Vault)",
            "APPSETTING_Redis__Connection cache01.corp.northwind.example:6380 (Redis)",
            "SQLAZURECONNSTR_Shop sql01.corp.northwind.example:1433 (SQL Server)",
        ]
    );
    assert!(!format!("{found:?}").contains("CANARY"));
    assert!(found.iter().all(|d| kind_named(d.kind) == Some(d.kind)));
}

/// Where a secret stands in real values, as `$`.
const TEMPLATES: &[&str] = &[
    "Server=tcp:sql01,1433;User ID=u;Password=$;Encrypt=True",
    "Server=sql01;Uid=u;Pwd=\"$\";Port=3306",
    "Host=pg;Username=u;Password='$'",
    "host=pg user=u password='$'",
    "postgres://u:$@pg:5432/db",
    "mongodb://u:$@a:27017,b:27017/db?appName=@u@",
    "amqps://$:$@mq/vhost",
    "redis://:$@cache01:6379/0",
    "https://u:$@erp.example/api",
    "https://erp.example/api?sig=$",
    "cache01:6380,password=$,ssl=True",
    "Endpoint=sb://nw.servicebus.windows.net/;SharedAccessKey=$",
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=$",
    "AccountEndpoint=https://nw.documents.azure.com/;AccountKey=$",
    "jdbc:sqlserver://sql01;user=u;password=$",
    "jdbc:mysql://my/db?user=u&password=$",
    "jdbc:postgresql://u:$@pg/db",
    "Bearer $",
];

proptest! {
    #[test]
    fn no_part_of_a_secret_is_shown(
        template in prop::sample::select(TEMPLATES),
        signs in prop::collection::vec("[/+=?@#:;,!{}\\\\' %&\"0-9]{1,3}", 0..4),
        is_connection_string in any::<bool>(),
    ) {
        // Every part of it, whatever signs it is cut at, shows the word.
        let secret = signs.iter().fold("CANARY".to_owned(), |s, sign| s + sign + "CANARY");
        let value = template.replace('$', &secret);
        let variable = if is_connection_string { "SQLAZURECONNSTR_A" } else { "APPSETTING_A" };
        let environment = Environment::new([(variable.to_owned(), value.clone())], None);
        let found = targets(&environment);
        let shown = format!("{found:?}");
        prop_assert!(!shown.to_ascii_uppercase().contains("CANARY"), "{value}: {shown}");
    }

    #[test]
    fn no_value_makes_it_panic(value in "\\PC*", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let bytes = String::from_utf8_lossy(&bytes).into_owned();
        let template = TEMPLATES.iter().map(|t| t.replace('$', &value));
        for (n, value) in template.chain([bytes]).enumerate() {
            let variable = ["APPSETTING_A", "REDISCACHECONNSTR_A", "MYSQLCONNSTR_A"][n % 3];
            targets(&Environment::new([(variable.to_owned(), value)], None));
        }
    }
}
