//! A bot that is easy to foresee, and the network that it is on.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chat::{
    Action, Block, Choice, Command, Field, Id, Incoming, InlineAnswer, Meters, Port, Reply,
    Request, Responder, Shutdown,
};
use chat_discord::{Config, Error, run};
use fakes::discord::Discord;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// Says what it heard. Some words have it do more.
#[derive(Default)]
pub(crate) struct Toy {
    /// Everything that it was asked, in order.
    pub(crate) asked: Mutex<Vec<String>>,
    /// How long each answer takes at least.
    pace: Mutex<Duration>,
}

impl Toy {
    /// Lets each answer take this long from here on.
    pub(crate) fn slows(&self, pace: Duration) {
        *self.pace.lock().unwrap() = pace;
    }
}

impl Responder for Toy {
    async fn respond(&self, incoming: Incoming) -> Reply {
        let text = match incoming.request {
            Request::Text(text) => text,
            Request::Command(Command::Help, _) => "help".to_owned(),
            Request::Command(Command::Ask, question) => question,
            Request::Command(command, arguments) => {
                format!("{}({arguments})", command.usage().name)
            }
            Request::UnknownCommand(meant) => {
                format!("unknown({:?})", meant.map(|meant| meant.usage().name))
            }
            Request::Press(id) => format!("pressed({id})"),
        };
        self.asked.lock().unwrap().push(text.clone());
        let pace = *self.pace.lock().unwrap();
        if !pace.is_zero() {
            tokio::time::sleep(pace).await;
        }
        reply(&text).await
    }

    fn complete(&self, field: Field, typed: &str, most: usize) -> Vec<Choice> {
        assert!(typed != "panic", "as asked");
        let choice = |number: usize| Choice {
            name: format!("{field:?} {typed} {number}"),
            value: format!("{typed}-{number}"),
        };
        (0..most).map(choice).collect()
    }

    fn inline(&self, _: &str, _: usize) -> Vec<InlineAnswer> {
        Vec::new()
    }
}

pub(crate) fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

async fn reply(text: &str) -> Reply {
    let again = Some(id("again"));
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let echo = Reply::new("answer").saying(format!("You said: {text}"));
    let mut reply = match word {
        "slow" => {
            tokio::time::sleep(Duration::from_millis(rest.parse().unwrap_or(2000))).await;
            echo
        }
        "panic" => panic!("as asked"),
        "long" => echo.with(Block::Points(vec![
            "a point. ".repeat(20);
            rest.parse().unwrap_or(30)
        ])),
        "choose" => echo,
        "plain" => return echo,
        _ => echo,
    };
    reply.again = again;
    reply.actions = match word {
        "choose" => (0..rest.parse().unwrap_or(2))
            .map(|n: u32| Action::choose(format!("Choice {n}"), id(&format!("choice-{n}"))))
            .collect(),
        _ => vec![Action::ask("More", id("more"))],
    };
    reply
}

/// A bot that runs on a network of its own.
pub(crate) struct World {
    pub(crate) discord: Discord,
    pub(crate) toy: Arc<Toy>,
    pub(crate) meters: Arc<Meters>,
    pub(crate) stop: Shutdown,
    pub(crate) running: JoinHandle<Result<(), Error>>,
}

/// The configuration for a network, with changes.
pub(crate) fn config(discord: &Discord, changes: Value) -> Config {
    let mut config = json!({
        "token": discord.token(),
        "address": discord.address(),
        "authority": discord.authority_pem(),
    });
    if let (Some(config), Some(changes)) = (config.as_object_mut(), changes.as_object()) {
        config.extend(changes.clone());
    }
    serde_json::from_value(config).unwrap()
}

impl World {
    /// A network with a bot that is online.
    pub(crate) async fn start() -> Self {
        let world = Self::on(Discord::start().await, json!({}));
        world.discord.until_online().await;
        world
    }

    /// A bot on `discord`, which perhaps gets online.
    pub(crate) fn on(discord: Discord, changes: Value) -> Self {
        let toy = Arc::new(Toy::default());
        let meters = Arc::new(Meters::default());
        let stop = Shutdown::new();
        let port = Port {
            responder: toy.clone(),
            meters: meters.clone(),
        };
        let running = tokio::spawn(run(config(&discord, changes), port, stop.clone()));
        Self {
            discord,
            toy,
            meters,
            stop,
            running,
        }
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.toy.asked.lock().unwrap().clone()
    }

    /// Ends the bot in order; nothing may be open, and no rule broken.
    pub(crate) async fn ends_well(self) {
        assert!(!self.running.is_finished(), "the bot ended by itself");
        self.stop.cancel();
        let ended = tokio::time::timeout(Duration::from_secs(10), self.running).await;
        assert!(ended.expect("within 10 s").expect("no panic").is_ok());
        assert_eq!(self.discord.traffic().problems(), Vec::<String>::new());
        assert_eq!(self.discord.unanswered(), Vec::<String>::new());
        assert_eq!(self.discord.pings(), Vec::<String>::new());
    }
}
