//! The first answer to an interaction (docs: "Responding to an Interaction").

use serde_json::{Value, json};

use super::{
    draft::{Draft, Kind},
    form::Fields,
    interaction::{AUTOCOMPLETE, COMPONENT, Interaction, Progress},
    message::{EPHEMERAL, LOADING, Message},
    messages::{empty, note_pings},
    refusal::{At, Errors, Refusal},
    route::{Answer, Request},
    world::World,
};

const NAME: &str = "POST /interactions/{interaction_id}/{interaction_token}/callback";

const MESSAGE: i64 = 4;
const THINKING: i64 = 5;
const UPDATE_LATER: i64 = 6;
const UPDATE: i64 = 7;
const CHOICES: i64 = 8;

/// A checked first answer.
enum First {
    Message(Draft),
    Thinking { flags: u64 },
    UpdateLater,
    Update(Draft),
    Choices(Vec<(String, String)>),
}

pub(super) fn callback(world: &World, request: &Request<'_>) -> Result<Answer, Refusal> {
    let interaction = claim(world, request)?;
    let result = read(&request.body, &interaction).map(|first| perform(world, &interaction, first));
    let message = match result {
        Ok(message) => message,
        Err(refusal) => {
            set(world, interaction.id, |interaction| {
                interaction.progress = Progress::Waiting
            });
            return Err(refusal);
        }
    };
    if !request.asks("with_response=true") {
        return Ok(Answer::Empty);
    }
    let kind = &request.body["type"];
    let mut described =
        json!({"interaction": {"id": interaction.id.to_string(), "type": interaction.kind}});
    if let Some(message) = message {
        let flags = message["flags"].as_u64().unwrap_or(0);
        described["interaction"]["response_message_id"] = message["id"].clone();
        described["interaction"]["response_message_loading"] = json!(flags & LOADING != 0);
        described["interaction"]["response_message_ephemeral"] = json!(flags & EPHEMERAL != 0);
        described["resource"] = json!({"type": kind, "message": message});
    }
    Ok(Answer::Json(described))
}

/// The interaction, which is there, in time and not answered; it counts as answered from now on.
fn claim(world: &World, request: &Request<'_>) -> Result<Interaction, Refusal> {
    let unknown = || Refusal::unknown(10062, "interaction");
    let first_answer = world.times().first_answer;
    let mut state = world.state();
    let interaction = state
        .interactions
        .get_mut(&request.id(0))
        .ok_or_else(unknown)?;
    if interaction.token != request.text(1) || interaction.expired {
        return Err(unknown());
    }
    if interaction.progress != Progress::Waiting {
        return Err(Refusal::new(
            400,
            40060,
            "Interaction has already been acknowledged.",
        ));
    }
    let age = interaction.at.elapsed();
    if age > first_answer {
        world.problem(format!(
            "{NAME}: '{}' was answered {age:.1?} after it was sent",
            interaction.what
        ));
        return Err(unknown());
    }
    interaction.progress = Progress::Answered;
    Ok(interaction.clone())
}

fn set(world: &World, id: u64, change: impl FnOnce(&mut Interaction)) {
    world.state().interactions.get_mut(&id).map(change);
}

fn read(body: &Value, interaction: &Interaction) -> Result<First, Refusal> {
    let mut errors = Errors::default();
    let first = gather(body, interaction, &mut errors);
    errors.check()?;
    let unreadable = || Refusal::new(400, 50035, "Invalid Form Body");
    match first.ok_or_else(unreadable)? {
        First::Message(draft) if draft.is_empty() => Err(empty()),
        first => Ok(first),
    }
}

fn gather(body: &Value, interaction: &Interaction, errors: &mut Errors) -> Option<First> {
    let fields = Fields::new(body, &At::Root, &["type", "data"], errors)?;
    fields.required("type", errors);
    let kind = fields.number("type", 1..=12, errors)?;
    let at = At::Root.key("data");
    let none = json!({});
    let data = fields.get("data").unwrap_or(&none);
    match (kind, interaction.kind) {
        (CHOICES, AUTOCOMPLETE) => Some(First::Choices(choices(data, &at, errors)?)),
        (_, AUTOCOMPLETE) | (CHOICES, _) => wrong_type(errors),
        (MESSAGE, _) => Some(First::Message(Draft::gather(
            data,
            Kind::Callback,
            &at,
            errors,
        ))),
        (THINKING, _) => {
            let flags = Draft::gather(data, Kind::Callback, &at, errors).flags;
            Some(First::Thinking {
                flags: flags & EPHEMERAL,
            })
        }
        (UPDATE_LATER, COMPONENT) => Some(First::UpdateLater),
        (UPDATE, COMPONENT) => Some(First::Update(Draft::gather(
            data,
            Kind::Callback,
            &at,
            errors,
        ))),
        _ => wrong_type(errors),
    }
}

