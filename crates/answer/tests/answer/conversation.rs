//! One question after another.

use crate::dummy::about;

const FIRST: &str = "does workbook train ai on my posts";

#[track_caller]
fn then(next: &[&str], wanted: &str) {
    let turns: Vec<&str> = std::iter::once(FIRST).chain(next.iter().copied()).collect();
    assert_eq!(about(&turns), wanted, "{next:?}");
}

#[test]
fn the_platform_and_the_topic_stay_until_others_are_named() {
    then(
        &["and how do i turn it off?"],
        "steps workbook ai-training opt-out -",
    );
    then(&["what about chirper?"], "answer chirper ai-training yes -");
    then(&["what about pebble"], "answer pebble ai-training no -");
    then(
        &["and delete my account?"],
        "steps workbook deletion self-service -",
    );
    then(&["why?"], "answer workbook ai-training opt-out -");
}

#[test]
fn a_place_stays_too() {
    then(&["in the uk?"], "answer workbook ai-training opt-in uk");
    then(
        &["in the uk?", "and chirper?"],
        "answer chirper ai-training yes uk",
    );
}

#[test]
fn steps_for_one_are_steps_for_the_next() {
    then(
        &["how do i turn it off", "and on albumen?"],
        "answer albumen ai-training unstated -",
    );
    then(
        &["how do i delete my account", "and on chirper?"],
        "steps chirper deletion self-service -",
    );
}

#[test]
fn thanks_in_between_change_nothing() {
    then(
        &["thanks a lot", "and chirper?"],
        "answer chirper ai-training yes -",
    );
}

#[test]
fn a_name_that_is_not_held_gets_nothing_of_the_one_before() {
    then(&["what about zoom?"], "unknown - ai-training - -");
    then(
        &["what about zoom?", "and chirper"],
        "answer chirper ai-training yes -",
    );
}

#[test]
fn the_last_two_are_compared_when_they_are_pointed_at() {
    then(
        &["what about chirper?", "which of the two is better"],
        "compare workbook+chirper ai-training - -",
    );
}

#[test]
fn somebody_whom_nobody_knows_gets_nothing_of_the_one_before() {
    for next in [
        "what about blorpify",
        "how about blorpify?",
        "what about my bank",
    ] {
        let answer = about(&[FIRST, next]);
        assert!(!answer.contains("workbook"), "{next}: {answer}");
    }
    let answer = about(&[FIRST, "what about zoom?", "and delete my account?"]);
    assert!(answer.starts_with("clarify - "), "{answer}");
}

#[test]
fn leaving_a_place_leaves_its_entry() {
    then(
        &["in the uk?", "and outside the uk?"],
        "answer workbook ai-training opt-out -",
    );
}
