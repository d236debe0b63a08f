//! How the view of a plan grows with its apps: putting together, viewing, writing. Reading JSON is
//! measured apart.
//!
//!     cargo bench -p netcheck --bench plan_view

#[path = "../tests/support/plan_export.rs"]
#[allow(dead_code, reason = "the bench does not look into the export")]
mod plan_export;

use std::sync::Arc;

use netcheck::overview::{PlanView, choose_plan};
use netcheck::report::show;
use netdiag::cli::Out;
use netdiag::model::Environment;
use time::OffsetDateTime;

fn main() {
    divan::main();
}

const NETWORKS: usize = 5;
const GROUPS: usize = 50;

#[divan::bench(args = [1, 20, 200, 1_000])]
fn facts_of_documents(bencher: divan::Bencher<'_, '_>, apps: usize) {
    let documents = plan_export::documents(apps, NETWORKS, GROUPS);
    bencher.bench(|| netdiag::source::inventory(&documents, Vec::new()));
}

/// From the files of a folder.
#[divan::bench(args = [1, 20, 200, 1_000])]
fn facts_of_files(bencher: divan::Bencher<'_, '_>, apps: usize) {
    let folder = tempfile::tempdir().unwrap();
    plan_export::write(folder.path(), apps, NETWORKS, GROUPS);
    bencher.bench(|| netdiag::source::read_export(folder.path()).unwrap());
}

#[divan::bench(args = [1, 20, 200, 1_000])]
fn view_and_write(bencher: divan::Bencher<'_, '_>, apps: usize) {
    let documents = plan_export::documents(apps, NETWORKS, GROUPS);
    let inventory = Arc::new(netdiag::source::inventory(&documents, Vec::new()));
    bencher.bench(|| {
        let plan = choose_plan(&inventory, None).unwrap();
        let time = OffsetDateTime::UNIX_EPOCH;
        let view = PlanView::of(&inventory, &Environment::empty(), &plan, time);
        let mut bytes = Vec::new();
        show::plan(&mut Out::new(&mut bytes, "\n"), &view, false, false).unwrap();
        bytes
    });
}
