//! The bot's profile: its commands, its name and its descriptions.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    fields::{Fields, Kind, Known},
    refusal::{Answer, Refusal},
    text::units,
    world::{BOT, State},
};

/// The most commands of a scope and language (docs: setMyCommands).
const MOST_COMMANDS: usize = 100;

const SCOPE: Known = &[
    ("type", Kind::Text),
    ("chat_id", Kind::Chat),
    ("user_id", Kind::Integer),
];

const COMMAND: Known = &[("command", Kind::Text), ("description", Kind::Text)];

/// An entry of the command menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuCommand {
    /// The command without its slash.
    pub command: String,
    /// What stands beside it.
    pub description: String,
}

/// For whom commands are meant: the scope's type, its chat and its user.
type Scope = (&'static str, Option<i64>, Option<i64>);

/// The bot's profile.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    commands: HashMap<(Scope, String), Vec<MenuCommand>>,
    /// Texts such as the description, by field and language.
    texts: HashMap<(&'static str, String), String>,
}

impl Profile {
    /// What the menu shows to `person` in `chat` (docs: "Determining list of commands"): the narrowest scope that has
    /// commands, in the person's language before none.
    pub(crate) fn menu(&self, person: i64, chat: i64, language: &str) -> Vec<MenuCommand> {
        let scopes: &[Scope] = match chat > 0 {
            true => &[
                ("chat", Some(chat), None),
                ("all_private_chats", None, None),
                ("default", None, None),
            ],
            false => &[
                ("chat_member", Some(chat), Some(person)),
                ("chat", Some(chat), None),
                ("all_group_chats", None, None),
                ("default", None, None),
            ],
        };
        let languages = [language, ""];
        let mut lists = scopes
            .iter()
            .flat_map(|scope| languages.map(|language| (*scope, language.to_owned())));
        lists
            .find_map(|key| self.commands.get(&key))
            .cloned()
            .unwrap_or_default()
    }

    /// A text of the profile in a language, or else the one for all languages.
    pub(crate) fn text(&self, field: &'static str, language: &str) -> String {
        let found = self.texts.get(&(field, language.to_owned()));
        found
            .or_else(|| self.texts.get(&(field, String::new())))
            .cloned()
            .unwrap_or_default()
    }
}

/// `getMe`.
pub(crate) fn me(state: &mut State, _: &Fields, _: &mut Vec<String>) -> Answer {
    let mut me = state.user_json(BOT);
    me["can_join_groups"] = json!(true);
    me["can_read_all_group_messages"] = json!(!state.settings.privacy_mode);
    me["supports_inline_queries"] = json!(true);
    me["supports_guest_queries"] = json!(false);
    me["can_connect_to_business"] = json!(false);
    me["has_main_web_app"] = json!(false);
    me["has_topics_enabled"] = json!(false);
    Ok(me)
}

/// `setMyCommands`.
pub(crate) fn set_commands(
    state: &mut State,
    fields: &Fields,
    problems: &mut Vec<String>,
) -> Answer {
    let key = (scope(state, fields, problems)?, language(fields)?);
    let Some(list) = fields.list("commands")? else {
        return Err(Refusal::bad("can't parse commands JSON object"));
    };
    if list.len() > MOST_COMMANDS {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let mut commands = Vec::new();
    for command in list {
        commands.push(read_command(command, problems)?);
    }
    match commands.is_empty() {
        true => state.profile.commands.remove(&key),
        false => state.profile.commands.insert(key, commands),
    };
    Ok(json!(true))
}

fn read_command(command: &Value, problems: &mut Vec<String>) -> Result<MenuCommand, Refusal> {
    let command = Fields::of(command, "BotCommand", COMMAND, problems)?;
    let name = command.text("command").unwrap_or_default();
    let description = command.text("description").unwrap_or_default();
    let allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if !(1..=32).contains(&name.len()) || !name.chars().all(allowed) {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    if !(1..=256).contains(&units(description)) {
        return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(MenuCommand {
        command: name.into(),
        description: description.into(),
    })
}

/// `getMyCommands`.
pub(crate) fn commands(state: &mut State, fields: &Fields, problems: &mut Vec<String>) -> Answer {
    let key = (scope(state, fields, problems)?, language(fields)?);
    let commands = state.profile.commands.get(&key).into_iter().flatten();
    let json = |command: &MenuCommand| json!({"command": command.command, "description": command.description});
    Ok(commands.map(json).collect())
}

/// `deleteMyCommands`.
pub(crate) fn delete_commands(
    state: &mut State,
    fields: &Fields,
    problems: &mut Vec<String>,
) -> Answer {
    let key = (scope(state, fields, problems)?, language(fields)?);
    state.profile.commands.remove(&key);
    Ok(json!(true))
}

fn scope(state: &State, fields: &Fields, problems: &mut Vec<String>) -> Result<Scope, Refusal> {
    let Some(scope) = fields.object("scope", SCOPE, problems)? else {
        return Ok(("default", None, None));
    };
    let chat = || {
        let id = scope.value("chat_id").and_then(Value::as_i64);
        id.filter(|id| state.chats.contains_key(id))
            .ok_or_else(|| Refusal::bad("chat not found"))
            .map(Some)
    };
    Ok(match scope.text("type").unwrap_or_default() {
        "default" => ("default", None, None),
        "all_private_chats" => ("all_private_chats", None, None),
        "all_group_chats" => ("all_group_chats", None, None),
        "all_chat_administrators" => ("all_chat_administrators", None, None),
        "chat" => ("chat", chat()?, None),
        "chat_administrators" => ("chat_administrators", chat()?, None),
        "chat_member" => ("chat_member", chat()?, scope.integer("user_id")),
        _ => {
            return Err(Refusal::bad(
                "can't parse BotCommandScope: Unsupported type specified",
            ));
        }
    })
}

/// A two-letter language, or none (docs: "A two-letter ISO 639-1 language code").
fn language(fields: &Fields) -> Result<String, Refusal> {
    let language = fields.text("language_code").unwrap_or_default();
    let valid = language.is_empty()
        || language.len() == 2 && language.chars().all(|letter| letter.is_ascii_lowercase());
    valid
        .then(|| language.to_owned())
        .ok_or_else(|| Refusal::bad("invalid language code specified"))
}

fn set_text(state: &mut State, fields: &Fields, field: &'static str, longest: usize) -> Answer {
    let text = fields.text(field).unwrap_or_default().trim();
    if units(text) > longest {
        return Err(Refusal::bad(format!("{field} is too long")));
    }
    let key = (field, language(fields)?);
    match text.is_empty() {
        true => state.profile.texts.remove(&key),
        false => state.profile.texts.insert(key, text.to_owned()),
    };
    Ok(json!(true))
}

fn get_text(state: &State, fields: &Fields, field: &'static str) -> Answer {
    Ok(json!({ field: state.profile.text(field, &language(fields)?) }))
}

/// `setMyName`, at most 64 characters (docs).
pub(crate) fn set_name(state: &mut State, fields: &Fields, _: &mut Vec<String>) -> Answer {
    set_text(state, fields, "name", 64)
}

/// `getMyName`.
pub(crate) fn name(state: &mut State, fields: &Fields, _: &mut Vec<String>) -> Answer {
    get_text(state, fields, "name")
}

/// `setMyDescription`, at most 512 characters (docs).
pub(crate) fn set_description(state: &mut State, fields: &Fields, _: &mut Vec<String>) -> Answer {
    set_text(state, fields, "description", 512)
}

/// `getMyDescription`.
pub(crate) fn description(state: &mut State, fields: &Fields, _: &mut Vec<String>) -> Answer {
    get_text(state, fields, "description")
}

/// `setMyShortDescription`, at most 120 characters (docs).
pub(crate) fn set_short_description(
    state: &mut State,
    fields: &Fields,
    _: &mut Vec<String>,
) -> Answer {
    set_text(state, fields, "short_description", 120)
}

/// `getMyShortDescription`.
pub(crate) fn short_description(state: &mut State, fields: &Fields, _: &mut Vec<String>) -> Answer {
    get_text(state, fields, "short_description")
}
