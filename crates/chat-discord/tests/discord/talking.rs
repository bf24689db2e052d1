//! What people write, and what they read.

use fakes::{
    Shown,
    discord::{Discord, Person},
};
use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn a_direct_message_is_answered() {
    let world = World::start().await;
    let ann = world.discord.user("Ann");
    let question = ann.says("is linkedin training on my data?").await;
    let reply = ann.hears().await;
    assert_eq!(reply.text, "You said: is linkedin training on my data?");
    assert_eq!(reply.reply_to, Some(question.id));
    assert_eq!(reply.labels(), ["More"]);
    ann.hears_nothing().await;
    world.ends_well().await;
}

#[tokio::test]
async fn in_a_channel_only_mentions_and_replies_are_answered() {
    let world = World::start().await;
    let ann = world
        .discord
        .guild("Friends")
        .channel("general")
        .user("Ann");
    ann.says("nobody asked you").await;
    ann.hears_nothing().await;
    ann.says("@privy is tiktok ok?").await;
    let reply = ann.hears().await;
    assert_eq!(reply.text, "You said: is tiktok ok?");
    ann.replies(&reply, "and in the UK?").await;
    assert_eq!(ann.hears().await.text, "You said: and in the UK?");
    ann.says("@privy").await;
    assert_eq!(ann.hears().await.text, "You said: help");
    world.ends_well().await;
}

#[tokio::test]
async fn commands_can_be_typed() {
    let world = World::start().await;
    let ann = world.discord.user("Ann");
    for (typed, heard) in [
        ("/optout LinkedIn ads", "You said: optout(LinkedIn ads)"),
        ("/help@Privy", "You said: help"),
        ("/optuot x", "You said: unknown(Some(\"optout\"))"),
    ] {
        ann.says(typed).await;
        assert_eq!(ann.hears().await.text, heard);
    }
    ann.says("/help@other_bot").await;
    ann.hears_nothing().await;
    world.ends_well().await;
}

#[tokio::test]
async fn one_persons_messages_are_answered_in_order_and_others_do_not_wait() {
    let world = World::start().await;
    let channel = world.discord.guild("Friends").channel("general");
    let (ann, bob) = (channel.user("Ann"), channel.user("Bob"));
    ann.says("@privy slow 400").await;
    for number in 0..20 {
        ann.says(&format!("@privy number {number}")).await;
    }
    bob.says("@privy quick").await;
    assert_eq!(bob.hears().await.text, "You said: quick");
    assert_eq!(ann.hears().await.text, "You said: slow 400");
    for number in 0..20 {
        assert_eq!(ann.hears().await.text, format!("You said: number {number}"));
    }
    world.ends_well().await;
}

#[tokio::test]
async fn an_edited_question_edits_its_answer() {
    let world = World::start().await;
    let ann = world.discord.user("Ann");
    ann.says("long 60").await;
    let pages = all_pages(&ann).await;
    assert!(pages.len() > 2);
    ann.edits("plain short").await;
    let edited = ann.hears().await;
    assert_eq!(
        (edited.text.as_str(), edited.id, edited.edits),
        ("You said: plain short", pages[0].id.clone(), 1)
    );
    ann.hears_nothing().await;
    let left: Vec<String> = ann.sees().into_iter().map(|shown| shown.id).collect();
    assert_eq!(left.len(), 2, "the question and its answer");
    world.ends_well().await;
}

#[tokio::test]
async fn an_edit_of_what_was_no_question_is_nothing() {
    let world = World::start().await;
    let ann = world
        .discord
        .guild("Friends")
        .channel("general")
        .user("Ann");
    ann.says("hello all").await;
    ann.edits("hello everybody").await;
    ann.hears_nothing().await;
    world.ends_well().await;
}

#[tokio::test]
async fn a_long_reply_has_pages_with_buttons_under_the_last() {
    let world = World::start().await;
    let ann = world.discord.user("Ann");
    ann.says("long 30").await;
    let pages = all_pages(&ann).await;
    let (last, others) = pages.split_last().unwrap();
    assert!(!others.is_empty() && others.iter().all(|page| page.labels().is_empty()));
    assert_eq!(last.labels(), ["More"]);
    assert!(pages.iter().all(|page| page.raw.chars().count() <= 2000));
    let points = pages
        .iter()
        .flat_map(|page| page.raw.lines())
        .filter(|line| line.starts_with("- "));
    assert_eq!(points.count(), 30);
    world.ends_well().await;
}

#[tokio::test]
async fn where_it_may_not_write_it_is_silent_and_lives_on() {
    let world = World::start().await;
    let channel = world.discord.guild("Friends").channel("closed");
    channel.forbids_writing();
    let ann = channel.user("Ann");
    ann.says("@privy hello").await;
    ann.hears_nothing().await;
    let bob = world.discord.user("Bob");
    bob.blocks();
    bob.says("hello").await;
    bob.hears_nothing().await;
    let eve = world.discord.user("Eve");
    eve.says("hello").await;
    assert_eq!(eve.hears().await.text, "You said: hello");
    world.ends_well().await;
}

#[tokio::test]
async fn no_more_than_configured_are_answered_at_a_time_and_none_is_lost() {
    let world = World::on(Discord::start().await, json!({"running": 2}));
    world.discord.until_online().await;
    let people: Vec<_> = (0..6)
        .map(|n| world.discord.user(&format!("person {n}")))
        .collect();
    for person in &people {
        person.says("slow 200").await;
    }
    let begun = std::time::Instant::now();
    for person in &people {
        assert_eq!(person.hears().await.text, "You said: slow 200");
    }
    assert!(begun.elapsed().as_millis() >= 550, "{:?}", begun.elapsed());
    world.ends_well().await;
}

/// All pages of a reply; the last one has the buttons.
async fn all_pages(person: &Person) -> Vec<Shown> {
    let mut pages = vec![person.hears().await];
    while pages.last().is_some_and(|page| page.labels().is_empty()) {
        pages.push(person.hears().await);
    }
    pages
}
