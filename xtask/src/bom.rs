//! The bill of materials: CycloneDX 1.5 as JSON, for the programs of one system.

use cyclonedx_bom::external_models::normalized_string::NormalizedString;
use cyclonedx_bom::external_models::uri::{Purl, Uri};
use cyclonedx_bom::models::bom::{Bom, SpecVersion};
use cyclonedx_bom::models::component::{Classification, Component, Components};
use cyclonedx_bom::models::dependency::{Dependencies, Dependency};
use cyclonedx_bom::models::external_reference::{
    ExternalReference, ExternalReferenceType, ExternalReferences,
};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::models::tool::Tools;
use cyclonedx_bom::prelude::Validate;
use time::format_description::well_known::Rfc3339;

use crate::archive::Entry;
use crate::checksum::sha256;
use crate::dependencies::{Crate, Key, Parts};
use crate::outcome::{Result, told};
use crate::release::{DESCRIPTION, NAME, PROGRAMS, Release};
use crate::system::Runtime;

const VERSION: SpecVersion = SpecVersion::V1_5;

/// The bill for these programs, made of these parts.
///
/// # Errors
/// What breaks the rules of CycloneDX.
pub fn bill(
    release: &Release,
    parts: &Parts,
    runtime: &[Runtime],
    programs: &[Entry],
) -> Result<String> {
    let whole = reference(&(NAME.to_owned(), release.version.clone()));
    let mut product = own(Classification::Application, NAME, &release.version, &whole);
    product.description = Some(NormalizedString::new(&DESCRIPTION.replace('\n', " ")));
    let mut made: Vec<&Entry> = programs.iter().collect();
    made.sort_by(|a, b| a.path.cmp(&b.path));
    let made = made.into_iter().map(|it| program(it, release));
    product.components = Some(Components(made.collect()));

    let mut components = Vec::new();
    for (name, version) in &parts.own {
        if !PROGRAMS.contains(&name.as_str()) {
            let key = (name.clone(), version.clone());
            components.push(own(
                Classification::Library,
                name,
                version,
                &reference(&key),
            ));
        }
    }
    for part in parts.crates.values() {
        components.push(library(part)?);
    }
    components.extend(runtime.iter().map(beside));

    let mut dependencies = vec![Dependency {
        dependency_ref: whole,
        dependencies: PROGRAMS.iter().map(|name| of_program(name)).collect(),
    }];
    let beside: Vec<String> = runtime.iter().map(runtime_reference).collect();
    for (key, needs) in &parts.needs {
        let program = PROGRAMS.contains(&key.0.as_str()) && parts.own.contains(key);
        let mut needs: Vec<String> = needs.iter().map(reference).collect();
        if program {
            needs.extend(beside.iter().cloned());
        }
        dependencies.push(Dependency {
            dependency_ref: if program {
                of_program(&key.0)
            } else {
                reference(key)
            },
            dependencies: needs,
        });
    }

    let time = release.time.format(&Rfc3339).map_err(told("the time"))?;
    let bom = Bom {
        version: 1,
        // No serial number: it would have to differ between two makings of the same.
        serial_number: None,
        metadata: Some(Metadata {
            timestamp: Some(time.try_into().map_err(told("the time"))?),
            tools: Some(Tools::Object {
                services: None,
                components: Some(Components(vec![Component::new(
                    Classification::Application,
                    "cargo xtask dist",
                    &release.version,
                    None,
                )])),
            }),
            component: Some(product),
            ..Metadata::default()
        }),
        components: Some(Components(components)),
        services: None,
        external_references: None,
        dependencies: Some(Dependencies(dependencies)),
        compositions: None,
        properties: None,
        vulnerabilities: None,
        signature: None,
        annotations: None,
        formulation: None,
        spec_version: VERSION,
    };
    valid(&bom)?;
    let mut text = Vec::new();
    bom.output_as_json(&mut text, VERSION)
        .map_err(told("the bill of materials"))?;
    text.push(b'\n');
    String::from_utf8(text).map_err(told("the bill of materials"))
}

/// That a bill keeps the rules, and names no part that it does not list.
///
/// # Errors
/// The rule that it breaks.
pub fn valid(bom: &Bom) -> Result<()> {
    let said = bom.validate_version(bom.spec_version);
    match said.passed() {
        true => Ok(()),
        false => Err(format!(
            "the bill of materials: {:?}",
            said.errors().collect::<Vec<_>>()
        )),
    }
}

/// Reads a bill back.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &[u8]) -> Result<Bom> {
    let bom = Bom::parse_from_json(text).map_err(told("the bill of materials"))?;
    valid(&bom)?;
    Ok(bom)
}

fn reference((name, version): &Key) -> String {
    format!("{name}@{version}")
}

fn of_program(name: &str) -> String {
    format!("program:{name}")
}

fn runtime_reference(part: &Runtime) -> String {
    format!("runtime:{}@{}", part.name.replace(' ', "-"), part.version)
}

fn expression(licence: &str) -> Option<Licenses> {
    // Crates of before 2018 write MIT/Apache-2.0.
    let licence = licence.replace('/', " OR ");
    Some(Licenses(vec![LicenseChoice::expression(&licence)]))
}

fn own(kind: Classification, name: &str, version: &str, reference: &str) -> Component {
    let mut component = Component::new(kind, name, version, Some(reference.to_owned()));
    component.licenses = expression("MIT");
    component
}

fn program(file: &Entry, release: &Release) -> Component {
    let name = file.path.strip_suffix(".exe").unwrap_or(&file.path);
    let mut component = own(
        Classification::Application,
        &file.path,
        &release.version,
        &of_program(name),
    );
    component.hashes = Some(Hashes(vec![checksum(&sha256(&file.bytes))]));
    component
}

fn checksum(hexadecimal: &str) -> Hash {
    Hash {
        alg: HashAlgorithm::SHA_256,
        content: HashValue(hexadecimal.to_owned()),
    }
}

fn source(kind: ExternalReferenceType, url: &str) -> ExternalReferences {
    ExternalReferences(vec![ExternalReference::new(kind, Uri::new(url))])
}

fn library(part: &Crate) -> Result<Component> {
    let (name, version) = &part.key;
    let mut component = Component::new(
        Classification::Library,
        name,
        version,
        Some(reference(&part.key)),
    );
    component.purl = Some(Purl::new("cargo", name, version).map_err(told(name))?);
    component.licenses = part.licence.as_deref().and_then(expression);
    component.description = part.description.as_deref().map(|text| {
        let words: Vec<&str> = text.split_whitespace().collect();
        NormalizedString::new(&words.join(" "))
    });
    component.hashes = part
        .checksum
        .as_deref()
        .map(|sum| Hashes(vec![checksum(sum)]));
    component.external_references = part
        .repository
        .as_deref()
        .map(|url| source(ExternalReferenceType::Vcs, url));
    Ok(component)
}

fn beside(part: &Runtime) -> Component {
    let mut component = Component::new(
        Classification::Library,
        part.name,
        &part.version,
        Some(runtime_reference(part)),
    );
    component.licenses = expression(part.licence);
    component.external_references = Some(source(ExternalReferenceType::Website, part.source));
    component
}

#[cfg(test)]
mod tests;
