//! The commands: one table, from which the parser, the help, Discord's registration and Telegram's menu are made.

use rapidfuzz::distance::damerau_levenshtein;

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is described in its row of USAGE")]
pub enum Command {
    Ask,
    OptOut,
    Platform,
    Compare,
    List,
    Delete,
    Export,
    Changes,
    Region,
    Privacy,
    Terms,
    Help,
    Start,
}

/// How a command is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Which one.
    pub command: Command,
    /// What is typed after the slash: 1 to 32 of `a` to `z`.
    pub name: &'static str,
    /// What it is for, in 1 to 100 characters.
    pub about: &'static str,
    /// What is given with it, in order, what is required first.
    pub parameters: &'static [Parameter],
    /// What a person might give with it.
    pub example: &'static str,
}

/// Something that is given with a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// 1 to 32 of `a` to `z`.
    pub name: &'static str,
    /// What it is, in 1 to 100 characters.
    pub about: &'static str,
    /// What may stand there.
    pub field: Field,
    /// Whether the command needs it.
    pub required: bool,
}

/// What may stand in a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Free text.
    Question,
    /// The name of a platform; can be completed.
    Platform,
    /// The name of a topic; can be completed.
    Topic,
    /// The name of a stance; can be completed.
    Stance,
    /// The name of a country or region; can be completed.
    Region,
}

const fn needed(name: &'static str, about: &'static str, field: Field) -> Parameter {
    Parameter {
        name,
        about,
        field,
        required: true,
    }
}

const fn optional(name: &'static str, about: &'static str, field: Field) -> Parameter {
    Parameter {
        name,
        about,
        field,
        required: false,
    }
}

const PLATFORM: Parameter = needed("platform", "LinkedIn, TikTok, ChatGPT ...", Field::Platform);
const TOPIC: Parameter = optional("topic", "AI training, ads, deletion ...", Field::Topic);

/// All commands, in the order in which help shows them.
pub static USAGE: [Usage; 13] = [
    Usage {
        command: Command::Ask,
        name: "ask",
        about: "Ask what a platform does with your data, in your own words",
        parameters: &[needed(
            "question",
            "Is LinkedIn training on my data?",
            Field::Question,
        )],
        example: "is LinkedIn training on my data?",
    },
    Usage {
        command: Command::OptOut,
        name: "optout",
        about: "The way out, step by step",
        parameters: &[PLATFORM, TOPIC],
        example: "LinkedIn AI training",
    },
    Usage {
        command: Command::Platform,
        name: "platform",
        about: "A platform's card: every topic with its verdict",
        parameters: &[PLATFORM],
        example: "Instagram",
    },
    Usage {
        command: Command::Compare,
        name: "compare",
        about: "Two platforms side by side",
        parameters: &[
            needed("first", "One platform", Field::Platform),
            needed("second", "The other platform", Field::Platform),
            TOPIC,
        ],
        example: "WhatsApp Telegram messages",
    },
    Usage {
        command: Command::List,
        name: "list",
        about: "What all platforms say on one topic",
        parameters: &[
            needed("topic", "AI training, ads, deletion ...", Field::Topic),
            optional("stance", "Only those that say this", Field::Stance),
        ],
        example: "AI training",
    },
    Usage {
        command: Command::Delete,
        name: "delete",
        about: "How to delete your account, and what stays",
        parameters: &[PLATFORM],
        example: "TikTok",
    },
    Usage {
        command: Command::Export,
        name: "export",
        about: "How to get a copy of your data",
        parameters: &[PLATFORM],
        example: "Spotify",
    },
    Usage {
        command: Command::Changes,
        name: "changes",
        about: "What changed lately in a platform's own texts",
        parameters: &[PLATFORM, TOPIC],
        example: "LinkedIn",
    },
    Usage {
        command: Command::Region,
        name: "region",
        about: "Say where you live: some answers depend on it. Forgotten after 30 minutes",
        parameters: &[optional(
            "region",
            "Germany, UK, California ...",
            Field::Region,
        )],
        example: "Germany",
    },
    Usage {
        command: Command::Privacy,
        name: "privacy",
        about: "What this bot keeps about you",
        parameters: &[],
        example: "",
    },
    Usage {
        command: Command::Terms,
        name: "terms",
        about: "What its answers are, and what they are not",
        parameters: &[],
        example: "",
    },
    Usage {
        command: Command::Help,
        name: "help",
        about: "What you can ask, and all commands",
        parameters: &[],
        example: "",
    },
    Usage {
        command: Command::Start,
        name: "start",
        about: "Begin here",
        parameters: &[],
        example: "",
    },
];

