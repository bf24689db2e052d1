//! Bringing collections in and up to date.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use archive::{Archive, Collection, Location};

use crate::repository::{PLUME, World};

#[test]
fn nothing_is_there_before_the_first_sync() {
    let world = World::new();
    assert!(Archive::open(&world.data()).unwrap().is_none());
}

#[test]
fn documents_have_versions_and_live_addresses() {
    let mut world = World::with_texts();
    world.versions.days(3);
    world
        .versions
        .text("Plume/Privacy Policy.md", &PLUME.replace("seed", "grain"));
    let newest = world
        .versions
        .commit("Record new changes of Plume Privacy Policy");
    let synced = world.sync();
    assert_eq!((synced.texts, synced.removed), (3, 0));
    assert_eq!(synced.findings, []);
    let archive = world.archive();
    let references: Vec<_> = archive
        .documents()
        .iter()
        .map(|one| one.reference())
        .collect();
    let expected = [
        "test:Larch/Privacy Policy",
        "test:Plume/Privacy Policy",
        "test:Plume/Terms of Service",
    ];
    assert_eq!(references, expected);
    let policy = archive.document("test:Plume/Privacy Policy").unwrap();
    assert_eq!(policy.urls, ["https://www.plume.example/privacy"]);
    assert_eq!(policy.date.to_string(), "2026-01-04");
    assert_eq!((policy.commit, policy.versions), (newest, 2));
    let dates = archive.versions(policy).unwrap();
    let dates: Vec<_> = dates
        .iter()
        .map(|version| version.date().to_string())
        .collect();
    assert_eq!(dates, ["2026-01-04", "2026-01-01"]);
    let terms = archive.document("test:Plume/Terms of Service").unwrap();
    assert_eq!(terms.urls.len(), 2);
    let plume = archive.service("Plume").unwrap();
    assert_eq!(plume.domains, ["plume.example", "help.plume.example"]);
    assert_eq!(archive.service("Larch").unwrap().domains.len(), 0);
}

/// Every file below `folder` with the time of its last change.
fn times(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let mut times = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => times.extend(times_of_folder(&path)),
            false => times.push((
                path.clone(),
                fs::metadata(&path).unwrap().modified().unwrap(),
            )),
        }
    }
    times.sort();
    times
}

fn times_of_folder(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    times(folder)
}

#[test]
fn a_sync_with_nothing_new_touches_nothing() {
    let world = World::with_texts();
    assert!(world.sync().changed);
    let (index, repository) = (world.data().join("index"), world.versions.path.clone());
    let before = (times(&index), times(&repository));
    let synced = world.sync();
    assert!(!synced.changed);
    assert_eq!(synced.texts, 0);
    assert_eq!((times(&index), times(&repository)), before);
}

#[test]
fn only_what_changed_is_read_again() {
    let mut world = World::with_texts();
    world.sync();
    world
        .versions
        .text("Plume/Privacy Policy.md", &PLUME.replace("seed", "grain"))
        .remove("Larch/Privacy Policy.md")
        .text(
            "Alder/Privacy Policy.md",
            "We keep what you write for a year and a day.",
        );
    world.versions.commit("Record new changes");
    let synced = world.sync();
    assert_eq!((synced.texts, synced.removed), (2, 1));
    let archive = world.archive();
    assert_eq!(archive.documents().len(), 3);
    assert!(archive.document("test:Larch/Privacy Policy").is_none());
    let policy = archive.document("test:Plume/Privacy Policy").unwrap();
    assert_eq!(archive.versions(policy).unwrap().len(), 2);
    let found = archive
        .search(&archive::Query::words("binoculars", 10))
        .unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].text.contains("grain"));
}

#[test]
fn a_rename_keeps_the_versions() {
    for syncs_between in [false, true] {
        let mut world = World::with_texts();
        if syncs_between {
            world.sync();
        }
        world
            .versions
            .remove("Plume/Privacy Policy.md")
            .text("Quill/Privacy Policy.md", PLUME);
        world.versions.commit("Rename Plume");
        world
            .versions
            .text("Quill/Privacy Policy.md", &PLUME.replace("seed", "grain"));
        world
            .versions
            .commit("Record new changes of Quill Privacy Policy");
        world.sync();
        let archive = world.archive();
        let quill = archive.document("test:Quill/Privacy Policy").unwrap();
        assert_eq!(quill.versions, 2, "synced between: {syncs_between}");
    }
}

#[test]
fn a_history_that_was_written_anew_is_read_anew() {
    let mut world = World::with_texts();
    world.sync();
    world.versions.forget().remove("Plume/Terms of Service.md");
    world.versions.days(1).commit("All of it, once more");
    let synced = world.sync();
    assert!(synced.changed);
    assert_eq!(synced.removed, 1);
    let archive = world.archive();
    let policy = archive.document("test:Plume/Privacy Policy").unwrap();
    assert_eq!(policy.versions, 1);
    assert_eq!(policy.date.to_string(), "2026-01-02");
    assert!(!world.sync().changed);
}

#[test]
fn a_collection_that_is_no_longer_wanted_goes() {
    let world = World::with_texts();
    let mut other = world.collection();
    other.name = "other".to_owned();
    world.sync_of(&[world.collection(), other]).unwrap();
    assert_eq!(world.archive().documents().len(), 6);
    assert!(world.sync().changed);
    assert_eq!(world.archive().documents().len(), 3);
    let found = world.archive();
    let found = found
        .search(&archive::Query::words("binoculars", 10))
        .unwrap();
    assert_eq!(found.len(), 1);
}

#[test]
fn new_declarations_alone_give_new_addresses() {
    let mut world = World::with_texts();
    world.sync();
    let declaration =
        r#"{"name":"Larch","documents":{"Privacy Policy":{"fetch":"https://larch.example/p"}}}"#;
    world
        .declarations
        .text("declarations/Larch.json", declaration);
    world.declarations.commit("Add Larch");
    let synced = world.sync();
    assert_eq!((synced.changed, synced.texts), (true, 0));
    let archive = world.archive();
    let policy = archive.document("test:Larch/Privacy Policy").unwrap();
    assert_eq!(policy.urls, ["https://larch.example/p"]);
    assert_eq!(policy.passages, 1);
}

#[test]
fn names_of_collections_cannot_lead_elsewhere() {
    let world = World::with_texts();
    let mut collection = world.collection();
    collection.name = "../elsewhere".to_owned();
    assert!(world.sync_of(&[collection]).is_err());
    let twice = [world.collection(), world.collection()];
    assert!(world.sync_of(&twice).is_err());
}

#[test]
fn status_counts_what_is_held() {
    let world = World::with_texts();
    let absent = Collection {
        name: "absent".to_owned(),
        versions: Location::Local(world.path().join("nowhere")),
        declarations: None,
    };
    world.sync_of(&[world.collection(), absent]).unwrap();
    let status = world.archive().status(&world.data());
    let [test] = &status.collections[..] else {
        panic!("{status:?}")
    };
    assert_eq!((test.services, test.documents, test.versions), (2, 3, 3));
    assert_eq!(test.passages, 6);
    assert!(test.bytes > 0 && status.index_bytes > 0);
    assert_eq!(status.findings.len(), 1);
}
