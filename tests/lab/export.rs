//! The export that Azure would give of a world, as `netcheck --from` takes it, and the app's
//! environment beside it.
//!
//! It starts from the documents of `examples/healthy`, which have all that a real answer has, and lets
//! the world decide every member that the world describes. What is new in the world is made after the
//! first of its kind in the example.

mod app;
mod gateway;
mod groups;
mod interfaces;
mod networks;
mod site;
mod tables;
pub mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ipnet::Ipv4Net;
use serde_json::{Value, json};

use crate::certificates::Certificates;
use crate::world::World;

/// The name of the file with the app's environment.
pub const ENVIRONMENT: &str = "environment.txt";
/// Where the resources are of which the world tells.
const NETWORK: &str = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network";

/// JSON documents by file name.
pub type Documents = BTreeMap<String, Value>;

/// Writes the export of this world into a folder, for `--from FOLDER`, and the app's environment, for
/// `--env FOLDER/environment.txt`, which `--from` does not read.
pub fn write(written: &World, certificates: &Certificates, folder: &Path) {
    std::fs::create_dir_all(folder).expect("writable");
    for (file, document) in documents(written, certificates) {
        let text = serde_json::to_string_pretty(&document).expect("JSON");
        std::fs::write(folder.join(file), text).expect("writable");
    }
    std::fs::write(folder.join(ENVIRONMENT), app::environment(written)).expect("writable");
}

/// The documents of the export.
pub fn documents(written: &World, certificates: &Certificates) -> Documents {
    let mut export = example(written);
    app::put(written, certificates, &mut export);
    gateway::put(written, certificates, &mut export);
    networks::put(written, &mut export);
    groups::put(written, &mut export);
    tables::put(written, &mut export);
    interfaces::put(written, &mut export);
    site::put(written, &mut export);
    export
}

/// Where `examples/healthy` is.
fn example_folder() -> PathBuf {
    crate::support::example::folder("healthy")
}

/// The text of a file of the example, with the names that the world's networks have.
fn text(written: &World, path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("the example is readable");
    text.replace("nw-net", written.vnet.name)
        .replace("nw-hub", written.hub.name)
}

fn example(written: &World) -> Documents {
    let entries = std::fs::read_dir(example_folder()).expect("the example is there");
    let paths = entries.map(|entry| entry.expect("readable").path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let file = path.file_name().expect("a name").to_string_lossy();
            let document = serde_json::from_str(&text(written, &path));
            (file.into_owned(), document.expect("JSON"))
        })
        .collect()
}

fn document<'a>(export: &'a mut Documents, file: &str) -> &'a mut Value {
    let document = export.get_mut(file);
    document.unwrap_or_else(|| panic!("the example has no {file}"))
}

/// The id of a network resource: `kind/name`, and so on.
fn id(path: &str) -> String {
    format!("{NETWORK}/{path}")
}

/// An address space, as it is written everywhere.
fn prefixes(of: &[Ipv4Net]) -> Value {
    let prefixes: Vec<String> = of.iter().map(ToString::to_string).collect();
    json!({"addressPrefixes": prefixes})
}

/// A reference to a network resource.
fn reference(path: &str) -> Value {
    json!({"id": id(path)})
}

/// Sets a member that a resource has only where there is something to say.
fn set(object: &mut Value, member: &str, value: Option<Value>) {
    let members = object.as_object_mut().expect("an object");
    match value {
        Some(value) => members.insert(member.to_owned(), value),
        None => members.remove(member),
    };
}

/// A list as a member that is left out when it is empty, as Azure leaves out references.
fn unless_empty(list: Vec<Value>) -> Option<Value> {
    (!list.is_empty()).then_some(Value::Array(list))
}

/// Makes the list hold one resource for each of these things. Those that the example has come first, in
/// its order, and keep what the world does not describe; the others are copies of the example's first
/// under a new name.
fn resources<T>(
    list: &mut Value,
    wanted: &[T],
    name: impl Fn(&T) -> String,
    fill: impl Fn(&T, &mut Value),
) {
    let example = list.as_array().expect("a list").clone();
    let place = |thing: &T| {
        let name = name(thing);
        example.iter().position(|resource| resource["name"] == name)
    };
    let mut wanted: Vec<&T> = wanted.iter().collect();
    wanted.sort_by_key(|thing| place(thing).unwrap_or(example.len()));
    let made = wanted.into_iter().map(|thing| {
        let mut resource = match place(thing) {
            Some(place) => example[place].clone(),
            None => renamed(&example[0], &name(thing)),
        };
        fill(thing, &mut resource);
        resource
    });
    *list = made.collect();
}

/// A resource of another name: its ids, and those of its parts, hold the name.
fn renamed(resource: &Value, name: &str) -> Value {
    let old = resource["name"].as_str().expect("a name");
    let text = resource.to_string().replace(old, name);
    serde_json::from_str(&text).expect("a name needs no escape")
}
