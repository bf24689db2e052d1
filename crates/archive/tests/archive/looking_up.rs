//! Whether evidence still stands.

use archive::{EvidenceCheck, Standing};
use jiff::civil::{Date, date};

use crate::repository::{PLUME, World};

const READ: Date = date(2026, 1, 1);

#[test]
fn terms_hold_whatever_their_case_and_space() {
    let world = World::with_texts();
    world.sync();
    let archive = world.archive();
    let mut check = EvidenceCheck::new(&archive);
    let terms = ["generative ai MODELS", "your   public\nsightings"];
    let found = check
        .look("test:Plume/Privacy Policy", Some(READ), terms)
        .unwrap();
    assert_eq!(found.newest, Some(READ));
    assert_eq!(found.changed_since, None);
    assert!(
        found
            .terms
            .iter()
            .all(|(_, standing)| *standing == Standing::Holds)
    );
}

#[test]
fn a_term_that_is_gone_has_the_day_since_when() {
    let mut world = World::with_texts();
    let policy = "Plume/Privacy Policy.md";
    world
        .versions
        .days(2)
        .text(policy, &PLUME.replace("seed", "grain"));
    let first = world
        .versions
        .commit("Record new changes of Plume Privacy Policy");
    world
        .versions
        .days(2)
        .text(policy, &PLUME.replace("public", "private"));
    world
        .versions
        .commit("Record new changes of Plume Privacy Policy");
    world
        .versions
        .days(2)
        .text(policy, &PLUME.replace("public", "own"));
    world
        .versions
        .commit("Apply technical or declaration upgrade on Plume Privacy Policy");
    world.sync();
    let archive = world.archive();
    let mut check = EvidenceCheck::new(&archive);
    let terms = ["public sightings", "never stood there", "generative"];
    let found = check
        .look("test:Plume/Privacy Policy", Some(READ), terms)
        .unwrap();
    let standings: Vec<_> = found.terms.iter().map(|(_, standing)| *standing).collect();
    let gone = Standing::Gone(Some(date(2026, 1, 5)));
    assert_eq!(standings, [gone, Standing::Gone(None), Standing::Holds]);
    assert_eq!(found.newest, Some(date(2026, 1, 7)));
    assert_eq!(found.changed_since, Some(date(2026, 1, 3)));
    assert_eq!(found.changed_by, Some(first));
}

#[test]
fn a_technical_version_is_no_change() {
    let mut world = World::with_texts();
    let policy = "Plume/Privacy Policy.md";
    world
        .versions
        .days(2)
        .text(policy, &PLUME.replace("seed", "grain"));
    world
        .versions
        .commit("Apply technical or declaration upgrade on Plume Privacy Policy");
    world.sync();
    let archive = world.archive();
    let document = archive.document("test:Plume/Privacy Policy").unwrap();
    assert_eq!((document.date, document.changed), (date(2026, 1, 3), READ));
    let mut check = EvidenceCheck::new(&archive);
    let found = check
        .look("test:Plume/Privacy Policy", Some(READ), [])
        .unwrap();
    assert_eq!(found.changed_since, None);
}

#[test]
fn without_a_text_nothing_is_said() {
    let world = World::with_texts();
    world.sync();
    let archive = world.archive();
    let mut check = EvidenceCheck::new(&archive);
    let found = check
        .look("test:Nobody/Privacy Policy", Some(READ), ["data"])
        .unwrap();
    assert_eq!(found.terms, [("data".to_owned(), Standing::NoText)]);
    // The repository went away.
    std::fs::rename(&world.versions.path, world.path().join("moved")).unwrap();
    let mut check = EvidenceCheck::new(&archive);
    let found = check
        .look("test:Plume/Privacy Policy", Some(READ), ["data"])
        .unwrap();
    assert_eq!(found.terms, [("data".to_owned(), Standing::NoText)]);
}
