//! What changed, without the noise.

use archive::{Change, ChangeKind};
use jiff::civil::date;

use crate::repository::{PLUME, World, topics};

const POLICY: &str = "Plume/Privacy Policy.md";
const RECORD: &str = "Record new changes of Plume Privacy Policy";

/// What changed in Plume's texts since the second day, after each of `texts` was recorded a day after the one before.
fn changes(texts: &[&str], look: impl FnOnce(Vec<Change<'_>>)) {
    let mut world = World::with_texts();
    for text in texts {
        world.versions.days(1).text(POLICY, text);
        world.versions.commit(RECORD);
    }
    look_at(&world, look);
}

fn look_at(world: &World, look: impl FnOnce(Vec<Change<'_>>)) {
    world.sync();
    let archive = world.archive();
    let topics = topics();
    look(archive.changes("Plume", date(2026, 1, 2), &topics).unwrap());
}

fn none(texts: &[&str]) {
    changes(texts, |changes| assert_eq!(changes, []));
}

#[test]
fn paragraphs_are_added_removed_and_reworded() {
    let added =
        "## Retention\n\nWe keep all of your sightings for ten years after you have left us.\n";
    let new = PLUME
        .replace("who show you binoculars and seed", "who show you binoculars and cameras")
        .replace("We collect your name, the birds that you saw, and where you were when you saw them, if you let the app know.", "")
        + added;
    changes(&[&new], |changes| {
        let kinds: Vec<_> = changes.iter().map(|change| change.kind).collect();
        assert_eq!(
            kinds,
            [ChangeKind::Removed, ChangeKind::Reworded, ChangeKind::Added]
        );
        let [removed, reworded, added] = &changes[..] else {
            panic!("{changes:?}")
        };
        assert_eq!(
            removed.headings,
            ["Plume Privacy Policy", "What we collect"]
        );
        assert!(removed.after.is_none());
        assert!(reworded.before.as_ref().unwrap().contains("seed"));
        assert!(reworded.after.as_ref().unwrap().contains("cameras"));
        assert!(
            reworded.topics.iter().any(|topic| topic == "ads"),
            "{:?}",
            reworded.topics
        );
        assert_eq!(added.headings, ["Plume Privacy Policy", "Retention"]);
        assert_eq!(added.date, date(2026, 1, 2));
    });
}

#[test]
fn dates_addresses_markup_and_space_are_no_change() {
    none(&[&PLUME.replace("1 January 2026", "7 February 2026")]);
    none(&[&PLUME
        .replace("_Last updated", "**Last updated")
        .replace("2026_", "2026**")]);
    none(&[&PLUME
        .replace("our settings", "our  settings")
        .replace("\n\n", "\n\n\n")]);
    let linked =
        |address: &str| PLUME.replace("your settings", &format!("your [settings]({address})"));
    none(&[&linked("https://plume.example/s?utm_source=a")]);
    none(&[
        &linked("https://plume.example/s?id=1"),
        &linked("https://plume.example/s?id=2"),
    ]);
    none(&[&PLUME.replace("generative AI", "**generative** AI")]);
}

#[test]
fn what_moved_is_no_change() {
    let ads = "### Advertising\n\nWe share your email address with our advertising partners, who show you binoculars and seed on other sites.\n";
    let moved = format!("{ads}\n{}", PLUME.replace(ads, ""));
    none(&[&moved]);
}

#[test]
fn what_is_only_divided_is_no_change() {
    let divided = PLUME.replace("models on your public", "models\n\non your public");
    none(&[&divided]);
}

#[test]
fn a_text_that_comes_back_never_went() {
    let broken = "Sorry, something went wrong on our side of the wire.";
    none(&[broken, PLUME]);
    none(&[
        broken,
        PLUME,
        broken,
        PLUME,
        broken,
        &PLUME.replace("1 January", "2 January"),
    ]);
}

#[test]
fn a_month_of_two_texts_that_take_turns_is_one_change_at_most() {
    let other = PLUME.replace("binoculars and seed", "feeders and boots");
    let turns: Vec<&str> = (0..30)
        .map(|day| if day % 2 == 0 { other.as_str() } else { PLUME })
        .collect();
    none(&turns);
    changes(&turns[..29], |changes| assert_eq!(changes.len(), 1));
}

#[test]
fn a_burst_is_one_change() {
    let step = |word: &str| PLUME.replace("binoculars and seed", word);
    changes(
        &[
            &step("feeders and boots"),
            &step("feeders and hats"),
            &step("maps and hats"),
        ],
        |changes| {
            let [change] = &changes[..] else {
                panic!("{changes:?}")
            };
            assert!(
                change
                    .before
                    .as_ref()
                    .unwrap()
                    .contains("binoculars and seed")
            );
            assert!(change.after.as_ref().unwrap().contains("maps and hats"));
            assert_eq!(change.date, date(2026, 1, 4));
        },
    );
}

#[test]
fn a_technical_version_is_no_change_and_the_next_is_compared_with_it() {
    let mut world = World::with_texts();
    let technical = PLUME
        .replace("What we collect", "What we collect (en)")
        .replace("seed", "grain");
    world.versions.days(2).text(POLICY, &technical);
    world
        .versions
        .commit("Apply technical or declaration upgrade on Plume Privacy Policy");
    world
        .versions
        .days(9)
        .text(POLICY, &technical.replace("public", "private"));
    world.versions.commit(RECORD);
    look_at(&world, |changes| {
        let [change] = &changes[..] else {
            panic!("{changes:?}")
        };
        assert!(change.before.as_ref().unwrap().contains("public sightings"));
    });
}

#[test]
fn the_first_record_is_no_change() {
    let mut world = World::with_texts();
    world.versions.days(2).text(
        "Plume/Cookies.md",
        "We put three cookies on your machine, and tell you when.",
    );
    world.versions.commit("First record of Plume Cookies");
    look_at(&world, |changes| assert_eq!(changes, []));
}

#[test]
fn the_same_change_in_two_collections_is_told_once() {
    let mut world = World::with_texts();
    world
        .versions
        .days(1)
        .text(POLICY, &PLUME.replace("public", "private"));
    world.versions.commit(RECORD);
    let mut other = world.collection();
    other.name = "other".to_owned();
    world.sync_of(&[world.collection(), other]).unwrap();
    let archive = world.archive();
    let changes = archive
        .changes("Plume", date(2026, 1, 2), &topics())
        .unwrap();
    assert_eq!(changes.len(), 1);
}
