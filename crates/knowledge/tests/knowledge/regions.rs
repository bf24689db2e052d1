//! Places: who is meant, and whose entry counts.

use knowledge::{Availability, Position, Stance};

use crate::dummy::{Dummy, slug};

#[test]
fn a_place_falls_back_to_what_contains_it() {
    let base = Dummy::sound().load();
    let alpha = &base.records["alpha"];
    let found = |region: Option<&str>| {
        let region = region.map(slug);
        let regions = &base.vocabulary.regions;
        let (entry, under) = alpha
            .entry("ai-training", region.as_ref(), regions)
            .unwrap();
        (
            entry.position.as_str(),
            entry.summary.clone(),
            under.map(|slug| slug.to_string()),
        )
    };
    let general = "Public posts train Alpha's models.".to_owned();
    let american = "In the US comments too.".to_owned();
    assert_eq!(found(None), ("opt-out", general.clone(), None));
    assert_eq!(
        found(Some("us")),
        ("opt-out", american.clone(), Some("us".into()))
    );
    assert_eq!(
        found(Some("us-ca")),
        ("opt-out", american, Some("us".into()))
    );
    let european = "In the EU only after you agree.".to_owned();
    assert_eq!(found(Some("eu")), ("opt-in", european, Some("eu".into())));
    assert_eq!(found(Some("atlantis")), ("opt-out", general, None));
}

#[test]
fn the_nearest_place_counts() {
    let own = "[practices.sharing.regions.us-ca]\nstance = \"limited\"\nevidence = []\n\
               [practices.sharing.regions.us]\nstance = \"yes\"\nevidence = []\n";
    let base = Dummy::sound().append(crate::dummy::ALPHA, own).load();
    let regions = &base.vocabulary.regions;
    let (_, under) = base.records["alpha"]
        .entry("sharing", Some(&slug("us-ca")), regions)
        .unwrap();
    assert_eq!(under, Some(slug("us-ca")));
}

#[test]
fn a_topic_that_is_not_there_has_no_entry() {
    let base = Dummy::sound().load();
    let regions = &base.vocabulary.regions;
    assert!(
        base.records["beta"]
            .entry("messages", None, regions)
            .is_none()
    );
}

#[test]
fn a_region_takes_from_the_topic_what_it_leaves_out() {
    let base = Dummy::sound().load();
    let entry = &base.records["alpha"].entries["ai-training"];
    let general = &entry.general;
    let us = &entry.regions["us"];
    assert_eq!(us.position, general.position);
    assert_eq!(us.used, ["public posts", "comments"]);
    assert_eq!(us.not_used, general.not_used);
    assert_eq!(us.after, general.after);
    assert_eq!(us.ways, general.ways);
    let eu = &entry.regions["eu"];
    assert_eq!(eu.position, Position::Stance(Stance::OptIn));
    assert_eq!(eu.used, general.used);
    assert_eq!(
        eu.ways, general.ways,
        "an opt-in can be turned off again in the same place"
    );
}

#[test]
fn where_it_is_not_done_there_is_nothing_to_turn_off() {
    let base = Dummy::sound().load();
    let entry = &base.records["alpha"].entries["ai-training"];
    let uk = &entry.regions["uk"];
    assert_eq!(uk.position, Position::Stance(Stance::No));
    assert_eq!(uk.summary, entry.general.summary);
    assert_eq!(uk.ways, []);
}

#[test]
fn a_region_of_a_right_takes_from_the_right() {
    let base = Dummy::sound().load();
    let entry = &base.records["beta"].entries["deletion"];
    let eu = &entry.regions["eu"];
    assert_eq!(eu.position, Position::Availability(Availability::OnRequest));
    assert_eq!(eu.summary, "Write to support.");
    assert_eq!(eu.after.as_deref(), Some("In the EU within one month."));
}

#[test]
fn the_regions_own_evidence_comes_first() {
    let base = Dummy::sound().load();
    let eu = &base.records["alpha"].entries["ai-training"].regions["eu"];
    let terms: Vec<_> = eu.evidence.iter().flat_map(|one| &one.find).collect();
    assert_eq!(terms, ["European Economic Area", "train our models"]);
}

#[test]
fn places_are_named_in_many_ways() {
    let regions = Dummy::sound().load().vocabulary.regions;
    let named = |text: &str| regions.named(text).map(|region| region.slug.to_string());
    for (text, slug) in [
        ("eu", "eu"),
        ("EU", "eu"),
        ("Germany", "eu"),
        (" berlin ", "eu"),
        ("the United Kingdom", "uk"),
        ("US", "us"),
        ("US-CA", "us-ca"),
        ("Los Angeles", "us-ca"),
    ] {
        assert_eq!(named(text).as_deref(), Some(slug), "{text}");
    }
    assert_eq!(named("atlantis"), None);
    assert_eq!(named(""), None);
}

#[test]
fn a_tree_that_bites_its_tail_still_ends() {
    let dummy = Dummy::sound().swap(
        crate::dummy::REGIONS,
        "name = \"the United States\"",
        "name = \"the United States\"\nparent = \"us-ca\"",
    );
    let base = dummy.load();
    let california = slug("us-ca");
    assert!(base.vocabulary.regions.chain(Some(&california)).count() < 100);
}
