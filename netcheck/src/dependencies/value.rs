//! What one setting's value names.

use netdiag::target::Target;

use super::address::{authority, host_and_port, number, port_of, scheme, target};
use super::connection_string::{blank_separated, get, members};
use super::{
    AMQP, APP_CONFIGURATION, COSMOS_DB, HOST_AND_PORT, KEY_VAULT, MESSAGING, MONGODB, MYSQL,
    POSTGRESQL, REDIS, SQL_SERVER, STORAGE, URL,
};

type Found = Vec<(Target, &'static str)>;
type Members = [(String, String)];

/// The targets in a value; `variable` is the setting's variable in upper case, which may tell what
/// kind of database it is.
pub fn targets(variable: &str, value: &str) -> Found {
    let value = unquoted(value.trim());
    // What Key Vault and App Configuration are referred to by, before the platform resolves it.
    if let Some(reference) = value.strip_prefix('@') {
        return reference_to(reference);
    }
    if let Some(rest) = strip_word(value, "jdbc:") {
        return jdbc(rest);
    }
    if let Some(found) = url(value) {
        return found;
    }
    if let Some(members) = members(value) {
        let found = connection_string(variable, &members);
        if !found.is_empty() {
            return found;
        }
    }
    if !value.contains(';')
        && let Some(members) = blank_separated(value)
        && let Some(host) = get(&members, &["host", "hostaddr"])
    {
        return several(host, get(&members, &["port"]), 5432, POSTGRESQL);
    }
    if let Some(found) = redis(variable, value) {
        return found;
    }
    plain(variable, value)
}

fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value)
        .trim()
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

fn one(target: Option<Target>, kind: &'static str) -> Found {
    target.into_iter().map(|target| (target, kind)).collect()
}

/// `@Microsoft.KeyVault(SecretUri=...)`, `@Microsoft.KeyVault(VaultName=...;SecretName=...)`,
/// `@Microsoft.AppConfiguration(Endpoint=...; Key=...)`.
fn reference_to(reference: &str) -> Found {
    let Some((service, rest)) = reference.split_once('(') else {
        return Vec::new();
    };
    let inner = rest.trim_end().trim_end_matches(')');
    let members = members(inner).unwrap_or_default();
    let web = |key| {
        get(&members, &[key])
            .and_then(web_address)
            .map(|(target, _)| target)
    };
    match service.to_ascii_lowercase().as_str() {
        "microsoft.keyvault" => {
            let by_name = || {
                let name = get(&members, &["vaultname"])?;
                target(&format!("{name}.vault.azure.net"), 443)
            };
            one(web("secreturi").or_else(by_name), KEY_VAULT)
        }
        "microsoft.appconfiguration" => one(web("endpoint"), APP_CONFIGURATION),
        _ => Vec::new(),
    }
}

/// The host and port of one URL with one host, and its scheme.
fn web_address(text: &str) -> Option<(Target, String)> {
    let (scheme, rest) = scheme(text.trim())?;
    let host = authority(&scheme, rest)?;
    Some((host_and_port(host, port_of(&scheme))?, scheme))
}

