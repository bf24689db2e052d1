//! Buttons and menus (docs: "Component Reference").

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{
    form::Fields,
    refusal::{At, Errors},
};

const ROW: i64 = 1;
pub(super) const BUTTON: i64 = 2;
/// A menu of the bot's own choices; 5 to 8 choose people, roles and channels.
pub(super) const MENU: i64 = 3;
/// A button's style that opens a page.
pub(super) const LINK: i64 = 5;

/// Checks all components of a message and gives them as the network describes them.
pub(super) fn check(list: &[Value], at: &At<'_>, errors: &mut Errors) -> Vec<Value> {
    let mut ids = HashSet::new();
    for (index, row) in list.iter().enumerate() {
        check_row(row, &at.index(index), &mut ids, errors);
    }
    let mut next = 0;
    list.iter().map(|row| describe(row, &mut next)).collect()
}

fn check_row<'a>(row: &'a Value, at: &At<'_>, ids: &mut HashSet<&'a str>, errors: &mut Errors) {
    let Some(fields) = Fields::new(row, at, &["type", "id", "components"], errors) else {
        return;
    };
    fields.required("type", errors);
    if fields.get("type").and_then(Value::as_i64) != Some(ROW) {
        errors.add(
            &at.key("type"),
            "UNION_TYPE_CHOICES",
            "Value of field \"type\" must be one of (1,).",
        );
        return;
    }
    let place = at.key("components");
    fields.required("components", errors);
    let list = fields.list("components", 1..=5, errors).unwrap_or_default();
    for (index, component) in list.iter().enumerate() {
        let at = place.index(index);
        match component["type"].as_i64() {
            Some(BUTTON) => check_button(component, &at, errors),
            Some(MENU) => {
                check_menu(component, &at, errors);
                if list.len() > 1 {
                    let message = "The specified component exceeds the maximum width";
                    errors.add(&at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
                }
            }
            _ => errors.add(
                &at.key("type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (2, 3).",
            ),
        }
        if let Some(id) = component["custom_id"].as_str()
            && !ids.insert(id)
        {
            let message = "Component custom id cannot be duplicated";
            errors.add(
                &at.key("custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                message,
            );
        }
    }
}

fn check_button(button: &Value, at: &At<'_>, errors: &mut Errors) {
    let known = [
        "type",
        "id",
        "style",
        "label",
        "emoji",
        "custom_id",
        "sku_id",
        "url",
        "disabled",
    ];
    let Some(fields) = Fields::new(button, at, &known, errors) else {
        return;
    };
    fields.required("style", errors);
    let style = fields.number("style", 1..=5, errors);
    fields.truth("disabled", errors);
    let label = fields.text("label", 0..=80, errors).unwrap_or_default();
    if label.is_empty() && fields.get("emoji").is_none() {
        errors.add(
            at,
            "BUTTON_COMPONENT_LABEL_REQUIRED",
            "A button must have a label or an emoji",
        );
    }
    fields.text("custom_id", 1..=100, errors);
    fields.url("url", 512, errors);
    let (needed, forbidden) = if style == Some(LINK) {
        ("url", "custom_id")
    } else {
        ("custom_id", "url")
    };
    fields.required(needed, errors);
    if fields.get(forbidden).is_some() {
        let message = "A custom id and url cannot both be specified";
        errors.add(
            &at.key(forbidden),
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
            message,
        );
    }
}

fn check_menu(menu: &Value, at: &At<'_>, errors: &mut Errors) {
    let known = [
        "type",
        "id",
        "custom_id",
        "options",
        "placeholder",
        "min_values",
        "max_values",
        "disabled",
        "required",
    ];
    let Some(fields) = Fields::new(menu, at, &known, errors) else {
        return;
    };
    fields.required("custom_id", errors);
    fields.required("options", errors);
    fields.text("custom_id", 1..=100, errors);
    fields.text("placeholder", 0..=150, errors);
    fields.truth("disabled", errors);
    fields.number("min_values", 0..=25, errors);
    let most = fields.number("max_values", 1..=25, errors);
    let options = fields.list("options", 1..=25, errors).unwrap_or_default();
    if most.is_some_and(|most| usize::try_from(most).is_ok_and(|most| most > options.len())) {
        let message = "max_values cannot be more than the number of options";
        errors.add(
            &at.key("max_values"),
            "SELECT_COMPONENT_INVALID_MAX_VALUES",
            message,
        );
    }
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let place = at.key("options");
        let place = place.index(index);
        let known = ["label", "value", "description", "emoji", "default"];
        let Some(fields) = Fields::new(option, &place, &known, errors) else {
            continue;
        };
        fields.required("label", errors);
        fields.required("value", errors);
        fields.text("label", 1..=100, errors);
        fields.text("description", 0..=100, errors);
        fields.truth("default", errors);
        if let Some(value) = fields.text("value", 1..=100, errors)
            && !values.insert(value)
        {
            let message = "The specified option value is already used";
            errors.add(
                &place.key("value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                message,
            );
        }
    }
}

/// Each component gets a number, and a menu its default bounds.
fn describe(component: &Value, next: &mut u64) -> Value {
    let mut described = component.clone();
    *next += 1;
    let Value::Object(map) = &mut described else {
        return described;
    };
    map.retain(|_, value| !value.is_null());
    map.insert("id".into(), json!(*next));
    if map.get("type").and_then(Value::as_i64) == Some(MENU) {
        map.entry("min_values").or_insert(json!(1));
        map.entry("max_values").or_insert(json!(1));
    }
    for inner in map
        .get_mut("components")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        *inner = describe(inner, next);
    }
    described
}
