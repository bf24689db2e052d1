//! Loading: lenient, and what could not be taken in is named with file and line.

use std::{fs, path::Path};

use knowledge::{ErrorKind, Files, KnowledgeBase, Position, Stance, lint};
use tempfile::TempDir;

use crate::dummy::{ALPHA, BETA, Dummy, EXPLAINER, RETIRED, VOCABULARY, slug, today};

#[test]
fn a_sound_base_is_taken_in_whole() {
    let base = Dummy::sound().load();
    assert!(base.problems.is_empty(), "{:?}", base.problems);
    let records: Vec<_> = base.records.keys().map(|slug| slug.as_str()).collect();
    assert_eq!(records, ["alpha", "beta"]);
    assert_eq!(
        base.explainers["what-is-consent"].body,
        "Consent is a clear yes.\n\n- It can be taken back."
    );
    assert_eq!(base.retired[0].redirect, Some(slug("alpha")));
    let topics: Vec<_> = base
        .vocabulary
        .topics
        .iter()
        .map(|topic| topic.slug.as_str())
        .collect();
    assert_eq!(topics, ["ai-training", "sharing", "messages", "deletion"]);
    assert!(base.vocabulary.words.contains("garden"));
    assert!(!base.vocabulary.words.contains("# ordinary words"));
    let family: Vec<_> = base
        .family("alpha holding")
        .map(|r| r.name.as_str())
        .collect();
    assert_eq!(family, ["Alpha", "Beta"]);
}

#[test]
fn a_topic_may_call_a_stance_in_its_own_way() {
    let vocabulary = Dummy::sound().load().vocabulary;
    let verdict = |topic: &str, stance| {
        vocabulary
            .verdict(vocabulary.topic(topic).unwrap(), Position::Stance(stance))
            .to_owned()
    };
    assert_eq!(verdict("sharing", Stance::No), "No");
    assert_eq!(verdict("messages", Stance::No), "No, they are encrypted");
    assert_eq!(
        verdict("sharing", Stance::Limited),
        "limited",
        "what has no name keeps its word"
    );
}

/// `dummy` loads but for one file; the problem names it and the line in which `part` stands.
fn loads_the_rest(dummy: &Dummy, file: &str, part: Option<&str>, kind: ErrorKind) {
    let base = dummy.load();
    let [problem] = base.problems.as_slice() else {
        panic!("not one problem: {:?}", base.problems);
    };
    let line = part.map_or(1, |part| dummy.line_of(file, part));
    assert_eq!(
        (problem.file.as_str(), problem.line, problem.kind),
        (file, line, kind),
        "{problem}"
    );
    assert!(
        problem.to_string().starts_with(&format!("{file}:{line}: ")),
        "{problem}"
    );
    assert_eq!(base.records.contains_key("alpha"), file != ALPHA);
    assert!(base.records.contains_key("beta"));
    assert_eq!(base.explainers.len(), usize::from(file != EXPLAINER));
}

#[test]
fn a_broken_record_never_stops_the_others() {
    for (old, new, part, kind) in [
        (
            "company = \"Alpha Holding\"",
            "company = Alpha",
            "company =",
            ErrorKind::Malformed,
        ),
        (
            "domains = [\"alpha.example\"]",
            "domains = 1",
            "domains =",
            ErrorKind::Malformed,
        ),
        (
            "stance = \"yes\"",
            "stance = \"maybe\"",
            "\"maybe\"",
            ErrorKind::Invalid,
        ),
        (
            "\"self-service\"",
            "\"maybe\"",
            "\"maybe\"",
            ErrorKind::Invalid,
        ),
        (
            "effort = \"medium\"",
            "effort = \"tiny\"",
            "\"tiny\"",
            ErrorKind::Invalid,
        ),
        (
            "[practices.messages]",
            "[practices.cooking]",
            "cooking",
            ErrorKind::Invalid,
        ),
        (
            "regions.eu]",
            "regions.mars]",
            "regions.mars]",
            ErrorKind::Invalid,
        ),
        (
            "read = 2026-03-01",
            "read = 10:30:00",
            "[sources.privacy]",
            ErrorKind::Invalid,
        ),
        (
            "source = \"privacy\", find = [\"do not sell\"]",
            "source = \"lost\"",
            "[practices.sharing]",
            ErrorKind::Invalid,
        ),
        (
            "source = \"privacy\", find = [\"30 days\"]",
            "source = \"lost\"",
            "[rights.deletion]",
            ErrorKind::Invalid,
        ),
    ] {
        let dummy = Dummy::sound().swap(ALPHA, old, new);
        loads_the_rest(&dummy, ALPHA, Some(part), kind);
    }
}

