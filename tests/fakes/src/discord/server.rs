//! The network as a test holds it.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::{ServiceExt, extract::Request};
use axum_server::{Handle, accept::NoDelayAcceptor, tls_rustls::RustlsConfig};
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::{
    command::Scope,
    gateway::{Door, Gateway},
    guild::Guild,
    interaction::Progress,
    load::Load,
    person::Person,
    rest::Front,
    route, tls,
    world::World,
};
use crate::{Faults, Traffic};

/// How long a bot may take to come online.
const ONLINE: Duration = Duration::from_secs(10);

/// A Discord. Its servers end with this value.
pub struct Discord {
    pub(super) world: Arc<World>,
    address: SocketAddr,
    plain: SocketAddr,
    gateway: SocketAddr,
    authority: String,
    servers: [Handle<SocketAddr>; 2],
    door: Door,
}

impl Discord {
    /// The bot's token.
    pub const TOKEN: &str = "MTA.fake.discord-token";

    /// Starts the network on ports of its own.
    ///
    /// # Panics
    /// If the machine gives no port or no certificate can be made.
    pub async fn start() -> Self {
        match Self::try_start().await {
            Ok(network) => network,
            Err(error) => panic!("the network could not be started: {error}"),
        }
    }

    async fn try_start() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let gateway = listener.local_addr()?;
        let world = Arc::new(World::new(Self::TOKEN, format!("ws://{gateway}")));
        let door = Door::open(Arc::clone(&world), listener, gateway);
        let (config, authority) = tls::authority()?;
        let (secure, open) = (listen()?, listen()?);
        let (address, plain) = (secure.local_addr()?, open.local_addr()?);
        let servers = [Handle::new(), Handle::new()];
        let service = || ServiceExt::<Request>::into_make_service(Front(Arc::clone(&world)));
        let secure = axum_server::from_tcp_rustls(secure, RustlsConfig::from_config(config))?
            .map(|acceptor| acceptor.acceptor(NoDelayAcceptor::new()))
            .handle(servers[0].clone());
        let open = axum_server::from_tcp(open)?
            .acceptor(NoDelayAcceptor::new())
            .handle(servers[1].clone());
        tokio::spawn(secure.serve(service()));
        tokio::spawn(open.serve(service()));
        Ok(Self {
            world,
            address,
            plain,
            gateway,
            authority,
            servers,
            door,
        })
    }

    /// Where `discord.com` is, with TLS.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate of the authority that `discord.com` is signed by.
    pub fn authority_pem(&self) -> &str {
        &self.authority
    }

    /// The same REST side without TLS, `http://127.0.0.1:port`.
    pub fn plain_url(&self) -> String {
        format!("http://{}", self.plain)
    }

    /// The gateway, `ws://127.0.0.1:port`.
    pub fn gateway_url(&self) -> String {
        format!("ws://{}", self.gateway)
    }

    /// The token that the bot must use.
    pub fn token(&self) -> &str {
        &self.world.token
    }

    /// The bot's user id, which is its application's id too.
    pub fn bot_id(&self) -> u64 {
        self.world.bot
    }

    /// The guild of that name, made with the bot in it if there is none.
    pub fn guild(&self, name: &str) -> Guild {
        self.world.guild(name)
    }

    /// The person of that name, made if there is none, alone with the bot.
    pub fn user(&self, name: &str) -> Person {
        let user = self.world.account(name);
        let channel = self.world.dm(user);
        Person {
            world: Arc::clone(&self.world),
            user,
            channel,
        }
    }

    /// What can be done to the gateway.
    pub fn gateway(&self) -> Gateway<'_> {
        Gateway {
            world: &self.world,
            door: &self.door,
        }
    }

    /// Waits until the bot has a session. What is said before is lost to it, as on the real network.
    ///
    /// # Panics
    /// If it has none within 10 seconds.
    pub async fn until_online(&self) {
        let deadline = Instant::now() + ONLINE;
        loop {
            let mut online = std::pin::pin!(self.world.sessions.online.notified());
            online.as_mut().enable();
            if self.world.sessions.live() > 0 {
                return;
            }
            if timeout_at(deadline, online).await.is_err() {
                panic!(
                    "the bot is not online after {ONLINE:?}. Problems: {:#?}",
                    self.world.traffic.problems()
                );
            }
        }
    }

    /// Waits until commands are registered, in a guild or everywhere.
    ///
    /// # Panics
    /// If there are none within 10 seconds.
    pub async fn until_commands(&self) {
        let deadline = Instant::now() + ONLINE;
        while self.world.state().commands.values().all(Vec::is_empty) {
            if Instant::now() > deadline {
                panic!(
                    "no commands after {ONLINE:?}. Problems: {:#?}",
                    self.world.traffic.problems()
                );
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The global commands, as they were registered.
    pub fn commands(&self) -> Vec<Value> {
        self.world
            .state()
            .commands
            .get(&Scope::Global)
            .cloned()
            .unwrap_or_default()
    }

    /// Everything that went over the wire.
    pub fn traffic(&self) -> &Traffic {
        &self.world.traffic
    }

    /// What goes wrong next, by route: `"POST /interactions/{id}/{token}/callback"`.
    pub fn faults(&self) -> &Faults {
        &self.world.faults
    }

    /// Lets a route take `count` requests in `per`, for each channel, guild or token of its own. What stands in braces
    /// may have any name.
    pub fn limits(&self, route: &str, count: u32, per: Duration) {
        self.world.limits.set(route, count, per);
    }

    /// Lets the bot make `count` requests in `per` on all routes together; Discord's own number is 50 in a second.
    pub fn limits_all(&self, count: u32, per: Duration) {
        self.world.limits.set_global(count, per);
    }

    /// How many requests came on a route.
    pub fn requests(&self, route: &str) -> u64 {
        let counter = route::number(route).and_then(|number| self.world.requests.get(number));
        counter.map_or(0, |counter| counter.load(Ordering::Relaxed))
    }

    /// How many answers were 401, 403 or 429; 10,000 in ten minutes ban an address (docs: "Invalid Request Limit").
    pub fn invalid_requests(&self) -> u64 {
        self.world.invalid.load(Ordering::Relaxed)
    }

    /// How many gateway sessions have a connection.
    pub fn gateway_sessions(&self) -> usize {
        self.world.sessions.live()
    }

    /// How many sessions were started.
    pub fn identifies(&self) -> usize {
        self.world.sessions.identifies.load(Ordering::Relaxed)
    }

    /// How many sessions were resumed.
    pub fn resumes(&self) -> usize {
        self.world.sessions.resumes.load(Ordering::Relaxed)
    }

    /// Sends the last event of each session once more, with the same number.
    pub fn repeats_last_event(&self) {
        self.world.sessions.repeat_last();
    }

    /// Makes the tokens of all interactions so far as old as if 15 minutes had passed.
    pub fn ages_tokens(&self) {
        for interaction in self.world.state().interactions.values_mut() {
            interaction.expired = true;
        }
    }

    /// How soon the bot must answer an interaction; 3 seconds at first (docs).
    pub fn must_answer_within(&self, limit: Duration) {
        self.world.set_times(|times| times.first_answer = limit);
    }

    /// How long people wait for a message; 3 seconds at first.
    pub fn waits(&self, patience: Duration) {
        self.world.set_times(|times| times.patience = patience);
    }

    /// How long nothing must come for it to be nothing; 300 milliseconds at first.
    pub fn is_quiet_after(&self, quiet: Duration) {
        self.world.set_times(|times| times.quiet = quiet);
    }

    /// Messages that would have pinged people.
    pub fn pings(&self) -> Vec<String> {
        self.world.state().pings.clone()
    }

    /// What people did with the bot that it has not answered.
    pub fn unanswered(&self) -> Vec<String> {
        let state = self.world.state();
        let open = state
            .interactions
            .values()
            .filter(|interaction| interaction.progress != Progress::Answered);
        open.map(|interaction| format!("{}: {}", state.name_of(interaction.user), interaction.what))
            .collect()
    }

    /// People who write to the bot, for a load test.
    pub fn load(&self, people: usize) -> Load {
        self.world.load(people, None)
    }

    /// People who use a slash command with one text option, for a load test.
    ///
    /// # Panics
    /// If there is no such global command.
    pub fn load_command(&self, people: usize, command: &str, option: &str) -> Load {
        let Some(registered) = self
            .commands()
            .into_iter()
            .find(|registered| registered["name"] == command)
        else {
            panic!("there is no global command '{command}'");
        };
        self.world
            .load(people, Some((registered, option.to_owned())))
    }
}

impl Drop for Discord {
    fn drop(&mut self) {
        for server in &self.servers {
            server.shutdown();
        }
    }
}

fn listen() -> io::Result<TcpListener> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
