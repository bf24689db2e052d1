//! A bot that says the same whatever it hears, written as plainly as the libraries' own examples: what it costs is what
//! the libraries cost.

use serde::{Deserialize, Serialize};
use serenity::{
    all::{ClientBuilder, Context, EventHandler, GatewayIntents, HttpBuilder, Message, Ready},
    async_trait,
};
use teloxide::{
    Bot,
    dispatching::{Dispatcher, UpdateFilterExt},
    net::default_reqwest_settings,
    prelude::{Requester, ResponseResult},
    types::{Message as TelegramMessage, Update},
};

/// The variable that tells this program to be the bot, and where.
pub(crate) const VARIABLE: &str = "LOAD_ECHO";

/// Where the bot is, and what it says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) sections: serde_json::Value,
    pub(crate) text: String,
}

/// Where this program is to be the bot, if it is.
pub(crate) fn place() -> Option<Place> {
    let place = std::env::var(VARIABLE).ok()?;
    Some(serde_json::from_str(&place).unwrap())
}

/// Echoes until it is killed.
pub(crate) async fn run(place: Place) {
    tokio::join!(discord(&place), telegram(&place));
}

fn text_at<'a>(place: &'a Place, section: &str, key: &str) -> &'a str {
    place.sections[section][key].as_str().unwrap()
}

struct Handler(String);

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, _: Ready) {}

    async fn message(&self, context: Context, message: Message) {
        if !message.author.bot {
            message
                .channel_id
                .say(&context.http, &self.0)
                .await
                .unwrap();
        }
    }
}

async fn discord(place: &Place) {
    let authority = text_at(place, "discord", "authority");
    let client = reqwest::Client::builder()
        .use_rustls_tls()
        .add_root_certificate(reqwest::Certificate::from_pem(authority.as_bytes()).unwrap())
        .resolve(
            "discord.com",
            text_at(place, "discord", "address").parse().unwrap(),
        )
        .no_proxy()
        .build()
        .unwrap();
    let http = HttpBuilder::new(text_at(place, "discord", "token"))
        .client(client)
        .build();
    let intents = GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let mut client = ClientBuilder::new_with_http(http, intents)
        .event_handler(Handler(place.text.clone()))
        .await
        .unwrap();
    client.start().await.unwrap();
}

async fn telegram(place: &Place) {
    let client = default_reqwest_settings().no_proxy().build().unwrap();
    let bot = Bot::with_client(text_at(place, "telegram", "token"), client)
        .set_api_url(text_at(place, "telegram", "api").parse().unwrap());
    let text = place.text.clone();
    let echo = move |bot: Bot, message: TelegramMessage| {
        let text = text.clone();
        async move {
            bot.send_message(message.chat.id, text).await?;
            ResponseResult::Ok(())
        }
    };
    Dispatcher::builder(bot, Update::filter_message().endpoint(echo))
        .build()
        .dispatch()
        .await;
}
