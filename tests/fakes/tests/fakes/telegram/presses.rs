//! Presses on buttons and their answers.

use std::time::Duration;

use serde_json::json;

use super::{had_problem, start};

const INVALID: &str =
    "Bad Request: query is too old and response timeout expired or query ID is invalid";

#[tokio::test]
async fn presses_are_answered_once_in_time_and_shortly() {
    let (fake, mut bot) = start().await;
    fake.deadlines(Duration::from_millis(200), Duration::from_millis(200));
    let ann = fake.user("Ann");
    let keyboard = json!({"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]});
    bot.done(
        "sendMessage",
        json!({"chat_id": ann.id(), "text": "a", "reply_markup": keyboard}),
    )
    .await;
    let shown = ann.hears().await;
    ann.presses(&shown, "x").await;
    let id = bot.update().await["callback_query"]["id"].clone();
    let answer = |text: String| json!({"callback_query_id": id, "text": text});
    assert_eq!(
        bot.refused("answerCallbackQuery", answer("a".repeat(201)))
            .await,
        "Bad Request: MESSAGE_TOO_LONG"
    );
    bot.done("answerCallbackQuery", answer("a".repeat(200)))
        .await;
    assert_eq!(ann.toast().await, Some("a".repeat(200)));
    fake.traffic.forgive();
    bot.done("answerCallbackQuery", answer("b".into())).await;
    assert!(had_problem(&fake, "answered twice"));
    assert_eq!(
        bot.refused("answerCallbackQuery", json!({"callback_query_id": "1"}))
            .await,
        INVALID
    );

    ann.presses_data(&shown, "x", "something else").await;
    let query = bot.update().await["callback_query"].clone();
    assert_eq!(query["data"], "something else");
    tokio::time::sleep(Duration::from_millis(250)).await;
    assert_eq!(
        bot.refused(
            "answerCallbackQuery",
            json!({"callback_query_id": query["id"]})
        )
        .await,
        INVALID
    );
    assert!(had_problem(&fake, "the press on \"x\" was answered after"));
    assert_eq!(fake.unanswered_presses(), ["x"]);
}

#[tokio::test]
#[should_panic(expected = "the press on \\\"x\\\" was not answered")]
async fn an_unanswered_press_is_no_clean_end() {
    let (fake, mut bot) = start().await;
    fake.patience(Duration::from_millis(100));
    let ann = fake.user("Ann");
    let keyboard = json!({"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]});
    bot.done(
        "sendMessage",
        json!({"chat_id": ann.id(), "text": "a", "reply_markup": keyboard}),
    )
    .await;
    let shown = ann.hears().await;
    ann.presses(&shown, "x").await;
    bot.updates().await;
    bot.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
#[should_panic(expected = "nobody heard")]
async fn an_unheard_message_is_no_clean_end() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    bot.sends(ann.id(), "a").await;
    fake.assert_clean();
}

#[tokio::test]
#[should_panic(expected = "1 updates were not confirmed")]
async fn an_unconfirmed_update_is_no_clean_end() {
    let (fake, mut bot) = start().await;
    fake.user("Ann").says("a").await;
    bot.updates().await;
    fake.assert_clean();
}

#[tokio::test]
#[should_panic(expected = "Ann heard nothing")]
async fn hearing_nothing_is_told() {
    let (fake, _bot) = start().await;
    fake.patience(Duration::from_millis(50));
    fake.user("Ann").hears().await;
}

#[tokio::test]
#[should_panic(expected = "Ann heard something: \"a\"")]
async fn hearing_something_is_told() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    bot.sends(ann.id(), "a").await;
    ann.hears_nothing().await;
}
