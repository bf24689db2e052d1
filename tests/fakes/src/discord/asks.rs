//! People: the commands they use and the buttons they press.

use serde_json::{Value, json};
use tokio::{sync::oneshot, time::timeout};

use super::{
    channel::Place,
    command::{Scope, kind},
    component::{BUTTON, MENU},
    interaction::{AUTOCOMPLETE, COMMAND, COMPONENT, Deed},
    options::{self, Filled},
    person::Person,
    world::State,
};
use crate::{Press, Shown};

const CHAT_INPUT: u64 = 1;
const ON_MESSAGE: u64 = 3;

impl Person {
    /// The commands that are offered to this person here, by name.
    pub fn commands(&self) -> Vec<String> {
        let commands = self.offered();
        commands
            .iter()
            .filter_map(|command| command["name"].as_str())
            .map(str::to_owned)
            .collect()
    }

    /// Uses a slash command, a subcommand after a space ("letter deletion"), with options as they were filled in.
    ///
    /// # Panics
    /// If the command is not offered here, or Discord would not let it be sent like that.
    pub async fn uses(&self, command: &str, options: &[(&str, &str)]) {
        let (registered, filled) = self.fill(command, options, None);
        let data = command_data(&registered, &filled);
        let what = format!("/{command} {options:?}");
        self.world.interact(
            self.user,
            self.channel,
            Deed {
                kind: COMMAND,
                what,
                data,
                source: None,
                choices: None,
            },
        );
    }

    /// Types into an option while filling in a command, others being filled already; gives the names and values that are
    /// offered.
    ///
    /// # Panics
    /// If the option offers no such thing, or nothing is offered in time.
    pub async fn completes(
        &self,
        command: &str,
        option: &str,
        typed: &str,
        filled: &[(&str, &str)],
    ) -> Vec<(String, String)> {
        let all: Vec<_> = filled.iter().copied().chain([(option, typed)]).collect();
        let (registered, filled) = self.fill(command, &all, Some(option));
        let data = command_data(&registered, &filled);
        let what = format!("/{command} {option}: {typed:?}...");
        let (sender, receiver) = oneshot::channel();
        let deed = Deed {
            kind: AUTOCOMPLETE,
            what,
            data,
            source: None,
            choices: Some(sender),
        };
        self.world.interact(self.user, self.channel, deed);
        let patience = self.world.times().first_answer;
        match timeout(patience, receiver).await {
            Ok(Ok(choices)) => choices,
            _ => panic!(
                "{} was offered nothing for '{typed}' within {patience:?}. {}",
                self.describe(),
                self.report()
            ),
        }
    }

    /// Uses a command of a message's context menu.
    ///
    /// # Panics
    /// If there is no such command here or no such message.
    pub async fn checks(&self, shown: &Shown, command: &str) {
        let registered = self.registered(command, ON_MESSAGE);
        let id: u64 = shown.id.parse().unwrap_or(0);
        let mut data = command_data(&registered, &Filled::default());
        let state = self.world.state();
        let Some(message) = state
            .messages
            .get(&id)
            .filter(|message| message.channel == self.channel)
        else {
            drop(state);
            panic!("{} sees no message {}", self.describe(), shown.id);
        };
        data["target_id"] = json!(shown.id);
        data["resolved"] = json!({"messages": {shown.id.clone(): state.message_json(message)}});
        drop(state);
        let what = format!("'{command}' on a message");
        self.world.interact(
            self.user,
            self.channel,
            Deed {
                kind: COMMAND,
                what,
                data,
                source: None,
                choices: None,
            },
        );
    }

