//! Private chats: questions, commands, buttons, edits, order.

use std::time::{Duration, Instant};

use fakes::{
    Fault, Press,
    telegram::{Sent, Telegram},
};

use crate::bot::{calls, start};

#[tokio::test]
async fn a_question_gets_an_answer_without_a_preview() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("is <b>this</b> safe & sound?").await;
    let reply = ann.hears().await;
    assert_eq!(reply.text, "is <b>this</b> safe & sound?");
    assert_eq!(reply.reply_to, None);
    fake.finish().await;
    let exchanges = fake.traffic.exchanges();
    let send = exchanges
        .iter()
        .find(|exchange| exchange.route == "sendMessage")
        .unwrap();
    assert_eq!(send.request["link_preview_options"]["is_disabled"], true);
    assert_eq!(send.request["parse_mode"], "HTML");
    assert_eq!(calls(&fake, "sendChatAction"), 0);
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn commands_come_with_what_stands_behind_them() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    for (said, heard) in [
        ("/optout linkedin ads", "command optout [linkedin ads]"),
        ("/HELP@privy_bot", "command help []"),
        ("/optuot tiktok", "unknown Some(\"optout\")"),
    ] {
        ann.says(said).await;
        assert_eq!(ann.hears().await.text, heard);
    }
    ann.opens_link("ai-training_linkedin").await;
    assert_eq!(
        ann.hears().await.text,
        "command start [ai-training_linkedin]"
    );
    ann.says("/help@other_bot").await;
    ann.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn a_choice_takes_the_place_of_the_question_and_a_follow_up_does_not() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("choose").await;
    let question = ann.hears().await;
    assert_eq!(
        question.labels(),
        ["First", "Second", "How do I opt out?", "Open"]
    );
    let open = question.button("Open").unwrap();
    assert_eq!(
        open.press,
        Press::Link("https://example.org/?a=1&b=2".to_owned())
    );

    ann.presses(&question, "Second").await;
    let chosen = ann.hears().await;
    assert_eq!(
        (chosen.id.as_str(), chosen.edits),
        (question.id.as_str(), 1)
    );
    assert_eq!(chosen.text, "pressed second");

    ann.presses_data(&question, "How do I opt out?", &"x".repeat(64))
        .await;
    let more = ann.hears().await;
    assert_ne!(more.id, question.id);
    assert_eq!(
        (more.text, more.edits),
        (format!("pressed {}", "x".repeat(64)), 0)
    );
    fake.finish().await;
}

#[tokio::test]
async fn every_press_is_answered_whatever_it_holds() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("choose").await;
    let question = ann.hears().await;
    ann.presses_data(&question, "First", "not an id").await;
    ann.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn an_edited_question_edits_its_answer() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    let asked = ann.says("one").await;
    let first = ann.hears().await;
    ann.edits(&asked, "two").await;
    let second = ann.hears().await;
    assert_eq!((second.id.as_str(), second.edits), (first.id.as_str(), 1));
    assert_eq!(second.text, "two");

    // Two messages more, and back to one.
    ann.edits(&asked, "long").await;
    let parts = [ann.hears().await, ann.hears().await, ann.hears().await];
    assert_eq!(parts[0].id, first.id);
    ann.edits(&asked, "three").await;
    assert_eq!(ann.hears().await.text, "three");
    fake.finish().await;
    crate::bot::eventually(|| calls(&fake, "deleteMessage") == 2).await;
    assert!(ann.looks_at(&parts[1]).is_none() && ann.looks_at(&parts[2]).is_none());
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_edit_of_what_was_not_answered_is_answered_anew() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    let asked = ann.says("one").await;
    ann.hears().await;
    bot.stop().await.unwrap();
    let _bot = start(&fake);
    ann.edits(&asked, "two").await;
    assert_eq!(ann.hears().await.edits, 0);
    fake.finish().await;
}

#[tokio::test]
async fn that_nothing_changes_is_no_error() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    let asked = ann.says("same").await;
    ann.hears().await;
    ann.edits(&asked, "same again").await;
    ann.hears_nothing().await;
    assert_eq!(calls(&fake, "editMessageText"), 1);
    assert_eq!(calls(&fake, "sendMessage"), 1);
    assert_eq!(
        bot.counted("sends_total{network=\"telegram\",outcome=\"failed\"}"),
        0
    );
    // This Telegram holds the refusal against the bot.
    fake.traffic.forgive();
    fake.finish().await;
}

#[tokio::test]
async fn an_answer_that_was_deleted_is_sent_anew() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("choose").await;
    let question = ann.hears().await;
    let id = question.id.parse().unwrap();
    ann.deletes(&Sent { id }).await;
    ann.presses(&question, "First").await;
    let reply = ann.hears().await;
    assert_eq!((reply.text.as_str(), reply.edits), ("pressed first", 0));
    assert_ne!(reply.id, question.id);
    fake.finish().await;
}

#[tokio::test]
async fn an_edit_whose_html_is_refused_becomes_plain_text() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    let asked = ann.says("one").await;
    ann.hears().await;
    fake.next("editMessageText", Fault::Status(400));
    ann.edits(&asked, "<two>").await;
    let reply = ann.hears().await;
    assert_eq!((reply.raw.as_str(), reply.edits), ("<two>", 1));
    fake.finish().await;
}

#[tokio::test]
async fn a_long_reply_is_several_messages_with_the_buttons_under_the_last() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("long").await;
    let mut parts = Vec::new();
    for number in 0..3 {
        let part = ann.hears().await;
        assert!(
            part.text.starts_with(&format!("part {number} <word>")),
            "{}",
            part.text
        );
        parts.push(part.labels().len());
    }
    assert_eq!(parts, [0, 0, 1]);
    ann.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn one_persons_questions_are_answered_in_order_and_do_not_hold_up_others() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let (ann, bob) = (fake.user("Ann"), fake.user("Bob"));
    ann.says("slow 600 first").await;
    ann.says("second").await;
    let start = Instant::now();
    bob.says("hello").await;
    assert_eq!(bob.hears().await.text, "hello");
    // Also those who come while she waits.
    bob.says("again").await;
    bob.hears().await;
    assert!(
        start.elapsed() < Duration::from_millis(400),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(ann.hears().await.text, "slow 600 first");
    assert_eq!(ann.hears().await.text, "second");
    fake.finish().await;
}

#[tokio::test]
async fn typing_is_shown_only_where_it_takes_long() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("slow 100").await;
    ann.hears().await;
    assert_eq!(calls(&fake, "sendChatAction"), 0);
    ann.says("slow 500").await;
    ann.sees_typing().await;
    ann.hears().await;
    assert_eq!(calls(&fake, "sendChatAction"), 1);
    fake.finish().await;
}

#[tokio::test]
async fn a_reply_without_content_sends_nothing() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("empty").await;
    ann.hears_nothing().await;
    fake.finish().await;
}
