//! From where a command takes its facts: an export, Azure itself, or the environment alone.

use std::io::Write;
use std::path::Path;

use netdiag::cli::Out;
use netdiag::fact::Gap;
use netdiag::model::{Environment, Integration, Inventory};
use netdiag::source::{self, Documents, Export};

use crate::azure::app::{AppPlace, Flags};
use crate::azure::wanted::Needs;
use crate::azure::{self, Reading};
use crate::check::Snapshot;
use crate::cli::Options;
use crate::export;
use crate::progress::Progress;

/// What was read, wherever from.
#[derive(Debug)]
pub struct Gathered {
    /// The documents, sorted by name and without secrets.
    pub documents: Documents,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// The app that is meant, as `--app` takes it.
    pub app: Option<String>,
    /// The app's environment.
    pub environment: Environment,
    /// Whether this machine need not be the app's.
    pub exported: bool,
}

impl Gathered {
    /// Everything put together.
    ///
    /// # Errors
    /// Which app is meant, if that is not clear.
    pub fn integration(&self) -> Result<Integration, String> {
        let inventory = source::inventory(&self.documents, self.gaps.clone());
        Integration::assemble(inventory, self.environment.clone(), self.app.as_deref())
            .map_err(|error| error.0)
    }

    /// What is judged, now.
    ///
    /// # Errors
    /// Those of [`Gathered::integration`], and that there is nothing to judge.
    pub fn snapshot(&self) -> Result<Snapshot, String> {
        let integration = self.integration()?;
        let is_empty = self.documents.is_empty() && self.gaps.is_empty();
        if is_empty && !integration.environment.is_app_service() {
            return Err(
                "nothing to judge: this is not the console of an App Service app; give an export, as \
                 in: netcheck --from FOLDER, or read Azure, as in: netcheck --azure --app NAME \
                 --resource-group NAME --subscription ID (see netcheck --help)"
                    .to_owned(),
            );
        }
        Ok(Snapshot {
            integration,
            time: netdiag::clock::now(),
        })
    }
}

/// Reads what the flags say: `--from`, else Azure, else the environment alone.
///
/// # Errors
/// What is wrong with the call, or that nothing can be read, and what to type.
pub fn gather<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    needs: Needs,
) -> Result<Gathered, String> {
    let sources = &options.sources;
    let environment = sources.environment()?;
    if let Some(path) = &sources.from {
        let Export {
            documents,
            gaps,
            app,
        } = export(path)?;
        return Ok(Gathered {
            documents,
            gaps,
            app: sources.app.clone().or(app),
            environment,
            exported: true,
        });
    }
    let mut gathered = Gathered {
        documents: Documents::new(),
        gaps: Vec::new(),
        app: sources.app.clone(),
        environment,
        exported: false,
    };
    if let Some(place) = place(options, &gathered.environment)? {
        gathered.app = Some(place.full_name());
        gathered.exported = !is_inside(&place, &gathered.environment);
        match live(out, options, &place, needs) {
            Ok(reading) => {
                gathered.documents = reading.documents;
                gathered.gaps = reading.gaps;
            }
            // Nobody asked for Azure: the environment alone still tells something.
            Err(why) if !options.azure.azure && gathered.environment.is_app_service() => {
                gathered.gaps = vec![Gap::new("Azure", format!("was not read: {why}"))];
            }
            Err(why) => return Err(why),
        }
    }
    Ok(gathered)
}

/// What an export or Azure holds, for who needs no app; `None` if neither was read.
///
/// # Errors
/// Those of [`gather`], and why nothing came where something was asked for.
pub fn inventory<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    needs: Needs,
) -> Result<Option<Inventory>, String> {
    let gathered = gather(out, options, needs)?;
    let is_read = options.sources.from.is_some() || !gathered.documents.is_empty();
    if !is_read && !gathered.gaps.is_empty() {
        return Err(format!(
            "nothing could be read: {}",
            reasons(&gathered.gaps)
        ));
    }
    Ok(is_read.then(|| source::inventory(&gathered.documents, gathered.gaps)))
}

/// Reads Azure, saying so.
///
/// # Errors
/// If nothing can be asked: what to type.
pub fn live<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    place: &AppPlace,
    needs: Needs,
) -> Result<Reading, String> {
    let progress = Progress::of(options.json);
    azure::read(&options.azure, place, needs, progress, out)
}

/// Why nothing came.
pub fn reasons(gaps: &[Gap]) -> String {
    let gaps: Vec<String> = gaps.iter().map(ToString::to_string).collect();
    gaps.join("; ")
}

/// The app to be read from Azure, if Azure is to be read.
fn place(options: &Options, environment: &Environment) -> Result<Option<AppPlace>, String> {
    let flags = &options.azure;
    if flags.no_azure {
        return Ok(None);
    }
    let found = named_place(options, environment);
    if flags.azure {
        return found.map(Some);
    }
    // A saved environment is no sign that somebody wants to ask Azure.
    let by_default = environment.file().is_none();
    Ok(found
        .ok()
        .filter(|_| by_default && azure::has_credential(flags)))
}

/// The app that flags and environment name.
///
/// # Errors
/// What is missing.
pub fn named_place(options: &Options, environment: &Environment) -> Result<AppPlace, String> {
    let flags = Flags {
        app: options.sources.app.as_deref(),
        group: options.azure.resource_group.as_deref(),
        subscription: options.azure.subscription.as_deref(),
    };
    AppPlace::find(flags, environment)
}

/// Whether this process runs in that very app.
fn is_inside(place: &AppPlace, environment: &Environment) -> bool {
    let site = environment.get("WEBSITE_SITE_NAME");
    site.value()
        .is_some_and(|site| site.eq_ignore_ascii_case(&place.name))
}

/// An export's folder, file, or archive.
///
/// # Errors
/// If it cannot be read, and what to give.
pub fn export(path: &Path) -> Result<Export, String> {
    match export::read_archive(path)? {
        Some(archive) => Ok(archive),
        None => source::read(path).map_err(|error| error.to_string()),
    }
}
