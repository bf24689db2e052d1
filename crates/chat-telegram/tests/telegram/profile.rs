//! The menu and the profile.

use fakes::{Fault, telegram::Telegram};

use crate::bot::{calls, eventually, start};

const SETTERS: [&str; 3] = ["setMyCommands", "setMyDescription", "setMyShortDescription"];

#[tokio::test]
async fn the_menu_is_set_once_and_only_again_when_it_changed() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    eventually(|| !fake.short_description("en").is_empty()).await;
    let names = |user: fakes::telegram::User| -> Vec<String> {
        user.commands()
            .into_iter()
            .map(|command| command.command)
            .collect()
    };
    let private = names(fake.user("Ann"));
    let expected: Vec<&str> = chat::USAGE.iter().map(|usage| usage.name).collect();
    assert_eq!(private, expected);
    let group = names(fake.group("Friends").user("Bob"));
    assert!(group.contains(&"ask".to_owned()) && !group.contains(&"start".to_owned()));
    assert!(!fake.description("de").is_empty());
    bot.stop().await.unwrap();
    let set = SETTERS.map(|method| calls(&fake, method));
    assert_eq!(set, [2, 1, 1]);

    let bot = start(&fake);
    eventually(|| calls(&fake, "getMyShortDescription") == 2).await;
    fake.user("Ann").says("hello").await;
    fake.user("Ann").hears().await;
    bot.stop().await.unwrap();
    assert_eq!(SETTERS.map(|method| calls(&fake, method)), set);
    fake.finish().await;
}

#[tokio::test]
async fn people_are_answered_while_the_menu_hangs() {
    let fake = Telegram::start().await;
    fake.next("getMyCommands", Fault::Hang);
    let bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("hello").await;
    ann.hears().await;
    bot.stop().await.unwrap();
    fake.finish().await;
}
