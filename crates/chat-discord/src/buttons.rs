//! Actions as buttons and menus, and what comes back when one is pressed.
//!
//! Custom ids (at most 100 characters): `ask|ID`, `choose|PERSON|ID`, `share|ID`, `menu|N`; a menu's values are the
//! first two. The person is the one who was asked back: only for them does a choice take the question's place.

use std::collections::HashSet;

use chat::{Action, Effect, Id, Measure, shorten};
use serenity::{
    all::ButtonStyle,
    builder::{
        CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind,
        CreateSelectMenuOption,
    },
};

use crate::draw::safe;

/// Rows under a message, and buttons in a row (docs: "Action Row").
const MOST_ROWS: usize = 5;
const ROW: usize = 5;
/// Choices in a menu (docs: "String Select").
const MOST_CHOICES: usize = 25;
/// Longer labels are hard to read on a button; Discord allows 80.
const LABEL: usize = 50;
/// From more choices, or longer ones, a menu is made.
const FEW: usize = 5;
const SHORT: usize = 38;

/// What was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Press {
    /// Asks for what the id names.
    Ask(Id),
    /// Chooses what the id names, from a question back to `person`.
    Choose { person: u64, id: Id },
    /// Shows the reply to everybody.
    Share(Id),
    /// A button that this version does not know.
    Unknown,
}

/// What is under a reply to `person`. Where it can be shared, `share` brings it up again.
pub(crate) fn rows(actions: &[Action], share: Option<&Id>, person: u64) -> Vec<CreateActionRow> {
    let mut rows = Vec::new();
    let mut buttons = Vec::new();
    let mut used = HashSet::new();
    let (links, others): (Vec<&Action>, Vec<&Action>) = actions
        .iter()
        .partition(|action| matches!(action.effect, Effect::Open(_)));
    let (choices, asks): (Vec<&Action>, Vec<&Action>) = others
        .into_iter()
        .partition(|action| matches!(action.effect, Effect::Choose(_)));
    let is_long = |action: &&Action| Measure::Characters.of(&action.label) > SHORT;
    for (group, long, hint) in [
        (&choices, choices.iter().any(is_long), "Choose one"),
        (&asks, false, "Ask on"),
    ] {
        let group: Vec<(&Action, String)> = group
            .iter()
            .map(|action| (*action, custom_id(&action.effect, person)))
            .filter(|(_, id)| used.insert(id.clone()))
            .collect();
        match group.len() > FEW || long {
            true => rows.push(menu(group, rows.len(), hint)),
            false => buttons.extend(group.into_iter().map(button)),
        }
    }
    buttons.extend(links.into_iter().filter_map(link));
    let share = share.map(share_button);
    buttons.truncate((MOST_ROWS - rows.len()) * ROW - usize::from(share.is_some()));
    buttons.extend(share);
    rows.extend(
        buttons
            .chunks(ROW)
            .map(|row| CreateActionRow::Buttons(row.to_vec())),
    );
    rows
}

fn custom_id(effect: &Effect, person: u64) -> String {
    match effect {
        Effect::Choose(id) => format!("choose|{person}|{id}"),
        Effect::Ask(id) => format!("ask|{id}"),
        Effect::Open(url) => url.clone(),
    }
}

/// What `custom_id` means, or what was chosen in the menu that it names.
pub(crate) fn read(custom_id: &str, chosen: Option<&str>) -> Press {
    let parsed = match custom_id.split_once('|') {
        Some(("menu", _)) => chosen.and_then(|value| value.split_once('|')),
        parsed => parsed,
    };
    let press = match parsed {
        Some(("ask", id)) => Id::new(id).map(Press::Ask).ok(),
        Some(("share", id)) => Id::new(id).map(Press::Share).ok(),
        Some(("choose", rest)) => rest.split_once('|').and_then(|(person, id)| {
            let (person, id) = (person.parse().ok()?, Id::new(id).ok()?);
            Some(Press::Choose { person, id })
        }),
        _ => None,
    };
    press.unwrap_or(Press::Unknown)
}

fn label(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let text = shorten(&text, most, Measure::Characters);
    match text.is_empty() {
        true => "\u{2026}".to_owned(),
        false => text,
    }
}

fn button((action, custom_id): (&Action, String)) -> CreateButton {
    let style = match action.effect {
        Effect::Choose(_) => ButtonStyle::Primary,
        _ => ButtonStyle::Secondary,
    };
    CreateButton::new(custom_id)
        .style(style)
        .label(label(&action.label, LABEL))
}

fn link(action: &Action) -> Option<CreateButton> {
    let Effect::Open(url) = &action.effect else {
        return None;
    };
    Some(CreateButton::new_link(safe(url)?).label(label(&action.label, LABEL)))
}

