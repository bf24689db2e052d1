//! Commands: registered when they differ, and used.

use fakes::discord::Discord;
use serde_json::json;

use crate::support::World;

const PUT: &str = "PUT /applications/{application_id}/commands";
const PUT_IN_GUILD: &str = "PUT /applications/{application_id}/guilds/{guild_id}/commands";

async fn with_commands() -> World {
    let world = World::start().await;
    world.discord.until_commands().await;
    world
}

#[tokio::test]
async fn commands_are_registered_once() {
    let world = with_commands().await;
    assert_eq!(world.discord.requests(PUT), 1);
    let names: Vec<String> = world.discord.user("Ann").commands();
    assert!(
        names.contains(&"optout".to_owned()) && names.contains(&"Check this with Privy".to_owned()),
        "{names:?}"
    );
    let World {
        discord,
        stop,
        running,
        ..
    } = world;
    stop.cancel();
    running.await.unwrap().unwrap();
    discord.gateway().identify_window(std::time::Duration::ZERO);
    let again = World::on(discord, json!({}));
    again.discord.until_online().await;
    let ann = again.discord.user("Ann");
    ann.says("hello").await;
    ann.hears().await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(again.discord.requests(PUT), 1, "nothing changed");
    again.ends_well().await;
}

#[tokio::test]
async fn while_developing_commands_are_registered_in_one_guild() {
    let discord = Discord::start().await;
    let guild = discord.guild("Workshop");
    let world = World::on(discord, json!({"guild": guild.id()}));
    world.discord.until_online().await;
    world.discord.until_commands().await;
    assert_eq!(
        (
            world.discord.requests(PUT),
            world.discord.requests(PUT_IN_GUILD)
        ),
        (0, 1)
    );
    let ann = guild.channel("general").user("Ann");
    ann.uses("help", &[]).await;
    assert_eq!(ann.hears().await.text, "You said: help");
    world.ends_well().await;
}

#[tokio::test]
async fn a_failed_registration_is_tried_again() {
    let discord = Discord::start().await;
    discord.faults().next(PUT, fakes::Fault::Status(500));
    discord.faults().next(PUT, fakes::Fault::DropBefore);
    let world = World::on(discord, json!({}));
    world.discord.until_commands().await;
    world.ends_well().await;
}

#[tokio::test]
async fn arguments_come_in_the_order_of_the_table() {
    let world = with_commands().await;
    let ann = world
        .discord
        .guild("Friends")
        .channel("general")
        .user("Ann");
    ann.uses(
        "compare",
        &[
            ("topic", "messages"),
            ("second", "Telegram"),
            ("first", "WhatsApp"),
        ],
    )
    .await;
    let reply = ann.hears().await;
    assert_eq!(reply.text, "You said: compare(WhatsApp Telegram messages)");
    assert!(reply.only_me);
    assert_eq!(reply.labels(), ["More", "Share"]);
    world.ends_well().await;
}

#[tokio::test]
async fn names_are_completed_and_questions_are_not() {
    let world = with_commands().await;
    let ann = world.discord.user("Ann");
    let offered = ann.completes("optout", "platform", "lnk", &[]).await;
    assert_eq!(offered.len(), 25);
    assert_eq!(
        offered[0],
        ("Platform lnk 0".to_owned(), "lnk-0".to_owned())
    );
    let offered = ann
        .completes("list", "stance", "y", &[("topic", "ads")])
        .await;
    assert_eq!(offered[3].0, "Stance y 3");
    let ask = world
        .discord
        .commands()
        .into_iter()
        .find(|command| command["name"] == "ask")
        .unwrap();
    assert_eq!(ask["options"][0]["max_length"], 500);
    world.ends_well().await;
}

#[tokio::test]
async fn a_completion_that_panics_offers_nothing() {
    let world = with_commands().await;
    let ann = world.discord.user("Ann");
    assert_eq!(ann.completes("optout", "platform", "panic", &[]).await, []);
    assert_eq!(
        ann.completes("optout", "platform", "x", &[]).await.len(),
        25
    );
    world.ends_well().await;
}

#[tokio::test]
async fn a_message_of_anybody_can_be_checked() {
    let world = with_commands().await;
    let channel = world.discord.guild("Friends").channel("general");
    let (ann, bob) = (channel.user("Ann"), channel.user("Bob"));
    let message = bob.says("facebook sells everything you write").await;
    ann.checks(&message, "Check this with Privy").await;
    let reply = ann.hears().await;
    assert_eq!(reply.text, "You said: facebook sells everything you write");
    assert!(reply.only_me);
    bob.hears_nothing().await;
    world.ends_well().await;
}

#[tokio::test]
async fn a_person_who_installed_it_uses_it_anywhere() {
    let world = with_commands().await;
    let ann = world.discord.user("Ann").with("Bob");
    ann.uses("ask", &[("question", "long 90")]).await;
    let pages = [
        ann.hears().await,
        ann.hears().await,
        ann.hears().await,
        ann.hears().await,
        ann.hears().await,
    ];
    assert!(
        pages
            .iter()
            .all(|page| page.only_me && page.raw.chars().count() <= 2000)
    );
    assert_eq!(pages[4].labels(), ["More", "Share"]);
    ann.hears_nothing().await;
    world.ends_well().await;
}
