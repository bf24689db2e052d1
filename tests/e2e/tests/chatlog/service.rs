//! The service as a whole: both networks, tokens, records, cooldown, health.

use std::{fs, path::Path, time::Duration};

use chat::Network;
use fakes::{Fault, discord::Discord, telegram::Telegram};

use crate::world::{Side, World, base, discord_section, dummy, start_bot, telegram_section};

/// Waits until `done`.
async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within 10 s: {what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_answers_both_networks() {
    let (discord, telegram) = (Discord::start().await, Telegram::start().await);
    let config = format!(
        "{}{}{}",
        base(),
        discord_section(&discord),
        telegram_section(&telegram)
    );
    let bot = start_bot(&config);
    discord.until_online().await;
    let (ann, ben) = (discord.user("Ann"), telegram.user("Ben"));
    ann.says("does bluebird sell my data").await;
    ben.says("does bluebird sell my data").await;
    for heard in [ann.hears().await, ben.hears().await] {
        assert!(heard.text.contains("no data is sold"), "{}", heard.text);
    }
    discord.until_commands().await;
    bot.stop.cancel();
    bot.ended.await.unwrap().unwrap();
    discord.finish().await;
    telegram.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_token_stops_its_network_and_not_the_other() {
    let (discord, telegram) = (Discord::start().await, Telegram::start().await);
    let refused = discord_section(&discord).replace(discord.token(), "wrong.token.here");
    let bot = start_bot(&format!(
        "{}{refused}{}",
        base(),
        telegram_section(&telegram)
    ));
    let ben = telegram.user("Ben");
    ben.says("does bluebird sell my data").await;
    assert!(ben.hears().await.text.contains("no data is sold"));
    bot.stop.cancel();
    bot.ended.await.unwrap().unwrap();
    telegram.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_every_token_is_refused_it_ends_and_says_so() {
    let telegram = Telegram::start().await;
    let refused = telegram_section(&telegram).replace(&telegram.token(), "1:wrong");
    let bot = start_bot(&format!("{}{refused}", base()));
    let failure = bot.ended.await.unwrap().unwrap_err().to_string();
    assert!(
        failure.contains("Telegram") && failure.contains("token"),
        "{failure}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_any_token_it_says_how_to_get_one() {
    let failure = start_bot(&base())
        .ended
        .await
        .unwrap()
        .unwrap_err()
        .to_string();
    assert!(
        failure.contains("@BotFather") && failure.contains("PRIVY__DISCORD__TOKEN"),
        "{failure}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_is_out_of_reach_at_the_start_is_tried_again() {
    let (discord, telegram) = (Discord::start().await, Telegram::start().await);
    for _ in 0..2 {
        telegram.next("getMe", Fault::DropBefore);
    }
    let config = format!(
        "{}{}{}",
        base(),
        discord_section(&discord),
        telegram_section(&telegram)
    );
    let bot = start_bot(&config);
    discord.until_online().await;
    let (ann, ben) = (discord.user("Ann"), telegram.user("Ben"));
    ben.says("does bluebird sell my data").await;
    ann.says("does bluebird sell my data").await;
    assert!(ann.hears().await.text.contains("no data is sold"));
    assert!(
        ben.hears_within(Duration::from_secs(15))
            .await
            .text
            .contains("no data is sold")
    );
    discord.until_commands().await;
    bot.stop.cancel();
    bot.ended.await.unwrap().unwrap();
    discord.finish().await;
    telegram.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_too_much_is_told_when_to_go_on() {
    let head = base()
        .replace("burst = 1000", "burst = 3")
        .replace("questions_per_minute = 100000", "questions_per_minute = 30");
    let world = World::start_with(Network::Telegram, &head).await;
    let ann = world.user("Ann");
    for _ in 0..3 {
        assert!(
            ann.asks("does bluebird sell my data")
                .await
                .text
                .contains("no data is sold")
        );
    }
    let reply = ann.asks("does bluebird sell my data").await;
    assert!(reply.text.contains("Ask me again in"), "{}", reply.text);
    let ben = world.user("Ben");
    assert!(
        ben.asks("does bluebird sell my data")
            .await
            .text
            .contains("no data is sold")
    );
    world.end().await;
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changed_records_are_taken_in_and_broken_ones_refused() {
    let folder = tempfile::tempdir().unwrap();
    copy(&dummy(), folder.path());
    let head = base().replace(&format!("{:?}", dummy()), &format!("{:?}", folder.path()));
    let world = World::start_with(Network::Telegram, &head).await;
    let ann = world.user("Ann");
    let question = "does bluebird sell my data";
    assert!(ann.asks(question).await.text.contains("no data is sold"));
    let path = folder.path().join("platforms/bluebird.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("no data is sold", "not a thing is sold"),
    )
    .unwrap();
    until("the new record answers", async || {
        ann.asks(question)
            .await
            .text
            .contains("not a thing is sold")
    })
    .await;
    fs::write(&path, "name = \"Bluebird").unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(
        ann.asks(question)
            .await
            .text
            .contains("not a thing is sold")
    );
    fs::write(&path, &text).unwrap();
    until("the mended record answers", async || {
        ann.asks(question).await.text.contains("no data is sold")
    })
    .await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_and_metrics_tell_how_it_is() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let head = base().replace("listen = \"\"", &format!("listen = \"{free}\""));
    let world = World::start_with(Network::Telegram, &head).await;
    let ann = world.user("Ann");
    ann.asks("does bluebird sell my data").await;
    ann.asks("does zorblax sell my data").await;
    let get = async |path: &str| {
        let answer = reqwest::get(format!("http://{free}{path}")).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(get("/healthz").await.0, 200);
    assert_eq!(
        get("/readyz").await,
        (200, "telegram: connected\n".to_owned())
    );
    let (_, metrics) = get("/metrics").await;
    for part in [
        "privy_questions_total{network=\"telegram\",kind=\"answer\"} 1",
        "privy_abstentions_total{network=\"telegram\"}",
        "privy_answer_seconds_bucket",
        "privy_reply_seconds_bucket",
        "privy_sends_total{network=\"telegram\",outcome=\"done\"}",
        "privy_connected{network=\"telegram\"} 1",
        "privy_knowledge_records 3",
        "privy_knowledge_newest_reading_timestamp_seconds",
        "privy_build_info",
    ] {
        assert!(metrics.contains(part), "{part} in\n{metrics}");
    }
    world.end().await;
}

/// What went over both wires, against the networks' published descriptions.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PRIVY_SPECS"]
async fn traffic_is_as_published() {
    let specs = std::path::PathBuf::from(
        std::env::var_os("PRIVY_SPECS").expect("PRIVY_SPECS names a folder"),
    );
    for network in Network::ALL {
        let world = World::start(network).await;
        let ann = world.user("Ann");
        let reply = ann.asks("does bluebird train ai on my data?").await;
        ann.presses(&reply, "How do I opt out").await;
        ann.hears().await;
        ann.edits("does bluebird sell my data?").await;
        ann.hears().await;
        let choices = ann.orders("region", &[]).await;
        ann.presses(&choices, "the EU").await;
        ann.hears().await;
        let wrong = match &world.side {
            Side::Discord(discord) => fakes::discord::check(&discord.traffic().exchanges(), &specs),
            Side::Telegram(telegram) => {
                fakes::telegram::check(&telegram.traffic.exchanges(), &specs)
            }
        };
        assert!(wrong.is_empty(), "{wrong:#?}");
        world.end().await;
    }
}
