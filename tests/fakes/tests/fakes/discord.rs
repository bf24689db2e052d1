//! The Discord, driven with plain HTTP and a plain websocket.

use std::{path::Path, time::Duration};

use fakes::{
    Fault,
    discord::{Discord, check},
};
use futures::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

/// GUILDS, GUILD_MESSAGES and DIRECT_MESSAGES.
const INTENTS: u64 = 1 | 1 << 9 | 1 << 12;

/// A bot without a library.
struct Bot {
    client: Client,
    url: String,
    app: u64,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    session: Value,
    seq: u64,
}

impl Bot {
    /// Connects and takes what is sent at the beginning.
    async fn online(network: &Discord) -> Self {
        let mut bot = Self::connected(network).await;
        bot.send(identify(network, INTENTS)).await;
        bot.session = bot.event("READY").await["session_id"].clone();
        bot
    }

    async fn connected(network: &Discord) -> Self {
        let url = format!("{}/?v=10", network.gateway_url());
        let (socket, _) = tokio_tungstenite::connect_async(url)
            .await
            .expect("a connection");
        let url = format!("{}/api/v10", network.plain_url());
        let client = Client::builder().no_proxy().build().expect("a client");
        let mut bot = Self {
            client,
            url,
            app: network.bot_id(),
            socket,
            session: Value::Null,
            seq: 0,
        };
        assert_eq!(bot.receive().await["op"], 10);
        bot
    }

    async fn send(&mut self, payload: Value) {
        self.socket
            .send(Message::Text(payload.to_string()))
            .await
            .expect("sent");
    }

    async fn receive(&mut self) -> Value {
        let frame = tokio::time::timeout(Duration::from_secs(2), self.socket.next()).await;
        match frame.expect("a frame in time") {
            Some(Ok(Message::Text(text))) => serde_json::from_str(&text).expect("JSON"),
            Some(Ok(Message::Close(Some(frame)))) => json!({"closed": u16::from(frame.code)}),
            Some(Ok(Message::Binary(block))) => {
                let block = flate2::read::ZlibDecoder::new(block.as_slice());
                serde_json::from_reader(block).expect("compressed JSON")
            }
            _ => json!({"closed": 0}),
        }
    }

