//! What holds for every text.

use archive::{FEWEST_WORDS, MOST_WORDS, passages};
use proptest::prelude::*;

/// Something that Markdown makes something of, with letters of all lengths.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Zäöüß京😀é]{1,9}",
        2 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        2 => Just("\n\n".to_owned()),
        1 => "\n\n#{1,6} [a-z]{1,8}\n\n",
        1 => Just("\n\nTitle of it\n=====\n\n".to_owned()),
        1 => Just("\n\n**Bold title**\n\n".to_owned()),
        1 => Just("\n* ".to_owned()),
        1 => Just("\n    * deeper ".to_owned()),
        1 => Just("\n1. ".to_owned()),
        1 => Just("\n| a | b |\n| --- | --- |\n| We keep *it* | for ever |\n| and | more |\n".to_owned()),
        1 => Just("[link](https://example.org/a)".to_owned()),
        1 => Just("**bold** _lean_ `code` ~~gone~~ ![image](x.png)".to_owned()),
        1 => Just("\n> quoted ".to_owned()),
        1 => Just("\n```\ncode\n```\n".to_owned()),
        1 => Just("<br><b>html</b> &amp; \\* \r\n".to_owned()),
        1 => "[ -~\n]{0,12}",
        1 => any::<char>().prop_map(String::from),
        2 => "([a-z]{2,7} ){30,90}[a-z]{2,7}\\. ",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Words of what a person reads.
fn words(plain: &str) -> usize {
    let words = plain.split_whitespace();
    words
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_passage_is_exactly_its_slice(text in markdown()) {
        let mut end = 0;
        for passage in passages(&text) {
            prop_assert!(passage.place.start >= end, "{passage:?}");
            end = passage.place.end;
            let slice: String = text
                .chars()
                .skip(passage.place.start)
                .take(passage.place.len())
                .collect();
            prop_assert_eq!(&passage.text, &slice);
            prop_assert!(!passage.text.is_empty());
        }
    }

    #[test]
    fn every_passage_has_words(text in any::<String>()) {
        for passage in passages(&text) {
            prop_assert!(words(&passage.plain) > 0, "{passage:?}");
        }
    }

    #[test]
    fn sentences_make_passages_of_the_wanted_length(
        sentences in proptest::collection::vec("([a-z]{2,7} ){4,24}[a-z]{2,7}\\.", 20..60),
    ) {
        let one_paragraph = sentences.join(" ");
        for passage in passages(&one_paragraph) {
            let count = words(&passage.plain);
            prop_assert!((FEWEST_WORDS / 2..=MOST_WORDS).contains(&count), "{count}");
        }
        let paragraphs = sentences.join("\n\n");
        let found = passages(&paragraphs);
        let short = found.iter().filter(|passage| words(&passage.plain) < FEWEST_WORDS);
        prop_assert!(short.count() <= 1);
        prop_assert!(found.iter().all(|passage| words(&passage.plain) <= MOST_WORDS));
    }
}

/// The texts of the passages of `text`.
fn cut(text: &str) -> Vec<String> {
    passages(text)
        .into_iter()
        .map(|passage| passage.text)
        .collect()
}

#[test]
fn no_passage_reaches_over_a_heading() {
    let text = "# One\n\nFirst.\n\n## Two\n\nSecond.\n\n**Three**\n\nThird.\n\n# Four\n\nFourth.";
    assert_eq!(cut(text), ["First.", "Second.", "Third.", "Fourth."]);
    let headings: Vec<_> = passages(text)
        .into_iter()
        .map(|passage| passage.headings.join(" > "))
        .collect();
    assert_eq!(headings, ["One", "One > Two", "One > Two > Three", "Four"]);
}

#[test]
fn a_list_stays_with_what_introduces_it() {
    let intro = "We said enough of this in the paragraph above. ".repeat(12);
    let item =
        "a thing that we collect, in so many words that it takes a while to read all of them";
    let items = format!("* {item}\n").repeat(20);
    let text = format!("{intro}\n\nWe collect:\n\n{items}");
    let found = passages(&text);
    let with = found
        .iter()
        .find(|passage| passage.text.contains("We collect:"))
        .unwrap();
    assert!(with.text.contains("* a thing"));
    let last = found.last().unwrap();
    assert_eq!(last.context.as_deref(), Some("We collect:"));
}

#[test]
fn rows_have_their_header_as_context() {
    let row = "| We show you ads for things that you looked at before, on this site and on others | Your history, your place and your age, as far as we know or guess them |\n";
    let text = format!("| Why | What |\n| --- | --- |\n{}", row.repeat(12));
    let found = passages(&text);
    assert!(found.len() > 1);
    assert!(
        found
            .iter()
            .all(|passage| passage.context.as_deref() == Some("Why What"))
    );
    assert!(
        found
            .iter()
            .all(|passage| passage.text.starts_with("| We show"))
    );
    let bold = format!(
        "|  |  |\n| --- | --- |\n| **Why** | **What** |\n{}",
        row.repeat(12)
    );
    let found = passages(&bold);
    assert_eq!(found.last().unwrap().context.as_deref(), Some("Why What"));
}

#[test]
fn navigation_and_banners_go() {
    let text = "[Skip to content](#main)\n\n* [Home](/)\n* [About](/about)\n* [Terms](/terms)\n\nAccept all cookies\n\n# Policy\n\n\
                * [1. What we collect](#a)\n* [2. Sharing](#b)\n* [3. Your rights](#c)\n\nWe keep [your data](/data) for a year.\n\nBack to top";
    assert_eq!(cut(text), ["We keep [your data](/data) for a year."]);
}

#[test]
fn long_paragraphs_are_cut_between_sentences() {
    let text = "We collect what you type and keep it for as long as we like to. ".repeat(60);
    let found = cut(&text);
    assert!(found.len() >= 4);
    assert!(
        found
            .iter()
            .all(|passage| passage.starts_with("We ") && passage.ends_with("to."))
    );
}
