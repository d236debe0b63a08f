//! The calls that change something, as strict as the real ones: known paths and versions, bodies with the
//! members that they must have, If-Match, and a gateway that is being changed for a while afterwards.

use std::sync::mpsc::Sender;

use hyper::Response;
use serde_json::{Value, json};

use super::State;
use super::answer::{Call, error, ok};
use super::http::{Body, plain};

/// What a package's link looks like; nobody may ever see it.
const LINK: &str = "https://packages.invalid/vpn.exe?sig=CANARY-package-signature&number=";

/// When a call is held, so that the test can kill the process.
#[derive(Debug, Clone)]
pub struct Hold {
    /// At this call, counted from 0.
    pub at: usize,
    /// After its effect rather than before.
    pub after_effect: bool,
    /// Told when it is there.
    pub reached: Sender<()>,
}

/// What was changed, and how.
#[derive(Debug, Clone, Default)]
pub struct Writes {
    /// How many readings the gateway says `Updating` after a change.
    pub polls: usize,
    /// An answer is given by `Azure-AsyncOperation` rather than by the gateway's state alone.
    pub operations: bool,
    /// How the next operation ends, if it is not to succeed.
    pub fails: Option<&'static str>,
    /// Somebody else changes the gateway just before this call, counted from 0.
    pub meddle_at: Option<usize>,
    /// A certificate that somebody else adds then.
    pub others_certificate: String,
    /// The call that is held.
    pub hold: Option<Hold>,
    /// The calls that were made, as `PUT .../path`, in order.
    pub made: Vec<String>,
    /// The root certificates that the gateway had when each package was made.
    pub packages: Vec<Value>,
    /// The number of the package that a copy was given, in order.
    pub handed: Vec<usize>,
    /// How many readings are left until the gateway is done.
    pub left: usize,
    /// How often the gateway was changed.
    pub version: usize,
}

const GATEWAY: &str = "/providers/microsoft.network/virtualnetworkgateways/";

/// Answers what changes something, and what asks how far it is; `None` for everything else.
pub(super) async fn answer(
    state: &State,
    call: &Call<'_>,
    if_match: Option<&str>,
) -> Option<Result<Response<Body>, std::io::Error>> {
    let path = call.path.to_ascii_lowercase();
    let hold = {
        let mut writes = state.writes.lock().unwrap();
        let writes = writes.as_mut()?;
        if call.method == "GET" {
            return reading(state, writes, &path).map(Ok);
        }
        if call.method == "POST" && !path.ends_with("/generatevpnclientpackage") {
            return None;
        }
        let number = writes.made.len();
        writes.made.push(format!("{} {}", call.method, call.path));
        if writes.meddle_at == Some(number) {
            meddle(state, writes, &path);
        }
        writes.hold.clone().filter(|hold| hold.at == number)
    };
    if let Some(hold) = hold.as_ref().filter(|hold| !hold.after_effect) {
        let _ = hold.reached.send(());
        std::future::pending::<()>().await;
    }
    let answer = {
        let mut writes = state.writes.lock().unwrap();
        change(state, writes.as_mut()?, call, &path, if_match)
    };
    if let Some(hold) = hold {
        let _ = hold.reached.send(());
        std::future::pending::<()>().await;
    }
    Some(Ok(match answer {
        Ok(answer) => answer,
        Err(why) => {
            state.violation(format!("{} {}: {why}", call.method, call.path));
            error(400, "BadRequest", &why)
        }
    }))
}

fn reading(state: &State, writes: &mut Writes, path: &str) -> Option<Response<Body>> {
    if path.contains("/operations/") {
        if writes.left > 0 {
            writes.left -= 1;
            let mut answer = ok(&json!({"status": "InProgress"}));
            answer
                .headers_mut()
                .insert("retry-after", "0".parse().unwrap());
            return Some(answer);
        }
        settle(state);
        return Some(match writes.fails.take() {
            Some(code) => ok(
                &json!({"status": "Failed", "error": {"code": code, "message": "It did not work."}}),
            ),
            None => ok(&json!({"status": "Succeeded"})),
        });
    }
    if path.contains(GATEWAY)
        && !path
            .rsplit(GATEWAY)
            .next()
            .unwrap_or_default()
            .contains('/')
    {
        if writes.left > 0 {
            writes.left -= 1;
        } else {
            settle(state);
        }
    }
    None
}

/// The gateway is done.
fn settle(state: &State) {
    let mut world = state.world.lock().unwrap();
    for gateway in world.all_of("Microsoft.Network/virtualNetworkGateways") {
        gateway["properties"]["provisioningState"] = json!("Succeeded");
    }
}

