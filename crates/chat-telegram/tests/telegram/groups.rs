//! Groups: who is meant, topics, two people, a group that becomes another.

use fakes::telegram::Telegram;

use crate::bot::{calls, start};

#[tokio::test]
async fn in_a_group_commands_mentions_and_replies_are_answered_as_replies() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let group = fake.group("Friends");
    let ann = group.user("Ann");
    let asked = ann.says("@Privy_Bot, is it safe?").await;
    let reply = ann.hears().await;
    assert_eq!(reply.text, "is it safe?");
    assert_eq!(reply.reply_to, Some(asked.id.to_string()));
    ann.replies(&reply, "and tiktok?").await;
    assert_eq!(ann.hears().await.text, "and tiktok?");
    ann.says("/list ads").await;
    assert_eq!(ann.hears().await.text, "command list [ads]");
    ann.says("/list@privy_bot ads").await;
    assert_eq!(ann.hears().await.text, "command list [ads]");
    ann.says("@privy_bot /list ads").await;
    assert_eq!(ann.hears().await.text, "command list [ads]");
    ann.says("hey @privy_bot").await;
    assert_eq!(ann.hears().await.text, "hey");
    ann.says("@privy_bot").await;
    assert_eq!(ann.hears().await.text, "command help []");
    fake.finish().await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_is_not_meant_for_the_bot_is_ignored_even_without_privacy_mode() {
    let fake = Telegram::start().await;
    fake.privacy_mode(false);
    let bot = start(&fake);
    let group = fake.group("Friends");
    let (ann, bob) = (group.user("Ann"), group.user("Bob"));
    ann.says("is it safe?").await;
    ann.says("@privy_bot_fan hello").await;
    ann.says("/help@other_bot").await;
    ann.says("/weather").await;
    ann.hears_nothing().await;
    ann.says("/weather@privy_bot").await;
    assert_eq!(ann.hears().await.text, "unknown None");
    bob.hears_nothing().await;
    fake.finish().await;
    assert_eq!(bot.toy.asked(), ["unknown None"]);
}

#[tokio::test]
async fn two_people_in_a_group_do_not_wait_for_one_another() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let group = fake.group("Friends");
    let (ann, bob) = (group.user("Ann"), group.user("Bob"));
    ann.says("@privy_bot slow 600").await;
    bob.says("@privy_bot quick").await;
    assert_eq!(bob.overhears().await.text, "quick");
    assert_eq!(ann.hears().await.text, "slow 600");
    fake.finish().await;
}

#[tokio::test]
async fn an_answer_stays_in_its_topic() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let group = fake.group_with_topics("Forum");
    group.user("Zoe");
    let ann = group.topic("Privacy").user("Ann");
    ann.says("@privy_bot choose").await;
    let question = ann.hears().await;
    ann.presses(&question, "First").await;
    assert_eq!(ann.hears().await.text, "pressed first");
    ann.presses(&question, "How do I opt out?").await;
    assert!(ann.hears().await.text.starts_with("pressed xxx"));
    fake.finish().await;
}

#[tokio::test]
async fn a_press_is_answered_to_whoever_asked() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let group = fake.group("Friends");
    let (ann, bob) = (group.user("Ann"), group.user("Bob"));
    let asked = ann.says("@privy_bot choose").await;
    let question = ann.hears().await;
    ann.presses(&question, "How do I opt out?").await;
    assert_eq!(ann.hears().await.reply_to, Some(asked.id.to_string()));
    bob.presses(&question, "How do I opt out?").await;
    // First the question under which he pressed.
    assert_eq!(bob.hears().await.id, question.id);
    assert_eq!(bob.hears().await.reply_to, None);
    ann.hears().await;
    fake.finish().await;
}

#[tokio::test]
async fn an_answer_follows_a_group_that_became_another() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let group = fake.basic_group("Friends");
    let ann = group.user("Ann");
    ann.says("@privy_bot slow 300").await;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let group = group.upgrades();
    assert_eq!(group.user("Ann").overhears().await.text, "slow 300");
    assert_eq!(calls(&fake, "sendMessage"), 2);
    fake.finish().await;
}
