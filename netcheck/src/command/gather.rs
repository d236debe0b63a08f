//! From where a command takes its facts: an export or a saved case, Azure itself, or the environment alone.

use std::io::Write;
use std::path::Path;

use netdiag::cli::{Out, SourceArgs};
use netdiag::fact::Gap;
use netdiag::model::{Environment, Integration, Inventory};
use netdiag::source::{self, Documents, Export};
use time::OffsetDateTime;

use crate::azure::app::{AppPlace, Flags};
use crate::azure::wanted::Needs;
use crate::azure::{self, Reading};
use crate::casefile::{self, Record};
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
    /// When it was so: now, or when a case was saved.
    pub time: OffsetDateTime,
    /// What else a saved case holds.
    pub saved: Option<Record>,
}

impl Gathered {
    /// The resources, whichever app is meant.
    pub fn inventory(&self) -> Inventory {
        source::inventory(&self.documents, self.gaps.clone())
    }

    /// Everything put together.
    ///
    /// # Errors
    /// Which app is meant, if that is not clear.
    pub fn integration(&self) -> Result<Integration, String> {
        Integration::assemble(
            self.inventory(),
            self.environment.clone(),
            self.app.as_deref(),
        )
        .map_err(|error| error.0)
    }

    /// What is judged.
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
            time: self.time,
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
    if let Some(path) = &sources.from {
        return from(path, sources);
    }
    let environment = sources.environment()?;
    let mut gathered = Gathered {
        documents: Documents::new(),
        gaps: Vec::new(),
        app: sources.app.clone(),
        environment,
        exported: false,
        time: netdiag::clock::now(),
        saved: None,
    };
    if let Some(place) = place(options, &gathered.environment)? {
        gathered.app = Some(place.full_name());
        // A slot is another app than the one that it is a slot of.
        gathered.exported = !gathered.environment.is_of(&place.full_name());
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

/// An export; of a saved case app, environment, gaps and time are its own, unless flags name others.
///
/// # Errors
/// If it cannot be read, and what to give.
pub fn from(path: &Path, sources: &SourceArgs) -> Result<Gathered, String> {
    let export = export(path)?;
    let saved = if path.is_dir() {
        casefile::load(path)?
    } else {
        None
    };
    let environment = match (&saved, &sources.env) {
        (Some(record), None) => casefile::environment(path, record)?,
        _ => sources.environment()?,
    };
    let (app, gaps, time) = match &saved {
        Some(record) => {
            // Files of the case itself may have become unreadable since.
            let known = &record.gaps;
            let new = export.gaps.into_iter().filter(|gap| !known.contains(gap));
            let gaps = known.iter().cloned().chain(new).collect();
            (record.app.clone(), gaps, record.time)
        }
        None => (export.app, export.gaps, netdiag::clock::now()),
    };
    Ok(Gathered {
        documents: export.documents,
        gaps,
        app: sources.app.clone().or(app),
        environment,
        exported: true,
        time,
        saved,
    })
}

/// What an export or Azure holds, for who needs no app; `None` if neither was read.
///
/// # Errors
/// Those of [`gather`], and why nothing came where something was asked for.
pub fn gather_resources<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    needs: Needs,
) -> Result<Option<Gathered>, String> {
    let gathered = gather(out, options, needs)?;
    let is_read = options.sources.from.is_some() || !gathered.documents.is_empty();
    if !is_read && !gathered.gaps.is_empty() {
        return Err(format!(
            "nothing could be read: {}",
            reasons(&gathered.gaps)
        ));
    }
    Ok(is_read.then_some(gathered))
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
    let by_default = environment.is_own();
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