#[test]
fn a_broken_explainer_never_stops_the_others() {
    let dummy = Dummy::sound().swap(EXPLAINER, "title = \"A law\"", "title = A law");
    loads_the_rest(
        &dummy,
        EXPLAINER,
        Some("title = A law"),
        ErrorKind::Malformed,
    );
    let dummy = Dummy::sound().swap(EXPLAINER, "+++\ntitle", "title");
    loads_the_rest(&dummy, EXPLAINER, None, ErrorKind::Invalid);
    let dummy = Dummy::sound().swap(EXPLAINER, "source = \"law\"", "source = \"lost\"");
    loads_the_rest(&dummy, EXPLAINER, None, ErrorKind::Invalid);
}

#[test]
fn broken_retired_slugs_never_stop_the_records() {
    let dummy = Dummy::sound().swap(RETIRED, "slug = \"old-alpha\"", "slug = 1");
    loads_the_rest(&dummy, RETIRED, Some("slug = 1"), ErrorKind::Malformed);
}

#[test]
fn a_file_name_that_is_no_slug_is_a_problem() {
    let base = Dummy::sound()
        .put("platforms/Beta_2.toml", "name = \"Beta 2\"\n")
        .load();
    assert_eq!(base.problems.len(), 1);
    assert_eq!(base.problems[0].file, "platforms/Beta_2.toml");
    assert_eq!(base.records.len(), 2);
}

#[test]
fn unknown_keys_are_passed_over() {
    let base = Dummy::sound()
        .swap(BETA, "kind = ", "colour = \"blue\"\nkind = ")
        .load();
    assert!(base.problems.is_empty());
}

#[test]
fn without_a_vocabulary_nothing_loads() {
    let error = KnowledgeBase::load(&Dummy::sound().remove(VOCABULARY).files()).unwrap_err();
    assert_eq!(error.to_string(), "vocabulary.toml: is missing");
    let dummy = Dummy::sound().swap(VOCABULARY, "group = \"right\"", "group = \"wrong\"");
    let error = KnowledgeBase::load(&dummy.files()).unwrap_err();
    assert_eq!(error.line, dummy.line_of(VOCABULARY, "\"wrong\""));
    assert_eq!(error.kind, ErrorKind::Malformed);
}

#[test]
fn only_the_vocabulary_must_be_there() {
    let alone = Files::default().with(VOCABULARY, Dummy::sound().files().get(VOCABULARY).unwrap());
    let base = KnowledgeBase::load(&alone).unwrap();
    assert!(base.records.is_empty() && base.problems.is_empty());
}

#[test]
fn a_folder_reads_as_the_files_in_it() {
    let folder = TempDir::new().unwrap();
    Dummy::sound().write(folder.path());
    fs::write(folder.path().join(".hidden.toml"), "not toml").unwrap();
    fs::write(folder.path().join("platforms/notes.bak"), [0xff]).unwrap();
    let (files, unreadable) = Files::from_folder(folder.path()).unwrap();
    assert!(unreadable.is_empty());
    assert_eq!(lint(&files, &unreadable, today()), []);
    assert_eq!(
        KnowledgeBase::load(&files).unwrap().records,
        Dummy::sound().load().records
    );
}

#[test]
fn a_file_that_is_not_utf8_leaves_the_others() {
    let folder = TempDir::new().unwrap();
    Dummy::sound().write(folder.path());
    fs::write(
        folder.path().join("platforms/gamma.toml"),
        [b'n', 0xff, 0xfe],
    )
    .unwrap();
    let (files, unreadable) = Files::from_folder(folder.path()).unwrap();
    let [error] = unreadable.as_slice() else {
        panic!("not one: {unreadable:?}");
    };
    assert_eq!(error.kind, ErrorKind::Unreadable);
    let sentence = error.to_string();
    assert!(
        sentence.starts_with("platforms/gamma.toml: cannot be read: "),
        "{sentence}"
    );
    assert_eq!(KnowledgeBase::load(&files).unwrap().records.len(), 2);
    let findings = lint(&files, &unreadable, today());
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!((findings[0].code, findings[0].line), ("unreadable", 1));
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = Files::from_folder(Path::new("/no/such/folder")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreadable);
    let sentence = error.to_string();
    assert!(
        sentence.starts_with("/no/such/folder: cannot be read: No such file"),
        "{sentence}"
    );
}

#[test]
fn a_folder_without_vocabulary_is_no_knowledge_folder() {
    let folder = TempDir::new().unwrap();
    let error = Files::from_folder(folder.path()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "{}: cannot be read: there is no vocabulary.toml in it, so it is no knowledge folder",
            folder.path().display()
        )
    );
}

#[test]
fn line_ends_of_windows_make_no_difference() {
    let dummy = Dummy::sound().with_crlf();
    assert_eq!(dummy.lint(), []);
    let (base, sound) = (dummy.load(), Dummy::sound().load());
    assert_eq!(base.records, sound.records);
    assert_eq!(base.explainers.len(), sound.explainers.len());
    assert!(base.vocabulary.words.contains("garden"));
    let broken = Dummy::sound()
        .swap(EXPLAINER, "title = \"A law\"", "title = A law")
        .with_crlf();
    loads_the_rest(
        &broken,
        EXPLAINER,
        Some("title = A law"),
        ErrorKind::Malformed,
    );
}
