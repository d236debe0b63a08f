//! One request, answered.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Request, Response};
use serde_json::{Value, json};

use super::fault::{Fault, Kind};
use super::http::{Body, cut, plain};
use super::{Asked, IDENTITY_HEADER, State, TOKEN, writes};

/// A POST that Azure works on: how often it is asked about before it is done, and its result.
#[derive(Debug, Clone)]
pub struct Operation {
    left: usize,
    result: Value,
}

/// Which versions of the API there are.
const VERSIONS: &[(&str, &[&str])] = &[
    ("microsoft.web", &["2024-11-01", "2025-03-01"]),
    ("microsoft.network", &["2024-05-01"]),
    ("microsoft.resourcehealth", &["2020-05-01"]),
];

/// The POSTs that only read.
const ACTIONS: &[&str] = &[
    "getvpnclientconnectionhealth",
    "getlearnedroutes",
    "getadvertisedroutes",
];

/// What there is, below each provider: every second segment.
const KINDS: &[&str] = &[
    "microsoft.web/sites",
    "microsoft.web/sites/slots",
    "microsoft.web/sites/config",
    "microsoft.web/sites/slots/config",
    "microsoft.web/sites/networkconfig",
    "microsoft.web/sites/slots/networkconfig",
    "microsoft.web/sites/virtualnetworkconnections",
    "microsoft.web/sites/slots/virtualnetworkconnections",
    "microsoft.web/serverfarms",
    "microsoft.web/serverfarms/sites",
    "microsoft.web/serverfarms/virtualnetworkconnections",
    "microsoft.web/serverfarms/virtualnetworkconnections/routes",
    "microsoft.network/virtualnetworks",
    "microsoft.network/virtualnetworks/subnets",
    "microsoft.network/virtualnetworkgateways",
    "microsoft.network/virtualnetworkgateways/connections",
    "microsoft.network/connections",
    "microsoft.network/localnetworkgateways",
    "microsoft.network/networksecuritygroups",
    "microsoft.network/routetables",
    "microsoft.network/networkinterfaces",
    "microsoft.network/locations/operationresults",
    "microsoft.resourcehealth/availabilitystatuses",
];

/// Answers, or ends the connection.
pub async fn answer(
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<Body>, io::Error> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let path = head.uri.path().to_owned();
    let query: BTreeMap<String, String> =
        parameters(head.uri.query().unwrap_or_default()).collect();
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    if path == "/msi/token" {
        return Ok(identity(&state, &query, header("x-identity-header")));
    }
    state.asked.lock().unwrap().push(Asked {
        method: head.method.to_string(),
        path: path.clone(),
        query: head.uri.query().unwrap_or_default().to_owned(),
    });
    if header("authorization") != Some(&format!("Bearer {TOKEN}")) {
        state.violation(format!("{} {path}: without the token", head.method));
        return Ok(error(401, "AuthenticationFailed", "no token"));
    }
    let fault = Fault::take(
        &mut state.faults.lock().unwrap(),
        head.method.as_str(),
        &path,
    );
    match fault {
        Some(Kind::Slow(time)) => tokio::time::sleep(time).await,
        Some(kind) => return faulty(kind),
        None => {}
    }
    let asked = Call {
        method: head.method.as_str(),
        path: &path,
        query: &query,
        body: &body,
    };
    if let Some(answer) = writes::answer(&state, &asked, header("if-match")).await {
        return answer;
    }
    Ok(match strict(&asked) {
        Ok(()) => resource(&state, &asked),
        Err(why) => {
            state.violation(format!("{} {path}: {why}", head.method));
            error(400, "BadRequest", &why)
        }
    })
}

pub(super) struct Call<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub query: &'a BTreeMap<String, String>,
    pub body: &'a [u8],
}

fn parameters(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let plain = |text: &str| {
                text.replace("%3A", ":")
                    .replace("%2F", "/")
                    .replace("%24", "$")
            };
            (plain(name), plain(value))
        })
}

/// `GET $IDENTITY_ENDPOINT?resource=...&api-version=2019-08-01` with the header.
fn identity(
    state: &State,
    query: &BTreeMap<String, String>,
    header: Option<&str>,
) -> Response<Body> {
    let resource = format!("http://{}", state.address);
    let expected = [("api-version", "2019-08-01"), ("resource", &*resource)];
    let is_right = expected
        .iter()
        .all(|(name, value)| query.get(*name).is_some_and(|given| given == value));
    if !is_right {
        state.violation(format!("the identity endpoint was asked {query:?}"));
        return error(400, "invalid_request", "no such resource or version");
    }
    if header != Some(IDENTITY_HEADER) {
        return error(401, "unauthorized_client", "the header is not right");
    }
    let expires = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_secs()
        + 3600;
    ok(&json!({
        "access_token": TOKEN, "expires_on": expires.to_string(),
        "resource": resource, "token_type": "Bearer",
    }))
}

