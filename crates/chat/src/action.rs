//! What can be pressed under a reply.

use std::fmt;

/// What can be pressed under a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What stands on it; a network may shorten it.
    pub label: String,
    /// What pressing it does.
    pub effect: Effect,
}

/// What pressing an action does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Asks for what the id names; the answer comes as a reply of its own.
    Ask(Id),
    /// Chooses one of several that a question back offers; the answer takes the question's place.
    Choose(Id),
    /// Opens a page.
    Open(String),
}

impl Action {
    /// Asks for what `id` names.
    pub fn ask(label: impl Into<String>, id: Id) -> Self {
        Self {
            label: label.into(),
            effect: Effect::Ask(id),
        }
    }

    /// Chooses what `id` names.
    pub fn choose(label: impl Into<String>, id: Id) -> Self {
        Self {
            label: label.into(),
            effect: Effect::Choose(id),
        }
    }

    /// Opens the page at `url`.
    pub fn open(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            effect: Effect::Open(url.into()),
        }
    }
}

/// All that is needed to answer a press, in 1 to 64 bytes of printable ASCII without spaces. It holds names that this
/// project gave, never what a person wrote, so that it works after a restart and gives nothing away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

/// Text that is no [`Id`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId;

impl Id {
    /// The most bytes that one may have: Telegram's limit for callback data.
    pub const MOST_BYTES: usize = 64;

    /// Reads `text` as an id.
    ///
    /// # Errors
    /// Where it is empty, longer than 64 bytes, or has anything but printable ASCII without spaces.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
        let text = text.into();
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
        match (1..=Self::MOST_BYTES).contains(&text.len()) && printable {
            true => Ok(Self(text)),
            false => Err(InvalidId),
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_to_sixty_four_printable_bytes() {
        for good in ["a", "answer/linkedin/ai-training@uk", &"x".repeat(64)] {
            assert!(Id::new(good).is_ok(), "{good}");
        }
        for bad in ["", "two words", "caf\u{e9}", "line\n", &"x".repeat(65)] {
            assert_eq!(Id::new(bad), Err(InvalidId), "{bad}");
        }
    }
}
