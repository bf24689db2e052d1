//! Groups: privacy mode, replies, topics, upgrades.

use serde_json::{Value, json};

use super::{Bot, start};

/// The texts of the messages that reached the bot.
async fn texts(bot: &mut Bot) -> Vec<Value> {
    let updates = bot.updates().await;
    updates
        .iter()
        .filter_map(|update| update["message"].get("text").cloned())
        .collect()
}

#[tokio::test]
async fn privacy_mode_lets_only_what_is_meant_for_the_bot_through() {
    let (fake, mut bot) = start().await;
    let group = fake.group("Friends");
    let (ann, ben) = (group.user("Ann"), group.user("Ben"));
    for text in [
        "hello all",
        "what is /ask for?",
        "/ask@other_bot no",
        "/ask yes",
        "/ask@Privy_Bot yes",
        "so @privy_bot what about it",
        "so @privy_botanist what about it",
        "me@privy_bot.com",
    ] {
        ann.says(text).await;
    }
    assert_eq!(
        texts(&mut bot).await,
        [
            "/ask yes",
            "/ask@Privy_Bot yes",
            "so @privy_bot what about it"
        ]
    );
    bot.sends(group.id(), "here").await;
    let shown = ben.hears().await;
    ben.replies(&shown, "thanks").await;
    assert_eq!(texts(&mut bot).await, ["thanks"]);
    group.other_bot_speaks();
    ann.says("/ask no").await;
    ann.says("/ask@privy_bot yes").await;
    assert_eq!(texts(&mut bot).await, ["/ask@privy_bot yes"]);
    fake.privacy_mode(false);
    ann.says("anything").await;
    assert_eq!(texts(&mut bot).await, ["anything"]);
    assert_eq!(
        bot.done("getMe", json!({})).await["can_read_all_group_messages"],
        true
    );
}

#[tokio::test]
async fn members_hear_what_is_for_them() {
    let (fake, bot) = start().await;
    let group = fake.group("Friends");
    let (ann, ben) = (group.user("Ann"), group.user("Ben"));
    let (by_ann, by_ben) = (ann.says("/ask a").await, ben.says("/ask b").await);
    let keyboard = json!({"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]});
    for (id, text) in [(by_ben.id, "for Ben"), (by_ann.id, "for Ann")] {
        let body = json!({"chat_id": group.id(), "text": text, "reply_parameters": {"message_id": id}, "reply_markup": keyboard});
        bot.done("sendMessage", body).await;
    }
    bot.sends(group.id(), "for all").await;
    let for_ann = ann.hears().await;
    assert_eq!(for_ann.text, "for Ann");
    assert_eq!(ben.hears().await.text, "for Ben");
    assert_eq!(ann.hears().await.text, "for all");
    assert_eq!(ben.hears().await.text, "for all");
    ann.hears_nothing().await;
    assert_eq!(group.user("Cleo").overhears().await.text, "for Ben");

    ben.presses(&for_ann, "x").await;
    let id = for_ann.id.parse::<i64>().expect("a number");
    bot.done(
        "editMessageText",
        json!({"chat_id": group.id(), "message_id": id, "text": "edited"}),
    )
    .await;
    assert_eq!(ben.hears().await.text, "edited");
    assert_eq!(ann.hears().await.text, "edited");
}

#[tokio::test]
async fn a_group_can_be_left() {
    let (fake, mut bot) = start().await;
    let group = fake.group("Friends");
    let ann = group.user("Ann");
    group.kicks_bot();
    assert_eq!(
        bot.update().await["my_chat_member"]["new_chat_member"]["status"],
        "kicked"
    );
    let body = json!({"chat_id": group.id(), "text": "a"});
    let text = bot.refused("sendMessage", body.clone()).await;
    assert_eq!(text, "Forbidden: bot was kicked from the supergroup chat");
    ann.says("/ask").await;
    bot.hears_nothing().await;
    let private = bot
        .refused("sendMessage", json!({"chat_id": ann.id(), "text": "a"}))
        .await;
    assert_eq!(
        private,
        "Forbidden: bot can't initiate conversation with a user"
    );
    group.adds_bot();
    bot.done("sendMessage", body).await;
    ann.hears().await;
}

#[tokio::test]
async fn topics_are_apart() {
    let (fake, mut bot) = start().await;
    let group = fake.group_with_topics("Friends");
    let topic = group.topic("Privacy");
    let (ann, general) = (topic.user("Ann"), group.user("Ann"));
    let said = ann.says("/ask").await;
    let updates = bot.updates().await;
    let message = &updates.last().expect("an update")["message"];
    assert_eq!(message["is_topic_message"], true);
    let thread = message["message_thread_id"].clone();
    let mut body =
        json!({"chat_id": group.id(), "text": "a", "reply_parameters": {"message_id": said.id}});
    bot.done("sendMessage", body.clone()).await;
    ann.hears().await;
    general.hears_nothing().await;
    body = json!({"chat_id": group.id(), "text": "b", "message_thread_id": thread});
    bot.done("sendMessage", body.clone()).await;
    ann.hears().await;
    body["message_thread_id"] = json!(4711);
    assert_eq!(
        bot.refused("sendMessage", body).await,
        "Bad Request: message thread not found"
    );
    bot.sends(group.id(), "c").await;
    ann.hears_nothing().await;
    general.hears().await;
}

#[tokio::test]
async fn an_upgraded_group_has_another_id() {
    let (fake, mut bot) = start().await;
    let old = fake.basic_group("Friends");
    let ann = old.user("Ann");
    let before = old.id();
    let new = old.upgrades();
    let updates = bot.updates().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], new.id());
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], before);
    let answer = bot
        .call("sendMessage", json!({"chat_id": before, "text": "a"}))
        .await;
    assert_eq!(
        answer["description"],
        "Bad Request: group chat was upgraded to a supergroup chat"
    );
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], new.id());
    bot.sends(new.id(), "a").await;
    ann.hears().await;
    ann.says("/ask").await;
    assert_eq!(bot.update().await["message"]["chat"]["id"], new.id());
    bot.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn what_goes_on_below_an_answer_is_for_the_one_who_asked() {
    let (fake, bot) = start().await;
    let group = fake.group("Friends");
    let (ann, ben) = (group.user("Ann"), group.user("Ben"));
    let mut to = ann.says("/ask").await.id;
    for text in ["first", "second"] {
        let body =
            json!({"chat_id": group.id(), "text": text, "reply_parameters": {"message_id": to}});
        to = bot.done("sendMessage", body).await["message_id"]
            .as_i64()
            .expect("an id");
    }
    ben.hears_nothing().await;
    assert_eq!(ann.hears().await.text, "first");
    assert_eq!(ann.hears().await.text, "second");
}

#[tokio::test]
async fn handles_of_one_person_hear_together() {
    let (fake, bot) = start().await;
    let (ann, again) = (fake.user("Ann"), fake.user("Ann"));
    bot.sends(ann.id(), "a").await;
    again.hears().await;
    ann.hears_nothing().await;
    fake.assert_clean();
}
