//! Texts, markup, buttons, edits, and who can be written to.

use serde_json::{Value, json};

use super::{had_problem, start};

const CANT_PARSE: &str = "Bad Request: can't parse entities: ";

#[tokio::test]
async fn html_is_parsed_strictly() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    for (html, what) in [
        (
            "a <b>b",
            "Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "<b>a</i>",
            "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"",
        ),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<br>", "Unsupported start tag \"br\" at byte offset 0"),
        ("é <p>a</p>", "Unsupported start tag \"p\" at byte offset 3"),
        ("a < b", "Unsupported start tag"),
        ("a > b", "Unescaped \">\" at byte offset 2"),
        ("AT&T", "Unsupported HTML entity at byte offset 2"),
        ("a&nbsp;b", "Unsupported HTML entity at byte offset 1"),
        ("&apos;", "Unsupported HTML entity"),
        ("&#xD800;", "Unsupported HTML entity"),
        (
            "<a>x</a>",
            "Tag \"a\" at byte offset 0 lacks a valid attribute",
        ),
        ("<a href=\"example\">x</a>", "Tag \"a\""),
        ("<a href=\"javascript:alert(1)\">x</a>", "Tag \"a\""),
        (
            "<a href=\"https://example.com\" title=\"t\">x</a>",
            "Unsupported attribute \"title\"",
        ),
        ("<a href=\"https://example.com>x</a>", "Unclosed start tag"),
        ("<b class=\"x\">x</b>", "Unsupported attribute"),
        (
            "<span class=\"x\">x</span>",
            "Tag \"span\" at byte offset 0 lacks a valid attribute",
        ),
        (
            "<code><b>x</b></code>",
            "Tag \"b\" can't be nested in the tag \"code\"",
        ),
        (
            "<b><code>x</code></b>",
            "Tag \"code\" can't be nested in the tag \"b\"",
        ),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "Tag \"blockquote\" can't be nested in the tag \"blockquote\"",
        ),
        ("<b", "Unclosed start tag \"b\" at byte offset 0"),
    ] {
        let body = json!({"chat_id": ann.id(), "text": html, "parse_mode": "HTML"});
        let text = bot.refused("sendMessage", body).await;
        assert!(
            text.starts_with(&format!("{CANT_PARSE}{what}")),
            "{html}: {text}"
        );
        assert!(had_problem(&fake, CANT_PARSE));
    }
    ann.hears_nothing().await;
}

#[tokio::test]
async fn entities_count_utf16_code_units() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let html = "  😀 <b>bö<i>ld</i></b> &lt;&#33;&#x21; <pre><code class=\"language-rust\">a</code></pre>https://example.com\n";
    let sent = bot
        .done(
            "sendMessage",
            json!({"chat_id": ann.id(), "text": html, "parse_mode": "html"}),
        )
        .await;
    assert_eq!(sent["text"], "😀 böld <!! ahttps://example.com");
    assert_eq!(
        sent["entities"],
        json!([
            {"type": "bold", "offset": 3, "length": 4},
            {"type": "italic", "offset": 5, "length": 2},
            {"type": "pre", "offset": 12, "length": 1, "language": "rust"},
        ])
    );
    ann.hears().await;
    let sent = bot.sends(ann.id(), "see example.com, write /help").await;
    assert_eq!(
        sent["entities"],
        json!([
            {"type": "url", "offset": 4, "length": 11},
            {"type": "bot_command", "offset": 23, "length": 5},
        ])
    );
    ann.hears().await;
    let entities =
        json!([{"type": "text_link", "offset": 2, "length": 1, "url": "https://example.com/"}]);
    let body = json!({"chat_id": ann.id(), "text": "😀a<b>", "entities": entities});
    bot.done("sendMessage", body.clone()).await;
    assert_eq!(ann.hears().await.text, "😀a (https://example.com/)<b>");
    let beyond = json!({"chat_id": ann.id(), "text": "a", "entities": entities});
    bot.refused("sendMessage", beyond).await;
}

