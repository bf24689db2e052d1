//! Everything the network knows, behind one lock, with what both of its sides share.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicU64, atomic::Ordering},
    time::Duration,
};

use tokio::sync::{Notify, mpsc, oneshot};

use super::{
    channel::Channel, clock::Clock, command::Scope, interaction::Interaction, limits::Limits,
    message::Message, sessions::Sessions,
};
use crate::{Faults, Traffic};

/// The network as a whole.
pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) traffic: Traffic,
    pub(super) faults: Faults,
    pub(super) limits: Limits,
    pub(super) sessions: Sessions,
    pub(super) token: String,
    /// The bot's user and its application, which have the same id.
    pub(super) bot: u64,
    pub(super) times: Mutex<Times>,
    pub(super) requests: Vec<AtomicU64>,
    pub(super) invalid: AtomicU64,
    state: Mutex<State>,
}

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// How long a person waits for a message.
    pub(super) patience: Duration,
    /// How long nothing must come for it to be nothing.
    pub(super) quiet: Duration,
    /// How soon an interaction must be answered (docs: 3 seconds).
    pub(super) first_answer: Duration,
    /// How long an interaction's token is good (docs: 15 minutes).
    pub(super) token: Duration,
}

/// People, places and what was said.
#[derive(Default)]
pub(super) struct State {
    pub(super) users: HashMap<u64, Account>,
    pub(super) names: HashMap<String, u64>,
    pub(super) guilds: HashMap<u64, Server>,
    pub(super) channels: HashMap<u64, Channel>,
    pub(super) messages: HashMap<u64, Message>,
    /// Messages that people took away, which the bot cannot know.
    pub(super) removed: HashSet<u64>,
    pub(super) interactions: HashMap<u64, Interaction>,
    pub(super) commands: HashMap<Scope, Vec<serde_json::Value>>,
    pub(super) created_today: HashMap<Scope, usize>,
    pub(super) nonces: HashMap<(u64, String), u64>,
    pub(super) pings: Vec<String>,
    pub(super) load: Option<mpsc::UnboundedSender<(usize, std::time::Instant)>>,
    pub(super) completions: HashMap<u64, oneshot::Sender<Vec<(String, String)>>>,
}

/// A person or the bot.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) bot: bool,
    /// Whether the person has added the bot to their own account.
    pub(super) installed: bool,
    pub(super) blocks_bot: bool,
    pub(super) dm: Option<u64>,
}

/// A guild.
#[derive(Debug, Clone)]
pub(super) struct Server {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) with_bot: bool,
    pub(super) channels: Vec<u64>,
}

impl World {
    pub(super) fn new(token: &str, gateway_url: String) -> Self {
        let clock = Clock::new();
        let bot = clock.id();
        let world = Self {
            traffic: Traffic::default(),
            faults: Faults::default(),
            limits: Limits::default(),
            sessions: Sessions::new(gateway_url),
            token: token.to_owned(),
            bot,
            times: Mutex::new(Times {
                patience: Duration::from_secs(3),
                quiet: Duration::from_millis(300),
                first_answer: Duration::from_secs(3),
                token: Duration::from_secs(15 * 60),
            }),
            requests: super::route::ROUTES
                .iter()
                .map(|_| AtomicU64::new(0))
                .collect(),
            invalid: AtomicU64::new(0),
            state: Mutex::default(),
            clock,
        };
        let account = Account {
            name: "Privy".into(),
            bot: true,
            installed: false,
            blocks_bot: false,
            dm: None,
        };
        world.state().users.insert(bot, account);
        world
    }

    /// The state, for a moment.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn times(&self) -> Times {
        *self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_times(&self, change: impl FnOnce(&mut Times)) {
        change(&mut self.times.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn problem(&self, problem: impl Into<String>) {
        self.traffic.problem(problem.into());
    }

    pub(super) fn count_invalid(&self) {
        self.invalid.fetch_add(1, Ordering::Relaxed);
    }

    /// The account of that name, made if there is none.
    pub(super) fn account(&self, name: &str) -> u64 {
        let id = self.clock.id();
        let mut state = self.state();
        let id = *state.names.entry(name.to_owned()).or_insert(id);
        let name = name.to_owned();
        state.users.entry(id).or_insert(Account {
            name,
            bot: false,
            installed: false,
            blocks_bot: false,
            dm: None,
        });
        id
    }

    /// The channel between the bot and a person, made if there is none.
    pub(super) fn dm(&self, user: u64) -> u64 {
        let id = self.clock.id();
        let mut state = self.state();
        let Some(account) = state.users.get_mut(&user) else {
            return id;
        };
        if let Some(dm) = account.dm {
            return dm;
        }
        account.dm = Some(id);
        state.channels.insert(id, Channel::dm(id, user));
        id
    }
}

impl State {
    /// What wakes those who wait for something in a channel.
    pub(super) fn notify(&self, channel: u64) -> Arc<Notify> {
        self.channels
            .get(&channel)
            .map(|channel| Arc::clone(&channel.notify))
            .unwrap_or_default()
    }

    /// The guild of a channel.
    pub(super) fn guild_of(&self, channel: u64) -> Option<&Server> {
        self.guilds.get(&self.channels.get(&channel)?.guild()?)
    }

    pub(super) fn name_of(&self, user: u64) -> &str {
        self.users
            .get(&user)
            .map_or("?", |account| account.name.as_str())
    }
}
