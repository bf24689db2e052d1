//! Presses on buttons, and the bot's answers to them.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    fields::Fields,
    refusal::{Answer, Refusal},
    text::units,
    world::State,
};

/// The longest answer to a press (docs: "0-200 characters").
const LONGEST: usize = 200;

/// A press on a button.
#[derive(Debug)]
pub(crate) struct Pressed {
    label: String,
    at: Instant,
    /// The answer's text; empty when the bot only took note.
    pub(crate) answer: Option<String>,
}

/// All presses, by callback query id.
#[derive(Debug, Default)]
pub(crate) struct Presses {
    by_id: HashMap<String, Pressed>,
    /// Each person's newest press.
    newest: HashMap<i64, String>,
}

impl Presses {
    /// What was pressed and has not been answered.
    pub(crate) fn unanswered(&self) -> Vec<String> {
        let unanswered = self
            .by_id
            .values()
            .filter(|pressed| pressed.answer.is_none());
        unanswered.map(|pressed| pressed.label.clone()).collect()
    }

    /// A person's newest press.
    pub(crate) fn newest(&self, person: i64) -> Option<&Pressed> {
        self.by_id.get(self.newest.get(&person)?)
    }

    fn answer(
        &mut self,
        id: &str,
        text: &str,
        deadline: Duration,
        problems: &mut Vec<String>,
    ) -> Result<(), Refusal> {
        let invalid =
            || Refusal::bad("query is too old and response timeout expired or query ID is invalid");
        let pressed = self.by_id.get_mut(id).ok_or_else(invalid)?;
        let waited = pressed.at.elapsed();
        if waited > deadline {
            problems.push(format!(
                "the press on \"{}\" was answered after {waited:?}",
                pressed.label
            ));
            return Err(invalid());
        }
        if pressed.answer.is_some() {
            problems.push(format!(
                "the press on \"{}\" was answered twice",
                pressed.label
            ));
            return Ok(());
        }
        pressed.answer = Some(text.into());
        Ok(())
    }
}

impl State {
    /// `person` presses the button `label`, which holds `data`, under a message.
    pub(crate) fn press(&mut self, person: i64, chat: i64, message: i64, label: &str, data: &str) {
        let id = self.query_id();
        let mut query = json!({
            "id": id,
            "from": self.user_json(person),
            "chat_instance": (chat ^ 0x5eed).to_string(),
            "data": data,
        });
        match self.inline.id_of(chat, message) {
            Some(inline) => query["inline_message_id"] = json!(inline),
            None => query["message"] = self.message_json(chat, message),
        }
        if let Some(chat) = self.chats.get_mut(&chat) {
            let topic = chat
                .messages
                .get(&message)
                .and_then(|message| message.topic);
            chat.ears
                .entry((person, topic))
                .or_default()
                .pressed
                .insert(message);
        }
        let pressed = Pressed {
            label: label.into(),
            at: Instant::now(),
            answer: None,
        };
        self.presses.newest.insert(person, id.clone());
        self.presses.by_id.insert(id, pressed);
        self.queue.push("callback_query", query);
    }
}

/// `answerCallbackQuery`.
pub(crate) fn answer(state: &mut State, fields: &Fields, problems: &mut Vec<String>) -> Answer {
    let text = fields.text("text").unwrap_or_default();
    if units(text) > LONGEST {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let id = fields.needs_text("callback_query_id")?;
    let deadline = state.settings.press_deadline;
    state.presses.answer(id, text, deadline, problems)?;
    state.wake();
    Ok(Value::Bool(true))
}
