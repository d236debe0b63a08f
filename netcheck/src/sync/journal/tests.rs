use super::*;
use crate::sync::call::Method;

fn id(name: &str) -> ResourceId {
    ResourceId::new(format!("/x/{name}"))
}

fn call() -> Announced {
    Announced {
        method: Method::Put,
        path: "/x?api-version=1".into(),
        what: "do it".into(),
        body: "words".into(),
        changes: true,
        uncertain: None,
    }
}

fn task() -> Task {
    Task {
        connect: vec![id("app")],
        hand_over: vec![id("plan"), id("app")],
    }
}

#[test]
fn what_was_left_undone_is_what_was_not_said_to_be_done() {
    use Deed::{AddCertificate, Connect, HandOver};
    use Outcome::{Done as Made, Refused, Unclear};
    let nothing = Task::default();
    let all = task();
    let plan_left = Task {
        connect: vec![],
        hand_over: vec![id("plan"), id("app")],
    };
    let app_left = Task {
        connect: vec![],
        hand_over: vec![id("app")],
    };
    let connected = (Connect, "app", Some(Made));
    for (calls, end, expected) in [
        (vec![], None, &all),
        (vec![], Some(false), &all),
        (vec![], Some(true), &nothing),
        (vec![(Connect, "app", None)], None, &all),
        (vec![(Connect, "app", Some(Refused))], None, &all),
        (vec![connected], None, &plan_left),
        (
            vec![connected, (HandOver, "plan", Some(Unclear))],
            None,
            &plan_left,
        ),
        (vec![connected, (HandOver, "plan", None)], None, &plan_left),
        (
            vec![connected, (HandOver, "plan", Some(Made))],
            None,
            &app_left,
        ),
        (
            vec![
                connected,
                (HandOver, "plan", Some(Made)),
                (AddCertificate, "gw", None),
            ],
            None,
            &plan_left,
        ),
        (
            vec![
                connected,
                (HandOver, "plan", Some(Made)),
                (HandOver, "app", Some(Made)),
            ],
            None,
            &nothing,
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        let mut journal = Journal::begin(&path, Errand::Sync, &id("net"), &task()).unwrap();
        for (deed, resource, outcome) in &calls {
            journal.before(*deed, &id(resource), &call()).unwrap();
            if let Some(outcome) = outcome {
                journal.after(*outcome, "x").unwrap();
            }
        }
        if let Some(finished) = end {
            journal.end(finished, "x").unwrap();
        }
        assert_eq!(
            &left_undone(&path, Errand::Sync, &id("NET")).unwrap(),
            expected,
            "{calls:?}"
        );
        for (errand, network) in [(Errand::Disconnect, "net"), (Errand::Sync, "other")] {
            assert_eq!(left_undone(&path, errand, &id(network)).unwrap(), nothing);
        }
    }
}

#[test]
fn a_line_that_was_cut_off_costs_nothing_but_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("j");
    assert_eq!(
        left_undone(&path, Errand::Sync, &id("net")).unwrap(),
        Task::default()
    );
    Journal::begin(&path, Errand::Sync, &id("net"), &task()).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"schema\":\"netcheck-jour");
    fs::write(&path, bytes).unwrap();
    assert_eq!(
        left_undone(&path, Errand::Sync, &id("net")).unwrap(),
        task()
    );
    let mut journal = Journal::begin(&path, Errand::Sync, &id("net"), &Task::default()).unwrap();
    journal.end(true, "done").unwrap();
    assert_eq!(
        left_undone(&path, Errand::Sync, &id("net")).unwrap(),
        Task::default()
    );
    assert!(left_undone(folder.path(), Errand::Sync, &id("net")).is_err());
    assert_eq!(
        undone("nonsense\n[]\n{}", Errand::Sync, &id("net")),
        Task::default()
    );
}

#[cfg(unix)]
#[test]
fn the_journal_is_its_owners() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("j");
    Journal::begin(&path, Errand::Sync, &id("net"), &task()).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}
