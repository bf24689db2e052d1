//! Inline mode.

use fakes::telegram::Telegram;

use crate::bot::start;

#[tokio::test]
async fn ready_answers_are_offered_to_the_person_for_a_short_while() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    let answer = ann.asks_inline("linkedin <ai>").await;
    assert!(answer.is_personal);
    assert_eq!((answer.cache_time, answer.results.len()), (10, 10));
    let first = &answer.results[0];
    assert_eq!(first.title, "Title 0");
    assert_eq!(
        first.description.as_deref(),
        Some("Description of linkedin <ai>")
    );
    assert_eq!(first.text, "<linkedin <ai>> 0");
    // In a chat that the bot is not in, only links work.
    let labels: Vec<&str> = first
        .buttons
        .iter()
        .flatten()
        .map(|button| button.label.as_str())
        .collect();
    assert_eq!(labels, ["Open"]);
    ann.picks(first).await;
    ann.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn an_empty_query_gets_some_too() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let answer = fake.stranger("Ann").asks_inline("").await;
    assert_eq!(answer.results.len(), 10);
    fake.finish().await;
}

#[tokio::test]
async fn a_panic_costs_one_query() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    fake.patience(std::time::Duration::from_millis(500));
    let ann = fake.user("Ann");
    let asked = tokio::spawn(async move { ann.asks_inline("panic").await });
    asked.await.unwrap_err();
    let ann = fake.user("Ann");
    assert_eq!(ann.asks_inline("next").await.results.len(), 10);
    ann.says("hello").await;
    ann.hears().await;
    fake.finish().await;
}
