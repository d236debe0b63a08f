//! The flags that say where facts come from.

use std::path::PathBuf;

use clap::Args;

use crate::model::{Environment, Integration, Inventory};
use crate::source;

/// The flags that say where the app's configuration is read from.
#[derive(Debug, Clone, Default, Args)]
pub struct SourceArgs {
    /// Read the integration from a folder or file of JSON, as the REST API, az,
    /// PowerShell or the portal's JSON view give it
    #[arg(long, global = true, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// The app that is meant, NAME or NAME/SLOT [default: the one whose environment
    /// it is, else the only one]
    #[arg(long, global = true, value_name = "NAME")]
    pub app: Option<String>,
    /// Read the app's environment from a file: the output of 'set', 'env' or 'dir
    /// env:', Kudu's environment page, or az webapp config appsettings list
    /// [default: this process's own]
    #[arg(long, global = true, value_name = "FILE")]
    pub env: Option<PathBuf>,
}

impl SourceArgs {
    /// Reads what the flags name. Without `--from` the inventory is empty and everything that only an
    /// export tells is unknown.
    ///
    /// # Errors
    /// What is wrong with the call and what to type instead, for exit code 2.
    pub fn read(&self) -> Result<Integration, String> {
        let (inventory, chosen) = match &self.from {
            Some(path) => {
                let export = source::read(path).map_err(|e| e.to_string())?;
                let inventory = source::inventory(&export.documents, export.gaps);
                (inventory, export.app)
            }
            None => (Inventory::default(), None),
        };
        let environment = self.environment()?;
        let app = self.app.as_deref().or(chosen.as_deref());
        Integration::assemble(inventory, environment, app).map_err(|e| e.0)
    }

    /// The app's environment: that of `--env`, else this process's own.
    ///
    /// # Errors
    /// What is wrong with the file, for exit code 2.
    pub fn environment(&self) -> Result<Environment, String> {
        source::read_environment(self.env.as_deref()).map_err(|error| error.to_string())
    }

    /// Whether the integration is read from an export, not only guessed from the environment.
    pub fn exported(&self) -> bool {
        self.from.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_and_mistakes_name_the_same_forms_of_an_environment() {
        let command = SourceArgs::augment_args(clap::Command::new("x"));
        let env = command
            .get_arguments()
            .find(|argument| argument.get_id() == "env");
        let help = env
            .and_then(|argument| argument.get_help())
            .unwrap()
            .to_string();
        let words: Vec<&str> = help.split_whitespace().collect();
        let forms = format!("from a file: {} [default", source::SAVED_ENVIRONMENTS);
        assert!(words.join(" ").contains(&forms), "{help}");
    }
}