#[tokio::test]
async fn a_text_has_1_to_4096_characters_after_parsing() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let send = |text: String| json!({"chat_id": ann.id(), "text": text, "parse_mode": "HTML"});
    let longest = format!("<b>{}</b>", "&amp;".repeat(4096));
    let sent = bot.done("sendMessage", send(longest)).await;
    ann.hears().await;
    assert_eq!(
        bot.refused("sendMessage", send("a".repeat(4097))).await,
        "Bad Request: message is too long"
    );
    assert_eq!(
        bot.refused("sendMessage", send("😀".repeat(2049))).await,
        "Bad Request: message is too long"
    );
    assert_eq!(
        bot.refused("sendMessage", send(" <b> </b>\n".into())).await,
        "Bad Request: message text is empty"
    );
    let mut edit = send("a".repeat(4097));
    edit["message_id"] = sent["message_id"].clone();
    assert_eq!(
        bot.refused("editMessageText", edit).await,
        "Bad Request: MESSAGE_TOO_LONG"
    );
    let markdown = json!({"chat_id": ann.id(), "text": "*a*", "parse_mode": "MarkdownV2"});
    bot.refused("sendMessage", markdown).await;
    assert!(had_problem(&fake, "parse_mode `MarkdownV2`"));
}

#[tokio::test]
async fn buttons_are_checked() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let send = |keyboard: Value| json!({"chat_id": ann.id(), "text": "a", "reply_markup": {"inline_keyboard": keyboard}});
    let data = |data: String| json!([[{"text": "x", "callback_data": data}]]);
    bot.done("sendMessage", send(data("é".repeat(32)))).await;
    ann.hears().await;
    let row = |buttons: usize| json!(vec![json!({"text": "x", "callback_data": "y"}); buttons]);
    bot.done("sendMessage", send(json!(vec![row(8); 12]))).await;
    ann.hears().await;
    for (keyboard, what) in [
        (data(format!("{}a", "é".repeat(32))), "BUTTON_DATA_INVALID"),
        (data(String::new()), "BUTTON_DATA_INVALID"),
        (
            json!([[{"text": "x"}]]),
            "can't parse inline keyboard button: Text buttons are unallowed",
        ),
        (
            json!([[{"text": " ", "callback_data": "y"}]]),
            "can't parse inline keyboard button",
        ),
        (
            json!([[{"text": "x", "callback_data": "y", "url": "https://a.de"}]]),
            "can't parse inline keyboard button",
        ),
        (
            json!([[{"text": "x", "url": "example"}]]),
            "inline keyboard button URL 'example' is invalid",
        ),
        (
            json!([[{"text": "x", "url": "file:///etc/passwd"}]]),
            "inline keyboard button URL",
        ),
        (json!([row(9)]), "reply markup is too long"),
        (json!(vec![row(8); 13]), "reply markup is too long"),
    ] {
        let text = bot.refused("sendMessage", send(keyboard)).await;
        assert!(
            text.starts_with(&format!("Bad Request: {what}")),
            "{what}: {text}"
        );
    }
    let body = json!({"chat_id": ann.id(), "text": "a", "reply_markup": {"force_reply": true, "selective": true}});
    bot.done("sendMessage", body).await;
    ann.hears().await;
}

