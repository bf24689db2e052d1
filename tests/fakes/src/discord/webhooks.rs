//! What follows the first answer to an interaction (docs: "Followup Messages").

use super::{
    draft::{Draft, Kind},
    interaction::{Interaction, Progress},
    interactions::answer_message,
    message::{LOADING, Message},
    messages::{empty, note_pings},
    refusal::Refusal,
    route::{Answer, Request},
    world::World,
};

/// Follow-ups where the bot is only because the person added it (docs: "Create Followup Message").
const FOR_ONE: usize = 5;

type Result<T = Answer> = std::result::Result<T, Refusal>;

pub(super) fn follow_up(world: &World, request: &Request<'_>) -> Result {
    let interaction = find(world, request)?;
    let draft = Draft::read(&request.body, Kind::FollowUp)?;
    if draft.is_empty() {
        return Err(empty());
    }
    note_pings(world, &draft, "POST /webhooks/{webhook_id}/{webhook_token}");
    if let (Progress::Thinking, Some(original)) = (interaction.progress, interaction.original) {
        return fill(world, &interaction, original, draft);
    }
    if interaction.only_user && interaction.follow_ups >= FOR_ONE {
        let message = "This interaction has reached its maximum number of follow up messages";
        return Err(Refusal::new(400, 40094, message));
    }
    if let Some(interaction) = world.state().interactions.get_mut(&interaction.id) {
        interaction.follow_ups += 1;
    }
    let mut message = answer_message(world, &interaction, draft);
    if let (Some(origin), Some(original)) = (&mut message.origin, interaction.original) {
        origin["original_response_message_id"] = original.to_string().into();
    }
    Ok(Answer::Json(world.publish(message)))
}

/// Puts the answer where the bot was thinking; who sees it was decided then.
fn fill(world: &World, interaction: &Interaction, id: u64, draft: Draft) -> Result {
    let mut state = world.state();
    let gone = || Refusal::unknown(10008, "Message");
    let mut message = state.messages.remove(&id).ok_or_else(gone)?;
    if let Some(interaction) = state.interactions.get_mut(&interaction.id) {
        interaction.progress = Progress::Answered;
    }
    drop(state);
    message.flags = message.flags & !LOADING | draft.flags & !super::message::EPHEMERAL;
    message.apply(draft);
    Ok(Answer::Json(world.publish(message)))
}

pub(super) fn get_original(world: &World, request: &Request<'_>) -> Result {
    let interaction = find(world, request)?;
    show(world, &interaction, original(&interaction)?)
}

pub(super) fn edit_original(world: &World, request: &Request<'_>) -> Result {
    let interaction = find(world, request)?;
    change(world, request, &interaction, original(&interaction)?)
}

pub(super) fn delete_original(world: &World, request: &Request<'_>) -> Result {
    let interaction = find(world, request)?;
    remove(world, &interaction, original(&interaction)?)
}

pub(super) fn get(world: &World, request: &Request<'_>) -> Result {
    let interaction = find(world, request)?;
    show(world, &interaction, request.id(2))
}

pub(super) fn edit(world: &World, request: &Request<'_>) -> Result {
    let interaction = find(world, request)?;
    change(world, request, &interaction, request.id(2))
}

pub(super) fn delete(world: &World, request: &Request<'_>) -> Result {
    let interaction = find(world, request)?;
    remove(world, &interaction, request.id(2))
}

/// The interaction of a request, if it was answered and its token is still good.
fn find(world: &World, request: &Request<'_>) -> Result<Interaction> {
    let unknown = || Refusal::unknown(10015, "Webhook");
    let good = world.times().token;
    let state = world.state();
    if request.id(0) != world.bot {
        return Err(unknown());
    }
    let interaction = state.by_token(request.text(1)).ok_or_else(unknown)?;
    if interaction.expired || interaction.at.elapsed() > good {
        return Err(Refusal::new(401, 50027, "Invalid Webhook Token"));
    }
    if interaction.progress == Progress::Waiting {
        return Err(unknown());
    }
    Ok(interaction.clone())
}

fn original(interaction: &Interaction) -> Result<u64> {
    interaction
        .original
        .ok_or_else(|| Refusal::unknown(10008, "Message"))
}

/// A message that answers the interaction, or the one that it changes.
fn owned(world: &World, interaction: &Interaction, id: u64) -> Result<Message> {
    let state = world.state();
    let ours = |message: &&Message| {
        let answers = message
            .origin
            .as_ref()
            .is_some_and(|origin| origin["id"] == interaction.metadata["id"]);
        answers || interaction.original == Some(message.id)
    };
    let unknown = || Refusal {
        blame: !state.removed.contains(&id),
        ..Refusal::unknown(10008, "Message")
    };
    state
        .messages
        .get(&id)
        .filter(ours)
        .cloned()
        .ok_or_else(unknown)
}

fn show(world: &World, interaction: &Interaction, id: u64) -> Result {
    let message = owned(world, interaction, id)?;
    Ok(Answer::Json(world.state().message_json(&message)))
}

fn change(world: &World, request: &Request<'_>, interaction: &Interaction, id: u64) -> Result {
    let draft = Draft::read(&request.body, Kind::WebhookEdit)?;
    let mut message = owned(world, interaction, id)?;
    message.apply(draft.clone());
    if message.is_empty() {
        return Err(empty());
    }
    note_pings(
        world,
        &draft,
        "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
    );
    if message.flags & LOADING != 0 {
        return fill(world, interaction, id, draft);
    }
    world.state().messages.insert(id, message);
    Ok(Answer::Json(world.republish(id)))
}

fn remove(world: &World, interaction: &Interaction, id: u64) -> Result {
    owned(world, interaction, id)?;
    let mut state = world.state();
    state.messages.remove(&id);
    if let Some(interaction) = state.interactions.get_mut(&interaction.id) {
        interaction.progress = Progress::Answered;
    }
    Ok(Answer::Empty)
}
