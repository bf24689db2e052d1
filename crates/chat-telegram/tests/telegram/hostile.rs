//! What is written to do harm comes out harmless.

use fakes::telegram::Telegram;
use serde_json::json;

use crate::bot::start;

#[tokio::test]
async fn markup_mentions_and_turned_text_come_out_as_text() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.group("Friends").user("Ann");
    let hostile = "<a href=\"https://evil.example\">x</a> <b> &lt; *b* _i_ [x](https://evil.example) \
                   @everyone @bob_builder <tg-spoiler> \u{202e}gnp\u{2066} `code` </b>";
    ann.says(&format!("@privy_bot {hostile}")).await;
    let reply = ann.hears().await;
    let expected = hostile
        .replace(['\u{202e}', '\u{2066}'], "")
        .replace("@everyone", "@\u{2060}everyone")
        .replace("@bob_builder", "@\u{2060}bob_builder");
    assert_eq!(reply.text, expected);
    let exchanges = fake.traffic.exchanges();
    let sent = exchanges
        .iter()
        .find(|exchange| exchange.route == "sendMessage")
        .unwrap();
    let entities = sent.response["result"]["entities"].as_array();
    let kinds: Vec<&str> = entities
        .into_iter()
        .flatten()
        .filter_map(|entity| entity["type"].as_str())
        .collect();
    // What Telegram finds in any text: addresses of pages; no mention and no link that hides its address.
    assert!(
        !kinds.contains(&"mention") && !kinds.contains(&"text_link"),
        "{kinds:?}"
    );
    fake.finish().await;
}

#[tokio::test]
async fn the_longest_messages_are_answered() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    for text in [
        "x".repeat(4096),
        "\u{1f469}".repeat(2048),
        "<&".repeat(2048),
        "a\n".repeat(2048),
    ] {
        ann.says(&text).await;
        ann.hears().await;
    }
    assert_eq!(bot.toy.asked().len(), 4);
    fake.traffic.forgive();
    fake.finish().await;
}

#[tokio::test]
async fn what_is_no_question_is_ignored_without_harm() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    let me = ann.to_json();
    let chat = json!({"id": ann.id(), "type": "private", "first_name": "Ann"});
    let channel = json!({"id": -1_001_234_567_890_i64, "type": "channel", "title": "News"});
    let robot = json!({"id": 9, "is_bot": true, "first_name": "Robot", "username": "robot_bot"});
    let text = |more: serde_json::Value| {
        let mut message =
            json!({"message_id": 900, "date": 1, "chat": chat, "from": me, "text": "hello"});
        message
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        message
    };
    for update in [
        json!({"channel_post": {"message_id": 5, "date": 1, "chat": channel, "text": "news"}}),
        json!({"message": text(json!({"chat": channel}))}),
        json!({"message": text(json!({"from": robot}))}),
        json!({"message": text(json!({"via_bot": robot}))}),
        json!({"message": text(json!({"sender_chat": channel}))}),
        json!({"message": {"message_id": 901, "date": 1, "chat": chat, "from": me, "pinned_message": text(json!({}))}}),
        json!({"message": {"message_id": 902, "date": 1, "chat": chat, "from": me, "sticker": {"odd": true}}}),
        json!({"guest_message": {"anything": [1, 2, 3]}}),
        json!({"message": "not even an object"}),
        json!({"message": {}}),
        json!({}),
    ] {
        fake.sends_raw(update);
    }
    ann.says("still there?").await;
    assert_eq!(ann.hears().await.text, "still there?");
    ann.hears_nothing().await;
    assert_eq!(bot.toy.asked(), ["still there?"]);
    fake.finish().await;
}
