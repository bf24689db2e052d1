//! The fake Telegram, driven by plain requests.

use std::{path::Path, time::Duration};

use fakes::telegram::Telegram;
use serde_json::{Value, json};

mod faults;
mod groups;
mod inline;
mod messages;
mod presses;
mod profile;
mod requests;
mod updates;

/// A bot that does only what a test tells it to.
struct Bot {
    client: reqwest::Client,
    base: String,
    offset: i64,
}

impl Bot {
    fn of(fake: &Telegram) -> Self {
        Self {
            client: reqwest::Client::builder()
                .no_proxy()
                .build()
                .expect("a client"),
            base: format!("{}/bot{}", fake.url(), fake.token()),
            offset: 0,
        }
    }

    /// Calls a method and gives the whole answer.
    async fn call(&self, method: &str, body: Value) -> Value {
        let request = self
            .client
            .post(format!("{}/{method}", self.base))
            .json(&body);
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(body["ok"] == true, status == 200, "{body}");
        body
    }

    /// Calls a method that must be carried out, and gives its result.
    async fn done(&self, method: &str, body: Value) -> Value {
        let answer = self.call(method, body).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].clone()
    }

    /// Calls a method that must be refused, and gives the description.
    async fn refused(&self, method: &str, body: Value) -> String {
        let answer = self.call(method, body).await;
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        answer["description"]
            .as_str()
            .expect("a description")
            .to_owned()
    }

    /// Sends a text.
    async fn sends(&self, chat: i64, text: &str) -> Value {
        self.done("sendMessage", json!({"chat_id": chat, "text": text}))
            .await
    }

    /// The next updates, with those before confirmed.
    async fn updates(&mut self) -> Vec<Value> {
        let body = json!({"offset": self.offset, "timeout": 3});
        let updates = self.done("getUpdates", body).await;
        let updates = updates.as_array().expect("a list").clone();
        for update in &updates {
            self.offset = self
                .offset
                .max(update["update_id"].as_i64().expect("an id") + 1);
        }
        updates
    }

    /// The only update that waits.
    async fn update(&mut self) -> Value {
        let mut updates = self.updates().await;
        assert_eq!(updates.len(), 1, "{updates:?}");
        updates.remove(0)
    }

    /// Confirms everything and expects nothing more.
    async fn hears_nothing(&mut self) {
        let body = json!({"offset": self.offset});
        assert_eq!(self.done("getUpdates", body).await, json!([]));
    }
}

/// A Telegram with a bot, quick to lose patience.
async fn start() -> (Telegram, Bot) {
    let fake = Telegram::start().await;
    fake.patience(Duration::from_secs(2));
    fake.quiet(Duration::from_millis(50));
    let bot = Bot::of(&fake);
    (fake, bot)
}

/// Whether a problem that was noted holds `text`; forgets all of them.
fn had_problem(fake: &Telegram, text: &str) -> bool {
    let problems = fake.traffic.problems();
    fake.traffic.forgive();
    problems.iter().any(|problem| problem.contains(text))
}

