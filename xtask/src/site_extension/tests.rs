use super::*;

fn package() -> Vec<Entry> {
    let release = Release::of_the_workspace(1_795_000_000).unwrap();
    let content = [
        Entry::program("tcpping.exe", *b"MZ"),
        Entry::text("LICENSE.txt", "MIT"),
    ];
    entries(&release, &content).unwrap()
}

fn text(path: &str) -> String {
    let files = package();
    let file = files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(file.bytes.clone()).unwrap()
}

#[test]
fn kudu_finds_programs_transformation_and_specification() {
    let paths: Vec<String> = package().into_iter().map(|file| file.path).collect();
    for path in [
        // Kudu copies what is below content, and looks for ID.nuspec.
        "content/tcpping.exe",
        "content/LICENSE.txt",
        "content/scmApplicationHost.xdt",
        "appservice-netdiag.nuspec",
        "[Content_Types].xml",
        "_rels/.rels",
    ] {
        assert!(paths.contains(&path.to_owned()), "{path}: {paths:?}");
    }
    // One of this name would change the app's own process too.
    assert!(!paths.contains(&"content/applicationHost.xdt".to_owned()));
}

#[test]
fn the_gallery_knows_it_for_a_site_extension() {
    let nuspec = text("appservice-netdiag.nuspec");
    assert!(nuspec.contains("<id>appservice-netdiag</id>"), "{nuspec}");
    assert!(
        nuspec.contains("<packageType name=\"AzureSiteExtension\" />"),
        "{nuspec}"
    );
    assert!(nuspec.contains("<tags>AzureSiteExtension "), "{nuspec}");
}

#[test]
fn the_console_gets_the_folder_behind_its_own_path() {
    let transformation = text("content/scmApplicationHost.xdt");
    assert!(transformation.contains("name=\"PATH\" value=\"%PATH%;%XDT_EXTENSIONPATH%\""));
    assert!(!transformation.contains("%XDT_SITENAME%"));
}

#[test]
fn every_file_has_a_type_and_every_relation_a_file() {
    let types = text("[Content_Types].xml");
    for extension in ["exe", "txt", "xdt", "rels", "nuspec", "psmdcp"] {
        assert!(
            types.contains(&format!("Extension=\"{extension}\"")),
            "{types}"
        );
    }
    let paths: Vec<String> = package().into_iter().map(|file| file.path).collect();
    let relations = text("_rels/.rels");
    let targets: Vec<&str> = relations
        .split("Target=\"/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(targets.len(), 2);
    for target in targets {
        assert!(paths.contains(&target.to_owned()), "{target}");
    }
    let release = Release::of_the_workspace(0).unwrap();
    let said = entries(&release, &[Entry::text("LICENSE", "MIT")]).unwrap_err();
    assert_eq!(said, "content/LICENSE needs an extension");
}