/// What a real client never does.
fn strict(call: &Call<'_>) -> Result<(), String> {
    let lower = call.path.to_ascii_lowercase();
    if !lower.starts_with("/subscriptions/") || lower.ends_with('/') || lower.contains("//") {
        return Err("no path of a resource".to_owned());
    }
    let below = lower.rsplit("/providers/").next().unwrap_or_default();
    let mut segments: Vec<&str> = below.split('/').collect();
    match call.method {
        "GET" if call.body.is_empty() => {}
        "GET" => return Err("a GET with a body".to_owned()),
        "POST" if call.body.is_empty() => {
            let action = segments.pop().unwrap_or_default();
            if !ACTIONS.contains(&action) {
                return Err("a POST that is none of those that read".to_owned());
            }
        }
        other => return Err(format!("{other} is not allowed to a reader")),
    }
    let mut kind = segments[0].to_owned();
    for segment in segments[1..].iter().step_by(2) {
        kind.push('/');
        kind.push_str(segment);
    }
    if !KINDS.contains(&kind.as_str()) {
        return Err(format!("there is no {kind}"));
    }
    let version = call.query.get("api-version").map_or("", String::as_str);
    let known = VERSIONS
        .iter()
        .find(|(provider, _)| *provider == segments[0])
        .is_some_and(|(_, versions)| versions.contains(&version));
    if !known {
        return Err(format!(
            "api-version '{version}' is not one of {}",
            segments[0]
        ));
    }
    match call
        .query
        .keys()
        .find(|name| !["api-version", "$skiptoken", "peer"].contains(&name.as_str()))
    {
        Some(name) => Err(format!("the parameter {name} is unknown")),
        None => Ok(()),
    }
}

fn resource(state: &State, call: &Call<'_>) -> Response<Body> {
    let lower = call.path.to_ascii_lowercase();
    let world = state.world.lock().unwrap();
    if call.method == "POST" {
        let result = if lower.ends_with("/getvpnclientconnectionhealth") {
            world.clients.clone()
        } else {
            json!({"value": [{"network": "192.168.40.0/22", "nextHop": "10.61.255.4",
                "sourcePeer": "10.61.255.4", "origin": "EBgp", "asPath": "65010", "weight": 32768}]})
        };
        return postponed(state, result);
    }
    if let Some((_, number)) = lower.split_once("/operationresults/") {
        let number: usize = number.parse().unwrap_or(usize::MAX);
        let mut operations = state.operations.lock().unwrap();
        return match operations.get_mut(number) {
            Some(operation) if operation.left > 0 => {
                operation.left -= 1;
                later(state, number)
            }
            Some(operation) => ok(&operation.result),
            None => error(404, "NotFound", "no such operation"),
        };
    }
    let below = lower.rsplit("/providers/").next().unwrap_or_default();
    let is_list = below.split('/').count().is_multiple_of(2);
    if !is_list {
        return match world.find(&lower) {
            Some(resource) => ok(resource),
            None => error(404, "ResourceNotFound", "The Resource was not found."),
        };
    }
    let all = world.list(&lower);
    if lower.ends_with("/virtualnetworkconnections") || lower.ends_with("/routes") {
        return ok(&Value::Array(all));
    }
    let from: usize = call
        .query
        .get("$skiptoken")
        .and_then(|token| token.parse().ok())
        .unwrap_or(0);
    let page: Vec<&Value> = all.iter().skip(from).take(world.page).collect();
    let mut answer = json!({ "value": page });
    if from + world.page < all.len() {
        answer["nextLink"] = json!(format!(
            "http://{}{}?api-version={}&$skiptoken={}",
            state.address,
            call.path,
            call.query["api-version"],
            from + world.page
        ));
    }
    ok(&answer)
}

/// A result that will be there later.
pub(super) fn postponed(state: &State, result: Value) -> Response<Body> {
    let mut operations = state.operations.lock().unwrap();
    operations.push(Operation { left: 1, result });
    later(state, operations.len() - 1)
}

/// 202, with the place where the answer will be.
fn later(state: &State, number: usize) -> Response<Body> {
    let place = format!(
        "http://{}/subscriptions/s/providers/Microsoft.Network/locations/westeurope/operationResults/{number}?api-version=2024-05-01",
        state.address
    );
    let mut answer = plain(202, "text/plain", String::new());
    let headers = answer.headers_mut();
    headers.insert("location", place.parse().expect("a URL"));
    headers.insert("retry-after", "0".parse().expect("a number"));
    answer
}

fn faulty(kind: Kind) -> Result<Response<Body>, io::Error> {
    Ok(match kind {
        Kind::Error(status, code, message) => error(status, code, &message),
        Kind::Throttled(seconds) => {
            let mut answer = error(429, "TooManyRequests", "slowly");
            let value = seconds.to_string().parse().expect("a number");
            answer.headers_mut().insert("retry-after", value);
            answer
        }
        Kind::LoginPage => plain(
            200,
            "text/html",
            "<!DOCTYPE html><title>Sign in</title>".to_owned(),
        ),
        Kind::NotJson => plain(200, "application/json", "{\"id\": ".to_owned()),
        Kind::Cut => cut(b"{\"id\": \"/subscriptions/"),
        Kind::Hangup => return Err(io::Error::from(io::ErrorKind::ConnectionReset)),
        Kind::NextElsewhere => ok(&json!({
            "value": [], "nextLink": "https://evil.invalid/subscriptions?api-version=2024-05-01",
        })),
        Kind::Slow(_) => unreachable!("answered in its time"),
    })
}

pub(super) fn ok(document: &Value) -> Response<Body> {
    plain(200, "application/json", document.to_string())
}

pub(super) fn error(status: u16, code: &str, message: &str) -> Response<Body> {
    let body = json!({"error": {"code": code, "message": message}});
    plain(status, "application/json", body.to_string())
}
