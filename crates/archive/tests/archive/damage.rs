//! Repositories and texts that are not as they should be: each is told, and the rest is indexed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use archive::Archive;

use crate::repository::{Repository, Thing, World};

/// A world whose one commit also brings `things`; what was found.
fn found(things: Vec<(&str, Thing)>) -> (World, Vec<(&'static str, String)>) {
    let mut world = World::with_texts();
    for (path, thing) in things {
        world.versions.put(path, thing);
    }
    world.versions.commit("Record new changes");
    let synced = world.sync();
    let findings = World::findings(&synced);
    assert_eq!(synced.texts, world.archive().documents().len());
    (world, findings)
}

fn text(bytes: impl Into<Vec<u8>>) -> Thing {
    Thing::Text(bytes.into())
}

#[test]
fn a_text_that_is_not_utf8_is_left_out() {
    let (world, findings) = found(vec![("Fen/Privacy Policy.md", text(*b"We sell \xff\xfe."))]);
    assert_eq!(findings, [("not-utf8", "Fen/Privacy Policy.md".to_owned())]);
    assert_eq!(world.archive().documents().len(), 4);
    assert!(
        !world.sync().changed,
        "the finding stays, and nothing is new"
    );
    assert_eq!(world.archive().findings().len(), 1);
}

#[test]
fn a_text_of_fifty_megabytes_is_left_out() {
    let (_, findings) = found(vec![("Fen/Terms.md", text(b"word ".repeat(10 << 20)))]);
    assert_eq!(findings, [("too-large", "Fen/Terms.md".to_owned())]);
}

#[test]
fn a_text_of_one_enormous_line_is_told_and_cut() {
    let line = b"We collect what you type. ".repeat(20_000);
    let (world, findings) = found(vec![("Fen/Terms.md", text(line))]);
    assert_eq!(findings, [("one-line", "Fen/Terms.md".to_owned())]);
    let archive = world.archive();
    assert!(archive.document("test:Fen/Terms").unwrap().passages > 500);
}

#[test]
fn a_text_without_a_sentence_is_told() {
    let (_, findings) = found(vec![("Fen/Terms.md", text(*b"\n----\n"))]);
    assert_eq!(findings, [("no-passages", "Fen/Terms.md".to_owned())]);
}

#[test]
fn links_and_other_repositories_are_never_followed() {
    let (world, findings) = found(vec![
        ("Fen/Passwords.md", Thing::Link("/etc/passwd".to_owned())),
        ("Fen/Other.md", Thing::Submodule),
        ("Moor", Thing::Link("Plume".to_owned())),
    ]);
    let expected = [
        ("submodule", "Fen/Other.md".to_owned()),
        ("symbolic-link", "Fen/Passwords.md".to_owned()),
        ("symbolic-link", "Moor".to_owned()),
    ];
    assert_eq!(sorted(findings), sorted(expected.to_vec()));
    assert_eq!(world.archive().documents().len(), 3);
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let mut folder = std::collections::BTreeMap::new();
    folder.insert(
        b"../escape.md".to_vec(),
        text(*b"We collect all that we can find."),
    );
    folder.insert(b"..".to_vec(), text(*b"We collect all that we can find."));
    folder.insert(
        b"/etc/motd.md".to_vec(),
        text(*b"We collect all that we can find."),
    );
    folder.insert(
        b"back\\slash.md".to_vec(),
        text(*b"We collect all that we can find."),
    );
    folder.insert(
        b"red\x1b[31m.md".to_vec(),
        text(*b"We collect all that we can find."),
    );
    folder.insert(
        b"caf\xe9.md".to_vec(),
        text(*b"We collect all that we can find."),
    );
    folder.insert(
        b"deep".to_vec(),
        Thing::Folder(std::collections::BTreeMap::new()),
    );
    let (world, findings) = found(vec![
        ("Fen", Thing::Folder(folder.clone())),
        ("..", Thing::Folder(folder)),
    ]);
    assert_eq!(findings.len(), 8, "{findings:?}");
    assert!(
        findings.iter().all(|(code, _)| *code == "odd-path"),
        "{findings:?}"
    );
    assert_eq!(world.archive().documents().len(), 3);
    // Nothing of it reaches a terminal as it stands.
    let shown: String = world
        .archive()
        .findings()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(!shown.contains('\x1b'));
}

#[test]
fn a_declaration_that_is_none_is_told() {
    let mut world = World::with_texts();
    world
        .declarations
        .text("declarations/Larch.json", "{ \"terms\": 3 }");
    world.declarations.commit("Break it");
    let synced = world.sync();
    let expected = [(
        "declaration-malformed",
        "declarations/Larch.json".to_owned(),
    )];
    assert_eq!(World::findings(&synced), expected);
    let archive = world.archive();
    assert_eq!(
        archive
            .document("test:Plume/Privacy Policy")
            .unwrap()
            .urls
            .len(),
        1
    );
}

#[test]
fn no_repository_is_told_and_the_others_go_on() {
    let world = World::with_texts();
    let mut absent = world.collection();
    absent.name = "absent".to_owned();
    absent.versions = world.path().join("nowhere").as_path().into();
    let mut empty = world.collection();
    empty.name = "empty".to_owned();
    empty.versions = Repository::new(&world.path().join("empty"))
        .path
        .as_path()
        .into();
    let synced = world.sync_of(&[absent, empty, world.collection()]).unwrap();
    let codes: Vec<_> = World::findings(&synced)
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert_eq!(codes, ["repository-unreadable", "repository-unreadable"]);
    assert_eq!(world.archive().documents().len(), 3);
}

/// Cuts the file of the object in half. Returns the file and what it held.
fn truncate(repository: &Path, id: archive::ObjectId) -> (PathBuf, Vec<u8>) {
    let hex = id.to_string();
    let (folder, name) = hex.split_at(2);
    let path = repository.join("objects").join(folder).join(name);
    let bytes = fs::read(&path).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    #[allow(
        clippy::permissions_set_readonly_false,
        reason = "a file of the test's own"
    )]
    permissions.set_readonly(false);
    fs::set_permissions(&path, permissions).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    (path, bytes)
}