    /// The data of the next event of this kind.
    async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self.receive().await;
            assert!(
                payload["closed"].is_null(),
                "closed while waiting for {name}: {payload}"
            );
            self.seq = payload["s"].as_u64().unwrap_or(self.seq);
            if payload["t"] == name {
                return payload["d"].clone();
            }
        }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let request = request.header("authorization", format!("Bot {}", Discord::TOKEN));
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        let response = request.send().await.expect("an answer");
        let status = response.status();
        (status, response.json().await.unwrap_or(Value::Null))
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask(Method::POST, path, body).await
    }

    async fn answers(&self, interaction: &Value, body: Value) -> (StatusCode, Value) {
        let (id, token) = (text(&interaction["id"]), text(&interaction["token"]));
        self.post(&format!("/interactions/{id}/{token}/callback"), body)
            .await
    }

    async fn registers(&self, commands: Value) -> (StatusCode, Value) {
        self.ask(
            Method::PUT,
            &format!("/applications/{}/commands", self.app),
            commands,
        )
        .await
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn identify(network: &Discord, intents: u64) -> Value {
    let properties = json!({"os": "linux", "browser": "test", "device": "test"});
    json!({"op": 2, "d": {"token": network.token(), "intents": intents, "properties": properties}})
}

fn commands() -> Value {
    let everywhere = json!([0, 1, 2]);
    json!([
        {"name": "privacy", "description": "Ask.", "integration_types": [0, 1], "contexts": everywhere, "options": [
            {"type": 3, "name": "platform", "description": "Which.", "required": true, "autocomplete": true},
            {"type": 3, "name": "topic", "description": "What.", "choices": [{"name": "Ads", "value": "ads"}]},
        ]},
        {"name": "Check this with Privy", "type": 3, "integration_types": [0, 1], "contexts": everywhere},
    ])
}

fn quiet(text: &str) -> Value {
    json!({"content": text, "allowed_mentions": {"parse": []}})
}

#[tokio::test]
async fn a_private_message_is_answered_over_tls() {
    let network = Discord::start().await;
    let mut bot = Bot::online(&network).await;
    let authority =
        reqwest::Certificate::from_pem(network.authority_pem().as_bytes()).expect("a certificate");
    let tls = Client::builder()
        .no_proxy()
        .add_root_certificate(authority)
        .resolve("discord.com", network.address());
    bot.client = tls.build().expect("a client");
    bot.url = format!("https://discord.com:{}/api/v10", network.address().port());

    let ann = network.user("Ann");
    ann.says("is linkedin training on my data?").await;
    let message = bot.event("MESSAGE_CREATE").await;
    assert_eq!(message["content"], "is linkedin training on my data?");
    let path = format!("/channels/{}/messages", text(&message["channel_id"]));
    assert_eq!(
        bot.post(&path, json!({"content": " "})).await.1["code"],
        50006
    );
    network.traffic().forgive();
    let embeds =
        json!([{"title": "T", "description": "see [us](https://a.b)", "footer": {"text": "F"}}]);
    let body =
        json!({"content": r"**Yes**, a\_b", "embeds": embeds, "allowed_mentions": {"parse": []}});
    let (status, sent) = bot.post(&path, body).await;
    assert_eq!(status, 200);
    let heard = ann.hears().await;
    assert_eq!(heard.text, "Yes, a_b\nT\nsee us (https://a.b)\nF");
    ann.hears_nothing().await;

    let path = format!("{path}/{}", text(&sent["id"]));
    assert_eq!(bot.ask(Method::PATCH, &path, quiet("No")).await.0, 200);
    let heard = ann.hears().await;
    assert_eq!((heard.edits, heard.text.lines().next()), (1, Some("No")));
    network.finish().await;
}

#[tokio::test]
async fn bodies_over_the_limits_are_refused() {
    let network = Discord::start().await;
    let bot = Bot::online(&network).await;
    let path = format!("/channels/{}/messages", network.user("Ann").channel_id());
    let button = |id: &str| json!({"type": 2, "style": 1, "label": "x", "custom_id": id});
    let row = |buttons: Vec<Value>| json!({"type": 1, "components": buttons});
    let many = |count: usize| {
        (0..count)
            .map(|number| button(&number.to_string()))
            .collect::<Vec<_>>()
    };
    let field = json!({"name": "n", "value": "v".repeat(1024)});
    let menu = |count: usize| {
        let options: Vec<_> = (0..count)
            .map(|n| json!({"label": "l", "value": n.to_string()}))
            .collect();
        row(vec![
            json!({"type": 3, "custom_id": "m", "options": options}),
        ])
    };
    let refused = [
        (json!({"content": "x".repeat(2001)}), "BASE_TYPE_MAX_LENGTH"),
        (
            json!({"embeds": vec![json!({"title": "x"}); 11]}),
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({"embeds": [{"title": "x".repeat(257)}]}),
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({"embeds": [{"fields": vec![field; 6]}]}),
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
        (
            json!({"content": "x", "components": vec![row(many(1)); 6]}),
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({"content": "x", "components": [row(many(6))]}),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({"content": "x", "components": [row(vec![button("a"), button("a")])]}),
            "CUSTOM_ID_DUPLICATED",
        ),
        (
            json!({"content": "x", "components": [row(vec![button(&"i".repeat(101))])]}),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!({"content": "x", "components": [menu(26)]}),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (json!({"content": "x", "surprise": 1}), "UNKNOWN_FIELD"),
        (json!({"content": "x", "flags": 64}), "FLAGS_NOT_ALLOWED"),
        (
            json!({"content": "x", "nonce": "n".repeat(26)}),
            "BASE_TYPE_MAX_LENGTH",
        ),
    ];
    for (body, code) in refused {
        let (status, answer) = bot.post(&path, body).await;
        assert_eq!(
            (status.as_u16(), &answer["code"]),
            (400, &json!(50035)),
            "{code}: {answer}"
        );
        assert!(answer.to_string().contains(code), "{code}: {answer}");
    }
    let problems = network.traffic().problems();
    assert_eq!(problems.len(), 12, "{problems:#?}");
    let fits =
        json!({"content": "x".repeat(2000), "components": [row(many(5)), menu(25)], "flags": 4});
    assert_eq!(bot.post(&path, fits).await.0, 200);
}

#[tokio::test]
async fn nonces_pings_tokens_and_routes() {
    let network = Discord::start().await;
    let bot = Bot::online(&network).await;
    let path = format!("/channels/{}/messages", network.user("Ann").channel_id());
    let once = json!({"content": "once", "nonce": "n", "enforce_nonce": true});
    let first = bot.post(&path, once.clone()).await.1;
    assert_eq!(bot.post(&path, once).await.1["id"], first["id"]);
    for content in ["@everyone", "<@123>", "<@&123>"] {
        bot.post(&path, json!({"content": content})).await;
        bot.post(&path, quiet(content)).await;
    }
    assert_eq!(network.pings().len(), 3);
    assert_eq!(bot.post("/nowhere", json!({})).await.0, 404);
    let wrong = bot
        .client
        .get(format!("{}/users/@me", bot.url))
        .header("authorization", "Bot no")
        .send()
        .await;
    assert_eq!(wrong.expect("an answer").status(), 401);
    assert_eq!(network.invalid_requests(), 1);
    assert_eq!(network.traffic().problems().len(), 2);
    assert_eq!(network.requests("POST /channels/{id}/messages"), 8);
}

#[tokio::test]
async fn content_in_guilds_is_hidden_unless_the_bot_is_named() {
    let network = Discord::start().await;
    let guild = network.guild("Friends");
    let mut bot = Bot::online(&network).await;
    let (ann, bob) = (
        guild.channel("general").user("Ann"),
        guild.channel("general").user("Bob"),
    );
    ann.says("secret").await;
    let hidden = bot.event("MESSAGE_CREATE").await;
    assert_eq!(
        (&hidden["content"], text(&hidden["guild_id"])),
        (&json!(""), guild.id().to_string().as_str())
    );
    let asked = ann.says("@privy hello").await;
    assert_eq!(
        bot.event("MESSAGE_CREATE").await["content"],
        format!("<@{}> hello", network.bot_id())
    );
    let mut reply = quiet("hi");
    reply["message_reference"] = json!({"message_id": asked.id});
    bot.post(&format!("/channels/{}/messages", ann.channel_id()), reply)
        .await;
    bob.hears_nothing().await;
    let heard = ann.hears().await;
    assert_eq!(heard.reply_to, Some(asked.id));
    bob.replies(&heard, "and me?").await;
    bot.event("MESSAGE_CREATE").await;
    assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "and me?");
    bot.post(
        &format!("/channels/{}/messages", ann.channel_id()),
        quiet("unread"),
    )
    .await;
    let unread = std::panic::AssertUnwindSafe(|| network.assert_clean());
    assert!(std::panic::catch_unwind(unread).is_err());
}

#[tokio::test]
async fn interactions_are_answered_once_and_in_time() {
    let network = Discord::start().await;
    let mut bot = Bot::online(&network).await;
    assert_eq!(bot.registers(commands()).await.0, 200);
    let ann = network.user("Ann");
    ann.uses("privacy", &[("platform", "linkedin"), ("topic", "Ads")])
        .await;
    let asked = bot.event("INTERACTION_CREATE").await;
    assert_eq!(
        asked["data"]["options"][1],
        json!({"name": "topic", "type": 3, "value": "ads"})
    );
    let hook = format!("/webhooks/{}/{}", bot.app, text(&asked["token"]));
    assert_eq!(bot.post(&hook, quiet("too soon")).await.1["code"], 10015);
    network.faults().next(
        "POST /interactions/{id}/{token}/callback",
        Fault::Status(500),
    );
    assert_eq!(bot.answers(&asked, json!({"type": 5})).await.0, 500);
    assert_eq!(
        bot.answers(&asked, json!({"type": 5, "data": {"flags": 64}}))
            .await
            .0,
        204
    );
    assert_eq!(
        bot.answers(&asked, json!({"type": 5})).await.1["code"],
        40060
    );
    ann.sees_typing().await;
    ann.hears_nothing().await;
    let button = json!([{"type": 1, "components": [{"type": 2, "style": 1, "label": "More", "custom_id": "more"}]}]);
    let mut filling = quiet("answer");
    filling["components"] = button;
    assert_eq!(bot.post(&hook, filling).await.0, 200);
    let shown = ann.hears().await;
    assert!(shown.only_me && shown.edits == 0, "{shown:?}");

    ann.presses(&shown, "More").await;
    let pressed = bot.event("INTERACTION_CREATE").await;
    assert_eq!(pressed["data"]["custom_id"], "more");
    assert_eq!(
        bot.answers(
            &pressed,
            json!({"type": 7, "data": {"content": "more", "components": []}})
        )
        .await
        .0,
        204
    );
    assert_eq!(ann.hears().await.text, "more");

    network.must_answer_within(Duration::from_millis(20));
    ann.uses("privacy", &[("platform", "x")]).await;
    let late = bot.event("INTERACTION_CREATE").await;
    tokio::time::sleep(Duration::from_millis(40)).await;
    assert_eq!(
        bot.answers(&late, json!({"type": 4, "data": quiet("late")}))
            .await
            .1["code"],
        10062
    );
    assert_eq!(network.unanswered().len(), 1);
    network.ages_tokens();
    assert_eq!(bot.post(&hook, quiet("old")).await.1["code"], 50027);
}

#[tokio::test]
async fn completion_context_menus_and_private_use() {
    let network = Discord::start().await;
    let guild = network.guild("Elsewhere").without_bot();
    let mut bot = Bot::online(&network).await;
    bot.registers(commands()).await;
    let ann = guild.channel("general").user("Ann");
    assert_eq!(ann.commands(), ["privacy", "Check this with Privy"]);
    let typing = tokio::spawn({
        let ann = ann.clone();
        async move { ann.completes("privacy", "platform", "lin", &[]).await }
    });
    let asked = bot.event("INTERACTION_CREATE").await;
    assert_eq!(
        asked["authorizing_integration_owners"],
        json!({"1": ann.id().to_string()})
    );
    assert_eq!(bot.answers(&asked, json!({"type": 5})).await.0, 400);
    let choices: Vec<_> = (0..26)
        .map(|_| json!({"name": "n", "value": "v"}))
        .collect();
    assert_eq!(
        bot.answers(&asked, json!({"type": 8, "data": {"choices": choices}}))
            .await
            .0,
        400
    );
    let one = json!([{"name": "LinkedIn", "value": "linkedin"}]);
    assert_eq!(
        bot.answers(&asked, json!({"type": 8, "data": {"choices": one}}))
            .await
            .0,
        204
    );
    assert_eq!(
        typing.await.expect("choices"),
        [("LinkedIn".to_owned(), "linkedin".to_owned())]
    );

    let said = guild
        .channel("general")
        .user("Bob")
        .says("tiktok sells it all")
        .await;
    ann.checks(&said, "Check this with Privy").await;
    let asked = bot.event("INTERACTION_CREATE").await;
    assert_eq!(
        asked["data"]["resolved"]["messages"][&said.id]["content"],
        "tiktok sells it all"
    );
    bot.answers(&asked, json!({"type": 4, "data": quiet("so")}))
        .await;
    let hook = format!("/webhooks/{}/{}", bot.app, text(&asked["token"]));
    for _ in 0..5 {
        assert_eq!(bot.post(&hook, quiet("more")).await.0, 200);
    }
    assert_eq!(bot.post(&hook, quiet("too much")).await.1["code"], 40094);
    let path = format!("/channels/{}/messages", ann.channel_id());
    assert_eq!(bot.post(&path, quiet("uninvited")).await.1["code"], 50001);
}

#[tokio::test]
async fn commands_are_checked() {
    let network = Discord::start().await;
    let bot = Bot::online(&network).await;
    let option = |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
    let command =
        |options: Vec<Value>| json!([{"name": "a", "description": "d", "options": options}]);
    let choices: Vec<_> = (0..26)
        .map(|n| json!({"name": n.to_string(), "value": "v"}))
        .collect();
    let mut crowded = option("o", false);
    crowded["choices"] = json!(choices);
    let mut both = option("o", false);
    both["choices"] = json!([{"name": "n", "value": "v"}]);
    both["autocomplete"] = json!(true);
    let long: Vec<_> = (0..25)
        .map(|n| {
            let choices: Vec<_> = (0..4)
                .map(|c| json!({"name": format!("{c}"), "value": "v".repeat(99)}))
                .collect();
            json!({"type": 3, "name": format!("o{n}"), "description": "d", "choices": choices})
        })
        .collect();
    let refused = [
        (
            json!([{"name": "Upper", "description": "d"}]),
            "INVALID_NAME",
        ),
        (
            json!([{"name": "a", "description": ""}]),
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            json!([{"name": "a", "type": 3, "description": "d"}]),
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!([{"name": "a", "description": "d"}, {"name": "a", "description": "d"}]),
            "DUPLICATE_NAME",
        ),
        (
            command(vec![option("o", false), option("p", true)]),
            "REQUIRED_INVALID",
        ),
        (
            command((0..26).map(|n| option(&n.to_string(), false)).collect()),
            "BASE_TYPE_MAX_LENGTH",
        ),
        (command(vec![crowded]), "BASE_TYPE_MAX_LENGTH"),
        (command(vec![both]), "AUTOCOMPLETE_INVALID"),
        (command(long), "TOO_LARGE"),
    ];
    for (body, code) in refused {
        let (status, answer) = bot.registers(body).await;
        assert_eq!(status, 400, "{code}");
        assert!(answer.to_string().contains(code), "{code}: {answer}");
    }
    let first = bot.registers(commands()).await.1;
    assert_eq!(bot.registers(commands()).await.1[0]["id"], first[0]["id"]);
    let many: Vec<_> = (0..101)
        .map(|n| json!({"name": format!("c{n}"), "description": "d"}))
        .collect();
    assert_eq!(bot.registers(json!(many)).await.1["code"], 30032);
}

#[tokio::test]
async fn limits_and_faults() {
    let network = Discord::start().await;
    let bot = Bot::online(&network).await;
    let route = "POST /channels/{channel_id}/messages";
    let path = format!("/channels/{}/messages", network.user("Ann").channel_id());
    network.limits(route, 1, Duration::from_millis(200));
    let send = || async {
        let request = bot
            .client
            .post(format!("{}{path}", bot.url))
            .json(&quiet("x"));
        request
            .header("authorization", format!("Bot {}", Discord::TOKEN))
            .send()
            .await
    };
    assert_eq!(
        send().await.expect("an answer").headers()["x-ratelimit-remaining"],
        "0"
    );
    let limited = send().await.expect("an answer");
    assert_eq!(
        (
            limited.status().as_u16(),
            &limited.headers()["x-ratelimit-scope"]
        ),
        (429, &"user".parse().expect("a header"))
    );
    tokio::time::sleep(Duration::from_millis(220)).await;
    network.limits(route, 100, Duration::from_secs(1));
    for (fault, status) in [
        (Fault::Status(502), 502),
        (Fault::RetryAfter(0.5), 429),
        (Fault::RetryAfterHtml, 429),
    ] {
        network.faults().next(route, fault);
        assert_eq!(send().await.expect("an answer").status(), status);
    }
    network.faults().next(route, Fault::DropBefore);
    assert!(send().await.is_err());
    network.faults().next(route, Fault::DropAfter);
    assert!(send().await.is_err());
    network.user("Ann").hears().await;
    network.user("Ann").hears().await;
    network.user("Ann").hears_nothing().await;
    assert_eq!(network.invalid_requests(), 3);
    network.limits_all(0, Duration::from_secs(9));
    assert_eq!(
        send().await.expect("an answer").headers()["x-ratelimit-scope"],
        "global"
    );
    network.assert_clean();
}

#[tokio::test]
async fn the_gateway_refuses_what_it_must() {
    let network = Discord::start().await;
    network.gateway().identify_window(Duration::ZERO);
    let mut wrong_shard = identify(&network, INTENTS);
    wrong_shard["d"]["shard"] = json!([1, 1]);
    let mut wrong_token = identify(&network, INTENTS);
    wrong_token["d"]["token"] = json!("no");
    let cases = [
        (identify(&network, INTENTS | 1 << 15), 4014),
        (identify(&network, 1 << 40), 4013),
        (wrong_shard, 4010),
        (wrong_token, 4004),
        (json!({"op": 3, "d": {}}), 4003),
        (json!({"op": 99}), 4001),
        (json!({"d": 1}), 4002),
        (json!({"op": 1, "d": null, "x": "x".repeat(4096)}), 4002),
    ];
    for (payload, code) in cases {
        let mut bot = Bot::connected(&network).await;
        bot.send(payload.clone()).await;
        assert_eq!(bot.receive().await["closed"], code, "{payload}");
    }
    assert_eq!(network.traffic().problems().len(), 8);
    let mut bot = Bot::online(&network).await;
    for _ in 0..120 {
        bot.send(json!({"op": 1, "d": null})).await;
    }
    while bot.receive().await["closed"] != 4008 {}
}

#[tokio::test]
async fn sessions_are_resumed_with_what_was_missed() {
    let network = Discord::start().await;
    let mut bot = Bot::online(&network).await;
    network.gateway().breaks();
    assert_eq!(bot.receive().await["closed"], 0);
    network.user("Ann").says("missed").await;
    let mut again = Bot::connected(&network).await;
    let resume = json!({"token": network.token(), "session_id": bot.session, "seq": bot.seq});
    again.send(json!({"op": 6, "d": resume})).await;
    assert_eq!(again.event("MESSAGE_CREATE").await["content"], "missed");
    again.event("RESUMED").await;
    network.repeats_last_event();
    again.event("RESUMED").await;
    assert_eq!(
        (
            network.identifies(),
            network.resumes(),
            network.gateway_sessions()
        ),
        (1, 1, 1)
    );
    network.gateway().withhold_acks();
    again.send(json!({"op": 1, "d": null})).await;
    network.gateway().asks_reconnect();
    assert_eq!(again.receive().await["op"], 7);
    let mut hurried = Bot::connected(&network).await;
    hurried.send(identify(&network, INTENTS)).await;
    assert_eq!(
        hurried.receive().await,
        json!({"op": 9, "d": false, "s": null, "t": null})
    );
    network.gateway().refuse().await;
    assert!(
        tokio_tungstenite::connect_async(network.gateway_url())
            .await
            .is_err()
    );
    network.gateway().accept().await;
    Bot::connected(&network).await;
    network.assert_clean();
}

#[tokio::test]
async fn events_are_compressed_and_sharded() {
    let network = Discord::start().await;
    let guild = network.guild("Friends");
    network.gateway().allows_at_once(2);
    let mut bots = Vec::new();
    for shard in 0..2 {
        let mut bot = Bot::connected(&network).await;
        let mut payload = identify(&network, INTENTS);
        payload["d"]["compress"] = json!(true);
        payload["d"]["shard"] = json!([shard, 2]);
        bot.send(payload).await;
        bot.event("READY").await;
        bots.push(bot);
    }
    network.user("Ann").says("to the first").await;
    assert_eq!(
        bots[0].event("MESSAGE_CREATE").await["content"],
        "to the first"
    );
    guild
        .channel("general")
        .user("Ann")
        .says("@privy to its own")
        .await;
    let own = usize::try_from((guild.id() >> 22) % 2).expect("0 or 1");
    assert_eq!(
        bots[own].event("MESSAGE_CREATE").await["guild_id"],
        guild.id().to_string()
    );
}

#[tokio::test]
async fn load_is_told_who_got_an_answer() {
    let network = Discord::start().await;
    let mut bot = Bot::online(&network).await;
    let mut load = network.load(3);
    load.send(2, "hello");
    let message = bot.event("MESSAGE_CREATE").await;
    bot.post(
        &format!("/channels/{}/messages", text(&message["channel_id"])),
        quiet("hi"),
    )
    .await;
    assert_eq!(load.replies.recv().await.expect("a reply").0, 2);
    bot.registers(commands()).await;
    let mut load = network.load_command(2, "privacy", "platform");
    load.send(1, "linkedin");
    let asked = bot.event("INTERACTION_CREATE").await;
    bot.answers(&asked, json!({"type": 4, "data": quiet("hi")}))
        .await;
    assert_eq!(load.replies.recv().await.expect("a reply").0, 1);
    network.finish().await;
}

#[tokio::test]
#[ignore = "needs PRIVY_SPECS"]
async fn traffic_is_as_published() {
    let network = Discord::start().await;
    let guild = network.guild("Friends");
    let mut bot = Bot::online(&network).await;
    let (ann, bob) = (guild.channel("general").user("Ann"), network.user("Bob"));
    bot.registers(commands()).await;
    for path in [
        "/gateway",
        "/gateway/bot",
        "/oauth2/applications/@me",
        "/applications/@me",
        "/users/@me",
    ] {
        assert_eq!(
            bot.ask(Method::GET, path, Value::Null).await.0,
            200,
            "{path}"
        );
    }
    bot.ask(Method::GET, &format!("/guilds/{}", guild.id()), Value::Null)
        .await;
    for channel in [ann.channel_id(), bob.channel_id()] {
        bot.ask(Method::GET, &format!("/channels/{channel}"), Value::Null)
            .await;
    }
    bot.post(
        "/users/@me/channels",
        json!({"recipient_id": bob.id().to_string()}),
    )
    .await;
    bot.ask(
        Method::GET,
        &format!("/applications/{}/commands", bot.app),
        Value::Null,
    )
    .await;
    let asked = ann.says("@privy hello").await;
    let button = json!([{"type": 1, "components": [{"type": 2, "style": 1, "label": "More", "custom_id": "more"}]}]);
    let embeds =
        json!([{"title": "T", "fields": [{"name": "n", "value": "v"}], "footer": {"text": "f"}}]);
    let reply = json!({
        "content": "hi", "message_reference": {"message_id": asked.id}, "components": button, "embeds": embeds,
        "allowed_mentions": {"parse": []}, "nonce": "n",
    });
    let path = format!("/channels/{}/messages", ann.channel_id());
    assert_eq!(bot.post(&path, reply).await.0, 200);
    bot.post(&path, json!({})).await;
    ann.presses(&ann.hears().await, "More").await;
    let pressed = bot.event("INTERACTION_CREATE").await;
    let (id, token) = (text(&pressed["id"]), text(&pressed["token"]));
    let answer = json!({"type": 4, "data": {"content": "more", "flags": 64}});
    let (status, _) = bot
        .post(
            &format!("/interactions/{id}/{token}/callback?with_response=true"),
            answer,
        )
        .await;
    assert_eq!(status, 200);
    let hook = format!("/webhooks/{}/{token}", bot.app);
    assert_eq!(bot.post(&hook, quiet("follow")).await.0, 200);
    assert_eq!(
        bot.ask(
            Method::PATCH,
            &format!("{hook}/messages/@original"),
            quiet("edited")
        )
        .await
        .0,
        200
    );
    let specs = std::env::var("PRIVY_SPECS").expect("PRIVY_SPECS");
    let found = check(&network.traffic().exchanges(), Path::new(&specs));
    assert!(found.is_empty(), "{found:#?}");
}
