//! Interactions, as far as the bot knows them.

use std::time::Instant;

use chat::{Command, Field, Request};
use serenity::all::{
    CommandData, CommandDataOptionValue, CommandInteraction, CommandType, ComponentInteraction,
    ComponentInteractionDataKind, Interaction, InteractionContext, MessageFlags,
};

use crate::{
    buttons::{self, Press},
    commands::CHECK,
};

/// An interaction with the bot.
pub(crate) struct Call {
    pub(crate) id: u64,
    /// What it is answered with.
    pub(crate) token: String,
    pub(crate) channel: u64,
    pub(crate) person: u64,
    /// Whether nobody else reads there.
    pub(crate) is_direct: bool,
    /// When it came in.
    pub(crate) at: Instant,
    pub(crate) wants: Wants,
}

/// What a person wants with an interaction.
pub(crate) enum Wants {
    /// To be answered.
    Reply(Request),
    /// To be told what may be meant by what they have typed so far.
    Completion(Field, String),
    /// What a button says, under a message that perhaps only they see.
    Press { press: Press, only_me: bool },
}

impl Call {
    /// The interaction, if it is of a kind that the bot has.
    pub(crate) fn new(interaction: &Interaction) -> Option<Self> {
        match interaction {
            Interaction::Command(command) => {
                let request = request(&command.data);
                Some(Self::of_command(command, Wants::Reply(request)))
            }
            Interaction::Autocomplete(command) => {
                let (field, typed) = completion(&command.data)?;
                Some(Self::of_command(command, Wants::Completion(field, typed)))
            }
            Interaction::Component(press) => Some(Self::of_press(press)),
            _ => None,
        }
    }

    fn of_command(command: &CommandInteraction, wants: Wants) -> Self {
        Self {
            id: command.id.get(),
            token: command.token.clone(),
            channel: command.channel_id.get(),
            person: command.user.id.get(),
            is_direct: command.context == Some(InteractionContext::BotDm),
            at: Instant::now(),
            wants,
        }
    }

    fn of_press(component: &ComponentInteraction) -> Self {
        let chosen = match &component.data.kind {
            ComponentInteractionDataKind::StringSelect { values } => values.first(),
            _ => None,
        };
        let press = buttons::read(&component.data.custom_id, chosen.map(String::as_str));
        let flags = component.message.flags.unwrap_or_default();
        let only_me = flags.contains(MessageFlags::EPHEMERAL);
        Self {
            id: component.id.get(),
            token: component.token.clone(),
            channel: component.channel_id.get(),
            person: component.user.id.get(),
            is_direct: component.context == Some(InteractionContext::BotDm),
            at: Instant::now(),
            wants: Wants::Press { press, only_me },
        }
    }
}

/// A command with its arguments, in the order of the table.
fn request(data: &CommandData) -> Request {
    if data.kind == CommandType::Message && data.name == CHECK {
        return check(data);
    }
    let Some(command) = Command::named(&data.name) else {
        return Request::UnknownCommand(None);
    };
    let given = |name: &str| {
        let option = data.options.iter().find(|option| option.name == name)?;
        match &option.value {
            CommandDataOptionValue::String(text) => Some(text.trim()),
            _ => None,
        }
    };
    let parameters = command.usage().parameters.iter();
    let arguments: Vec<&str> = parameters
        .filter_map(|parameter| given(parameter.name))
        .collect();
    Request::Command(command, arguments.join(" "))
}

/// The text of the message that is to be checked.
fn check(data: &CommandData) -> Request {
    let message = data
        .target_id
        .and_then(|id| data.resolved.messages.get(&id.to_message_id()));
    let text = message
        .map(|message| message.content.trim())
        .unwrap_or_default();
    match text.is_empty() {
        true => Request::Command(Command::Help, String::new()),
        false => Request::Text(text.to_owned()),
    }
}

/// What is being typed, and where.
fn completion(data: &CommandData) -> Option<(Field, String)> {
    let command = Command::named(&data.name)?;
    let typed = data.autocomplete()?;
    let parameters = command.usage().parameters;
    let parameter = parameters
        .iter()
        .find(|parameter| parameter.name == typed.name)?;
    Some((parameter.field, typed.value.to_owned()))
}
