//! Traffic against Discord's published description.

use std::{collections::HashMap, path::Path};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use crate::Exchange;

/// The name by which schemas refer to the description.
const DOCUMENT: &str = "https://discord.com/openapi";

/// Checks requests that were taken and all answers against `discord-openapi.json` in the folder `specs`; gives a sentence
/// for each difference. Gateway messages are checked too, as the description has their shape.
pub fn check(exchanges: &[Exchange], specs: &Path) -> Vec<String> {
    match Description::read(specs) {
        Ok(description) => description.check_all(exchanges),
        Err(error) => vec![format!("the description cannot be used: {error}")],
    }
}

type Error = Box<dyn std::error::Error + Send + Sync>;

struct Description {
    document: Value,
    registry: Registry<'static>,
}

impl Description {
    fn read(specs: &Path) -> Result<Self, Error> {
        let document: Value =
            serde_json::from_slice(&std::fs::read(specs.join("discord-openapi.json"))?)?;
        let registry = Registry::new().add(DOCUMENT, document.clone())?.prepare()?;
        Ok(Self { document, registry })
    }

    fn check_all(&self, exchanges: &[Exchange]) -> Vec<String> {
        let mut schemas = HashMap::new();
        let mut found = Vec::new();
        for exchange in exchanges {
            for (what, place, value) in self.parts(exchange) {
                let validator = schemas
                    .entry(place.clone())
                    .or_insert_with(|| self.validator(&place));
                match validator {
                    Ok(validator) => found.extend(validator.iter_errors(value).map(|error| {
                        format!(
                            "{} {what}: {error} at {}",
                            exchange.route,
                            error.instance_path()
                        )
                    })),
                    Err(error) => found.push(format!("{} {what}: {error}", exchange.route)),
                }
            }
        }
        found
    }

    /// What of an exchange can be checked: its name, the schema's place in the description, the value.
    fn parts<'a>(&self, exchange: &'a Exchange) -> Vec<(&'static str, String, &'a Value)> {
        let Some((method, path)) = exchange
            .route
            .split_once(' ')
            .filter(|(_, path)| path.starts_with('/'))
        else {
            let event = &exchange.response;
            let is_message = matches!(
                event["t"].as_str(),
                Some("MESSAGE_CREATE" | "MESSAGE_UPDATE")
            );
            let place = "/components/schemas/MessageResponse".to_owned();
            return if is_message {
                vec![("event", place, &event["d"])]
            } else {
                Vec::new()
            };
        };
        let operation = format!(
            "/paths/{}/{}",
            path.replace('~', "~0").replace('/', "~1"),
            method.to_lowercase()
        );
        let mut parts = Vec::new();
        let json = "/content/application~1json/schema";
        if !exchange.request.is_null() && exchange.status < 300 {
            parts.push((
                "request",
                format!("{operation}/requestBody{json}"),
                &exchange.request,
            ));
        }
        let place = match exchange.status {
            204 => return parts,
            429 => "/components/responses/ClientRatelimitedResponse".to_owned(),
            400..=499 => "/components/responses/ClientErrorResponse".to_owned(),
            status => format!("{operation}/responses/{status}"),
        };
        parts.push(("response", format!("{place}{json}"), &exchange.response));
        parts
    }

    fn validator(&self, place: &str) -> Result<Validator, String> {
        if self.document.pointer(place).is_none() {
            return Err(format!("the description has no {place}"));
        }
        // In a fragment a brace must be escaped.
        let place = place.replace('{', "%7B").replace('}', "%7D");
        let schema = json!({"$ref": format!("{DOCUMENT}#{place}")});
        jsonschema::options()
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&schema)
            .map_err(|error| error.to_string())
    }
}