fn wrong_type(errors: &mut Errors) -> Option<First> {
    let message = "This type of answer does not go with this type of interaction.";
    errors.add(
        &At::Root.key("type"),
        "INTERACTION_CALLBACK_TYPE_INVALID",
        message,
    );
    None
}

/// Checks the answer to an autocomplete: at most 25 choices, name and value at most 100 characters (docs: "Autocomplete").
fn choices(data: &Value, at: &At<'_>, errors: &mut Errors) -> Option<Vec<(String, String)>> {
    let fields = Fields::new(data, at, &["choices"], errors)?;
    fields.required("choices", errors);
    let list = fields.list("choices", 0..=25, errors)?;
    let place = at.key("choices");
    let mut choices = Vec::with_capacity(list.len());
    for (index, choice) in list.iter().enumerate() {
        let at = place.index(index);
        let Some(fields) = Fields::new(
            choice,
            &at,
            &["name", "name_localizations", "value"],
            errors,
        ) else {
            continue;
        };
        fields.required("name", errors);
        fields.required("value", errors);
        let name = fields
            .text("name", 1..=100, errors)
            .unwrap_or_default()
            .to_owned();
        let value = match fields.get("value") {
            Some(Value::Number(number)) => number.to_string(),
            _ => fields
                .text("value", 1..=100, errors)
                .unwrap_or_default()
                .to_owned(),
        };
        choices.push((name, value));
    }
    Some(choices)
}

/// Carries out a first answer; gives the message as the network describes it.
fn perform(world: &World, interaction: &Interaction, first: First) -> Option<Value> {
    match first {
        First::Choices(choices) => {
            let waiting = world.state().completions.remove(&interaction.id);
            // The person may have stopped typing.
            waiting.map(|waiting| waiting.send(choices));
            None
        }
        First::Message(draft) => {
            note_pings(world, &draft, NAME);
            let message = answer_message(world, interaction, draft);
            let id = message.id;
            set(world, interaction.id, |interaction| {
                interaction.original = Some(id)
            });
            Some(world.publish(message))
        }
        First::Thinking { flags } => {
            let draft = Draft {
                flags: flags | LOADING,
                ..Draft::default()
            };
            let message = answer_message(world, interaction, draft);
            Some(think(world, interaction, message))
        }
        First::UpdateLater => {
            set(world, interaction.id, |interaction| {
                interaction.original = interaction.source
            });
            None
        }
        First::Update(draft) => {
            note_pings(world, &draft, NAME);
            let source = interaction.source?;
            set(world, interaction.id, |interaction| {
                interaction.original = Some(source)
            });
            if let Some(message) = world.state().messages.get_mut(&source) {
                message.apply(draft);
            }
            Some(world.republish(source))
        }
    }
}

/// A message that answers an interaction.
pub(super) fn answer_message(world: &World, interaction: &Interaction, draft: Draft) -> Message {
    let mut message = Message {
        id: world.clock.id(),
        channel: interaction.channel,
        author: world.bot,
        flags: draft.flags,
        origin: Some(interaction.metadata.clone()),
        to: Some(interaction.user),
        created: world.clock.timestamp(),
        ..Message::default()
    };
    message.apply(draft);
    message
}

/// Keeps the place of an answer that is yet to come.
fn think(world: &World, interaction: &Interaction, message: Message) -> Value {
    let mut state = world.state();
    let id = message.id;
    let described = state.message_json(&message);
    state.messages.insert(id, message);
    if let Some(interaction) = state.interactions.get_mut(&interaction.id) {
        interaction.original = Some(id);
        interaction.progress = Progress::Thinking;
    }
    if let Some(channel) = state.channels.get_mut(&interaction.channel) {
        channel.typing += 1;
        channel.notify.notify_waiters();
    }
    described
}
