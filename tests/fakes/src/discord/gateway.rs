//! The gateway's server: connections, and what a test can do to them.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
    task::{AbortHandle, JoinSet},
};

use super::{
    connection,
    sessions::{Out, Settings},
    world::World,
};

/// How long between two attempts to listen again on the same port.
const AGAIN: Duration = Duration::from_millis(10);

/// Whether connections are taken.
pub(super) struct Door {
    orders: mpsc::UnboundedSender<(bool, oneshot::Sender<()>)>,
    task: AbortHandle,
}

impl Door {
    /// Takes connections until this value is dropped.
    pub(super) fn open(world: Arc<World>, listener: TcpListener, address: SocketAddr) -> Self {
        let (orders, received) = mpsc::unbounded_channel();
        let task = tokio::spawn(listen(world, listener, address, received)).abort_handle();
        Self { orders, task }
    }

    async fn set(&self, open: bool) {
        let (done, is_done) = oneshot::channel();
        if self.orders.send((open, done)).is_ok() {
            // The listener's task ends only with this value.
            let _ = is_done.await;
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(
    world: Arc<World>,
    listener: TcpListener,
    address: SocketAddr,
    mut orders: mpsc::UnboundedReceiver<(bool, oneshot::Sender<()>)>,
) {
    let mut listener = Some(listener);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            order = orders.recv() => {
                let Some((open, done)) = order else { return };
                listener = if open { Some(reopen(listener, address).await) } else { None };
                // Nobody waits any more when the test has ended.
                let _ = done.send(());
            }
            stream = accept(listener.as_ref()) => {
                connections.spawn(connection::serve(Arc::clone(&world), stream));
            }
            _ = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> TcpStream {
    let Some(listener) = listener else {
        return std::future::pending().await;
    };
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            return stream;
        }
    }
}

async fn reopen(listener: Option<TcpListener>, address: SocketAddr) -> TcpListener {
    if let Some(listener) = listener {
        return listener;
    }
    loop {
        if let Ok(listener) = TcpListener::bind(address).await {
            return listener;
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// What a test can do to the gateway.
pub struct Gateway<'a> {
    pub(super) world: &'a World,
    pub(super) door: &'a Door,
}

impl Gateway<'_> {
    fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.world.sessions.lock().settings);
    }

    /// Heartbeats are asked for this often in connections to come; 41.25 s at first.
    pub fn beats_every(&self, interval: Duration) {
        self.set(|settings| settings.heartbeat = interval);
    }

    /// Heartbeats are acknowledged no more.
    pub fn withhold_acks(&self) {
        self.set(|settings| settings.acks = false);
    }

    /// Heartbeats are acknowledged again.
    pub fn give_acks(&self) {
        self.set(|settings| settings.acks = true);
    }

    /// `/gateway/bot` advises this many shards; 1 at first.
    pub fn advises_shards(&self, shards: u64) {
        self.set(|settings| settings.shards = shards);
    }

    /// This many sessions may start within 5 seconds; 1 at first.
    pub fn allows_at_once(&self, sessions: u64) {
        self.set(|settings| settings.max_concurrency = sessions.max(1));
    }

    /// The time in which `max_concurrency` sessions may start; 5 seconds at first (docs). One that comes sooner is told
    /// "invalid session".
    pub fn identify_window(&self, window: Duration) {
        self.set(|settings| settings.identify_window = window);
    }

    /// This many sessions may still be started today; 1,000 at first (docs).
    pub fn starts_left(&self, sessions: u64) {
        self.set(|settings| settings.starts_left = sessions);
    }

    /// Refuses new connections at once: nothing listens any more. Connections that are there stay.
    pub async fn refuse(&self) {
        self.door.set(false).await;
    }

    /// Takes connections again, on the same port.
    pub async fn accept(&self) {
        self.door.set(true).await;
    }

    /// Asks all connections to come back (op 7).
    pub fn asks_reconnect(&self) {
        self.say(r#"{"op":7,"d":null,"s":null,"t":null}"#);
    }

    /// Asks all connections for a heartbeat now (op 1).
    pub fn asks_heartbeat(&self) {
        self.say(r#"{"op":1,"d":null,"s":null,"t":null}"#);
    }

    /// Declares all sessions invalid (op 9); one that is not resumable is forgotten.
    pub fn invalidates(&self, resumable: bool) {
        self.say(&format!(r#"{{"op":9,"d":{resumable},"s":null,"t":null}}"#));
        if !resumable {
            self.world.sessions.forget();
        }
    }

    /// Closes all connections with a code (docs: "Gateway Close Event Codes"). After 1000, 1001, 4004, 4007, 4009 to 4014
    /// their sessions are gone.
    pub fn closes(&self, code: u16) {
        self.world.sessions.tell_all(&Out::Close(code));
        if matches!(code, 4004 | 4007 | 4009..=4014) {
            self.world.sessions.forget();
        }
    }

    /// Ends all TCP connections in order, without a close frame.
    pub fn drops(&self) {
        self.world.sessions.tell_all(&Out::Fin);
    }

    /// Breaks all TCP connections.
    pub fn breaks(&self) {
        self.world.sessions.tell_all(&Out::Rst);
    }

    /// Sends a frame that is not JSON.
    pub fn babbles(&self) {
        self.say("{\"op\": 0, not JSON");
    }

    /// Sends an event that no client can know.
    pub fn sends_unknown_event(&self) {
        self.sends_event(
            "SOMETHING_NEW",
            &serde_json::json!({"id": "1", "of": ["a", "kind"]}),
        );
    }

    /// Sends any event to all sessions.
    pub fn sends_event(&self, event: &str, data: &serde_json::Value) {
        let data = data.to_string();
        for session in &mut self.world.sessions.lock().sessions {
            session.push(event, &data);
        }
    }

    fn say(&self, payload: &str) {
        self.world.sessions.tell_all(&Out::Text(payload.to_owned()));
    }
}
