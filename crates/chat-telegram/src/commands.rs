//! The bot's menu and what its profile says: set only where it changed.

use chat::{Command, USAGE, Usage};
use serde::{Deserialize, Serialize, de::DeserializeOwned, de::IgnoredAny};
use teloxide::{
    payloads::{
        GetMyCommands, GetMyCommandsSetters, GetMyDescription, GetMyShortDescription,
        SetMyCommands, SetMyCommandsSetters, SetMyDescription, SetMyDescriptionSetters,
        SetMyShortDescription, SetMyShortDescriptionSetters,
    },
    requests::Payload,
    types::{BotCommand, BotCommandScope},
};

use crate::{api::Failure, send::Sender};

/// Shown in an empty chat with the bot; at most 512 characters.
const DESCRIPTION: &str = "What does a platform do with your data, and how do you stop it?\n\n\
    Ask in your own words: \u{201c}is LinkedIn training on my data?\u{201d} You get a short answer, the way out step by \
    step, and the pages that say so, with the day on which each was read.\n\n\
    Nothing of what you write is kept.";

/// Shown on the bot's page; at most 120 characters.
const SHORT_DESCRIPTION: &str =
    "What platforms do with your data, and the way out, with sources. Keeps nothing about you.";

#[derive(Deserialize)]
struct Description {
    description: String,
}

#[derive(Deserialize)]
struct ShortDescription {
    short_description: String,
}

/// Brings the menu and the profile up to date.
pub(crate) async fn register(sender: &Sender) {
    let result = async {
        menu(sender, BotCommandScope::AllPrivateChats, |_| true).await?;
        menu(sender, BotCommandScope::AllGroupChats, in_groups).await?;
        let now: Description = get(sender, &GetMyDescription::new()).await?;
        if now.description != DESCRIPTION {
            let set = SetMyDescription::new().description(DESCRIPTION);
            sender.send::<_, IgnoredAny>(&set).await?;
        }
        let now: ShortDescription = get(sender, &GetMyShortDescription::new()).await?;
        if now.short_description != SHORT_DESCRIPTION {
            let set = SetMyShortDescription::new().short_description(SHORT_DESCRIPTION);
            sender.send::<_, IgnoredAny>(&set).await?;
        }
        Ok::<(), Failure>(())
    };
    if let Err(failure) = result.await {
        tracing::warn!("the menu of commands may be an old one: {failure}");
    }
}

async fn get<P, T>(sender: &Sender, payload: &P) -> Result<T, Failure>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    sender.send(payload).await
}

/// Brings the commands that are shown in `scope` up to date.
async fn menu(
    sender: &Sender,
    scope: BotCommandScope,
    shown: fn(&Usage) -> bool,
) -> Result<(), Failure> {
    let rows = USAGE.iter().filter(|usage| shown(usage));
    let commands: Vec<BotCommand> = rows
        .map(|usage| BotCommand::new(usage.name, usage.about))
        .collect();
    let get_commands = GetMyCommands::new().scope(scope.clone());
    let now: Vec<BotCommand> = get(sender, &get_commands).await?;
    if now != commands {
        let set = SetMyCommands::new(commands).scope(scope);
        sender.send::<_, IgnoredAny>(&set).await?;
    }
    Ok(())
}

/// What makes no sense in a group is not in its menu.
fn in_groups(usage: &Usage) -> bool {
    !matches!(usage.command, Command::Start | Command::Terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_keeps_telegrams_limits() {
        assert!(DESCRIPTION.chars().count() <= 512);
        assert!(SHORT_DESCRIPTION.chars().count() <= 120);
    }
}