fn meddle(state: &State, writes: &mut Writes, path: &str) {
    let gateway = path.trim_end_matches("/generatevpnclientpackage");
    let mut world = state.world.lock().unwrap();
    if world.find(gateway).is_none() || !gateway.contains(GATEWAY) {
        return;
    }
    let gateway = world.get(gateway);
    writes.version += 1;
    gateway["etag"] = json!(format!("W/\"meddled-{}\"", writes.version));
    let roots = &mut gateway["properties"]["vpnClientConfiguration"]["vpnClientRootCertificates"];
    roots.as_array_mut().unwrap().push(json!({
        "name": "somebody-elses", "properties": {"publicCertData": writes.others_certificate},
    }));
}

fn change(
    state: &State,
    writes: &mut Writes,
    call: &Call<'_>,
    path: &str,
    if_match: Option<&str>,
) -> Result<Response<Body>, String> {
    let version = call.query.get("api-version").map_or("", String::as_str);
    let expected = if path.contains(GATEWAY) {
        "2024-05-01"
    } else {
        "2025-03-01"
    };
    if version != expected || call.query.len() != 1 {
        return Err(format!("wrong query {:?}", call.query));
    }
    let body: Value = match (call.method, call.body) {
        ("DELETE", []) => Value::Null,
        ("DELETE", _) => return Err("a DELETE with a body".to_owned()),
        (_, body) => serde_json::from_slice(body).map_err(|error| error.to_string())?,
    };
    match call.method {
        "PUT" if path.contains(GATEWAY) => put_gateway(state, writes, path, body, if_match),
        "POST" => {
            if body != json!({"processorArchitecture": "Amd64"}) {
                return Err(format!("the body is {body}"));
            }
            let mut world = state.world.lock().unwrap();
            let gateway = path.trim_end_matches("/generatevpnclientpackage");
            let known = world.get(gateway)["properties"]["vpnClientConfiguration"]["vpnClientRootCertificates"].clone();
            writes.packages.push(known);
            let link = format!("{LINK}{}", writes.packages.len() - 1);
            Ok(super::answer::postponed(state, json!(link)))
        }
        "PUT" if path.ends_with("/gateways/primary") => hand_over(state, writes, path, &body),
        "PUT" if path.contains("/routes/") => {
            let members = body["properties"].as_object().ok_or("no properties")?;
            if members.len() != 2
                || members["routeType"] != "STATIC"
                || body.as_object().unwrap().len() != 1
            {
                return Err(format!("the body is {body}"));
            }
            let mut route = body.clone();
            let name = call.path.rsplit('/').next().unwrap_or_default();
            route["name"] = json!(name);
            route["id"] = json!(call.path);
            let mut world = state.world.lock().unwrap();
            let (copy, _) = path.split_once("/routes/").unwrap();
            let routes = &mut world.get(copy)["properties"]["routes"];
            routes
                .as_array_mut()
                .ok_or("no routes")?
                .push(route.clone());
            world.put(route.clone());
            Ok(ok(&route))
        }
        "PUT" if path.contains("/sites/") && path.contains("/virtualnetworkconnections/") => {
            let members = body["properties"].as_object().ok_or("no properties")?;
            if members.len() != 1 || !members.contains_key("vnetResourceId") {
                return Err(format!("the body is {body}"));
            }
            let mut world = state.world.lock().unwrap();
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            let plan = world.get(&format!(
                "/serverfarms/nw-plan/virtualnetworkconnections/{name}"
            ))["properties"]
                .clone();
            let copy = world.get(path);
            copy["properties"] = plan;
            Ok(ok(copy))
        }
        "DELETE" if path.contains("/sites/") => {
            let mut world = state.world.lock().unwrap();
            if world.find(path).is_none() {
                return Ok(error(404, "NotFound", "not there"));
            }
            let (site, _) = path
                .split_once("/networkconfig/")
                .or(path.split_once("/virtualnetworkconnections/"))
                .ok_or("no network of an app")?;
            if path.ends_with("/networkconfig/virtualnetwork") {
                world.get(path)["properties"]["subnetResourceId"] = Value::Null;
                world.get(site)["properties"]["virtualNetworkSubnetId"] = Value::Null;
                world.remove_below(&format!("{site}/virtualnetworkconnections/"));
            } else {
                world.remove(path);
            }
            world.get(site)["properties"]["siteConfig"]["vnetName"] = Value::Null;
            world.get(&format!("{site}/config/web"))["properties"]["vnetName"] = Value::Null;
            Ok(plain(200, "text/plain", String::new()))
        }
        other => Err(format!("{other} is not allowed here")),
    }
}

