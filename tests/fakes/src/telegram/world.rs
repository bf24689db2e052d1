//! Everything that this Telegram remembers.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use tokio::sync::Notify;

use super::{
    callback::Presses,
    chat::{Chat, ChatKind, Message, News, Standing},
    inline::Inline,
    limits::Rates,
    profile::Profile,
    queue::Queue,
    settings::Settings,
};
use crate::{Faults, Traffic};

/// The bot's id; it also begins the token.
pub(crate) const BOT: i64 = 7_000_000_001;

/// The bot's name.
pub(crate) const BOT_NAME: &str = "privy_bot";

/// How many messages a chat under load keeps.
const KEPT_UNDER_LOAD: usize = 16;

/// What both sides share.
#[derive(Debug)]
pub(crate) struct World {
    state: Mutex<State>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) traffic: Arc<Traffic>,
    /// Woken when people may see something new.
    pub(crate) seen: Arc<Notify>,
    /// Woken when there may be something for pollers and deliveries.
    pub(crate) changed: Arc<Notify>,
}

impl World {
    /// An empty world.
    pub(crate) fn new() -> Self {
        let (seen, changed) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        Self {
            state: Mutex::new(State::new(seen.clone(), changed.clone())),
            faults: Arc::default(),
            traffic: Arc::default(),
            seen,
            changed,
        }
    }

    /// The state; hold it shortly.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until people see what `look` looks for, but no longer than `patience`.
    pub(crate) async fn wait_to_see<T>(
        &self,
        patience: Duration,
        look: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        self.wait(&self.seen, patience, look).await
    }

    /// Waits for `look` to find something, looking again whenever `notify` wakes.
    pub(crate) async fn wait<T>(
        &self,
        notify: &Notify,
        patience: Duration,
        mut look: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            let mut woken = std::pin::pin!(notify.notified());
            woken.as_mut().enable();
            if let Some(found) = look(&mut self.state()) {
                return Some(found);
            }
            if tokio::time::timeout_at(deadline, woken).await.is_err() {
                return look(&mut self.state());
            }
        }
    }
}

/// A person.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) first_name: String,
    pub(crate) language: Option<String>,
}

/// What this Telegram remembers.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) people: HashMap<i64, Person>,
    pub(crate) names: HashMap<String, i64>,
    pub(crate) chats: HashMap<i64, Chat>,
    pub(crate) queue: Queue,
    pub(crate) presses: Presses,
    pub(crate) inline: Inline,
    pub(crate) profile: Profile,
    pub(crate) rates: Rates,
    pub(crate) settings: Settings,
    /// The last message id in private chats and basic groups.
    last_message: i64,
    next_person: i64,
    next_group: i64,
    next_query: u64,
    started: (Instant, i64),
    seen: Arc<Notify>,
}

impl State {
    fn new(seen: Arc<Notify>, changed: Arc<Notify>) -> Self {
        Self {
            people: HashMap::new(),
            names: HashMap::new(),
            chats: HashMap::new(),
            queue: Queue::new(changed),
            presses: Presses::default(),
            inline: Inline::default(),
            profile: Profile::default(),
            rates: Rates::default(),
            settings: Settings::default(),
            last_message: 0,
            next_person: 100_001,
            next_group: 1,
            next_query: 1,
            started: (Instant::now(), unix_time()),
            seen,
        }
    }

    /// Unix time in seconds.
    pub(crate) fn now(&self) -> i64 {
        let (started, date) = self.started;
        date + i64::try_from(started.elapsed().as_secs()).unwrap_or_default()
    }

    /// Wakes the people who wait.
    pub(crate) fn wake(&self) {
        self.seen.notify_waiters();
    }

    /// A fresh id for a query.
    pub(crate) fn query_id(&mut self) -> String {
        self.next_query += 1;
        format!("{}", 4_000_000_000_000 + self.next_query)
    }

    /// A new person.
    pub(crate) fn add_person(&mut self, name: &str, standing: Standing) -> i64 {
        let id = self.next_person;
        self.next_person += 1;
        let person = Person {
            first_name: name.into(),
            language: Some("en".into()),
        };
        self.people.insert(id, person);
        let mut chat = Chat::new(id, ChatKind::Private, name, standing);
        chat.members.insert(id);
        self.chats.insert(id, chat);
        id
    }

    /// The person of this name, new if there is none.
    pub(crate) fn person(&mut self, name: &str, standing: Standing) -> i64 {
        if let Some(id) = self.names.get(name) {
            return *id;
        }
        let id = self.add_person(name, standing);
        self.names.insert(name.into(), id);
        id
    }

    /// A new group that the bot is a member of.
    pub(crate) fn add_group(&mut self, title: &str, kind: ChatKind) -> i64 {
        let number = self.next_group;
        self.next_group += 1;
        let id = match kind {
            ChatKind::Supergroup { .. } => -1_002_000_000_000 - number,
            _ => -4_000_000 - number,
        };
        self.chats
            .insert(id, Chat::new(id, kind, title, Standing::Member));
        id
    }

    /// Puts a message into a chat and gives its id.
    pub(crate) fn post(&mut self, chat: i64, mut message: Message) -> i64 {
        let Some(chat) = self.chats.get_mut(&chat) else {
            return 0;
        };
        let counter = match chat.kind {
            ChatKind::Supergroup { .. } => &mut chat.last_message,
            _ => &mut self.last_message,
        };
        *counter += 1;
        message.id = *counter;
        let id = message.id;
        let by_bot = message.from == BOT;
        chat.messages.insert(id, message);
        if by_bot {
            chat.typing = None;
            chat.other_bot = false;
            announce(chat, id);
            self.seen.notify_waiters();
        }
        id
    }

    /// A message with the bot's text changed.
    pub(crate) fn changed(&mut self, chat: i64, message: i64) {
        let now = self.now();
        let Some(chat) = self.chats.get_mut(&chat) else {
            return;
        };
        if let Some(message) = chat.messages.get_mut(&message) {
            message.edits += 1;
            message.edit_date = Some(now);
        }
        announce(chat, message);
        self.seen.notify_waiters();
    }
}

/// Tells the people of a chat, or whoever counts its messages, that the bot wrote or edited one.
fn announce(chat: &mut Chat, id: i64) {
    let Some(message) = chat.messages.get(&id) else {
        return;
    };
    match &chat.listener {
        Some(listener) => {
            listener.tell(message);
            while chat.messages.len() > KEPT_UNDER_LOAD {
                chat.messages.pop_first();
            }
        }
        None => chat.news.push(News {
            message: id,
            edits: message.edits,
            read: false,
        }),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a network has a clock of its own, which bots compare with theirs"
)]
fn unix_time() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or_default()
}