fn share_button(id: &Id) -> CreateButton {
    CreateButton::new(format!("share|{id}"))
        .style(ButtonStyle::Secondary)
        .label("Share")
}

fn menu(group: Vec<(&Action, String)>, number: usize, hint: &str) -> CreateActionRow {
    let options = group
        .into_iter()
        .take(MOST_CHOICES)
        .map(|(action, id)| CreateSelectMenuOption::new(label(&action.label, 100), id))
        .collect();
    let kind = CreateSelectMenuKind::String { options };
    CreateActionRow::SelectMenu(
        CreateSelectMenu::new(format!("menu|{number}"), kind).placeholder(hint),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn json(actions: &[Action], share: Option<&Id>) -> Value {
        serde_json::to_value(rows(actions, share, u64::MAX)).unwrap()
    }

    /// What stands in each row: (kind, label, custom id).
    fn shown(rows: &Value) -> Vec<Vec<(u64, String, String)>> {
        let text = |part: &Value| part.as_str().unwrap_or_default().to_owned();
        let rows = rows.as_array().unwrap();
        rows.iter()
            .map(|row| {
                let parts = row["components"].as_array().unwrap();
                parts
                    .iter()
                    .map(|part| {
                        (
                            part["type"].as_u64().unwrap(),
                            text(&part["label"]),
                            text(&part["custom_id"]),
                        )
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn each_effect_has_its_button_and_comes_back() {
        let longest = id(&"x".repeat(64));
        let actions = [
            Action::ask("How do I turn it off?", id("a|b")),
            Action::choose("Instagram", longest.clone()),
            Action::open("Settings", "https://example.org/"),
            Action::open("Nowhere", "javascript:1"),
        ];
        let rows = shown(&json(&actions, Some(&longest)));
        assert_eq!(rows.len(), 1, "{rows:?}");
        let labels: Vec<&str> = rows[0].iter().map(|(_, label, _)| label.as_str()).collect();
        assert_eq!(
            labels,
            ["Instagram", "How do I turn it off?", "Settings", "Share"]
        );
        assert!(rows[0].iter().all(|(_, _, id)| id.len() <= 100));
        let person = u64::MAX;
        assert_eq!(
            read(&rows[0][0].2, None),
            Press::Choose {
                person,
                id: longest.clone()
            }
        );
        assert_eq!(read(&rows[0][1].2, None), Press::Ask(id("a|b")));
        assert_eq!(read(&rows[0][3].2, None), Press::Share(longest));
    }

    #[test]
    fn many_or_long_choices_are_a_menu() {
        let many: Vec<Action> = (0..40)
            .map(|n| Action::choose(format!("Choice {n}"), id(&format!("c{n}"))))
            .collect();
        let rows = json(&many, None);
        assert_eq!(rows[0]["components"][0]["type"], 3);
        assert_eq!(
            rows[0]["components"][0]["options"]
                .as_array()
                .unwrap()
                .len(),
            25
        );
        let value = rows[0]["components"][0]["options"][3]["value"]
            .as_str()
            .unwrap();
        let chosen = read(
            rows[0]["components"][0]["custom_id"].as_str().unwrap(),
            Some(value),
        );
        assert_eq!(
            chosen,
            Press::Choose {
                person: u64::MAX,
                id: id("c3")
            }
        );
        let long = [Action::choose("x".repeat(120), id("long"))];
        let rows = json(&long, None);
        assert_eq!(
            rows[0]["components"][0]["options"][0]["label"]
                .as_str()
                .unwrap()
                .chars()
                .count(),
            100
        );
    }

    #[test]
    fn no_more_than_five_rows_and_no_id_twice() {
        let mut actions: Vec<Action> = (0..40)
            .map(|n| Action::open("Page", format!("https://example.org/{n}")))
            .collect();
        actions.extend([
            Action::ask("One", id("same")),
            Action::ask("Two", id("same")),
        ]);
        actions.extend((0..9).map(|n| Action::choose("C", id(&format!("c{n}")))));
        let rows = shown(&json(&actions, Some(&id("again"))));
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().all(|row| row.len() <= 5));
        assert_eq!(rows[4][4].1, "Share");
        assert_eq!(
            rows.iter()
                .flatten()
                .filter(|(_, _, id)| id == "ask|same")
                .count(),
            1
        );
    }

    #[test]
    fn what_is_not_ours_is_unknown() {
        for (custom_id, chosen) in [
            ("", None),
            ("ask", None),
            ("ask|", None),
            ("share|two words", None),
            ("choose|ann|x", None),
            ("choose|1", None),
            ("menu|0", None),
            ("menu|0", Some("menu|0")),
            ("other|x", None),
        ] {
            assert_eq!(read(custom_id, chosen), Press::Unknown, "{custom_id}");
        }
        assert_eq!(json(&[], None), json!([]));
    }
}
