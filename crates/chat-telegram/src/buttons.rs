//! Actions as buttons, and presses back as what they do.

use chat::{Action, Effect, Id, Measure};
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use crate::markup::is_page;

/// What reads well on a button, in UTF-16 code units.
const LONGEST_LABEL: usize = 40;

/// How much label fits beside others in a row.
const ROW: usize = 32;

/// How many buttons stand beside one another.
const MOST_IN_ROW: usize = 3;

/// The most buttons of a message.
const MOST: usize = 100;

/// Stands before the id of a choice, and in no id.
const CHOICE: char = ' ';

/// What pressing a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pressed {
    /// What it names.
    pub(crate) id: Id,
    /// Whether the answer takes the place of the message with the button.
    pub(crate) chooses: bool,
}

/// `actions` as buttons; none where there are none.
pub(crate) fn keyboard(actions: &[Action]) -> Option<InlineKeyboardMarkup> {
    let mut rows: Vec<Vec<InlineKeyboardButton>> = Vec::new();
    let mut room = 0;
    for action in actions.iter().take(MOST) {
        let label = chat::shorten(action.label.trim(), LONGEST_LABEL, Measure::Utf16);
        let width = Measure::Utf16.of(&label);
        let Some(button) = button(label, &action.effect) else {
            continue;
        };
        match rows.last_mut() {
            Some(row) if width <= room && row.len() < MOST_IN_ROW => {
                row.push(button);
                room -= width;
            }
            _ => {
                rows.push(vec![button]);
                room = ROW.saturating_sub(width);
            }
        }
    }
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// Only those of `actions` that open a page: what an inline answer can do in a chat that the bot is not in.
pub(crate) fn links(actions: &[Action]) -> Option<InlineKeyboardMarkup> {
    let opens = |action: &&Action| matches!(action.effect, Effect::Open(_));
    let links: Vec<Action> = actions.iter().filter(opens).cloned().collect();
    keyboard(&links)
}

fn button(label: String, effect: &Effect) -> Option<InlineKeyboardButton> {
    if label.is_empty() {
        return None;
    }
    match effect {
        Effect::Ask(id) => Some(InlineKeyboardButton::callback(label, id.as_str())),
        Effect::Choose(id) => Some(InlineKeyboardButton::callback(label, choice(id))),
        Effect::Open(url) if is_page(url) => {
            let url = url.parse().ok()?;
            Some(InlineKeyboardButton::url(label, url))
        }
        Effect::Open(_) => None,
    }
}

/// The data of a choice. Where the id leaves no byte for the mark, the answer comes as a message of its own.
fn choice(id: &Id) -> String {
    match id.as_str().len() < Id::MOST_BYTES {
        true => format!("{CHOICE}{id}"),
        false => id.to_string(),
    }
}

/// What a button with `data` does; none where the data is not from here.
pub(crate) fn pressed(data: &str) -> Option<Pressed> {
    let (id, chooses) = match data.strip_prefix(CHOICE) {
        Some(id) => (id, true),
        None => (data, false),
    };
    let id = Id::new(id).ok()?;
    Some(Pressed { id, chooses })
}

#[cfg(test)]
mod tests {
    use teloxide::types::InlineKeyboardButtonKind;

    use super::*;

    fn data(action: Action) -> String {
        let keyboard = keyboard(&[action]).unwrap();
        match &keyboard.inline_keyboard[0][0].kind {
            InlineKeyboardButtonKind::CallbackData(data) => data.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_a_button_does_comes_back_with_its_press() {
        for length in [1, 63, 64] {
            let id = Id::new("x".repeat(length)).unwrap();
            let asked = data(Action::ask("Ask", id.clone()));
            let chosen = data(Action::choose("Choose", id.clone()));
            assert!(asked.len() <= 64 && chosen.len() <= 64);
            let expected = |chooses| Pressed {
                id: id.clone(),
                chooses,
            };
            assert_eq!(pressed(&asked), Some(expected(false)));
            assert_eq!(pressed(&chosen), Some(expected(length < 64)));
        }
        for strange in ["", " ", "two words", "  x", "\u{e4}"] {
            assert_eq!(pressed(strange), None, "{strange:?}");
        }
    }

    #[test]
    fn short_labels_share_a_row_and_long_ones_are_shortened() {
        let id = || Id::new("x").unwrap();
        let actions = [
            Action::choose("UK", id()),
            Action::choose("EU", id()),
            Action::choose("US", id()),
            Action::choose("India", id()),
            Action::ask("How do I turn off the training of AI with my data?", id()),
            Action::open("LinkedIn's settings", "https://www.linkedin.com/settings"),
            Action::open("no page", "javascript:alert(1)"),
            Action::ask(" ", id()),
        ];
        let keyboard = keyboard(&actions).unwrap();
        let labels = keyboard.inline_keyboard.iter().map(|row| {
            let row: Vec<&str> = row.iter().map(|button| button.text.as_str()).collect();
            row.join(" | ")
        });
        insta::assert_snapshot!(labels.collect::<Vec<_>>().join("\n"), @"
        UK | EU | US
        India
        How do I turn off the training of AI wi…
        LinkedIn's settings
        ");
        assert!(super::keyboard(&[]).is_none());
        assert_eq!(links(&actions).unwrap().inline_keyboard.len(), 1);
    }
}