#[tokio::test]
async fn a_conversation() {
    let (fake, mut bot) = start().await;
    let ann = fake.user("Ann");
    ann.says("is linkedin training on my data?").await;
    let update = bot.update().await;
    assert_eq!(
        update["message"]["text"],
        "is linkedin training on my data?"
    );
    assert_eq!(update["message"]["chat"]["id"], ann.id());
    bot.done(
        "sendChatAction",
        json!({"chat_id": ann.id(), "action": "typing"}),
    )
    .await;
    ann.sees_typing().await;
    assert!(ann.is_shown_typing());
    let markup =
        json!({"inline_keyboard": [[{"text": "How do I opt out?", "callback_data": "opt"}]]});
    let text = "<b>Yes</b>, see <a href=\"https://example.com/p\">the policy</a> &amp; more";
    let body =
        json!({"chat_id": ann.id(), "text": text, "parse_mode": "HTML", "reply_markup": markup});
    let sent = bot.done("SENDMESSAGE", body).await;
    let reply = ann.hears().await;
    assert_eq!(
        reply.text,
        "Yes, see the policy (https://example.com/p) & more"
    );
    assert_eq!(reply.raw, text);
    assert_eq!(reply.labels(), ["How do I opt out?"]);
    assert!(!ann.is_shown_typing());

    ann.presses(&reply, "How do I opt out?").await;
    let query = bot.update().await["callback_query"].clone();
    assert_eq!(query["data"], "opt");
    assert_eq!(query["message"]["message_id"], sent["message_id"]);
    assert_eq!(fake.unanswered_presses(), ["How do I opt out?"]);
    bot.done(
        "answerCallbackQuery",
        json!({"callback_query_id": query["id"], "text": "One moment"}),
    )
    .await;
    assert_eq!(ann.toast().await.as_deref(), Some("One moment"));
    let body =
        json!({"chat_id": ann.id(), "message_id": sent["message_id"], "text": "In the settings."});
    bot.done("editMessageText", body).await;
    let edited = ann.hears().await;
    assert_eq!(
        (edited.text.as_str(), edited.edits),
        ("In the settings.", 1)
    );
    assert!(edited.buttons.is_empty());
    ann.hears_nothing().await;
    bot.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
#[ignore = "needs PRIVY_SPECS"]
async fn traffic_fits_the_published_description() {
    let specs = std::env::var("PRIVY_SPECS").expect("PRIVY_SPECS");
    let (fake, mut bot) = start().await;
    everything(&fake, &mut bot).await;
    let mut exchanges = fake.traffic.exchanges();
    assert!(exchanges.len() > 25);
    let findings = fakes::telegram::check(&exchanges, Path::new(&specs));
    assert!(findings.is_empty(), "{findings:#?}");

    for exchange in &mut exchanges {
        if let Some(request) = exchange.request.as_object_mut() {
            request.insert("misspelt".into(), json!(1));
        }
    }
    assert!(fakes::telegram::check(&exchanges, Path::new(&specs)).len() > 20);
}

/// Every method once, with everything that people can do.
async fn everything(fake: &Telegram, bot: &mut Bot) {
    fake.inline_feedback(true);
    fills_its_profile(bot).await;
    chats(fake, bot).await;
    answers_inline(fake, bot).await;
    let basic = fake.basic_group("Old");
    basic.user("Ann");
    basic.user("Ben");
    basic.upgrades();
    let old = json!({"chat_id": basic_id(bot).await, "text": "a"});
    bot.refused("sendMessage", old).await;
    bot.updates().await;
    bot.done(
        "setWebhook",
        json!({"url": "https://example.com/hook", "secret_token": "s", "max_connections": 2}),
    )
    .await;
    bot.done("getWebhookInfo", json!({})).await;
    bot.done("deleteWebhook", json!({"drop_pending_updates": true}))
        .await;
}

async fn fills_its_profile(bot: &Bot) {
    for method in [
        "getMe",
        "getWebhookInfo",
        "getMyName",
        "getMyDescription",
        "getMyShortDescription",
    ] {
        bot.done(method, json!({})).await;
    }
    for (method, field) in [
        ("setMyName", "name"),
        ("setMyDescription", "description"),
        ("setMyShortDescription", "short_description"),
    ] {
        bot.done(method, json!({ field: "Privy" })).await;
    }
    let scope = json!({"type": "all_private_chats"});
    let commands = json!([{"command": "help", "description": "What I can do"}]);
    bot.done(
        "setMyCommands",
        json!({"commands": commands, "scope": scope, "language_code": "en"}),
    )
    .await;
    bot.done(
        "getMyCommands",
        json!({"scope": scope, "language_code": "en"}),
    )
    .await;
    bot.done("deleteMyCommands", json!({"scope": scope})).await;
}

async fn chats(fake: &Telegram, bot: &mut Bot) {
    let (ann, group) = (fake.user("Ann"), fake.group_with_topics("Friends"));
    let ben = group.user("Ben");
    let cleo = group.topic("Privacy").user("Cleo");
    let said = ann
        .says("/start see https://example.com and @privy_bot #now me@example.com")
        .await;
    ann.edits(&said, "/help").await;
    ben.says("/ask@privy_bot what?").await;
    let asked = cleo.says("/ask").await;
    ann.blocks().await;
    ann.unblocks().await;
    let preview = json!({"is_disabled": true});
    let markup = markup();
    let reply = json!({"message_id": asked.id, "allow_sending_without_reply": true});
    let html = "<pre><code class=\"language-rust\">fn</code></pre> <blockquote expandable>q</blockquote> <a href='https://example.com/'>x</a>";
    let body = json!({"chat_id": group.id(), "text": html, "parse_mode": "HTML", "reply_markup": markup,
        "reply_parameters": reply, "link_preview_options": preview, "disable_notification": true});
    bot.done("sendMessage", body).await;
    let shown = cleo.hears().await;
    cleo.presses(&shown, "A").await;
    let place =
        json!({"chat_id": group.id(), "message_id": shown.id.parse::<i64>().expect("a number")});
    bot.done(
        "sendChatAction",
        json!({"chat_id": group.id(), "action": "typing"}),
    )
    .await;
    let mut edit = place.clone();
    edit["text"] = json!("shorter");
    bot.done("editMessageText", edit.clone()).await;
    let mut keyboard = place.clone();
    keyboard["reply_markup"] = markup.clone();
    bot.done("editMessageReplyMarkup", keyboard).await;
    bot.done("deleteMessage", place.clone()).await;
    bot.refused("editMessageText", edit).await;
    bot.refused("sendMessage", json!({"chat_id": 1, "text": "a"}))
        .await;
    for update in bot.updates().await {
        if let Some(query) = update.get("callback_query") {
            bot.done(
                "answerCallbackQuery",
                json!({"callback_query_id": query["id"], "show_alert": true}),
            )
            .await;
        }
    }
}

async fn answers_inline(fake: &Telegram, bot: &mut Bot) {
    let ann = fake.user("Ann");
    let asking = ann.clone();
    let asking = tokio::spawn(async move { asking.asks_inline("opt out").await });
    let query = bot.update().await["inline_query"]["id"].clone();
    let content = json!({"message_text": "<i>Go</i>", "parse_mode": "HTML"});
    let result = json!({"type": "article", "id": "1", "title": "Opt out", "input_message_content": content,
        "description": "How", "reply_markup": markup()});
    let button = json!({"text": "Ask me", "start_parameter": "inline"});
    bot.done(
        "answerInlineQuery",
        json!({"inline_query_id": query, "results": [result], "button": button}),
    )
    .await;
    let answer = asking.await.expect("an answer");
    let picked = ann.picks(&answer.results[0]).await;
    ann.presses(&picked, "A").await;
    bot.updates().await;
}

fn markup() -> Value {
    json!({"inline_keyboard": [[{"text": "A", "callback_data": "a"}, {"text": "B", "url": "https://example.com"}]]})
}

/// The id of the group that was upgraded.
async fn basic_id(bot: &mut Bot) -> i64 {
    let updates = bot.updates().await;
    let upgraded = updates
        .iter()
        .find(|update| update["message"].get("migrate_to_chat_id").is_some());
    upgraded.expect("an upgrade")["message"]["chat"]["id"]
        .as_i64()
        .expect("an id")
}
