//! The flags that say from where the facts were taken, as they would be typed again.

use std::path::Path;

use clap::ValueEnum;

use super::Options;
use super::azure::CloudName;

impl Options {
    /// These flags, each followed by its value.
    pub fn source_flags(&self) -> Vec<String> {
        let (sources, azure) = (&self.sources, &self.azure);
        let path = |path: &Path| path.to_string_lossy().into_owned();
        let cloud = Some(azure.cloud).filter(|cloud| *cloud != CloudName::default());
        let valued = [
            ("--from", sources.from.as_deref().map(path)),
            ("--env", sources.env.as_deref().map(path)),
            ("--app", sources.app.clone()),
            ("--resource-group", azure.resource_group.clone()),
            ("--subscription", azure.subscription.clone()),
            ("--credential", azure.credential.and_then(typed)),
            ("--cloud", cloud.and_then(typed)),
            ("--arm-endpoint", azure.arm_endpoint.clone()),
        ];
        let mut flags = Vec::new();
        for (flag, is_set) in [("--azure", azure.azure), ("--no-azure", azure.no_azure)] {
            if is_set {
                flags.push(flag.to_owned());
            }
        }
        for (flag, value) in valued {
            if let Some(value) = value {
                flags.extend([flag.to_owned(), value]);
            }
        }
        flags
    }
}

/// A value of a fixed choice, as the command line takes it.
fn typed(value: impl ValueEnum) -> Option<String> {
    let possible = value.to_possible_value();
    possible.map(|value| value.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::azure::CredentialName;

    #[test]
    fn they_are_what_was_typed() {
        let every = [
            "--azure",
            "--app",
            "nw-shop",
            "--resource-group",
            "nw-rg",
            "--subscription",
            "s",
            "--credential",
            "azure-developer-cli",
            "--cloud",
            "us-government",
            "--arm-endpoint",
            "https://arm.example",
        ];
        let saved = ["--no-azure", "--from", "an export", "--env", "set.txt"];
        for typed in [&every[..], &saved, &[]] {
            let words = ["netcheck"].iter().chain(typed);
            let options = Options::try_parse_from(words).unwrap();
            assert_eq!(options.source_flags().len(), typed.len(), "{typed:?}");
            for word in typed {
                assert!(
                    options.source_flags().iter().any(|flag| flag == word),
                    "{word}"
                );
            }
        }
    }

    #[test]
    fn a_credential_is_called_what_the_flag_takes() {
        for name in CredentialName::value_variants() {
            assert_eq!(typed(*name).as_deref(), Some(name.as_str()));
        }
    }
}
