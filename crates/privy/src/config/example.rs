//! The configuration file with every key, what it is for and its default, made from the types that read it.

use chat::Network;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::{Config, networks::SECRETS};

const HEAD: &str = "\
# Privy's configuration: every key, what it is for and its default. `privy config` prints it.
# A line that begins with # and no space is a key without a default, or one that belongs to it: take the # away to use it.
# Everything can come from the environment as well, which beats this file: PRIVY__SERVE__BURST is `burst` of [serve].
";

/// Columns of a comment, without its `# `.
const WIDTH: usize = 98;

/// An annotated configuration file. As it stands, it changes nothing.
pub(crate) fn example() -> String {
    let schema = schema();
    let mut text = HEAD.to_owned();
    for (name, section) in properties(&schema) {
        table(&mut text, name, section, false);
    }
    text
}

/// The schema of the configuration, with the keys that name files.
fn schema() -> Value {
    let settings = SchemaSettings::default().with(|settings| settings.inline_subschemas = true);
    let generator = settings.into_generator();
    let mut schema = generator.into_root_schema_for::<Config>().to_value();
    for network in Network::ALL {
        for secret in SECRETS {
            name_file(&mut schema, network.as_str(), secret);
        }
    }
    schema
}

/// Adds `KEY_file` beside `secret` of `section`, where there is such a key.
fn name_file(schema: &mut Value, section: &str, secret: &str) {
    let pointer = format!(
        "/properties/{section}/properties/{}",
        secret.replace('.', "/properties/")
    );
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        return;
    };
    let Some(Value::Object(keys)) = schema.pointer_mut(parent) else {
        return;
    };
    if keys.contains_key(key) {
        let file = json!({
            "description": format!("In place of `{key}`: a file that holds it and nothing else."),
            "examples": [format!("/etc/privy/{section}-{key}")],
        });
        keys.insert(format!("{key}_file"), file);
    }
}

/// What can stand in a table: what must, first; what names a file, behind what it stands for.
fn properties(schema: &Value) -> Vec<(&str, &Value)> {
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    let optional = |name: &str| {
        !required
            .iter()
            .any(|key| key == name.trim_end_matches("_file"))
    };
    let properties = schema["properties"].as_object().into_iter().flatten();
    let mut sorted: Vec<_> = properties
        .map(|(name, property)| (name.as_str(), property))
        .collect();
    sorted.sort_by_key(|(name, _)| (optional(name), *name));
    sorted
}

/// Writes a table: its keys, then the tables in it. With `off`, all of it is commented out.
fn table(text: &mut String, path: &str, schema: &Value, off: bool) {
    let (tables, keys): (Vec<_>, Vec<_>) = properties(schema)
        .into_iter()
        .partition(|(_, property)| property["properties"].is_object());
    text.push('\n');
    comment(text, schema);
    line(text, &format!("[{path}]"), off);
    for (name, property) in keys {
        comment(text, property);
        let (value, off) = match &property["default"] {
            Value::Null => (&property["examples"][0], true),
            default => (default, off),
        };
        line(text, &format!("{name} = {value}"), off);
    }
    for (name, property) in tables {
        let off = off || property["default"].is_null();
        table(text, &format!("{path}.{name}"), property, off);
    }
}

fn comment(text: &mut String, schema: &Value) {
    let description = schema["description"].as_str().unwrap_or_default();
    let description = description.replace('\n', " ");
    for line in textwrap::wrap(&description, WIDTH) {
        text.push_str("# ");
        text.push_str(&line);
        text.push('\n');
    }
}

fn line(text: &mut String, line: &str, off: bool) {
    if off {
        text.push('#');
    }
    text.push_str(line);
    text.push('\n');
}
