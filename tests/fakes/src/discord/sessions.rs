//! Gateway sessions: who listens, what they are told, and what is kept for those who come back.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::sync::{Notify, mpsc::UnboundedSender};

use super::world::World;

/// Guilds and their channels (docs: "Gateway Intents").
pub(super) const GUILDS: u64 = 1;
/// Messages in guilds.
pub(super) const GUILD_MESSAGES: u64 = 1 << 9;
/// Messages to the bot.
pub(super) const DIRECT_MESSAGES: u64 = 1 << 12;

/// How many events a session keeps for a RESUME.
const KEPT: usize = 4096;
/// How many sessions without a connection are kept.
const ABANDONED: usize = 8;

/// What a connection is told to do.
#[derive(Debug, Clone)]
pub(super) enum Out {
    /// Send this payload.
    Text(String),
    /// Send an event, which counts as one and may be compressed.
    Event(String),
    /// Close with this code.
    Close(u16),
    /// End the TCP connection in order, without a close frame.
    Fin,
    /// Break the TCP connection.
    Rst,
}

/// All sessions.
pub(super) struct Sessions {
    pub(super) url: String,
    pub(super) identifies: AtomicUsize,
    pub(super) resumes: AtomicUsize,
    /// Wakes those who wait for the bot to come online.
    pub(super) online: Notify,
    inner: Mutex<Inner>,
}

/// What the gateway is set to.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) heartbeat: Duration,
    pub(super) acks: bool,
    pub(super) shards: u64,
    pub(super) max_concurrency: u64,
    pub(super) identify_window: Duration,
    pub(super) starts_left: u64,
}

pub(super) struct Inner {
    pub(super) settings: Settings,
    pub(super) sessions: Vec<Session>,
    pub(super) connections: HashMap<u64, UnboundedSender<Out>>,
    /// When the last session of each rate-limit key started.
    pub(super) started: HashMap<u64, Instant>,
}

/// A session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) shard: (u64, u64),
    pub(super) intents: u64,
    pub(super) compress: bool,
    pub(super) seq: u64,
    pub(super) kept: VecDeque<(u64, String)>,
    pub(super) live: Option<(u64, UnboundedSender<Out>)>,
}

impl Session {
    /// Sends an event, or keeps it until the bot resumes.
    pub(super) fn push(&mut self, event: &str, data: &str) {
        self.seq += 1;
        let payload = format!(r#"{{"t":"{event}","s":{},"op":0,"d":{data}}}"#, self.seq);
        if let Some((_, connection)) = &self.live {
            // A connection that has just ended is noticed by its own task.
            let _ = connection.send(Out::Event(payload.clone()));
        }
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((self.seq, payload));
    }

    fn hears(&self, guild: Option<u64>, intent: u64) -> bool {
        let shard = guild.map_or(0, |guild| (guild >> 22) % self.shard.1);
        self.shard.0 == shard && (intent == 0 || self.intents & intent != 0)
    }
}

impl Sessions {
    pub(super) fn new(url: String) -> Self {
        let settings = Settings {
            heartbeat: Duration::from_millis(41_250),
            acks: true,
            shards: 1,
            max_concurrency: 1,
            identify_window: Duration::from_secs(5),
            starts_left: 1000,
        };
        let inner = Inner {
            settings,
            sessions: Vec::new(),
            connections: HashMap::new(),
            started: HashMap::new(),
        };
        Self {
            url,
            identifies: AtomicUsize::new(0),
            resumes: AtomicUsize::new(0),
            online: Notify::new(),
            inner: Mutex::new(inner),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether any session wants such an event.
    pub(super) fn wants(&self, guild: Option<u64>, intent: u64) -> bool {
        self.lock()
            .sessions
            .iter()
            .any(|session| session.hears(guild, intent))
    }

    /// How many sessions have a connection.
    pub(super) fn live(&self) -> usize {
        self.lock()
            .sessions
            .iter()
            .filter(|session| session.live.is_some())
            .count()
    }

    /// Tells all connections, or those that have no session too.
    pub(super) fn tell_all(&self, out: &Out) {
        for connection in self.lock().connections.values() {
            let _ = connection.send(out.clone());
        }
    }

    /// Sends the last event of each session once more, as it was.
    pub(super) fn repeat_last(&self) {
        for session in &self.lock().sessions {
            if let (Some((_, connection)), Some((_, payload))) =
                (&session.live, session.kept.back())
            {
                let _ = connection.send(Out::Event(payload.clone()));
            }
        }
    }

    /// A connection has ended; its session stays for a RESUME unless the bot ended it.
    pub(super) fn ended(&self, connection: u64, for_good: bool) {
        let mut inner = self.lock();
        inner.connections.remove(&connection);
        let is_its = |session: &Session| {
            session
                .live
                .as_ref()
                .is_some_and(|(id, _)| *id == connection)
        };
        if for_good {
            inner.sessions.retain(|session| !is_its(session));
        }
        for session in inner.sessions.iter_mut().filter(|session| is_its(session)) {
            session.live = None;
        }
        let abandoned = inner
            .sessions
            .iter()
            .filter(|session| session.live.is_none())
            .count();
        if abandoned > ABANDONED
            && let Some(oldest) = inner
                .sessions
                .iter()
                .position(|session| session.live.is_none())
        {
            inner.sessions.remove(oldest);
        }
    }

    /// Forgets all sessions, so that none can be resumed.
    pub(super) fn forget(&self) {
        self.lock().sessions.clear();
    }

    pub(super) fn count_identify(&self) {
        self.identifies.fetch_add(1, Ordering::Relaxed);
    }
}

impl World {
    /// Sends an event to the sessions of its shard that asked for such events; intent 0 is for all.
    pub(super) fn dispatch(&self, event: &str, guild: Option<u64>, intent: u64, data: &Value) {
        let data = data.to_string();
        for session in &mut self.sessions.lock().sessions {
            if session.hears(guild, intent) {
                session.push(event, &data);
            }
        }
    }
}
