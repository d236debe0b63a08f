//! Secrets out of what was read. Pure.
//!
//! Two nets, because exports hold more than anybody foresees: members and variables that are known to
//! hold secrets by their name, and texts that look like one wherever they stand. Rather too much is
//! taken out than too little; nothing that is judged has such a name (a test holds the shipped examples
//! against it).

mod environment;

use std::collections::HashMap;

use serde_json::Value;

/// What stands in place of a secret.
pub const REDACTED: &str = "(redacted)";

/// Parts of the names of members that hold secrets, in lower case, letters and digits only.
const SECRET_MEMBERS: &[&str] = &[
    "accesskey",
    "accesstoken",
    "accountkey",
    "apikey",
    "authorizationkey",
    "clienttoken",
    "connectionstring",
    "credential",
    "decryptionkey",
    "encryptionkey",
    "functionkeys",
    "hostkeys",
    "machinekey",
    "masterkey",
    "password",
    "pfxblob",
    "primarykey",
    "privatekey",
    "refreshtoken",
    "sastoken",
    "sasurl",
    "secondarykey",
    "secret",
    "sharedaccess",
    "sharedkey",
    "signingkey",
    "systemkeys",
    "validationkey",
    // The address of the VPN client package carries a signature that lets anybody fetch it.
    "vpnpackageuri",
];

/// `Microsoft.Web/sites/config/<name>` whose properties are settings or keys by free names.
const SECRET_CONFIGURATIONS: &[&str] = &[
    "appsettings",
    "authsettings",
    "authsettingsv2",
    "azurestorageaccounts",
    "backup",
    "connectionstrings",
    "metadata",
    "publishingcredentials",
    "pushsettings",
];

/// Takes the secrets out of a document. Doing it twice changes nothing more.
pub fn document(value: &mut Value) {
    redact(value, &mut Names::default());
}

/// What becomes of a member by its name. A document repeats few names many times.
#[derive(Default)]
struct Names(HashMap<String, Fate>);

#[derive(Clone, Copy)]
enum Fate {
    /// A list of settings: their names stay.
    Settings,
    /// Everything below goes.
    Secret,
    /// It is looked through.
    Open,
}

impl Names {
    fn fate(&mut self, name: &str) -> Fate {
        if let Some(fate) = self.0.get(name) {
            return *fate;
        }
        let fate = match plain(name).as_str() {
            "appsettings" | "connectionstrings" => Fate::Settings,
            "key" | "token" => Fate::Secret,
            name if SECRET_MEMBERS.iter().any(|part| name.contains(part)) => Fate::Secret,
            _ => Fate::Open,
        };
        self.0.insert(name.to_owned(), fate);
        fate
    }
}

fn redact(value: &mut Value, names: &mut Names) {
    match value {
        Value::Object(members) => {
            if is_secret_configuration(members) {
                for (name, member) in members.iter_mut() {
                    if name.eq_ignore_ascii_case("properties") {
                        all_below(member, false);
                    }
                }
            }
            let is_setting = is_setting(members);
            for (name, member) in members.iter_mut() {
                if is_setting && name.eq_ignore_ascii_case("value") {
                    all_below(member, false);
                    continue;
                }
                match names.fate(name) {
                    Fate::Settings => all_below(member, true),
                    Fate::Secret => all_below(member, false),
                    Fate::Open => redact(member, names),
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|e| redact(e, names)),
        Value::String(text) if looks_secret(text) => REDACTED.clone_into(text),
        _ => {}
    }
}

/// A name in lower case, letters and digits only: `shared_key` and `SharedKey` are one.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

type Members = serde_json::Map<String, Value>;

fn member<'a>(members: &'a Members, name: &str) -> Option<&'a Value> {
    let found = members.iter().find(|(k, _)| k.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

/// `{"name": ..., "value": ...}`, as app settings and listed keys come. A resource has an id too, and
/// the `value` of a list is an array.
fn is_setting(members: &Members) -> bool {
    let has = |name| member(members, name).is_some();
    (has("name") || has("keyName"))
        && !has("id")
        && !has("properties")
        && member(members, "value").is_some_and(|v| !v.is_array())
}

fn is_secret_configuration(members: &Members) -> bool {
    let text = |name| member(members, name).and_then(Value::as_str);
    let Some(id) = text("id") else {
        return false;
    };
    let id = id.to_ascii_lowercase();
    // Slots too; the answer to a POST has `/list` behind.
    let id = id.strip_suffix("/list").unwrap_or(&id);
    id.rsplit_once("/config/")
        .is_some_and(|(_, name)| SECRET_CONFIGURATIONS.contains(&name))
}

/// Every text and number below, but for `null` and empty texts, which hide nothing. `names` keeps
/// what settings are called, where they are a list.
fn all_below(value: &mut Value, names: bool) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|v| all_below(v, false)),
        Value::Array(elements) => {
            for element in elements {
                let name = element.get("name").filter(|_| names).cloned();
                all_below(element, false);
                if let (Some(name), Some(slot)) = (name, element.get_mut("name")) {
                    *slot = name;
                }
            }
        }
        Value::String(text) if text.is_empty() => {}
        Value::Null => {}
        _ => *value = Value::String(REDACTED.to_owned()),
    }
}