#[tokio::test]
async fn edits_change_something_of_the_bots_own() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let said = ann.says("hello").await;
    let sent = bot.sends(ann.id(), "a").await;
    let edit =
        |id: &Value, text: &str| json!({"chat_id": ann.id(), "message_id": id, "text": text});
    let same = bot
        .refused("editMessageText", edit(&sent["message_id"], "a "))
        .await;
    assert!(
        same.starts_with("Bad Request: message is not modified: specified new"),
        "{same}"
    );
    assert!(had_problem(&fake, "not modified"));
    assert_eq!(
        bot.refused("editMessageText", edit(&json!(999), "b")).await,
        "Bad Request: message to edit not found"
    );
    let others = bot
        .refused("editMessageText", edit(&json!(said.id), "b"))
        .await;
    assert_eq!(others, "Bad Request: message can't be edited");
    let none = bot
        .refused("editMessageText", json!({"chat_id": ann.id(), "text": "b"}))
        .await;
    assert_eq!(none, "Bad Request: message identifier is not specified");

    bot.done("editMessageText", edit(&sent["message_id"], "b"))
        .await;
    bot.done("editMessageText", edit(&sent["message_id"], "c"))
        .await;
    let heard = ann.hears().await;
    assert_eq!((heard.text.as_str(), heard.edits), ("c", 2));
    ann.hears_nothing().await;
    bot.done(
        "deleteMessage",
        json!({"chat_id": ann.id(), "message_id": sent["message_id"]}),
    )
    .await;
    assert_eq!(ann.looks_at(&heard), None);
    let gone = bot
        .refused(
            "deleteMessage",
            json!({"chat_id": ann.id(), "message_id": sent["message_id"]}),
        )
        .await;
    assert_eq!(gone, "Bad Request: message to delete not found");
}

#[tokio::test]
async fn who_can_be_written_to() {
    let (fake, mut bot) = start().await;
    let (ann, bob) = (fake.user("Ann"), fake.stranger("Bob"));
    let send = |chat: Value| json!({"chat_id": chat, "text": "a"});
    assert_eq!(
        bot.refused("sendMessage", send(json!(42))).await,
        "Bad Request: chat not found"
    );
    assert_eq!(
        bot.refused("sendMessage", send(json!("@nobody"))).await,
        "Bad Request: chat not found"
    );
    assert_eq!(
        bot.refused("sendMessage", json!({"text": "a"})).await,
        "Bad Request: chat_id is empty"
    );
    fake.traffic.forgive();
    let never = bot.refused("sendMessage", send(json!(bob.id()))).await;
    assert_eq!(
        never,
        "Forbidden: bot can't initiate conversation with a user"
    );
    bob.opens_link("payload").await;
    assert_eq!(bot.update().await["message"]["text"], "/start payload");
    bot.sends(bob.id(), "welcome").await;
    bob.hears().await;

    ann.blocks().await;
    let status = bot.update().await["my_chat_member"]["new_chat_member"]["status"].clone();
    assert_eq!(status, "kicked");
    let blocked = bot.refused("sendMessage", send(json!(ann.id()))).await;
    assert_eq!(blocked, "Forbidden: bot was blocked by the user");
    let action = json!({"chat_id": ann.id(), "action": "typing"});
    assert_eq!(
        bot.refused("sendChatAction", action).await,
        "Forbidden: bot was blocked by the user"
    );
    ann.unblocks().await;
    bot.updates().await;
    bot.sends(ann.id(), "back").await;
    ann.hears().await;
    bot.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn replies_name_a_message_of_the_chat() {
    let (fake, bot) = start().await;
    let (ann, bob) = (fake.user("Ann"), fake.user("Bob"));
    let said = ann.says("hello").await;
    bob.says("not Ann's").await;
    let reply = |id: i64| json!({"chat_id": ann.id(), "text": "hi", "reply_parameters": {"message_id": id}});
    let sent = bot.done("sendMessage", reply(said.id)).await;
    assert_eq!(sent["reply_to_message"]["text"], "hello");
    assert_eq!(ann.hears().await.reply_to, Some(said.id.to_string()));
    let missing = bot.refused("sendMessage", reply(said.id + 1)).await;
    assert_eq!(missing, "Bad Request: message to be replied not found");
    let mut lenient = reply(said.id + 1);
    lenient["reply_parameters"]["allow_sending_without_reply"] = json!(true);
    bot.done("sendMessage", lenient).await;
    assert_eq!(ann.hears().await.reply_to, None);
}

#[tokio::test]
async fn typing_is_one_of_the_known_actions() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let action = |action: &str| json!({"chat_id": ann.id(), "action": action});
    bot.done("sendChatAction", action("typing")).await;
    ann.sees_typing().await;
    bot.refused("sendChatAction", action("thinking")).await;
    assert!(had_problem(&fake, "wrong parameter action"));
}
