//! Tokens, methods, fields and the forms of bodies.

use serde_json::{Value, json};

use super::{had_problem, start};

#[tokio::test]
async fn a_wrong_token_is_refused() {
    let (fake, mut bot) = start().await;
    bot.base = format!("{}/bot{}", fake.url(), "7000000001:AAWrong");
    assert_eq!(bot.call("getMe", json!({})).await["error_code"], 401);
    assert!(had_problem(&fake, "Unauthorized"));
    bot.base = format!("{}/botWrong", fake.url());
    assert_eq!(bot.call("getMe", json!({})).await["error_code"], 404);
    assert!(had_problem(&fake, "Not Found"));
}

#[tokio::test]
async fn an_unknown_method_is_refused() {
    let (fake, bot) = start().await;
    assert_eq!(
        bot.refused("sendTelegram", json!({})).await,
        "Not Found: method not found"
    );
    assert!(had_problem(&fake, "sendTelegram: 404"));
}

#[tokio::test]
async fn names_of_methods_come_in_any_case() {
    let (_fake, bot) = start().await;
    for name in ["getMe", "GetMe", "getme"] {
        let me = bot.done(name, json!({})).await;
        assert_eq!(me["username"], "privy_bot");
        assert_eq!(me["can_read_all_group_messages"], false);
        assert_eq!(me["supports_inline_queries"], true);
    }
}

#[tokio::test]
async fn unknown_fields_are_noted_and_ignored() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let preview = json!({"disabled": true});
    bot.done(
        "sendMessage",
        json!({"chat_id": ann.id(), "text": "a", "link_preview_options": preview, "texte": 1}),
    )
    .await;
    let problems = fake.traffic.problems();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("`texte`"));
    assert!(problems[1].contains("link_preview_options: there is no field `disabled`"));
    bot.done("getMe", json!({"x": null})).await;
    assert!(had_problem(&fake, "`x`"));
}

#[tokio::test]
async fn values_have_their_kind() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let text = bot
        .refused("sendMessage", json!({"chat_id": ann.id(), "text": 1}))
        .await;
    assert!(text.starts_with("Bad Request: field \"text\""), "{text}");
    bot.refused("sendMessage", json!({"chat_id": 1.5, "text": "a"}))
        .await;
    bot.refused(
        "sendMessage",
        json!({"chat_id": ann.id(), "text": "a", "disable_notification": "maybe"}),
    )
    .await;
    assert!(had_problem(&fake, "disable_notification"));
}

#[tokio::test]
async fn forms_and_multipart_bodies_are_read() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let send = bot.client.post(format!("{}/sendMessage", bot.base));
    let kind = "application/x-www-form-urlencoded";
    let body = format!(
        "chat_id={}&text=a+b%20%C3%A9&disable_notification=true",
        ann.id()
    );
    let answer = send
        .header("Content-Type", kind)
        .body(body)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(ann.hears().await.text, "a b é");

    let part = |name: &str, value: &str| {
        format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = [
        part("url", "http://127.0.0.1:9/hook"),
        part("max_connections", "7"),
        part("allowed_updates", "[\"message\"]"),
        "--B--\r\n".to_owned(),
    ];
    let set = bot.client.post(format!("{}/SetWebhook", bot.base));
    let set = set
        .header("Content-Type", "multipart/form-data; boundary=B")
        .body(body.concat());
    assert_eq!(set.send().await.expect("an answer").status(), 200);
    let info = bot.done("getWebhookInfo", json!({})).await;
    assert_eq!(info["url"], "http://127.0.0.1:9/hook");
    assert_eq!(info["max_connections"], 7);
    assert_eq!(info["allowed_updates"], json!(["message"]));
    assert_eq!(fake.traffic.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn a_query_in_the_address_is_read() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let url = format!("{}/sendMessage?chat_id={}&text=hi", bot.base, ann.id());
    let answer: Value = bot
        .client
        .get(url)
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(answer["result"]["text"], "hi");
    ann.hears().await;
    fake.assert_clean();
}

#[tokio::test]
async fn the_server_ends_with_its_handle() {
    let (fake, bot) = start().await;
    let polling = tokio::spawn({
        let poll = bot
            .client
            .post(format!("{}/getUpdates", bot.base))
            .json(&json!({"timeout": 30}));
        async move { poll.send().await }
    });
    bot.done("getMe", json!({})).await;
    drop(fake);
    assert!(polling.await.expect("no panic").is_err());
    let url = format!("{}/getMe", bot.base);
    assert!(bot.client.get(url).send().await.is_err());
}