/// One URL, or several apart by commas, semicolons or blanks. `None` if the value is no URL.
fn url(value: &str) -> Option<Found> {
    let (first, rest) = scheme(value)?;
    let kind = match first.as_str() {
        "redis" | "rediss" => REDIS,
        "postgres" | "postgresql" => POSTGRESQL,
        "mysql" | "mariadb" => MYSQL,
        "sqlserver" | "mssql" => SQL_SERVER,
        "mongodb" => MONGODB,
        "amqp" | "amqps" => AMQP,
        "sb" => MESSAGING,
        // The hosts behind it stand in SRV records; it is none itself.
        "mongodb+srv" => return Some(Vec::new()),
        _ => URL,
    };
    if kind != URL || !value.contains([',', ';', ' ']) {
        let hosts = authority(&first, rest).unwrap_or_default();
        let each = hosts.split(',');
        let found = each.filter_map(|host| host_and_port(host, port_of(&first)));
        return Some(found.map(|target| (target, kind)).collect());
    }
    // Each must be a URL by itself: the rest of one may be anything.
    let parts: Vec<&str> = value
        .split([',', ';', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    if value.contains('@') || !parts.iter().all(|part| scheme(part).is_some()) {
        return Some(one(web_address(value).map(|(target, _)| target), URL));
    }
    let each = parts.into_iter().filter_map(web_address);
    Some(each.map(|(target, _)| (target, URL)).collect())
}

/// Java's form, in which what follows a database is its own syntax.
fn jdbc(rest: &str) -> Found {
    let Some((scheme, rest)) = scheme(rest) else {
        return Vec::new();
    };
    let kind = match scheme.as_str() {
        "sqlserver" => SQL_SERVER,
        "postgresql" => POSTGRESQL,
        "mysql" | "mariadb" => MYSQL,
        _ => return Vec::new(),
    };
    if kind != SQL_SERVER {
        let hosts = authority(&scheme, rest).unwrap_or_default();
        return several(hosts, None, port_of(&scheme).unwrap_or_default(), kind);
    }
    let server = rest.split([';', '/']).next().unwrap_or_default();
    match server.split_once('\\') {
        None => several(server, None, 1433, kind),
        // The port stands behind a named instance, or is asked of the server.
        Some((host, instance)) => {
            let port = instance.rsplit_once(':').and_then(|(_, port)| number(port));
            one(port.and_then(|port| target(host, port)), kind)
        }
    }
}

/// Hosts apart by commas, each with its own port, the port that belongs to it in a list, or the
/// default.
fn several(hosts: &str, ports: Option<&str>, default: u16, kind: &'static str) -> Found {
    let ports: Vec<&str> = ports.map_or(Vec::new(), |ports| ports.split(',').collect());
    let each = hosts.split(',').enumerate().filter_map(|(i, host)| {
        let default = match ports.get(i).or(ports.first()) {
            Some(port) => number(port)?,
            None => default,
        };
        host_and_port(host, Some(default))
    });
    each.map(|target| (target, kind)).collect()
}

fn connection_string(variable: &str, members: &Members) -> Found {
    let has = |key: &str| get(members, &[key]).is_some();
    // Entity Framework wraps the database's own connection string.
    if let Some(inner) = get(members, &["providerconnectionstring"]) {
        return database(variable, &self::members(inner).unwrap_or_default());
    }
    if let Some(endpoint) = get(members, &["accountendpoint"]) {
        return one(web_address(endpoint).map(|(target, _)| target), COSMOS_DB);
    }
    if has("accountname") || has("blobendpoint") || has("queueendpoint") || has("tableendpoint") {
        return storage(variable, members);
    }
    if let Some((target, scheme)) = get(members, &["endpoint"]).and_then(web_address) {
        if scheme != "sb" {
            let is_configuration = target.to_string().contains(".azconfig.");
            let kind = if is_configuration {
                APP_CONFIGURATION
            } else {
                URL
            };
            return vec![(target, kind)];
        }
        let over_web = get(members, &["transporttype"])
            .is_some_and(|transport| transport.to_ascii_lowercase().contains("websocket"));
        let port = if over_web { 443 } else { target.port };
        return vec![(Target { port, ..target }, MESSAGING)];
    }
    let found = database(variable, members);
    if !found.is_empty() {
        return found;
    }
    // As Application Insights': members that are URLs.
    let urls = members.iter().filter(|(key, _)| {
        key.ends_with("endpoint") || key.ends_with("url") || key.ends_with("uri")
    });
    urls.filter_map(|(_, value)| Some((web_address(value)?.0, URL)))
        .collect()
}

/// The endpoints that are written out; else blobs, which every kind of account has, unless the
/// setting is the one for the app's own files.
fn storage(variable: &str, members: &Members) -> Found {
    let written: Found = [
        "blobendpoint",
        "queueendpoint",
        "tableendpoint",
        "fileendpoint",
    ]
    .into_iter()
    .filter_map(|key| Some((web_address(get(members, &[key])?)?.0, STORAGE)))
    .collect();
    if !written.is_empty() {
        return written;
    }
    let Some(account) = get(members, &["accountname"]) else {
        return Vec::new();
    };
    let suffix = get(members, &["endpointsuffix"]).unwrap_or("core.windows.net");
    let is_http = get(members, &["defaultendpointsprotocol"])
        .is_some_and(|protocol| protocol.eq_ignore_ascii_case("http"));
    let service = if variable.contains("CONTENTAZUREFILE") {
        "file"
    } else {
        "blob"
    };
    let port = if is_http { 80 } else { 443 };
    one(
        target(&format!("{account}.{service}.{suffix}"), port),
        STORAGE,
    )
}

/// Databases are told apart by what is sure first: the type of the connection string, the host's
/// domain, then keys that only one of them knows.
fn database(variable: &str, members: &Members) -> Found {
    let has = |keys: &[&str]| get(members, keys).is_some();
    let servers = [
        "server",
        "datasource",
        "address",
        "addr",
        "networkaddress",
        "host",
    ];
    let Some(host) = get(members, &servers) else {
        return Vec::new();
    };
    let port = get(members, &["port"]);
    let domain = host.to_ascii_lowercase();
    let is_sql_string = |v: &str| v.starts_with("SQLCONNSTR_") || v.starts_with("SQLAZURECONNSTR_");
    let kind = if is_sql_string(variable) || domain.contains(".database.windows.net") {
        SQL_SERVER
    } else if variable.starts_with("MYSQLCONNSTR_") || domain.contains(".mysql.database.azure") {
        MYSQL
    } else if variable.starts_with("POSTGRESQLCONNSTR_")
        || domain.contains(".postgres.database.azure")
    {
        POSTGRESQL
    } else if has(&["virtualhost", "prefetchcount", "publisherconfirms"]) {
        AMQP
    } else if port == Some("3306") || has(&["allowuservariables", "convertzerodatetime"]) {
        MYSQL
    } else if port.is_some_and(|port| port.starts_with("543")) || has(&["searchpath"]) {
        POSTGRESQL
    } else if has(&["host"]) {
        let of_a_database = has(&["database", "username", "userid", "password"]);
        if port.is_none() && !of_a_database {
            return Vec::new();
        }
        POSTGRESQL
    } else if port.is_some() {
        MYSQL
    } else if is_sql_server(&domain, members) {
        SQL_SERVER
    } else {
        return Vec::new();
    };
    match kind {
        SQL_SERVER => sql_server(host, get(members, &["failoverpartner"])),
        MYSQL => several(host, port, 3306, kind),
        AMQP => several(host, port, 5672, kind),
        _ => several(host, port, 5432, kind),
    }
}

/// A lone `Data Source` may be a file of SQLite.
fn is_sql_server(host: &str, members: &Members) -> bool {
    host.starts_with("tcp:")
        || host.contains(',')
        || [
            "initialcatalog",
            "database",
            "userid",
            "uid",
            "user",
            "integratedsecurity",
            "trusted_connection",
            "authentication",
        ]
        .iter()
        .any(|key| get(members, &[key]).is_some())
}

/// `tcp:host,port`, `host\instance,port`, `host`. Named pipes and local databases are none; the port
/// of a named instance is asked of the server, so nobody knows it beforehand.
fn sql_server(server: &str, partner: Option<&str>) -> Found {
    [Some(server), partner]
        .into_iter()
        .flatten()
        .filter_map(|server| {
            let server = server.trim();
            let server = strip_word(server, "tcp:").unwrap_or(server);
            let (host, port) = match server.split_once(',') {
                Some((host, port)) => (host, number(port)?),
                None if server.contains('\\') => return None,
                None => (server, 1433),
            };
            let host = host.split('\\').next().unwrap_or(host);
            Some((target(host, port)?, SQL_SERVER))
        })
        .collect()
}

/// StackExchange.Redis: `host:port,host:port,password=...,ssl=True`. Only what stands before the first
/// option is an endpoint: behind it may be the rest of a password with a comma.
fn redis(variable: &str, value: &str) -> Option<Found> {
    const OPTIONS: &[&str] = &[
        "abortconnect",
        "allowadmin",
        "connectretry",
        "connecttimeout",
        "defaultdatabase",
        "name",
        "password",
        "ssl",
        "synctimeout",
        "user",
    ];
    let parts: Vec<&str> = value.split(',').collect();
    let first_option = parts.iter().position(|part| part.contains('='))?;
    let option = |part: &&str| {
        let (key, value) = part.split_once('=')?;
        Some((key.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    let options: Vec<(String, String)> = parts.iter().filter_map(option).collect();
    let is_redis = variable.starts_with("REDISCACHECONNSTR_")
        || options
            .iter()
            .any(|(key, _)| OPTIONS.contains(&key.as_str()));
    if !is_redis {
        return None;
    }
    let encrypted = get(&options, &["ssl"]).is_some_and(|v| v.eq_ignore_ascii_case("true"));
    let port = if encrypted { 6380 } else { 6379 };
    let endpoints = parts[..first_option].join(",");
    Some(several(&endpoints, None, port, REDIS))
}

/// `host:port`, or several of them. A setting that by its name holds a user's name or a secret is
/// none, though it may look like it: `admin:12345`.
fn plain(variable: &str, value: &str) -> Found {
    const SECRETIVE: &[&str] = &[
        "AUTH", "CRED", "KEY", "LOGIN", "PASS", "PWD", "SECRET", "TOKEN", "USER",
    ];
    let parts: Vec<&str> = value
        .split([',', ';', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    if SECRETIVE.iter().any(|word| variable.contains(word)) {
        return Vec::new();
    }
    // All of them or none: a value of which one part is no target is something else.
    let found: Option<Vec<Target>> = parts.iter().map(|part| host_and_port(part, None)).collect();
    let each = found.unwrap_or_default().into_iter();
    each.map(|target| (target, HOST_AND_PORT)).collect()
}
