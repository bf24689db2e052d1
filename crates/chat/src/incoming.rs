//! What comes in.

use std::fmt;

use crate::{Command, Id};

/// Where people write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the networks' own names")]
pub enum Network {
    Discord,
    Telegram,
}

impl Network {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Discord, Self::Telegram];

    /// Its name in lower case: for labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Discord => "discord",
            Self::Telegram => "telegram",
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Discord => "Discord",
            Self::Telegram => "Telegram",
        })
    }
}

/// Who writes, and where: each has a conversation of their own. Its `Debug` form shows no ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The network.
    pub network: Network,
    /// The network's id of the chat or channel, bit for bit.
    pub chat: u64,
    /// The network's id of the person, bit for bit.
    pub person: u64,
}

impl fmt::Debug for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Speaker({})", self.network)
    }
}

/// What comes in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Who wrote, and where.
    pub from: Speaker,
    /// What they want.
    pub request: Request,
}

/// What a person wants. Its `Debug` form shows nothing that they wrote.
#[derive(Clone, PartialEq, Eq)]
pub enum Request {
    /// They wrote this.
    Text(String),
    /// They used a command; behind it stands what they gave with it, in the order of its [`crate::Usage`].
    Command(Command, String),
    /// They used a command that there is none of; perhaps they meant this one.
    UnknownCommand(Option<Command>),
    /// They pressed a button.
    Press(Id),
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text(..)"),
            Self::Command(command, _) => write!(f, "Command({command:?}, ..)"),
            Self::UnknownCommand(meant) => write!(f, "UnknownCommand({meant:?})"),
            Self::Press(_) => f.write_str("Press(..)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_wrote_and_who_they_are_stays_out_of_debug_forms() {
        let from = Speaker {
            network: Network::Telegram,
            chat: 4711,
            person: 4712,
        };
        for request in [
            Request::Text("secret".to_owned()),
            Request::Command(Command::Ask, "secret".to_owned()),
        ] {
            let shown = format!("{:?}", Incoming { from, request });
            assert!(
                !shown.contains("secret") && !shown.contains("471"),
                "{shown}"
            );
        }
    }
}