impl Command {
    /// Its row of [`USAGE`].
    pub fn usage(self) -> &'static Usage {
        let row = USAGE.iter().find(|usage| usage.command == self);
        row.unwrap_or(&USAGE[0])
    }

    /// The command that is called `name`, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let row = USAGE
            .iter()
            .find(|usage| usage.name.eq_ignore_ascii_case(name));
        row.map(|usage| usage.command)
    }

    /// The command whose name is nearest to `name`: at most two letters away.
    fn nearest(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let distance =
            |usage: &&Usage| damerau_levenshtein::distance(usage.name.chars(), name.chars());
        let nearest = USAGE.iter().min_by_key(distance)?;
        (distance(&nearest) <= 2).then_some(nearest.command)
    }
}

impl Usage {
    /// How it is typed: `/optout PLATFORM [TOPIC]`.
    pub fn synopsis(&self) -> String {
        let mut text = format!("/{}", self.name);
        for parameter in self.parameters {
            let name = parameter.name.to_uppercase();
            text.push_str(&match parameter.required {
                true => format!(" {name}"),
                false => format!(" [{name}]"),
            });
        }
        text
    }
}

/// What a message is, as far as commands go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parsed<'a> {
    /// No command.
    Text(&'a str),
    /// A command with what stands behind it.
    Command(Command, &'a str),
    /// A command that there is none of, and the one that may be meant.
    Unknown(Option<Command>),
    /// A command for another bot: "/help@other_bot".
    ForAnother,
}

/// Reads `text`, which was written to the bot that is called `me` (its user name, without `@`).
pub fn parse<'a>(text: &'a str, me: &str) -> Parsed<'a> {
    let text = text.trim();
    let Some(rest) = text.strip_prefix('/') else {
        return Parsed::Text(text);
    };
    let (head, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (name, bot) = match head.split_once('@') {
        Some((name, bot)) => (name, Some(bot)),
        None => (head, None),
    };
    let is_word = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_word {
        return Parsed::Text(text);
    }
    if bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(me)) {
        return Parsed::ForAnother;
    }
    match Command::named(name) {
        Some(command) => Parsed::Command(command, arguments.trim()),
        None => Parsed::Unknown(Command::nearest(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_commands_with_and_without_the_bots_name() {
        let cases = [
            ("hello", Parsed::Text("hello")),
            ("  /help ", Parsed::Command(Command::Help, "")),
            (
                "/OptOut@Privy_bot  linked in",
                Parsed::Command(Command::OptOut, "linked in"),
            ),
            (
                "/ask\nis x safe?",
                Parsed::Command(Command::Ask, "is x safe?"),
            ),
            ("/help@other_bot", Parsed::ForAnother),
            ("/optuot tiktok", Parsed::Unknown(Some(Command::OptOut))),
            ("/weather", Parsed::Unknown(None)),
            ("/", Parsed::Text("/")),
            (
                "/etc/passwd is a file",
                Parsed::Text("/etc/passwd is a file"),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text, "privy_bot"), expected, "{text}");
        }
    }

    /// Discord: names 1-32, descriptions 1-100, required options first. Telegram: `[a-z0-9_]{1,32}`, 1-256.
    #[test]
    fn every_row_keeps_the_limits_of_both_networks() {
        for usage in &USAGE {
            assert_eq!(usage.command.usage(), usage);
            let names = usage.parameters.iter().map(|p| (p.name, p.about));
            for (name, about) in names.chain([(usage.name, usage.about)]) {
                assert!((1..=32).contains(&name.len()), "{name}");
                assert!(name.bytes().all(|byte| byte.is_ascii_lowercase()), "{name}");
                assert!(
                    (1..=100).contains(&about.chars().count()),
                    "{name}: {about}"
                );
            }
            assert!(
                usage.parameters.is_sorted_by_key(|p| !p.required),
                "{}",
                usage.name
            );
        }
        assert_eq!(
            Command::OptOut.usage().synopsis(),
            "/optout PLATFORM [TOPIC]"
        );
    }
}
