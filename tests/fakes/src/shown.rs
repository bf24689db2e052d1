//! What a person sees of a message.

/// A message as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The network's id of the message.
    pub id: String,
    /// What is read, from top to bottom, markup taken away; on Discord the content, then each embed's texts.
    pub text: String,
    /// The text with its markup, as the bot sent it.
    pub raw: String,
    /// The rows of buttons and menu choices under it.
    pub buttons: Vec<Vec<Button>>,
    /// Whether only the person who asked sees it (Discord's ephemeral answers).
    pub only_me: bool,
    /// How often it was edited.
    pub edits: usize,
    /// The message that it replies to.
    pub reply_to: Option<String>,
}

/// Something under a message that can be pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What pressing it does.
    pub press: Press,
}

/// What pressing a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Tells the bot this id (Telegram's callback data, Discord's custom id).
    Id(String),
    /// Chooses `value` in the select menu with this id (Discord).
    Choice {
        /// The menu's custom id.
        menu: String,
        /// The choice's value.
        value: String,
    },
    /// Opens a page.
    Link(String),
}

impl Shown {
    /// The button or choice that `label` stands on.
    pub fn button(&self, label: &str) -> Option<&Button> {
        self.buttons
            .iter()
            .flatten()
            .find(|button| button.label == label)
    }

    /// What stands on all buttons, in order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons
            .iter()
            .flatten()
            .map(|button| button.label.as_str())
            .collect()
    }
}
