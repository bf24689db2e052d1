//! The bot's commands and descriptions.

use fakes::telegram::{MenuCommand, User};
use serde_json::{Value, json};

use super::start;

fn commands(name: &str) -> Value {
    json!([{"command": name, "description": "d"}])
}

fn menu(user: &User) -> Vec<String> {
    user.commands()
        .into_iter()
        .map(|command: MenuCommand| command.command)
        .collect()
}

#[tokio::test]
async fn the_narrowest_scope_in_the_own_language_wins() {
    let (fake, bot) = start().await;
    let (ann, ben) = (fake.user("Ann"), fake.group("Friends").user("Ben"));
    bot.done("setMyCommands", json!({"commands": commands("all")}))
        .await;
    assert_eq!(
        (menu(&ann), menu(&ben)),
        (vec!["all".to_owned()], vec!["all".to_owned()])
    );
    let private = json!({"type": "all_private_chats"});
    bot.done(
        "setMyCommands",
        json!({"commands": commands("private"), "scope": private}),
    )
    .await;
    bot.done(
        "setMyCommands",
        json!({"commands": commands("privat"), "scope": private, "language_code": "de"}),
    )
    .await;
    assert_eq!(
        (menu(&ann), menu(&ben)),
        (vec!["private".to_owned()], vec!["all".to_owned()])
    );
    ann.speaks(Some("de"));
    assert_eq!(menu(&ann), ["privat"]);
    bot.done(
        "deleteMyCommands",
        json!({"scope": private, "language_code": "de"}),
    )
    .await;
    assert_eq!(menu(&ann), ["private"]);
    assert_eq!(
        bot.done("getMyCommands", json!({"scope": private})).await,
        commands("private")
    );
}

#[tokio::test]
async fn commands_are_checked() {
    let (_fake, bot) = start().await;
    for name in ["Help", "", "a b", &"a".repeat(33)] {
        let text = bot
            .refused("setMyCommands", json!({"commands": commands(name)}))
            .await;
        assert_eq!(text, "Bad Request: BOT_COMMAND_INVALID", "{name}");
    }
    let undescribed = json!({"commands": [{"command": "a", "description": ""}]});
    assert_eq!(
        bot.refused("setMyCommands", undescribed).await,
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"
    );
    let many = vec![commands("a")[0].clone(); 101];
    assert_eq!(
        bot.refused("setMyCommands", json!({"commands": many}))
            .await,
        "Bad Request: BOT_COMMANDS_TOO_MUCH"
    );
    let language = json!({"commands": commands("a"), "language_code": "eng"});
    assert_eq!(
        bot.refused("setMyCommands", language).await,
        "Bad Request: invalid language code specified"
    );
    let scope = json!({"commands": commands("a"), "scope": {"type": "everybody"}});
    bot.refused("setMyCommands", scope).await;
}

#[tokio::test]
async fn descriptions_have_their_length_and_language() {
    let (fake, bot) = start().await;
    bot.done("setMyDescription", json!({"description": "d".repeat(512)}))
        .await;
    bot.done(
        "setMyDescription",
        json!({"description": "kurz", "language_code": "de"}),
    )
    .await;
    bot.done(
        "setMyShortDescription",
        json!({"short_description": "s".repeat(120)}),
    )
    .await;
    assert_eq!(fake.description("en"), "d".repeat(512));
    assert_eq!(fake.description("de"), "kurz");
    assert_eq!(fake.short_description("de"), "s".repeat(120));
    bot.refused("setMyDescription", json!({"description": "d".repeat(513)}))
        .await;
    bot.refused(
        "setMyShortDescription",
        json!({"short_description": "s".repeat(121)}),
    )
    .await;
    bot.refused("setMyName", json!({"name": "n".repeat(65)}))
        .await;
    assert_eq!(bot.done("getMyName", json!({})).await, json!({"name": ""}));
}
