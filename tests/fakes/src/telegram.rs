//! A Telegram: the Bot API over HTTP on a port of this machine, and the people who use the bot. Written from the Bot API's
//! documentation, which names few texts of errors: those that bots are known to look at are Telegram's own, the others alike.
//!
//! ```no_run
//! # async fn example() {
//! let fake = fakes::telegram::Telegram::start().await;
//! // ... start the bot with `fake.url()` and `fake.token()` ...
//! let ann = fake.user("Ann");
//! ann.says("is linkedin training on my data?").await;
//! let reply = ann.hears().await;
//! ann.presses(&reply, "How do I opt out?").await;
//! fake.finish().await;
//! # }
//! ```

mod app;
mod body;
mod callback;
mod chat;
mod check;
mod entities;
mod fields;
mod group;
mod html;
mod inline;
mod keyboard;
mod limits;
mod load;
mod messages;
mod methods;
mod people;
mod profile;
mod queue;
mod refusal;
mod results;
mod server;
mod settings;
mod text;
mod updates;
mod user;
mod view;
mod webhook;
mod world;

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::{body::Body, extract::Request};
use axum_server::Handle;
use serde_json::Value;
use tokio::{sync::mpsc, task::AbortHandle};
use tower::{make::Shared, service_fn};

pub use check::check;
pub use group::Group;
pub use inline::{InlineAnswer, InlineShown};
pub use limits::{Limits, Rate};
pub use load::{Arrival, Load};
pub use profile::MenuCommand;
pub use user::{Sent, User};

use self::{
    chat::{ChatKind, Standing},
    load::Listener,
    world::{State, World},
};
use crate::{Fault, Faults, Traffic};

/// How often [`Telegram::finish`] looks.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// A Telegram that runs until it is dropped.
#[derive(Debug)]
pub struct Telegram {
    /// What goes wrong, by method name in any case.
    ///
    /// `Status(500)` comes as JSON, 502 to 504 and `RetryAfterHtml` as the pages of the web server in front of Telegram;
    /// `RetryAfter` is rounded up to whole seconds.
    pub faults: Arc<Faults>,
    /// What went over the wire and what was wrong with it. Routes are method names.
    pub traffic: Arc<Traffic>,
    world: Arc<World>,
    url: String,
    server: Handle<SocketAddr>,
    deliveries: AbortHandle,
}

impl Drop for Telegram {
    fn drop(&mut self) {
        self.server.shutdown();
        self.deliveries.abort();
    }
}

