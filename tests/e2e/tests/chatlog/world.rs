//! A network with the bot on it.

use std::{path::PathBuf, time::Duration};

use chat::{Network, Shutdown};
use fakes::{discord::Discord, telegram::Telegram};
use privy::{Config, Failure};
use tokio::task::JoinHandle;

use crate::person::Person;

/// How long the bot may take to stop.
const STOPPING: Duration = Duration::from_secs(15);

/// A made-up knowledge folder: no platform in it exists, so editing live records breaks no scenario.
pub(crate) fn dummy() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../crates/privy/tests/cli/dummy")
}

/// A network with the bot on it.
pub(crate) struct World {
    pub(crate) side: Side,
    bot: tokio::sync::Mutex<Option<Bot>>,
    config: String,
}

/// One of the two networks.
pub(crate) enum Side {
    Discord(Discord),
    Telegram(Telegram),
}

/// The bot while it runs.
pub(crate) struct Bot {
    pub(crate) stop: Shutdown,
    pub(crate) ended: JoinHandle<Result<(), Failure>>,
}

/// Starts what `main` starts, with the configuration that `text` holds.
pub(crate) fn start_bot(text: &str) -> Bot {
    let stop = Shutdown::new();
    let ended = tokio::spawn(privy::serve::run(read(text), stop.clone()));
    Bot { stop, ended }
}

/// The configuration, read as the program reads it.
pub(crate) fn read(text: &str) -> Config {
    let file = config::File::from_str(text, config::FileFormat::Toml);
    let built = config::Config::builder().add_source(file).build().unwrap();
    built.try_deserialize().unwrap()
}

/// What every configuration here begins with: the made-up records, no local port, and a wide cooldown.
pub(crate) fn base() -> String {
    format!(
        "[knowledge]\nfolder = {:?}\n[serve]\nlisten = \"\"\nburst = 1000\nquestions_per_minute = 100000\n",
        dummy()
    )
}

/// The section for the Discord of a test.
pub(crate) fn discord_section(discord: &Discord) -> String {
    format!(
        "[discord]\ntoken = {:?}\naddress = {:?}\nauthority = '''{}'''\n",
        discord.token(),
        discord.address().to_string(),
        discord.authority_pem()
    )
}

/// The section for the Telegram of a test.
pub(crate) fn telegram_section(telegram: &Telegram) -> String {
    format!(
        "[telegram]\ntoken = {:?}\napi = {:?}\n[telegram.limits]\nper_second = 100000\nper_chat_per_second = 100000\n\
         per_group_per_minute = 100000\n",
        telegram.token(),
        telegram.url()
    )
}

impl World {
    /// A network of the kind `network` with the bot on it, over the made-up records.
    pub(crate) async fn start(network: Network) -> Self {
        Self::start_with(network, &base()).await
    }

    /// As [`World::start`], where the configuration begins with `head`.
    pub(crate) async fn start_with(network: Network, head: &str) -> Self {
        let side = match network {
            Network::Discord => Side::Discord(Discord::start().await),
            Network::Telegram => Side::Telegram(Telegram::start().await),
        };
        let section = match &side {
            Side::Discord(discord) => {
                discord.gateway().identify_window(Duration::ZERO);
                discord_section(discord)
            }
            Side::Telegram(telegram) => telegram_section(telegram),
        };
        let world = Self {
            side,
            bot: tokio::sync::Mutex::new(None),
            config: format!("{head}{section}"),
        };
        world.wake().await;
        world
    }

    /// Starts the bot and waits until it hears the network.
    pub(crate) async fn wake(&self) {
        *self.bot.lock().await = Some(start_bot(&self.config));
        if let Side::Discord(discord) = &self.side {
            discord.until_online().await;
            discord.until_commands().await;
        }
    }

    /// The bot is gone from one moment to the next, as after a kill.
    pub(crate) async fn kill(&self) {
        // An answer that is not yet acknowledged would come again.
        while let Side::Telegram(telegram) = &self.side
            && telegram.pending_updates() > 0
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let bot = self.bot.lock().await.take().unwrap();
        bot.ended.abort();
        let _ = bot.ended.await;
        if let Side::Discord(discord) = &self.side {
            while discord.gateway_sessions() > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }

    /// Tells the bot to stop; it has to end well and in time.
    pub(crate) async fn stop(&self) {
        let bot = self.bot.lock().await.take().unwrap();
        bot.stop.cancel();
        let ended = tokio::time::timeout(STOPPING, bot.ended).await;
        ended.expect("it stops in time").unwrap().unwrap();
    }

    /// A person in a private conversation with the bot.
    pub(crate) fn user(&self, name: &str) -> Person {
        match &self.side {
            Side::Discord(discord) => Person::discord(discord.user(name)),
            Side::Telegram(telegram) => Person::telegram(telegram.user(name)),
        }
    }

    /// People in one place, which the bot is in.
    pub(crate) fn place<const N: usize>(&self, names: [&str; N]) -> [Person; N] {
        match &self.side {
            Side::Discord(discord) => {
                let channel = discord.guild("Friends").channel("general");
                names.map(|name| Person::discord(channel.user(name)))
            }
            Side::Telegram(telegram) => {
                let group = telegram.group("Friends");
                names.map(|name| Person::telegram(group.user(name)))
            }
        }
    }

    /// Ends the scenario: the bot is alive, nothing is unread, no rule was broken, and it stops when told to.
    pub(crate) async fn end(self) {
        let last = self.user("Zoe");
        last.says("does bluebird train ai on my data").await;
        assert!(
            last.hears()
                .await
                .text
                .contains("Yes, unless you turn it off")
        );
        if self.bot.lock().await.is_some() {
            self.stop().await;
        }
        match self.side {
            Side::Discord(discord) => discord.finish().await,
            Side::Telegram(telegram) => telegram.finish().await,
        }
    }
}