#[test]
fn a_damaged_repository_leaves_the_old_state_serving() {
    let mut world = World::with_texts();
    world.sync();
    world.versions.text(
        "Plume/Privacy Policy.md",
        "We changed all of it last night.",
    );
    let commit = world
        .versions
        .commit("Record new changes of Plume Privacy Policy");
    let _ = truncate(&world.versions.path, commit);
    let synced = world.sync();
    let codes: Vec<_> = World::findings(&synced)
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert_eq!(codes, ["repository-damaged"]);
    let archive = world.archive();
    assert_eq!(archive.documents().len(), 3);
    let found = archive
        .search(&archive::Query::words("binoculars", 3))
        .unwrap();
    assert_eq!(found.len(), 1);
}

#[test]
fn a_text_that_cannot_be_read_leaves_the_old_state_serving() {
    let mut world = World::with_texts();
    let new = "We changed all of it last night.";
    world.sync();
    world.versions.text("Plume/Privacy Policy.md", new);
    world
        .versions
        .commit("Record new changes of Plume Privacy Policy");
    let _ = truncate(&world.versions.path, blob(new));
    let synced = world.sync();
    assert_eq!(World::findings(&synced)[0].0, "repository-damaged");
    let archive = world.archive();
    let found = archive
        .search(&archive::Query::words("binoculars", 3))
        .unwrap();
    assert_eq!(found.len(), 1);
}

#[test]
fn the_first_time_all_that_can_be_read_is_indexed() {
    let mut world = World::with_texts();
    let lost = "We changed all of it last night.";
    world.versions.text("Fen/Terms.md", lost);
    world.versions.commit("First record of Fen Terms");
    let (path, bytes) = truncate(&world.versions.path, blob(lost));
    let synced = world.sync();
    let expected = [("text-unreadable", "Fen/Terms.md".to_owned())];
    assert_eq!(World::findings(&synced), expected);
    assert_eq!(world.archive().documents().len(), 4);
    assert!(!world.sync().changed);
    fs::write(path, bytes).unwrap();
    let mended = world.sync();
    assert_eq!((mended.changed, mended.texts), (true, 1));
    assert_eq!(mended.findings, []);
    assert_eq!(
        world.archive().document("test:Fen/Terms").unwrap().passages,
        1
    );
}

#[test]
fn a_history_with_a_hole_is_told() {
    let mut world = World::new();
    world
        .versions
        .text("Plume/Terms.md", "We keep it for a year.");
    let lost = world.versions.commit("First record of Plume Terms");
    world
        .versions
        .days(1)
        .text("Plume/Terms.md", "We keep it for two years.");
    world.versions.commit("Record new changes of Plume Terms");
    let (path, bytes) = truncate(&world.versions.path, lost);
    let synced = world.sync();
    assert_eq!(
        World::findings(&synced),
        [("history-incomplete", String::new())]
    );
    let archive = world.archive();
    assert_eq!(archive.document("test:Plume/Terms").unwrap().versions, 1);
    fs::write(path, bytes).unwrap();
    assert_eq!(world.sync().findings, []);
    let archive = world.archive();
    assert_eq!(archive.document("test:Plume/Terms").unwrap().versions, 2);
}

#[test]
fn a_damaged_index_is_made_anew() {
    let world = World::with_texts();
    world.sync();
    let index = world.data().join("index");
    for entry in fs::read_dir(&index).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "store")
        {
            fs::remove_file(path).unwrap();
        }
    }
    assert!(Archive::open(&world.data()).is_err());
    assert!(world.sync().changed);
    assert_eq!(world.archive().documents().len(), 3);
    fs::write(index.join("meta.json"), "{").unwrap();
    assert!(Archive::open(&world.data()).is_err());
    assert!(world.sync().changed);
    assert_eq!(world.archive().documents().len(), 3);
}

/// The name of a text in git.
fn blob(text: &str) -> archive::ObjectId {
    gix::objs::compute_hash(
        gix::hash::Kind::Sha1,
        gix::objs::Kind::Blob,
        text.as_bytes(),
    )
    .unwrap()
}

fn sorted<T: Ord>(mut things: Vec<T>) -> Vec<T> {
    things.sort();
    things
}
