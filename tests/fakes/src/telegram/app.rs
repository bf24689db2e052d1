//! What people do in their app beside chatting: pressing buttons, asking inline, looking at the menu, blocking.

use super::{
    chat::{Message, Standing},
    inline::{Asked, InlineAnswer, InlineShown},
    profile::MenuCommand,
    user::{User, message_id},
    world::State,
};
use crate::{Press, Shown};

impl User {
    /// Presses a button that they see under a message.
    ///
    /// # Panics
    /// When there is no such button, or when it opens a page, of which the bot hears nothing.
    pub async fn presses(&self, shown: &Shown, label: &str) {
        let Some(button) = shown.button(label) else {
            panic!(
                "there is no button {label:?} for {}, only {:?}",
                self.name,
                shown.labels()
            );
        };
        match &button.press {
            Press::Id(data) => self.presses_data(shown, label, data).await,
            other => panic!("the button {label:?} does not tell the bot anything: {other:?}"),
        }
    }

    /// Presses a button that holds any data: docs, "the message originated the query can contain no callback buttons
    /// with this data".
    pub async fn presses_data(&self, shown: &Shown, label: &str, data: &str) {
        let mut state = self.state();
        let chat = state.current(self.chat);
        state.press(self.person, chat, message_id(shown), label, data);
    }

    /// What popped up after their newest press; none when nothing did.
    ///
    /// # Panics
    /// When the press is not answered in time, or nothing was pressed.
    pub async fn toast(&self) -> Option<String> {
        let patience = self.state().settings.patience;
        let look = |state: &mut State| state.presses.newest(self.person)?.answer.clone();
        match self.world.wait_to_see(patience, look).await {
            Some(text) => (!text.is_empty()).then_some(text),
            None => panic!(
                "{}'s press was not answered within {patience:?}{}",
                self.name,
                self.circumstances()
            ),
        }
    }

    /// Types `@privy_bot query` in this chat.
    ///
    /// # Panics
    /// When the bot does not answer in time.
    pub async fn asks_inline(&self, query: &str) -> InlineAnswer {
        self.asks_inline_at(query, "").await
    }

    /// Scrolls to the results that begin at `offset`, which an earlier answer gave.
    ///
    /// # Panics
    /// When the bot does not answer in time.
    pub async fn asks_inline_at(&self, query: &str, offset: &str) -> InlineAnswer {
        let (asked, patience) = {
            let mut state = self.state();
            let chat = state.current(self.chat);
            (
                state.ask_inline(self.person, chat, query, offset),
                state.settings.patience,
            )
        };
        let id = match asked {
            Asked::Cached(answer) => return answer,
            Asked::Bot(id) => id,
        };
        match self
            .world
            .wait_to_see(patience, |state| state.inline.answer(&id))
            .await
        {
            Some(answer) => answer,
            None => panic!(
                "{}'s inline query {query:?} was not answered{}",
                self.name,
                self.circumstances()
            ),
        }
    }

    /// Picks a result, which is sent to this chat through the bot.
    pub async fn picks(&self, result: &InlineShown) -> Shown {
        let mut state = self.state();
        let chat = state.current(self.chat);
        let id = state.pick(self.person, chat, self.topic, result);
        let message = state
            .chats
            .get(&chat)
            .and_then(|chat| chat.messages.get(&id));
        message
            .map(Message::shown)
            .unwrap_or_else(|| panic!("there is no chat {chat}"))
    }

    /// Blocks the bot.
    pub async fn blocks(&self) {
        self.state()
            .set_standing(self.person, self.person, Standing::Kicked);
    }

    /// Lets the bot write again.
    pub async fn unblocks(&self) {
        self.state()
            .set_standing(self.person, self.person, Standing::Member);
    }

    /// What the command menu shows in this chat.
    pub fn commands(&self) -> Vec<MenuCommand> {
        let state = self.state();
        let language = state
            .people
            .get(&self.person)
            .and_then(|person| person.language.as_deref());
        state.profile.menu(
            self.person,
            state.current(self.chat),
            language.unwrap_or_default(),
        )
    }

    /// Changes the language of their app; none for an app that does not tell.
    pub fn speaks(&self, language: Option<&str>) {
        if let Some(person) = self.state().people.get_mut(&self.person) {
            person.language = language.map(str::to_owned);
        }
    }
}
