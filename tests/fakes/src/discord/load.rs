//! Many people who ask much, cheaply.

use std::{sync::Arc, time::Instant};

use serde_json::json;
use tokio::sync::mpsc;

use super::{
    interaction::{COMMAND, Deed},
    message::Message,
    world::World,
};

/// Many people, each alone with the bot.
pub struct Load {
    /// Sends their questions.
    pub asking: Asking,
    /// Who got a new message from the bot, and when; edits are not told. Lost and doubled ones are the caller's to count.
    pub replies: mpsc::UnboundedReceiver<(usize, Instant)>,
}

/// Sends the questions of many people.
#[derive(Clone)]
pub struct Asking {
    world: Arc<World>,
    people: Arc<Vec<(u64, u64)>>,
    command: Option<Arc<(serde_json::Value, String)>>,
}

impl Load {
    /// Sends a question of the person with this number.
    pub fn send(&self, number: usize, text: &str) {
        self.asking.send(number, text);
    }
}

impl Asking {
    /// Sends a question of the person with this number, as a message or with the command.
    pub fn send(&self, number: usize, text: &str) {
        let Some(&(user, channel)) = self.people.get(number) else {
            return;
        };
        if let Some(command) = &self.command {
            let (registered, option) = &**command;
            let options = json!([{"name": option, "type": 3, "value": text}]);
            let data = json!({"id": registered["id"], "name": registered["name"], "type": 1, "options": options});
            let deed = Deed {
                kind: COMMAND,
                what: format!("'{text}'"),
                data,
                source: None,
                choices: None,
            };
            self.world.interact(user, channel, deed);
            return;
        }
        self.world.publish(Message {
            id: self.world.clock.id(),
            channel,
            author: user,
            content: text.to_owned(),
            created: self.world.clock.timestamp(),
            ..Message::default()
        });
    }
}

impl World {
    /// People for a load test, who write to the bot or use a command with one text option.
    pub(super) fn load(
        self: &Arc<Self>,
        people: usize,
        command: Option<(serde_json::Value, String)>,
    ) -> Load {
        let (sender, replies) = mpsc::unbounded_channel();
        self.state().load = Some(sender);
        let person = |number: usize| {
            let user = self.account(&format!("load {number}"));
            let channel = self.dm(user);
            if let Some(channel) = self.state().channels.get_mut(&channel) {
                channel.load = Some(number);
            }
            (user, channel)
        };
        let people = Arc::new((0..people).map(person).collect());
        Load {
            asking: Asking {
                world: Arc::clone(self),
                people,
                command: command.map(Arc::new),
            },
            replies,
        }
    }
}