impl Telegram {
    /// Starts a Telegram on a free port of this machine, with a bot in no group and no people.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start() -> Self {
        let world = Arc::new(World::new());
        let (address, server) = match listen(world.clone()) {
            Ok(started) => started,
            Err(error) => panic!("no port for a Telegram: {error}"),
        };
        let client = match reqwest::Client::builder().no_proxy().build() {
            Ok(client) => client,
            Err(error) => panic!("no client for webhooks: {error}"),
        };
        let deliveries = tokio::spawn(webhook::deliver(world.clone(), client)).abort_handle();
        Self {
            faults: world.faults.clone(),
            traffic: world.traffic.clone(),
            world,
            url: format!("http://{address}"),
            server,
            deliveries,
        }
    }

    /// Where the Bot API is, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The bot's token.
    pub fn token(&self) -> String {
        server::token()
    }

    /// The next request of `method` meets `fault`.
    pub fn next(&self, method: &str, fault: Fault) {
        self.faults.next(method, fault);
    }

    /// A person in their private chat with the bot, who has started it. The same name gives the same person.
    pub fn user(&self, name: &str) -> User {
        let user = self.stranger(name);
        if let Some(chat) = self.state().chats.get_mut(&user.person)
            && chat.bot == Standing::Stranger
        {
            chat.bot = Standing::Member;
        }
        user
    }

    /// A person who has never started the bot, so that it can't write to them.
    pub fn stranger(&self, name: &str) -> User {
        let person = self.state().person(name, Standing::Stranger);
        User {
            world: self.world.clone(),
            person,
            chat: person,
            topic: None,
            name: name.into(),
        }
    }

    /// A supergroup without topics that the bot is a member of.
    pub fn group(&self, title: &str) -> Group {
        self.add_group(title, ChatKind::Supergroup { forum: false })
    }

    /// A supergroup with topics.
    pub fn group_with_topics(&self, title: &str) -> Group {
        self.add_group(title, ChatKind::Supergroup { forum: true })
    }

    /// A basic group, which can become a supergroup.
    pub fn basic_group(&self, title: &str) -> Group {
        self.add_group(title, ChatKind::Group)
    }

    fn add_group(&self, title: &str, kind: ChatKind) -> Group {
        Group {
            world: self.world.clone(),
            chat: self.state().add_group(title, kind),
            topic: None,
        }
    }

    /// Many people, for measuring. Nothing of what they hear counts as unread.
    pub fn load(&self, users: usize) -> Load {
        let (sender, replies) = mpsc::unbounded_channel();
        let mut state = self.state();
        let mut chats = Vec::with_capacity(users);
        for user in 0..users {
            let id = state.add_person("Loaded", Standing::Member);
            if let Some(chat) = state.chats.get_mut(&id) {
                let sender = sender.clone();
                chat.listener = Some(Listener { user, sender });
            }
            chats.push(id);
        }
        Load {
            world: self.world.clone(),
            chats,
            replies,
        }
    }

    /// The bot's description in a language, shown in an empty chat.
    pub fn description(&self, language: &str) -> String {
        self.state().profile.text("description", language)
    }

    /// The bot's short description in a language, shown on its page.
    pub fn short_description(&self, language: &str) -> String {
        self.state().profile.text("short_description", language)
    }

    /// Delivers the newest update once more with the same `update_id`, as after a lost confirmation.
    ///
    /// # Panics
    /// When there was none.
    pub fn repeats_last_update(&self) {
        assert!(
            self.state().queue.repeat_last(),
            "there was no update to repeat"
        );
    }

    /// Any update, whatever is in it; it gets the next `update_id`.
    pub fn sends_raw(&self, update: Value) {
        self.state().queue.push_raw(update);
    }

    /// How many updates the bot has not confirmed yet.
    pub fn pending_updates(&self) -> usize {
        self.state().queue.len()
    }

    /// What stands on the buttons that were pressed and not answered.
    pub fn unanswered_presses(&self) -> Vec<String> {
        self.state().presses.unanswered()
    }

    /// Waits until everything is as it should be at the end of a test.
    ///
    /// # Panics
    /// As [`Telegram::assert_clean`], when it takes too long.
    pub async fn finish(&self) {
        let patience = self.state().settings.patience;
        let settled = async {
            while !self.complaints().is_empty() {
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        };
        tokio::time::timeout(patience, settled).await.ok();
        self.assert_clean();
    }

    /// Everything is as it should be at the end of a test.
    ///
    /// # Panics
    /// When the bot broke a rule, when a message of it was not heard, when a press was not answered, or when an update was
    /// not confirmed.
    pub fn assert_clean(&self) {
        let complaints = self.complaints();
        assert!(
            complaints.is_empty(),
            "this Telegram is not content: {complaints:#?}"
        );
    }

    fn complaints(&self) -> Vec<String> {
        let mut complaints = self.traffic.problems();
        let state = self.state();
        for chat in state.chats.values() {
            complaints.extend(
                chat.unread()
                    .iter()
                    .map(|text| format!("nobody heard, in {:?}: {text:?}", chat.title)),
            );
        }
        let unanswered = state.presses.unanswered();
        complaints.extend(
            unanswered
                .iter()
                .map(|label| format!("the press on {label:?} was not answered")),
        );
        if state.queue.len() > 0 {
            complaints.push(format!("{} updates were not confirmed", state.queue.len()));
        }
        complaints
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.world.state()
    }
}

/// Serves `world` on a free port.
fn listen(world: Arc<World>) -> std::io::Result<(SocketAddr, Handle<SocketAddr>)> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let handle = Handle::new();
    let service =
        service_fn(move |request: Request<_>| server::serve(world.clone(), request.map(Body::new)));
    let server = axum_server::from_tcp(listener)?.handle(handle.clone());
    tokio::spawn(server.serve(Shared::new(service)));
    Ok((address, handle))
}
