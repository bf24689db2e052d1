//! Discord's REST interface: which request goes which way.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use chat::Meters;
use secrecy::ExposeSecret;
use serenity::{
    all::{ApplicationId, BotGateway, ChannelId, Command, GuildId, InteractionId, MessageId},
    http::{Http, HttpBuilder},
};

use crate::{
    Config, Error,
    commands::Form,
    outgoing::{Callback, Outgoing},
    send::{Failure, PATIENT, PROMPT, Patience, send},
};

/// For one request, connecting included; serenity itself has no limit.
const TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// The client for Discord's REST interface.
pub(crate) struct Rest {
    /// With serenity's rate limiter.
    limited: Arc<Http>,
    /// Without: for answers to interactions. They are not bound to the bot's limit (docs: "Rate Limits"), the first one
    /// has no time to wait, and the limiter would count the further ones of all people together and keep an entry for
    /// each first one for ever.
    direct: Http,
    meters: Arc<Meters>,
    /// How many messages were posted.
    posts: AtomicU32,
}

/// After so many messages the limiter's channels are looked through.
const TIDY: u32 = 4096;

impl Rest {
    pub(crate) fn new(config: &Config, meters: Arc<Meters>) -> Result<Self, Error> {
        let client = client(config)?;
        let token = config.token.0.expose_secret();
        let builder = || HttpBuilder::new(token).client(client.clone());
        Ok(Self {
            limited: Arc::new(builder().build()),
            direct: builder().ratelimiter_disabled(true).build(),
            meters,
            posts: AtomicU32::new(0),
        })
    }

    /// serenity's own client, for a shard.
    pub(crate) fn http(&self) -> &Arc<Http> {
        &self.limited
    }

    /// Interactions are answered as this application.
    pub(crate) fn set_application(&self, id: ApplicationId) {
        self.limited.set_application_id(id);
        self.direct.set_application_id(id);
    }

    /// `GET /gateway/bot`, once: whoever asks waits and asks again.
    pub(crate) async fn gateway(&self) -> Result<BotGateway, Failure> {
        let once = Patience {
            tries: 1,
            ..PATIENT
        };
        send(&self.meters, once, || self.limited.get_bot_gateway()).await
    }

    /// Sends a message; its id, where Discord's answer tells it.
    pub(crate) async fn post(
        &self,
        channel: u64,
        message: &Outgoing<'_>,
    ) -> Result<Option<u64>, Failure> {
        if self.posts.fetch_add(1, Ordering::Relaxed) % TIDY == TIDY - 1 {
            self.tidy().await;
        }
        let channel = ChannelId::new(channel);
        let sent = send(&self.meters, PATIENT, || {
            self.limited.send_message(channel, Vec::new(), message)
        });
        match sent.await {
            Ok(message) => Ok(Some(message.id.get())),
            Err(Failure::Unreadable) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The limiter keeps an entry for each channel for ever: those go that hold nobody back.
    async fn tidy(&self) {
        if let Some(limiter) = &self.limited.ratelimiter {
            let routes = limiter.routes();
            let mut routes = routes.write().await;
            routes.retain(|_, limit| match limit.try_lock() {
                Ok(limit) => limit.remaining() == 0,
                Err(_) => true,
            });
        }
    }

    /// Changes a message.
    pub(crate) async fn edit(
        &self,
        channel: u64,
        message: u64,
        new: &Outgoing<'_>,
    ) -> Result<(), Failure> {
        let (channel, message) = (ChannelId::new(channel), MessageId::new(message));
        let edited = send(&self.meters, PATIENT, || {
            self.limited.edit_message(channel, message, new, Vec::new())
        });
        taken(edited.await)
    }

    /// Takes a message away.
    pub(crate) async fn delete(&self, channel: u64, message: u64) -> Result<(), Failure> {
        let (channel, message) = (ChannelId::new(channel), MessageId::new(message));
        send(&self.meters, PATIENT, || {
            self.limited.delete_message(channel, message, None)
        })
        .await
    }

    /// The first answer to an interaction.
    pub(crate) async fn callback(
        &self,
        id: u64,
        token: &str,
        callback: &Callback<'_>,
    ) -> Result<(), Failure> {
        let id = InteractionId::new(id);
        send(&self.meters, PROMPT, || {
            self.direct
                .create_interaction_response(id, token, callback, Vec::new())
        })
        .await
    }

    /// Changes the first answer to an interaction, or fills one in that was promised.
    pub(crate) async fn edit_first(&self, token: &str, new: &Outgoing<'_>) -> Result<(), Failure> {
        let edited = send(&self.meters, PATIENT, || {
            self.direct
                .edit_original_interaction_response(token, new, Vec::new())
        });
        taken(edited.await)
    }

    /// A further answer to an interaction.
    pub(crate) async fn follow_up(
        &self,
        token: &str,
        message: &Outgoing<'_>,
    ) -> Result<(), Failure> {
        let sent = send(&self.meters, PATIENT, || {
            self.direct
                .create_followup_message(token, message, Vec::new())
        });
        taken(sent.await)
    }

    /// The commands that are registered, everywhere or in one guild.
    pub(crate) async fn commands(&self, guild: Option<GuildId>) -> Result<Vec<Command>, Failure> {
        match guild {
            Some(guild) => {
                send(&self.meters, PATIENT, || {
                    self.limited.get_guild_commands(guild)
                })
                .await
            }
            None => send(&self.meters, PATIENT, || self.limited.get_global_commands()).await,
        }
    }

    /// Registers commands in place of those that are.
    pub(crate) async fn set_commands(
        &self,
        guild: Option<GuildId>,
        commands: &[Form],
    ) -> Result<(), Failure> {
        let set = match guild {
            Some(guild) => {
                send(&self.meters, PATIENT, || {
                    self.limited.create_guild_commands(guild, &commands)
                })
                .await
            }
            None => {
                send(&self.meters, PATIENT, || {
                    self.limited.create_global_commands(&commands)
                })
                .await
            }
        };
        taken(set)
    }
}

/// Whether a request was taken, whatever came back.
fn taken<T: Sized>(outcome: Result<T, Failure>) -> Result<(), Failure> {
    match outcome {
        Ok(_) | Err(Failure::Unreadable) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// The same client for production and for tests: with an address, discord.com is what answers there.
fn client(config: &Config) -> Result<reqwest::Client, Error> {
    let mut builder = reqwest::Client::builder()
        .use_rustls_tls()
        .https_only(true)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT);
    builder = match (config.address, &config.authority) {
        (None, None) => builder,
        (Some(address), Some(pem)) => {
            let authorities = reqwest::Certificate::from_pem_bundle(pem.as_bytes());
            let authorities = authorities.map_err(|_| Error::Authority)?;
            if authorities.is_empty() {
                return Err(Error::Authority);
            }
            authorities
                .into_iter()
                .fold(builder, reqwest::ClientBuilder::add_root_certificate)
                .resolve("discord.com", address.0)
                .no_proxy()
        }
        _ => return Err(Error::Authority),
    };
    builder.build().map_err(|_| Error::Client)
}
