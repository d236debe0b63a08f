//! The packages, made of small programs that stand for the real ones: made twice they are the same, and
//! the Debian package can be installed, run and removed. `PACKAGES=1 .ci/run` does it with the
//! real ones (cargo xtask dist, cargo xtask verify).

#[cfg(unix)]
mod small {
    use std::path::Path;
    use std::process::Command;

    use libtest_mimic::Failed;
    use xtask::Packages;
    use xtask::archive::Entry;
    use xtask::release::{PROGRAMS, Release};
    use xtask::system::{Runtime, System};

    /// A static program that says its name and version, whatever it is asked.
    fn program(folder: &Path, name: &str) -> Entry {
        let source = folder.join("program.c");
        let words = format!("{name} {}", env!("CARGO_PKG_VERSION"));
        let text =
            format!("#include <stdio.h>\nint main(void) {{ puts(\"{words}\"); return 0; }}\n");
        std::fs::write(&source, text).expect("written");
        let built = folder.join(name);
        let compiler = Command::new("cc")
            .args(["-static", "-s", "-o"])
            .args([&built, &source])
            .status();
        assert!(compiler.expect("a C compiler").success());
        Entry::program(name, std::fs::read(built).expect("built"))
    }

    pub struct Made {
        pub release: Release,
        pub packages: Packages,
    }

    /// What stands for what a compiler puts into the programs.
    fn runtime() -> [Runtime; 1] {
        [Runtime {
            name: "a library",
            version: "1".to_owned(),
            licence: "MIT",
            owner: "Copyright (c) nobody",
            source: "https://example.org",
            file: None,
        }]
    }

    pub fn made() -> Made {
        let folder = tempfile::tempdir().expect("a folder");
        let release = Release::of_the_workspace(1_795_000_000).expect("the workspace");
        let twice = |system: System, mut programs: [Entry; 3]| {
            let make = |programs: &[Entry]| {
                xtask::packages(&release, system, programs, &runtime()).expect("the packages")
            };
            let one = make(&programs);
            programs.reverse();
            assert!(one == make(&programs), "made twice they differ: {system:?}");
            one
        };
        let linux = PROGRAMS.map(|name| program(folder.path(), name));
        let windows = PROGRAMS.map(|name| Entry::program(format!("{name}.exe"), *b"MZ"));
        let mut packages = twice(System::Linux, linux);
        packages.extend(twice(System::Windows, windows));
        Made { packages, release }
    }

    impl Made {
        fn one(&self, ending: &str) -> &(String, Vec<u8>) {
            let mut packages = self.packages.iter();
            let found = packages.find(|(name, _)| name.ends_with(ending));
            found.unwrap_or_else(|| panic!("no package *{ending}"))
        }
    }

    pub fn install(made: &Made) -> Result<(), Failed> {
        let (name, bytes) = made.one(".deb");
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join(name), bytes)?;
        let said = xtask::verify::debian_package::try_out(&made.release, folder.path(), name)?;
        assert!(said.contains("the programs ran"), "{said}");

