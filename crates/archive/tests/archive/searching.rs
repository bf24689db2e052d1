//! Passages for words.

use archive::{Archive, LooseText, Query, Weighted};

use crate::repository::{PLUME, World, topics};

fn texts(texts: &[(&str, &str, &str)]) -> Archive {
    let texts: Vec<_> = texts
        .iter()
        .map(|(service, name, text)| LooseText {
            service: (*service).to_owned(),
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    Archive::of_texts(&texts, &topics()).unwrap()
}

#[test]
fn the_platform_is_a_filter() {
    let world = World::with_texts();
    world.sync();
    let archive = world.archive();
    let query = Query::words("do you share my email address with advertising partners", 5);
    let services = |query: &Query| -> Vec<String> {
        let hits = archive.search(query).unwrap().into_iter();
        hits.map(|hit| hit.document.service.clone()).collect()
    };
    let mut all = services(&query);
    all.dedup();
    assert!(all.len() > 1, "{all:?}");
    assert!(
        services(&query.clone().of(&["Larch"]))
            .iter()
            .all(|name| name == "Larch")
    );
    assert!(services(&query.of(&["Nobody"])).is_empty());
}

#[test]
fn a_hit_is_a_slice_of_its_document_under_its_headings() {
    let world = World::with_texts();
    world.sync();
    let archive = world.archive();
    let hits = archive.search(&Query::words("train ai models", 3)).unwrap();
    let best = &hits[0];
    assert_eq!(
        best.headings,
        [
            "Plume Privacy Policy",
            "How we use your data",
            "AI features"
        ]
    );
    let slice: String = PLUME
        .chars()
        .skip(best.place.start)
        .take(best.place.len())
        .collect();
    assert_eq!(best.text, slice);
    assert!(best.text.starts_with("We train our generative AI models"));
}

#[test]
fn what_several_texts_say_alike_is_found_once_and_in_the_newest() {
    let mut world = World::with_texts();
    world.versions.days(9).text("Plume/Cookies.md", PLUME);
    world.versions.commit("First record of Plume Cookies");
    world.sync();
    let archive = world.archive();
    let hits = archive.search(&Query::words("binoculars", 5)).unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].document.name, "Cookies");
}

#[test]
fn the_same_query_finds_the_same() {
    let same = "We keep it. ".repeat(8);
    let names: Vec<String> = (0..40)
        .map(|number| format!("Service {number:02}"))
        .collect();
    let different: Vec<String> = (0..40)
        .map(|number| format!("{same} Thing{number}."))
        .collect();
    let all: Vec<_> = names
        .iter()
        .zip(&different)
        .map(|(name, text)| (name.as_str(), "Terms", text.as_str()))
        .collect();
    let find = || -> Vec<String> {
        let archive = texts(&all);
        let hits = archive
            .search(&Query::words("keep", 7))
            .unwrap()
            .into_iter();
        hits.map(|hit| hit.document.service.clone()).collect()
    };
    assert_eq!(find(), find());
    assert_eq!(find()[0], "Service 00");
}

#[test]
fn topics_lift_passages_that_have_them() {
    let archive = texts(&[(
        "Plume",
        "Terms",
        "# One\n\nYour data is kept for a year.\n\n# Two\n\nYour data is used for advertising and personalised ads.",
    )]);
    let mut query = Query::words("data", 2);
    query.topics.push(Weighted {
        text: "ads".to_owned(),
        weight: 1.0,
    });
    let hits = archive.search(&query).unwrap();
    assert_eq!(hits[0].headings, ["Two"]);
}

#[test]
fn nothing_that_is_written_is_a_query() {
    let world = World::with_texts();
    world.sync();
    let archive = world.archive();
    for odd in [
        "",
        "   ",
        "\"",
        "text:*",
        "+ - !(",
        "AND OR NOT",
        "\u{0}\u{202e}",
        "a/b/../c",
    ] {
        archive.search(&Query::words(odd, 5)).unwrap();
    }
    assert!(archive.search(&Query::words("data", 0)).unwrap().is_empty());
    assert!(
        archive
            .search(&Query::words("data", usize::MAX))
            .unwrap()
            .len()
            > 1
    );
}
