//! Hostile text, and what is never logged.

use std::{
    io,
    sync::{Arc, Mutex},
};

use fakes::discord::Discord;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::World;

#[tokio::test]
async fn hostile_text_is_harmless() {
    let world = World::start().await;
    world.discord.until_commands().await;
    let ann = world
        .discord
        .guild("Friends")
        .channel("general")
        .user("Ann");
    let text = "@everyone @here <@&1> **b** __u__ ||s|| `c` [x](https://evil.example) <b>h</b> \u{202e}rtl :smile: \
                \n# big\n> quote\n- list\n1. one\n-# small";
    ann.says(&format!("@privy {text}")).await;
    let reply = ann.hears().await;
    assert!(!reply.raw.contains('\u{202e}'));
    assert!(!reply.raw.contains("https://"), "{}", reply.raw);
    for seen in [
        "@everyone",
        "**b**",
        "||s||",
        "[x](https://evil.example)",
        "# big",
        "> quote",
        "1. one",
    ] {
        assert!(reply.text.contains(seen), "{seen} in {}", reply.text);
    }
    let flood: String = "@everyone *x* \u{202e}_y_ "
        .chars()
        .cycle()
        .take(4096)
        .collect();
    let bob = world.discord.user("Bob");
    bob.says(&flood).await;
    let mut pages = vec![bob.hears().await];
    while pages
        .iter()
        .map(|page| page.text.chars().count())
        .sum::<usize>()
        < 3500
    {
        pages.push(bob.hears().await);
    }
    bob.hears_nothing().await;
    assert!(
        pages
            .iter()
            .all(|page| page.raw.chars().count() <= 2000 && !page.raw.contains('\u{202e}'))
    );
    world.ends_well().await;
}

/// Everything that is logged, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The bot runs on this thread, which logs everything; the network runs on another one, which logs nothing.
#[tokio::test]
async fn nothing_that_a_person_wrote_and_no_id_or_token_is_logged() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(log.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let elsewhere = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let discord = elsewhere.spawn(Discord::start()).await.unwrap();
    let world = World::on(discord, serde_json::json!({}));
    world.discord.until_online().await;
    world.discord.until_commands().await;
    let ann = world.discord.user("Ann");
    ann.says("topsecret message").await;
    ann.hears().await;
    ann.uses("ask", &[("question", "topsecret question")]).await;
    let reply = ann.hears().await;
    ann.presses(&reply, "More").await;
    ann.hears().await;
    world.discord.faults().next(
        "POST /channels/{channel_id}/messages",
        fakes::Fault::Status(400),
    );
    ann.says("topsecret refusal").await;
    world.discord.gateway().sends_event(
        "MESSAGE_CREATE",
        &serde_json::json!({"content": "topsecret", "id": {}}),
    );
    world.discord.gateway().babbles();
    world.discord.gateway().drops();
    ann.says("topsecret after a resume").await;
    ann.hears().await;
    let ids = [ann.id(), ann.channel_id(), world.discord.bot_id()];
    world.ends_well().await;
    let bytes = log.0.lock().unwrap().clone();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("registered the commands"), "the log is on");
    let bad = |line: &&str| {
        line.contains("topsecret")
            || line.contains(Discord::TOKEN)
            || ids.iter().any(|id| line.contains(&id.to_string()))
    };
    let found: Vec<&str> = text.lines().filter(bad).take(5).collect();
    assert!(found.is_empty(), "{found:#?}");
    elsewhere.shutdown_background();
}
