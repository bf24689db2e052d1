//! The words that questions and policies have in common: checked when they are loaded.

use knowledge::{Error, ErrorKind, Files, PolicyWord, Vocabulary};

use crate::dummy::{Dummy, VOCABULARY};

const POLICY: &str = "vocabulary/policy.toml";

const TEXT: &str = r#"[rank]
aspect = 2.0
synonym = 0.4
heading = 0.5
least = -1.0
most = 4.0
stop = ["the", "of"]

[aspect.sharing]
heads = ["who we share with"]
cues = ["share", "give + =others"]
mean = 0.3
weights = """
share 120, third parties 90,
delete -40"""

[[synonyms]]
people = ["sell"]
policies = ["third parties", "sale"]
"#;

fn load(policy: &str) -> Result<Vocabulary, Error> {
    let sound = Dummy::sound().files();
    let files = Files::default().with(VOCABULARY, sound.get(VOCABULARY).unwrap());
    Vocabulary::load(&files.with(POLICY, policy))
}

#[test]
fn terms_and_weights_are_taken_apart() {
    let policy = load(TEXT).unwrap().policy;
    let aspect = &policy.aspects[0];
    assert_eq!((aspect.name.as_str(), aspect.mean), ("sharing", 0.3));
    let any = |word: &str| PolicyWord::Any(word.to_owned());
    let exact = PolicyWord::Exact("others".to_owned());
    assert_eq!(aspect.cues[1].0, [vec![any("give")], vec![exact]]);
    let weights: Vec<_> = aspect
        .weights
        .iter()
        .map(|weight| (weight.words.join(" "), weight.hundredths))
        .collect();
    let expected = [("share", 120), ("third parties", 90), ("delete", -40)];
    assert_eq!(weights, expected.map(|(words, of)| (words.to_owned(), of)));
    assert_eq!(policy.synonyms[0].policies[0], ["third", "parties"]);
}

#[test]
fn what_cannot_be_meant_is_told_with_its_line() {
    for (old, new, line, part) in [
        ("synonym = 0.4", "synonym = 1.4", 3, "no `synonym`"),
        ("least = -1.0", "least = 1.0", 5, "no `least`"),
        ("most = 4.0", "most = inf", 6, "no `most`"),
        ("\"of\"", "\"Of\"", 7, "`Of` is no word"),
        (
            "cues = [\"share\", ",
            "cues = [\"share +\", ",
            11,
            "beside a `+`",
        ),
        ("\"give + =others\"", "\"share\"", 11, "twice"),
        ("mean = 0.3", "mean = nan", 12, "no mean"),
        ("delete -40", "delete", 15, "end with a number"),
        ("delete -40", "we may delete 4", 15, "one word or two"),
        (
            "share 120, ",
            "share 120, data's 3, ",
            14,
            "`data's` is no word",
        ),
        ("[\"sell\"]", "[]", 18, "is empty"),
    ] {
        let error = load(&TEXT.replace(old, new)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Invalid, "{error}");
        assert_eq!((error.file.as_str(), error.line), (POLICY, line), "{error}");
        assert!(error.message.contains(part), "{error}");
    }
}

#[test]
fn a_malformed_file_is_told_with_its_line() {
    for (old, new, line) in [
        ("mean = 0.3", "mean = \"much\"", 12),
        ("stop =", "halt =", 7),
    ] {
        let error = load(&TEXT.replace(old, new)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Malformed);
        assert_eq!((error.file.as_str(), error.line), (POLICY, line), "{error}");
    }
}

#[test]
fn none_is_needed() {
    assert!(Dummy::sound().load().vocabulary.policy.aspects.is_empty());
}

#[test]
fn ours_is_sound() {
    let policy = Vocabulary::load(&Files::embedded()).unwrap().policy;
    assert!(policy.aspects.len() >= 30 && policy.synonyms.len() >= 40);
    assert!(policy.aspects.is_sorted_by(|a, b| a.name < b.name));
}
