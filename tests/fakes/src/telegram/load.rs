//! Many people at once, cheaply, for measuring.

use std::{sync::Arc, time::Instant};

use tokio::sync::mpsc;

use super::{chat::Message, world::World};

/// Something that the bot wrote to one of the people of a [`Load`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Which of them, counted from 0.
    pub user: usize,
    /// When it was there.
    pub at: Instant,
    /// The id of the message.
    pub message: i64,
    /// The message that it replies to.
    pub reply_to: Option<i64>,
    /// How often the message has been edited; 0 for a new one.
    pub edits: usize,
}

/// Who is told of a chat's messages.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) user: usize,
    pub(crate) sender: mpsc::UnboundedSender<Arrival>,
}

impl Listener {
    /// The bot wrote or edited `message`.
    pub(crate) fn tell(&self, message: &Message) {
        let arrival = Arrival {
            user: self.user,
            at: Instant::now(),
            message: message.id,
            reply_to: message.reply_to,
            edits: message.edits,
        };
        // The test may have stopped counting.
        self.sender.send(arrival).ok();
    }
}

/// Many people in private chats. Their messages count as heard; their chats keep only the newest messages.
#[derive(Debug)]
pub struct Load {
    pub(crate) world: Arc<World>,
    pub(crate) chats: Vec<i64>,
    /// Everything that the bot wrote to them, in order of arrival.
    pub replies: mpsc::UnboundedReceiver<Arrival>,
}

impl Load {
    /// One of them says something; gives the id of the message.
    ///
    /// # Panics
    /// When there are not so many of them.
    pub fn send(&self, user: usize, text: &str) -> i64 {
        let Some(chat) = self.chats.get(user) else {
            panic!(
                "there are only {} people, none with number {user}",
                self.chats.len()
            );
        };
        self.world.state().speak(*chat, *chat, None, None, text)
    }
}
