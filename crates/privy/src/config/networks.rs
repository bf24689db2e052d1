//! The sections of the networks: their own crates say what may stand in them; here secrets come from files.

use std::{collections::BTreeMap, fmt, fs};

use chat::Network;
use config::{Value, ValueKind};
use serde::{Deserialize, de::DeserializeOwned};

use crate::Failure;

/// Keys that may name a file with the secret instead: `token_file` in place of `token`. A dot leads into a table.
pub(super) const SECRETS: [&str; 2] = ["token", "webhook.secret"];

/// A network's section as it was read. Its `Debug` form shows no values: there are secrets among them.
#[derive(Clone, Default, Deserialize)]
pub struct Section(BTreeMap<String, Value>);

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The networks that have a token.
#[derive(Debug, Clone)]
pub struct Networks {
    /// Discord.
    pub discord: Option<chat_discord::Config>,
    /// Telegram.
    pub telegram: Option<chat_telegram::Config>,
}

const NONE: &str = "\
no network has a token, so there is nothing to serve. Give one, or both:
  Telegram: write to @BotFather in Telegram, /newbot, and put the token that it gives into PRIVY__TELEGRAM__TOKEN, or into
            a file that telegram.token_file in privy.toml names.
  Discord:  https://discord.com/developers/applications, New Application, Bot, Reset Token, and put the token into
            PRIVY__DISCORD__TOKEN, or into a file that discord.token_file in privy.toml names.
deploy/README.md goes through it step by step. Without a token, `privy chat` shows the same replies here.";

impl Networks {
    pub(super) fn read(discord: &Section, telegram: &Section) -> Result<Self, Failure> {
        let networks = Self {
            discord: discord.config(Network::Discord)?,
            telegram: telegram.config(Network::Telegram)?,
        };
        match networks.names().is_empty() {
            true => Err(Failure::input(NONE)),
            false => Ok(networks),
        }
    }

    /// The networks that are there.
    pub fn names(&self) -> Vec<Network> {
        let there = |network: &Network| match network {
            Network::Discord => self.discord.is_some(),
            Network::Telegram => self.telegram.is_some(),
        };
        Network::ALL.into_iter().filter(there).collect()
    }
}

impl Section {
    /// What the section configures; `None` where it has no token.
    fn config<T: DeserializeOwned>(&self, network: Network) -> Result<Option<T>, Failure> {
        let mut table = self.0.clone();
        for secret in SECRETS {
            match secret.split_once('.') {
                None => read_secret(&mut table, secret, network)?,
                Some((inner, key)) => {
                    if let Some(value) = table.get_mut(inner)
                        && let ValueKind::Table(map) = &mut value.kind
                    {
                        let mut sorted: BTreeMap<String, Value> =
                            std::mem::take(map).into_iter().collect();
                        let read = read_secret(&mut sorted, key, network);
                        *map = sorted.into_iter().collect();
                        read?;
                    }
                }
            }
        }
        let token = table
            .get("token")
            .and_then(|token| token.clone().into_string().ok());
        let is_there = token.is_some_and(|token| !token.trim().is_empty());
        if !is_there {
            // What else stands here is read all the same, so that what is misspelt is named.
            table.insert("token".to_owned(), Value::from("none"));
        }
        let value = Value::new(None, ValueKind::Table(table.into_iter().collect()));
        let config = T::deserialize(value);
        config
            .map(|config| is_there.then_some(config))
            .map_err(|error| {
                let section = network.as_str();
                Failure::input(format!("configuration: [{section}]: {error}"))
            })
    }
}

/// Puts the content of the file that `KEY_file` names under `key`.
fn read_secret(
    table: &mut BTreeMap<String, Value>,
    key: &str,
    network: Network,
) -> Result<(), Failure> {
    let Some(file) = table.remove(&format!("{key}_file")) else {
        return Ok(());
    };
    let file = file.into_string().unwrap_or_default();
    let name = network.as_str();
    if table.contains_key(key) {
        return Err(Failure::input(format!(
            "configuration: [{name}] has both `{key}` and `{key}_file`: keep one of them"
        )));
    }
    let text = fs::read_to_string(&file).map_err(|error| {
        Failure::input(format!(
            "configuration: [{name}] {key}_file: {file} cannot be read: {error}"
        ))
    })?;
    table.insert(key.to_owned(), Value::from(text.trim()));
    Ok(())
}
