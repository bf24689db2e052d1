//! The inline mode.

use std::time::Duration;

use fakes::telegram::{InlineAnswer, User};
use serde_json::{Value, json};

use super::{Bot, had_problem, start};

fn article(id: &str) -> Value {
    let content = json!({"message_text": "<b>Go</b> there", "parse_mode": "HTML"});
    json!({"type": "article", "id": id, "title": "Opt out", "description": "How", "input_message_content": content})
}

/// `user` asks and the bot answers with these results and whatever else is in `extra`.
async fn ask(
    bot: &mut Bot,
    user: &User,
    query: &str,
    results: Value,
    extra: Value,
) -> InlineAnswer {
    let (user, text) = (user.clone(), query.to_owned());
    let asking = tokio::spawn(async move { user.asks_inline(&text).await });
    let asked = bot.update().await["inline_query"].clone();
    assert_eq!(asked["query"], query);
    let mut body = json!({"inline_query_id": asked["id"], "results": results});
    for (name, value) in extra.as_object().expect("an object") {
        body[name] = value.clone();
    }
    bot.done("answerInlineQuery", body).await;
    asking.await.expect("an answer")
}

#[tokio::test]
async fn results_are_shown_and_picked() {
    let (fake, mut bot) = start().await;
    fake.inline_feedback(true);
    let ann = fake.group("Friends").user("Ann");
    let mut result = article("1");
    result["reply_markup"] =
        json!({"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]});
    let answer = ask(
        &mut bot,
        &ann,
        "opt out",
        json!([result]),
        json!({"cache_time": 5, "is_personal": true}),
    )
    .await;
    assert_eq!(
        (answer.cache_time, answer.is_personal, answer.cached),
        (5, true, false)
    );
    let shown = &answer.results[0];
    assert_eq!(
        (shown.title.as_str(), shown.description.as_deref()),
        ("Opt out", Some("How"))
    );
    assert_eq!(
        (shown.text.as_str(), shown.raw.as_str()),
        ("Go there", "<b>Go</b> there")
    );
    let picked = ann.picks(shown).await;
    let updates = bot.updates().await;
    let id = updates[0]["chosen_inline_result"]["inline_message_id"].clone();
    assert_eq!(updates[1]["message"]["via_bot"]["username"], "privy_bot");
    ann.presses(&picked, "More").await;
    let query = bot.update().await["callback_query"].clone();
    assert_eq!(query["inline_message_id"], id);
    assert!(query.get("message").is_none());
    bot.done(
        "answerCallbackQuery",
        json!({"callback_query_id": query["id"]}),
    )
    .await;
    let edited = bot
        .done(
            "editMessageText",
            json!({"inline_message_id": id, "text": "more"}),
        )
        .await;
    assert_eq!(edited, true);
    assert_eq!(ann.hears().await.text, "more");
    let wrong = bot
        .refused(
            "editMessageText",
            json!({"inline_message_id": "x", "text": "more"}),
        )
        .await;
    assert_eq!(wrong, "Bad Request: MESSAGE_ID_INVALID");
}

#[tokio::test]
async fn answers_are_cached_for_all_unless_personal() {
    let (fake, mut bot) = start().await;
    let (ann, bob) = (fake.user("Ann"), fake.user("Bob"));
    ask(&mut bot, &ann, "shared", json!([article("1")]), json!({})).await;
    assert!(bob.asks_inline("shared").await.cached);
    let personal = json!({"is_personal": true});
    ask(
        &mut bot,
        &ann,
        "personal",
        json!([article("1")]),
        personal.clone(),
    )
    .await;
    assert!(ann.asks_inline("personal").await.cached);
    assert!(
        !ask(&mut bot, &bob, "personal", json!([article("1")]), personal)
            .await
            .cached
    );
    ask(&mut bot, &ann, "fresh", json!([]), json!({"cache_time": 0})).await;
    assert!(
        !ask(&mut bot, &ann, "fresh", json!([]), json!({}))
            .await
            .cached
    );
}

#[tokio::test]
async fn answers_are_checked() {
    let (fake, mut bot) = start().await;
    fake.deadlines(Duration::from_secs(1), Duration::from_millis(300));
    let ann = fake.user("Ann");
    let asking = tokio::spawn(async move { ann.asks_inline("a").await });
    let id = bot.update().await["inline_query"]["id"].clone();
    let with = |results: Value| json!({"inline_query_id": id, "results": results});
    let many: Vec<Value> = (0..51).map(|id| article(&id.to_string())).collect();
    assert_eq!(
        bot.refused("answerInlineQuery", with(json!(many))).await,
        "Bad Request: RESULTS_TOO_MUCH"
    );
    let twice = with(json!([article("1"), article("1")]));
    assert_eq!(
        bot.refused("answerInlineQuery", twice).await,
        "Bad Request: RESULT_ID_DUPLICATE"
    );
    for wrong in [String::new(), "é".repeat(33)] {
        let wrong = with(json!([article(&wrong)]));
        assert_eq!(
            bot.refused("answerInlineQuery", wrong).await,
            "Bad Request: RESULT_ID_INVALID"
        );
    }
    let mut unparsable = article("1");
    unparsable["input_message_content"]["message_text"] = json!("<b>");
    let text = bot
        .refused("answerInlineQuery", with(json!([unparsable])))
        .await;
    assert!(
        text.starts_with("Bad Request: can't parse entities: "),
        "{text}"
    );
    let mut offset = with(json!([article("1")]));
    offset["next_offset"] = json!("a".repeat(65));
    assert_eq!(
        bot.refused("answerInlineQuery", offset).await,
        "Bad Request: NEXT_OFFSET_INVALID"
    );
    let unknown = bot
        .refused(
            "answerInlineQuery",
            json!({"inline_query_id": "1", "results": []}),
        )
        .await;
    assert!(
        unknown.starts_with("Bad Request: query is too old"),
        "{unknown}"
    );
    tokio::time::sleep(Duration::from_millis(350)).await;
    let late = bot.refused("answerInlineQuery", with(json!([]))).await;
    assert!(late.starts_with("Bad Request: query is too old"), "{late}");
    assert!(had_problem(
        &fake,
        "the inline query \"a\" was answered after"
    ));
    asking.abort();
}