        // The test sees what is wrong: a package that was damaged on its way.
        let mut files = bytes.clone();
        let last = files.len() - 9;
        files[last] ^= 1;
        std::fs::write(folder.path().join(name), files)?;
        let broken = xtask::verify::debian_package::try_out(&made.release, folder.path(), name);
        assert!(broken.is_err(), "{broken:?}");
        Ok(())
    }

    pub fn unpack(made: &Made) -> Result<(), Failed> {
        let (name, bytes) = made.one(".tar.gz");
        let files = xtask::verify::unpack::tar_gz(bytes, made.release.time)?;
        let folder = name.trim_end_matches(".tar.gz");
        let mut wanted: Vec<String> = PROGRAMS.map(str::to_owned).into();
        for program in PROGRAMS {
            wanted.push(format!("man/man1/{program}.1"));
            wanted.push(format!("completions/bash/{program}"));
            wanted.push(format!("completions/zsh/_{program}"));
            wanted.push(format!("completions/fish/{program}.fish"));
            wanted.push(format!("completions/powershell/{program}.ps1"));
        }
        let documents = [
            "LICENSE",
            "THIRD-PARTY-LICENSES.txt",
            "CHANGELOG.md",
            "bom.cdx.json",
            "docs/reading.md",
            "docs/screenshots/report.png",
        ];
        wanted.extend(documents.map(str::to_owned));
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        xtask::verify::unpack::holds(&files, folder, &wanted)?;
        xtask::verify::links::of_package(&files, folder)?;
        for file in files {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let run = file.path == format!("{folder}/{name}") && PROGRAMS.contains(&name);
            assert_eq!(file.program, run, "{}", file.path);
        }
        Ok(())
    }

    pub fn windows(made: &Made) -> Result<(), Failed> {
        let (name, bytes) = made.one(".zip");
        let files = xtask::verify::unpack::zip(bytes)?;
        let folder = name.trim_end_matches(".zip");
        let wanted = [
            "nameresolver.exe",
            "tcpping.exe",
            "netcheck.exe",
            "LICENSE.txt",
            "THIRD-PARTY-LICENSES.txt",
            "README.md",
            "docs/sync.md",
            "completions/powershell/netcheck.ps1",
            "scripts/kudu.sh",
        ];
        xtask::verify::unpack::holds(&files, folder, &wanted)?;
        xtask::verify::links::of_package(&files, folder)?;
        for file in &files {
            let text = String::from_utf8_lossy(&file.bytes);
            // What Windows opens has its line ends; what bash reads has not.
            if file.path.ends_with(".txt") || file.path.ends_with(".md") {
                let lines = text.matches('\n').count();
                assert_eq!(text.matches("\r\n").count(), lines, "{}", file.path);
            } else if file.path.ends_with(".sh") {
                assert!(!text.contains('\r'), "{}", file.path);
            }
        }
        let (_, bytes) = made.one(".nupkg");
        xtask::verify::site_extension_package(bytes)?;
        Ok(())
    }

    pub fn alone(made: &Made) -> Result<(), Failed> {
        let (name, bytes) = made.one(".tar.gz");
        let files = xtask::verify::unpack::tar_gz(bytes, made.release.time)?;
        let path = format!("{}/tcpping", name.trim_end_matches(".tar.gz"));
        let small = files.iter().find(|file| file.path == path);
        let image = &small.expect("tcpping").bytes;
        xtask::verify::image::elf(image)?;
        // It runs, and does not answer as tcpping does.
        let said = xtask::verify::lonely::try_out("tcpping", image).expect_err("no tcpping");
        assert!(said.contains("sql01.example:1433"), "{said}");
        Ok(())
    }

    /// What `sha256sum --check` says of the packages.
    pub fn sums(made: &Made) -> Result<(), Failed> {
        let folder = tempfile::tempdir()?;
        for (name, bytes) in &made.packages {
            std::fs::write(folder.path().join(name), bytes)?;
        }
        std::fs::write(
            folder.path().join("SHA256SUMS"),
            xtask::sums(&made.packages),
        )?;
        let check = Command::new("sha256sum")
            .args(["--check", "--strict", "SHA256SUMS"])
            .current_dir(folder.path())
            .output()?;
        assert!(check.status.success(), "{check:?}");
        Ok(())
    }
}

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    use std::process::Command;
    use std::sync::LazyLock;

    use libtest_mimic::{Arguments, Trial};

    static MADE: LazyLock<small::Made> = LazyLock::new(small::made);

    let namespaces = xtask::verify::lonely::possible();
    let dpkg = Command::new("dpkg").arg("--version").output().is_ok();
    let trial = |name: &str, test: fn(&small::Made) -> _, possible: bool| {
        Trial::test(name, move || test(&MADE)).with_ignored_flag(!possible)
    };
    let trials = vec![
        trial("the_archive_holds_what_it_should", small::unpack, true),
        trial("windows_gets_what_it_reads", small::windows, true),
        trial("the_checksums_are_right", small::sums, true),
        trial("a_program_is_tried_alone", small::alone, namespaces),
        trial(
            "the_debian_package_is_installed_run_and_removed",
            small::install,
            namespaces && dpkg,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

#[cfg(not(unix))]
fn main() {}
