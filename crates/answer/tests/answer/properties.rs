//! Over the built-in records, for any input.

use std::sync::{Arc, LazyLock};

use answer::{Answer, Context, Engine, Kind};
use knowledge::{Files, KnowledgeBase};
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let base = KnowledgeBase::load(&Files::embedded()).expect("the built-in base is sound");
    Engine::new(Arc::new(base)).expect("the index can be built")
});

fn ask(turns: &[String]) -> Vec<Answer> {
    let mut context = Context::default();
    turns
        .iter()
        .map(|turn| ENGINE.ask(turn, &mut context).expect("the index works"))
        .collect()
}

/// What an abstention cites, and what a fact lacks.
fn check_sources(answer: &Answer) -> Result<(), TestCaseError> {
    let sources = answer.sources(ENGINE.base());
    match answer.verdict.kind() {
        Kind::Unknown | Kind::Greeting | Kind::Help | Kind::OutOfScope => {
            prop_assert!(sources.is_empty(), "an abstention cites {sources:?}");
        }
        Kind::Answer | Kind::Steps | Kind::Compare | Kind::Explain => {
            prop_assert!(!sources.is_empty(), "no source: {answer:?}");
        }
        Kind::List | Kind::Clarify | Kind::Changes => {}
    }
    Ok(())
}

/// Words of all sorts that questions are made of, so that random ones get past the first rule.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "linkedin",
            "x",
            "meta",
            "facebook",
            "zoom",
            "whatsapp",
            "telegram",
            "does",
            "how do i",
            "delete",
            "my",
            "account",
            "sell",
            "data",
            "train",
            "ai",
            "in the uk",
            "california",
            "which apps",
            "vs",
            "and",
            "?",
            "opt out",
            "why",
            "what is",
            "legitimate interest",
            "turn it off",
            "what about",
            "i heard",
            "messages",
            "hi",
            "thanks",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
        "[a-z]{1,14}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gets_an_answer(text in any::<String>()) {
        for answer in ask(&[text]) {
            check_sources(&answer)?;
        }
    }

    #[test]
    fn any_conversation_gets_the_same_answers_again(
        turns in prop::collection::vec(prop::collection::vec(word(), 0..12).prop_map(|words| words.join(" ")), 1..5)
    ) {
        let answers = ask(&turns);
        for answer in &answers {
            check_sources(answer)?;
            prop_assert!((0.0..=1.0).contains(&answer.confidence));
        }
        prop_assert_eq!(answers, ask(&turns));
    }

    #[test]
    fn what_cannot_be_seen_changes_nothing(
        at in 0usize..30,
        invisible in prop::sample::select(vec!['\u{200B}', '\u{202E}', '\u{0}', '\u{FEFF}', '\u{2066}', '\u{7}'])
    ) {
        let plain = "does linkedin train ai on my posts".to_owned();
        let mut letters: Vec<char> = plain.chars().collect();
        letters.insert(at, invisible);
        prop_assert_eq!(ask(&[letters.into_iter().collect()]), ask(&[plain]));
    }
}

#[test]
fn every_suggestion_is_answered_where_it_is_made() {
    let openings = [
        "is linkedin training on my data",
        "how do i delete my instagram account",
        "whatsapp vs telegram",
        "which apps dont train ai on my data",
        "can it be undone",
        "what is legitimate interest",
        "is tiktok safe",
        "does meta train on my posts",
        "hello",
        "does zoom sell my data",
    ];
    for opening in openings {
        let mut context = Context::default();
        let first = ENGINE.ask(opening, &mut context).expect("answered");
        for suggestion in &first.suggestions {
            let question = &suggestion.question;
            let answer = ENGINE
                .ask(question, &mut context.clone())
                .expect("answered");
            let shown = ENGINE
                .show(&suggestion.subject, &mut context.clone())
                .expect("held");
            assert_eq!(
                shown.verdict, answer.verdict,
                "after \"{opening}\": \"{question}\""
            );
            let kind = answer.verdict.kind();
            assert!(
                matches!(kind, Kind::Answer | Kind::Steps | Kind::Explain),
                "after \"{opening}\": \"{question}\" gets {kind:?}"
            );
        }
    }
}

#[test]
fn another_language_is_told_so_and_gets_no_facts() {
    for question in [
        "est-ce que linkedin utilise mes données",
        "verkauft whatsapp eigentlich meine daten weiter",
        "¿vende tiktok mis datos a otras empresas?",
    ] {
        let answers = ask(&[question.to_owned()]);
        assert_eq!(answers[0].verdict.kind(), Kind::Unknown, "{question}");
        assert!(answers[0].platforms.is_empty(), "{question}");
    }
}

#[test]
fn two_engines_over_the_same_base_agree() {
    let base = KnowledgeBase::load(&Files::embedded()).expect("sound");
    let other = Engine::new(Arc::new(base)).expect("built");
    for question in [
        "is linkdin usin my stuff to train ai??",
        "which apps dont sell data",
        "can it be undone",
    ] {
        let answer = other
            .ask(question, &mut Context::default())
            .expect("answered");
        assert_eq!(ask(&[question.to_owned()]), [answer]);
    }
}

#[test]
fn a_very_long_text_is_answered() {
    for text in [
        "ads ".repeat(25_000),
        "a".repeat(100_000),
        "(".repeat(100_000),
        "\u{1F600}".repeat(100_000),
    ] {
        assert_eq!(ask(&[text]).len(), 1);
    }
}

#[test]
fn query_syntax_is_only_words() {
    let wanted = ask(&["linkedin ai training".to_owned()]);
    let written = ask(&["linkedin AND (ai* OR \"training\"~2)^5 NOT [a TO b]".to_owned()]);
    assert_eq!(written[0].platforms, wanted[0].platforms);
    assert_eq!(written[0].topic, wanted[0].topic);
}