    /// Presses what `label` stands on: a button, or a choice of a menu.
    ///
    /// # Panics
    /// If the message has nothing like that any more, or it is disabled or a link.
    pub async fn presses(&self, shown: &Shown, label: &str) {
        let Some(button) = shown.button(label) else {
            panic!(
                "{} sees no '{label}' on {:?}",
                self.describe(),
                shown.labels()
            )
        };
        let (id, data) = match &button.press {
            Press::Id(id) => (
                id,
                json!({"id": 1, "component_type": BUTTON, "custom_id": id}),
            ),
            Press::Choice { menu, value } => (
                menu,
                json!({"id": 1, "component_type": MENU, "custom_id": menu, "values": [value]}),
            ),
            Press::Link(url) => panic!("'{label}' opens {url}; the bot does not hear of that"),
        };
        let source: u64 = shown.id.parse().unwrap_or(0);
        let can = pressable(&self.world.state(), source, id, self.user);
        assert!(
            can,
            "{} cannot press '{label}' any more. {}",
            self.describe(),
            self.report()
        );
        let what = format!("'{label}'");
        self.world.interact(
            self.user,
            self.channel,
            Deed {
                kind: COMPONENT,
                what,
                data,
                source: Some(source),
                choices: None,
            },
        );
    }

    fn fill(
        &self,
        command: &str,
        given: &[(&str, &str)],
        focused: Option<&str>,
    ) -> (Value, Filled) {
        let mut words = command.split(' ');
        let registered = self.registered(words.next().unwrap_or_default(), CHAT_INPUT);
        match options::fill(&registered, words.collect(), given, focused) {
            Ok(filled) => (registered, filled),
            Err(why) => panic!(
                "{} cannot send /{command} {given:?}: {why}",
                self.describe()
            ),
        }
    }

    fn registered(&self, name: &str, wanted: u64) -> Value {
        let commands = self.offered();
        let is_it = |command: &&Value| command["name"] == name && kind(command) == wanted;
        match commands.iter().find(is_it) {
            Some(command) => command.clone(),
            None => panic!(
                "{} is offered no '{name}' but {:?}",
                self.describe(),
                self.commands()
            ),
        }
    }

    /// The commands that are offered here; those of the guild stand before global ones.
    fn offered(&self) -> Vec<Value> {
        let state = self.world.state();
        let owners = state.owners(self.user, self.channel);
        let guild = state
            .guild_of(self.channel)
            .filter(|guild| guild.with_bot)
            .map(|guild| Scope::Guild(guild.id));
        let own = guild
            .and_then(|guild| state.commands.get(&guild))
            .into_iter()
            .flatten();
        let global = state.commands.get(&Scope::Global).into_iter().flatten();
        let context = state.context(self.channel);
        own.chain(global.filter(|command| fits(command, context, &owners)))
            .cloned()
            .collect()
    }
}

/// Whether a global command is offered in a context to those who added the bot like that (docs: "Interaction Contexts",
/// "Installation Context").
fn fits(command: &Value, context: u64, owners: &Value) -> bool {
    let holds = |list: &Value, number: u64| {
        list.as_array()
            .is_some_and(|list| list.contains(&json!(number)))
    };
    // docs: without contexts a command is offered everywhere that its installation allows.
    let here = command["contexts"].is_null() || holds(&command["contexts"], context);
    let installed = |key: &str, number| {
        owners.get(key).is_some() && holds(&command["integration_types"], number)
    };
    here && (installed("0", 0) || installed("1", 1))
}

fn command_data(command: &Value, filled: &Filled) -> Value {
    let mut data = json!({"id": command["id"], "name": command["name"], "type": kind(command)});
    if !filled.options.is_empty() {
        data["options"] = json!(filled.options);
    }
    if let Some(guild) = command.get("guild_id") {
        data["guild_id"] = guild.clone();
    }
    data
}

/// Whether a message that this person sees still has such a component, and that is not disabled.
fn pressable(state: &State, message: u64, id: &str, user: u64) -> bool {
    let Some(message) = state.messages.get(&message) else {
        return false;
    };
    let sees = !message.is_ephemeral() || message.to == Some(user);
    let is_there =
        state
            .channels
            .get(&message.channel)
            .is_some_and(|channel| match &channel.place {
                Place::Dm(with) => *with == user,
                Place::Private(people) => people.contains(&user),
                Place::Guild(_) => true,
            });
    let rows = message
        .components
        .iter()
        .filter_map(|row| row["components"].as_array())
        .flatten();
    let mut wanted =
        rows.filter(|component| component["custom_id"] == id && component["disabled"] != true);
    sees && is_there && wanted.next().is_some()
}
