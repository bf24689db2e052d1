//! Options of a command as a person fills them in, checked as Discord's own client does.

use serde_json::{Value, json};

/// Filled in options, nested as the command's subcommands are.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) options: Vec<Value>,
}

/// Fills in a command. `path` names subcommands; `focused` is the option in which the person is still typing.
pub(super) fn fill(
    command: &Value,
    path: Vec<&str>,
    given: &[(&str, &str)],
    focused: Option<&str>,
) -> Result<Filled, String> {
    let mut at = command;
    let mut subs = Vec::new();
    for name in path {
        at = declared(at)
            .find(|option| option["name"] == name)
            .ok_or(format!("there is no subcommand '{name}'"))?;
        subs.push(at);
    }
    if declared(at).any(|option| matches!(option["type"].as_u64(), Some(1 | 2))) {
        return Err("a subcommand must be chosen".to_owned());
    }
    let mut options = Vec::new();
    for (name, text) in given {
        let option = declared(at)
            .find(|option| option["name"] == *name)
            .ok_or(format!("there is no option '{name}'"))?;
        let is_focused = focused == Some(*name);
        let mut filled = json!({"name": name, "type": option["type"], "value": value(option, text, is_focused)?});
        if is_focused {
            if option["autocomplete"] != true {
                return Err(format!("the option '{name}' completes nothing"));
            }
            filled["focused"] = json!(true);
        }
        options.push(filled);
    }
    let missing = declared(at).find(|option| {
        option["required"] == true && !given.iter().any(|(name, _)| option["name"] == *name)
    });
    if let (Some(option), None) = (missing, focused) {
        return Err(format!("the option {} is required", option["name"]));
    }
    for sub in subs.iter().rev() {
        options = vec![json!({"name": sub["name"], "type": sub["type"], "options": options})];
    }
    Ok(Filled { options })
}

fn declared(command: &Value) -> impl Iterator<Item = &Value> {
    command["options"].as_array().into_iter().flatten()
}

/// The value of what was typed, in the option's type. A focused one may be anything, as it is not complete.
fn value(option: &Value, text: &str, focused: bool) -> Result<Value, String> {
    let name = &option["name"];
    if focused {
        return Ok(json!(text));
    }
    let choices: Vec<&Value> = option["choices"].as_array().into_iter().flatten().collect();
    if !choices.is_empty() {
        let is_it = |choice: &&&Value| choice["name"] == text || choice["value"] == text;
        let choice = choices
            .iter()
            .find(is_it)
            .ok_or(format!("'{text}' is no choice of {name}"))?;
        return Ok(choice["value"].clone());
    }
    let wrong = |kind: &str| format!("'{text}' is no {kind}, which {name} needs");
    match option["type"].as_u64() {
        Some(3) => {
            let count = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            let longest = option["max_length"].as_u64().unwrap_or(6000);
            if count < option["min_length"].as_u64().unwrap_or(0) || count > longest {
                return Err(format!("{name} is {count} characters long"));
            }
            Ok(json!(text))
        }
        Some(4) => text
            .parse::<i64>()
            .map(|number| json!(number))
            .map_err(|_| wrong("whole number")),
        Some(5) => text
            .parse::<bool>()
            .map(|truth| json!(truth))
            .map_err(|_| wrong("true or false")),
        Some(10) => text
            .parse::<f64>()
            .map(|number| json!(number))
            .map_err(|_| wrong("number")),
        _ => Err(format!("options such as {name} cannot be filled in here")),
    }
}
