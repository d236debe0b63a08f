//! The site extension for Kudu: a NuGet package whose `content` folder is copied to
//! `%HOME%\SiteExtensions\appservice-netdiag`, and whose transformation puts that folder on the path of
//! the console.
//!
//! Sources: the wiki of projectkudu (pages "Azure Site Extensions" and "Xdt transform samples"),
//! `Kudu.Core/SiteExtensions/SiteExtensionManagerV2.cs` and `FeedExtensionsV2.cs` there, and Azure's
//! announcement 87 (tag and package type). Nothing of this was tried on App Service.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::archive::Entry;
use crate::checksum::sha256;
use crate::outcome::{Result, told};
use crate::release::{AUTHORS, DESCRIPTION, NAME, Release, SUMMARY};

/// The name of the package's file.
pub fn file_name(release: &Release) -> String {
    format!("{NAME}.{}.nupkg", release.version)
}

/// Read by Kudu's own process only, so that the app's path stays as it is.
///
/// What is not certain: whether another extension that sets PATH first leaves room for this one. Then the
/// programs are still there, and are called by their folder.
const TRANSFORM: &str = r#"<?xml version="1.0"?>
<configuration xmlns:xdt="http://schemas.microsoft.com/XML-Document-Transform">
  <system.webServer>
    <runtime xdt:Transform="InsertIfMissing">
      <environmentVariables xdt:Transform="InsertIfMissing">
        <add name="PATH" value="%PATH%;%XDT_EXTENSIONPATH%" xdt:Locator="Match(name)" xdt:Transform="InsertIfMissing" />
      </environmentVariables>
    </runtime>
  </system.webServer>
</configuration>
"#;

/// The entries of the package: what NuGet wants to see, and `content` with these files and the
/// transformation.
///
/// # Errors
/// A file without an extension, which the package's list of types cannot name.
pub fn entries(release: &Release, content: &[Entry]) -> Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = content
        .iter()
        .map(|file| file.clone().below("content"))
        .collect();
    entries.push(Entry::text("content/scmApplicationHost.xdt", TRANSFORM));
    let core = core_properties(release)?;
    let core_path = format!(
        "package/services/metadata/core-properties/{}.psmdcp",
        &sha256(core.as_bytes())[..32]
    );
    let specification = format!("{NAME}.nuspec");
    entries.push(Entry::text(
        "_rels/.rels",
        relations(&specification, &core_path),
    ));
    entries.push(Entry::text(core_path, core));
    entries.push(Entry::text(specification, nuspec(release)));
    let types = types(&entries)?;
    entries.push(Entry::text("[Content_Types].xml", types));
    Ok(entries)
}

fn nuspec(release: &Release) -> String {
    let description = DESCRIPTION.replace('\n', " ");
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>{NAME}</id>
    <version>{}</version>
    <title>{SUMMARY}</title>
    <authors>{AUTHORS}</authors>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <license type="expression">MIT</license>
    <licenseUrl>https://licenses.nuget.org/MIT</licenseUrl>
    <description>{}</description>
    <tags>AzureSiteExtension network diagnostics vnet dns tcpping nameresolver</tags>
    <packageTypes>
      <packageType name="AzureSiteExtension" />
    </packageTypes>
  </metadata>
</package>
"#,
        release.version,
        escaped(&description)
    )
}

fn relations(specification: &str, core: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/{specification}" Id="R1" />
  <Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/{core}" Id="R2" />
</Relationships>
"#
    )
}

fn core_properties(release: &Release) -> Result<String> {
    let time: OffsetDateTime = release.time;
    let time = time.format(&Rfc3339).map_err(told("the time"))?;
    Ok(format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <dc:creator>{AUTHORS}</dc:creator>
  <dc:description>{}</dc:description>
  <dc:identifier>{NAME}</dc:identifier>
  <dcterms:created xsi:type="dcterms:W3CDTF">{time}</dcterms:created>
  <version>{}</version>
</coreProperties>
"#,
        escaped(&DESCRIPTION.replace('\n', " ")),
        release.version
    ))
}

/// One line for each extension that occurs.
fn types(entries: &[Entry]) -> Result<String> {
    let mut extensions = Vec::new();
    for entry in entries {
        let (_, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        match name.rsplit_once('.') {
            Some((_, extension)) => extensions.push(extension),
            None => return Err(format!("{} needs an extension", entry.path)),
        }
    }
    extensions.sort_unstable();
    extensions.dedup();
    let lines: String = extensions
        .iter()
        .map(|extension| {
            let kind = match *extension {
                "rels" => "application/vnd.openxmlformats-package.relationships+xml",
                "psmdcp" => "application/vnd.openxmlformats-package.core-properties+xml",
                _ => "application/octet",
            };
            format!("  <Default Extension=\"{extension}\" ContentType=\"{kind}\" />\n")
        })
        .collect();
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\n\
         {lines}</Types>\n"
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests;