/// Whether a text holds a secret by its form: a member of a connection string, the signature of a
/// SAS link, a password in a URL, a private key, a token.
fn looks_secret(text: &str) -> bool {
    const ASSIGNED: &[&str] = &[
        "accesskey",
        "accountkey",
        "apikey",
        "password",
        "pwd",
        "secret",
        "sharedaccesskey",
        "sharedaccesssignature",
        "sharedsecret",
        "sig",
    ];
    if text.contains("PRIVATE KEY-----") {
        return true;
    }
    // A JSON web token: three parts in base64, the first of which begins with `{"`.
    if text.starts_with("eyJ") && text.matches('.').count() == 2 {
        return true;
    }
    if let Some((_, rest)) = text.split_once("://") {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority
            .rsplit_once('@')
            .is_some_and(|(user, _)| user.contains(':'))
        {
            return true;
        }
    }
    text.match_indices('=').any(|(at, _)| {
        let (before, after) = (text[..at].trim_end(), text[at + 1..].trim_start());
        let from = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            .map_or(0, |i| {
                i + before[i..].chars().next().map_or(1, char::len_utf8)
            });
        let is_empty = after.is_empty() || after.starts_with([';', ',', '&']);
        !is_empty
            && !after.starts_with(REDACTED)
            && ASSIGNED.contains(&plain(&before[from..]).as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn redacted(mut value: Value) -> Value {
        document(&mut value);
        let once = value.clone();
        document(&mut value);
        assert_eq!(value, once, "twice is once");
        value
    }

    #[test]
    fn members_that_hold_secrets_are_known_by_name_in_any_spelling() {
        for name in [
            "sharedKey",
            "SharedKey",
            "shared_key",
            "authorizationKey",
            "radiusServerSecret",
            "vpnPackageUri",
            "VpnPackageUri",
            "publishingPassword",
            "primaryMasterKey",
            "connectionString",
            "clientSecret",
            "accessKey",
            "storageAccountAccessKey",
            "machineKey",
            "key",
        ] {
            assert_eq!(
                redacted(json!({ name: "CANARY", "a": 1 })),
                json!({ name: REDACTED, "a": 1 }),
                "{name}"
            );
            assert_eq!(redacted(json!({ name: null })), json!({ name: null }));
            assert_eq!(redacted(json!({ name: "" })), json!({ name: "" }));
        }
        assert_eq!(
            redacted(json!([{"properties": {"radiusServers": [
                {"radiusServerAddress": "10.0.0.4", "radiusServerSecret": "CANARY"}
            ]}}])),
            json!([{"properties": {"radiusServers": [
                {"radiusServerAddress": "10.0.0.4", "radiusServerSecret": REDACTED}
            ]}}])
        );
        assert_eq!(
            redacted(json!({"accessKeys": {"a": ["CANARY", {"b": 7}]}})),
            json!({"accessKeys": {"a": [REDACTED, {"b": REDACTED}]}})
        );
    }

    #[test]
    fn settings_lose_their_values_and_keep_their_names() {
        for (given, expected) in [
            (
                json!([{"name": "A", "slotSetting": false, "value": "CANARY"}]),
                json!([{"name": "A", "slotSetting": false, "value": REDACTED}]),
            ),
            (
                json!({"siteConfig": {"appSettings": [{"name": "A", "value": "CANARY"}]}}),
                json!({"siteConfig": {"appSettings": [{"name": "A", "value": REDACTED}]}}),
            ),
            (
                json!({"AppSettings": {"name": "CANARY"}}),
                json!({"AppSettings": {"name": REDACTED}}),
            ),
            (
                json!({"connectionStrings": [{"name": "A", "connectionString": "CANARY", "type": 2}]}),
                json!({"connectionStrings": [{"name": "A", "connectionString": REDACTED, "type": REDACTED}]}),
            ),
            (
                json!({"id": "/x/sites/s/config/appsettings", "properties": {"A": "CANARY"}}),
                json!({"id": "/x/sites/s/config/appsettings", "properties": {"A": REDACTED}}),
            ),
            (
                json!({"id": "/x/sites/s/config/connectionStrings/list",
                       "properties": {"A": {"value": "CANARY", "type": "SQLAzure"}}}),
                json!({"id": "/x/sites/s/config/connectionStrings/list",
                       "properties": {"A": {"value": REDACTED, "type": REDACTED}}}),
            ),
            (
                json!({"keys": [{"keyName": "key1", "permissions": "FULL", "value": "CANARY"}]}),
                json!({"keys": [{"keyName": "key1", "permissions": "FULL", "value": REDACTED}]}),
            ),
        ] {
            assert_eq!(redacted(given.clone()), expected, "{given}");
        }
    }

    #[test]
    fn texts_that_look_like_secrets_go_wherever_they_stand() {
        for secret in [
            "https://x.example/f.zip?sv=2024&sp=r&sig=CANARY",
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=CANARY==",
            "Server=tcp:a,1433;Password = CANARY",
            "https://user:CANARY@x.example/",
            "-----BEGIN RSA PRIVATE KEY-----\nCANARY",
            "eyJhbGciOi.eyJDQU5BUlk.sig",
            "cache01:6380,password=CANARY",
            "host=a user=b password=CANARY",
            "B\u{fc}\u{e4}pwd=CANARY",
        ] {
            assert_eq!(
                redacted(json!({ "note": secret })),
                json!({"note": REDACTED})
            );
        }
    }

    #[test]
    fn what_is_judged_stays() {
        for harmless in [
            json!({"value": [{"id": "/a", "name": "b", "properties": {"dnsServers": ["10.0.0.4"]}}]}),
            json!({"id": "/a", "name": "b", "type": "c/d", "value": "x"}),
            json!({"name": "r", "properties": {"value": "x", "certThumbprint": "AB", "publicCertData": "MIIC/pwd="}}),
            json!({"id": "/x/sites/s/config/web", "properties": {"vnetName": "nw-net"}}),
            json!("https://user@x.example/?a=b"),
            json!(["Key=x", "sig="]),
        ] {
            assert_eq!(redacted(harmless.clone()), harmless);
        }
    }
}
