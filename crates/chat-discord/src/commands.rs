//! Commands, registered from [`chat::USAGE`] when what is registered differs.

use chat::{Field, USAGE};
use serde::Serialize;
use serenity::all::{Command, CommandOption, GuildId};

use crate::{rest::Rest, send::Failure, waits::Waits};

/// What stands in the menu of a message.
pub(crate) const CHECK: &str = "Check this with Privy";

/// docs: "Application Command Type", "Application Command Option Type".
const SLASH: u8 = 1;
const MESSAGE: u8 = 3;
const STRING: u8 = 3;

/// How long a question may be, and a name.
const QUESTION: u16 = 500;
const NAME: u16 = 100;

/// A command as Discord is told, and as it tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Form {
    #[serde(rename = "type")]
    kind: u8,
    name: String,
    description: String,
    options: Vec<OptionForm>,
    /// Installed to a guild (0) or to a person (1). Only for commands that are registered everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    integration_types: Option<Vec<u8>>,
    /// Used in a guild (0), with the bot (1), among people (2). Likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    contexts: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OptionForm {
    #[serde(rename = "type")]
    kind: u8,
    name: String,
    description: String,
    required: bool,
    autocomplete: bool,
    max_length: Option<u16>,
}

/// All commands, for everywhere or for one guild.
pub(crate) fn forms(everywhere: bool) -> Vec<Form> {
    let slash = USAGE.iter().map(|usage| Form {
        kind: SLASH,
        name: usage.name.to_owned(),
        description: usage.about.to_owned(),
        options: usage.parameters.iter().map(option).collect(),
        integration_types: everywhere.then(|| vec![0, 1]),
        contexts: everywhere.then(|| vec![0, 1, 2]),
    });
    let check = Form {
        kind: MESSAGE,
        name: CHECK.to_owned(),
        description: String::new(),
        options: Vec::new(),
        integration_types: everywhere.then(|| vec![0, 1]),
        contexts: everywhere.then(|| vec![0, 1, 2]),
    };
    slash.chain([check]).collect()
}

fn option(parameter: &chat::Parameter) -> OptionForm {
    let is_question = parameter.field == Field::Question;
    OptionForm {
        kind: STRING,
        name: parameter.name.to_owned(),
        description: parameter.about.to_owned(),
        required: parameter.required,
        autocomplete: !is_question,
        max_length: Some(if is_question { QUESTION } else { NAME }),
    }
}

impl Form {
    fn registered(command: &Command, everywhere: bool) -> Self {
        let contexts = command
            .contexts
            .iter()
            .flatten()
            .map(|context| u8::from(*context));
        let types = command.integration_types.iter().map(|kind| u8::from(*kind));
        Self {
            kind: u8::from(command.kind),
            name: command.name.clone(),
            description: command.description.clone(),
            options: command.options.iter().map(OptionForm::registered).collect(),
            integration_types: everywhere.then(|| sorted(types)),
            contexts: everywhere.then(|| sorted(contexts)),
        }
    }
}

impl OptionForm {
    fn registered(option: &CommandOption) -> Self {
        Self {
            kind: u8::from(option.kind),
            name: option.name.clone(),
            description: option.description.clone(),
            required: option.required,
            autocomplete: option.autocomplete,
            max_length: option.max_length,
        }
    }
}

fn sorted(numbers: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut numbers: Vec<u8> = numbers.collect();
    numbers.sort_unstable();
    numbers
}

/// Registers the commands where they differ, however long Discord cannot be reached.
pub(crate) async fn register(rest: &Rest, guild: Option<u64>) {
    let guild = guild.map(GuildId::new);
    let mut waits = Waits::new();
    while let Err(failure) = bring_up_to_date(rest, guild).await {
        if let Failure::Refused(_) | Failure::NotHere | Failure::TokenRefused = failure {
            tracing::error!(
                ?failure,
                "Discord refused the commands: they stay as they were"
            );
            return;
        }
        let wait = waits.next();
        tracing::warn!(
            ?wait,
            "the commands could not be registered: tried again after this wait"
        );
        tokio::time::sleep(wait).await;
    }
}

async fn bring_up_to_date(rest: &Rest, guild: Option<GuildId>) -> Result<(), Failure> {
    let wanted = forms(guild.is_none());
    // What cannot be read is not what is wanted.
    let registered = match rest.commands(guild).await {
        Err(Failure::Unreadable) => Vec::new(),
        commands => commands?,
    };
    let is_there = |form: &Form| {
        registered
            .iter()
            .any(|command| Form::registered(command, guild.is_none()) == *form)
    };
    if registered.len() == wanted.len() && wanted.iter().all(is_there) {
        tracing::debug!("the commands are registered already");
        return Ok(());
    }
    rest.set_commands(guild, &wanted).await?;
    tracing::info!(count = wanted.len(), "registered the commands");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_becomes_commands() {
        let forms = forms(true);
        assert_eq!(forms.len(), USAGE.len() + 1);
        let list =
            serde_json::to_string(forms.iter().find(|form| form.name == "list").unwrap()).unwrap();
        insta::assert_snapshot!(list, @r#"{"type":1,"name":"list","description":"What all platforms say on one topic","options":[{"type":3,"name":"topic","description":"AI training, ads, deletion ...","required":true,"autocomplete":true,"max_length":100},{"type":3,"name":"stance","description":"Only those that say this","required":false,"autocomplete":true,"max_length":100}],"integration_types":[0,1],"contexts":[0,1,2]}"#);
        let ask = &forms[0];
        assert_eq!(
            (ask.options[0].autocomplete, ask.options[0].max_length),
            (false, Some(500))
        );
    }
}