fn put_gateway(
    state: &State,
    writes: &mut Writes,
    path: &str,
    body: Value,
    if_match: Option<&str>,
) -> Result<Response<Body>, String> {
    let mut world = state.world.lock().unwrap();
    let gateway = world.get(path);
    let Some(version) = if_match else {
        return Err("a PUT of a gateway without If-Match".to_owned());
    };
    if gateway["etag"] != version {
        return Ok(error(412, "PreconditionFailed", "The etag is another one."));
    }
    if gateway["properties"]["provisioningState"] == "Updating" {
        return Ok(error(409, "AnotherOperationInProgress", "Wait for it."));
    }
    // Everything that was there, and more root certificates at most.
    let mut less = body.clone();
    let roots = "/properties/vpnClientConfiguration/vpnClientRootCertificates";
    let had = gateway
        .pointer(roots)
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let now = less
        .pointer_mut(roots)
        .and_then(Value::as_array_mut)
        .ok_or("no root certificates")?;
    let mut names: Vec<String> = now
        .iter()
        .map(|root| root["name"].to_string().to_lowercase())
        .collect();
    names.sort();
    names.dedup();
    if names.len() != now.len() {
        return Err("two root certificates of one name".to_owned());
    }
    now.truncate(had);
    if less != *gateway {
        return Err("the gateway's body is not as it was read".to_owned());
    }
    *gateway = body;
    writes.version += 1;
    gateway["etag"] = json!(format!("W/\"written-{}\"", writes.version));
    writes.left = writes.polls;
    if writes.polls > 0 || writes.operations {
        gateway["properties"]["provisioningState"] = json!("Updating");
    }
    let mut answer = ok(gateway);
    if writes.operations {
        let place = format!(
            "http://{}/subscriptions/s/providers/Microsoft.Network/locations/westeurope/operations/1?api-version=2024-05-01",
            state.address
        );
        let headers = answer.headers_mut();
        headers.insert("azure-asyncoperation", place.parse().expect("a URL"));
        headers.insert("retry-after", "0".parse().expect("a number"));
    }
    Ok(answer)
}

/// App Service reads the network anew, for the plan and all of its apps.
fn hand_over(
    state: &State,
    writes: &mut Writes,
    path: &str,
    body: &Value,
) -> Result<Response<Body>, String> {
    let link = body["properties"]["vpnPackageUri"]
        .as_str()
        .ok_or("no vpnPackageUri")?;
    let number = link
        .strip_prefix(LINK)
        .and_then(|number| number.parse().ok());
    let number: usize = number.ok_or("the link is none that was given")?;
    let copy = path.trim_end_matches("/gateways/primary");
    let name = copy.rsplit('/').next().unwrap_or_default();
    if !body["properties"]["vnetName"]
        .as_str()
        .is_some_and(|given| given.eq_ignore_ascii_case(name))
    {
        return Err("vnetName is not the network's".to_owned());
    }
    if body.as_object().map_or(0, serde_json::Map::len) != 1 {
        return Err("more than properties".to_owned());
    }
    let mut world = state.world.lock().unwrap();
    if world.find(copy).is_none() {
        return Err("there is no such copy".to_owned());
    }
    let vnet = world.get(&format!("/virtualnetworks/{name}")).clone();
    let servers: Vec<&str> = vnet["properties"]["dhcpOptions"]["dnsServers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let prefixes = vnet["properties"]["addressSpace"]["addressPrefixes"].clone();
    for kind in ["serverfarms", "sites"] {
        for copy in world.all_of(&format!("Microsoft.Web/{kind}/virtualNetworkConnections")) {
            renew(copy, &servers, &prefixes);
        }
    }
    writes.handed.push(number);
    // As the real one: the link is not given back.
    Ok(ok(
        &json!({"id": path, "name": "primary", "properties": {"vnetName": name}}),
    ))
}

fn renew(copy: &mut Value, servers: &[&str], prefixes: &Value) {
    let members = &mut copy["properties"];
    members["dnsServers"] = json!(servers.join(","));
    members["resyncRequired"] = json!(false);
    let Some(routes) = members["routes"].as_array_mut() else {
        return;
    };
    for prefix in prefixes.as_array().into_iter().flatten() {
        if !routes
            .iter()
            .any(|route| route["properties"]["startAddress"] == *prefix)
        {
            routes.push(
                json!({"name": prefix.as_str().unwrap_or_default().replace('/', "-"),
                "properties": {"startAddress": prefix, "routeType": "INHERITED"}}),
            );
        }
    }
}
