//! The application's commands (docs: "Application Commands").

use serde_json::{Value, json};

use super::{
    command_form,
    refusal::{At, Errors, Refusal},
    route::{Answer, Request},
    world::{State, World},
};

/// Commands of each type that an application may have in a scope: chat input, user, message.
const MOST: [usize; 3] = [100, 15, 15];
/// Commands that may be made in a day, in a scope.
const A_DAY: usize = 200;

/// Where commands are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    /// Everywhere.
    Global,
    /// In one guild.
    Guild(u64),
}

type Result<T = Answer> = std::result::Result<T, Refusal>;

pub(super) fn list(world: &World, request: &Request<'_>) -> Result {
    list_of(world, request, Scope::Global)
}

pub(super) fn list_in_guild(world: &World, request: &Request<'_>) -> Result {
    list_of(world, request, in_guild(world, request)?)
}

pub(super) fn create(world: &World, request: &Request<'_>) -> Result {
    create_in(world, request, Scope::Global)
}

pub(super) fn create_in_guild(world: &World, request: &Request<'_>) -> Result {
    create_in(world, request, in_guild(world, request)?)
}

pub(super) fn replace_all(world: &World, request: &Request<'_>) -> Result {
    replace(world, request, Scope::Global)
}

pub(super) fn replace_all_in_guild(world: &World, request: &Request<'_>) -> Result {
    replace(world, request, in_guild(world, request)?)
}

pub(super) fn get(world: &World, request: &Request<'_>) -> Result {
    get_of(world, request, Scope::Global, request.text(1))
}

pub(super) fn get_in_guild(world: &World, request: &Request<'_>) -> Result {
    get_of(world, request, in_guild(world, request)?, request.text(2))
}

pub(super) fn edit(world: &World, request: &Request<'_>) -> Result {
    edit_of(world, request, Scope::Global, request.text(1))
}

pub(super) fn edit_in_guild(world: &World, request: &Request<'_>) -> Result {
    edit_of(world, request, in_guild(world, request)?, request.text(2))
}

pub(super) fn delete(world: &World, request: &Request<'_>) -> Result {
    delete_of(world, request, Scope::Global, request.text(1))
}

pub(super) fn delete_in_guild(world: &World, request: &Request<'_>) -> Result {
    delete_of(world, request, in_guild(world, request)?, request.text(2))
}

fn in_guild(world: &World, request: &Request<'_>) -> Result<Scope> {
    let id = request.id(1);
    let is_there = world
        .state()
        .guilds
        .get(&id)
        .is_some_and(|guild| guild.with_bot);
    if is_there {
        Ok(Scope::Guild(id))
    } else {
        Err(Refusal::new(403, 50001, "Missing Access"))
    }
}

fn own(world: &World, request: &Request<'_>) -> Result<()> {
    if request.id(0) == world.bot {
        Ok(())
    } else {
        Err(Refusal::new(
            403,
            20012,
            "You are not authorized to perform this action on this application",
        ))
    }
}

fn list_of(world: &World, request: &Request<'_>, scope: Scope) -> Result {
    own(world, request)?;
    Ok(Answer::Json(json!(
        world
            .state()
            .commands
            .get(&scope)
            .cloned()
            .unwrap_or_default()
    )))
}

fn get_of(world: &World, request: &Request<'_>, scope: Scope, id: &str) -> Result {
    own(world, request)?;
    let state = world.state();
    let commands = state
        .commands
        .get(&scope)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let command = commands
        .iter()
        .find(|command| command["id"] == id)
        .ok_or_else(unknown)?;
    Ok(Answer::Json(command.clone()))
}

fn create_in(world: &World, request: &Request<'_>, scope: Scope) -> Result {
    own(world, request)?;
    let mut errors = Errors::default();
    command_form::check(&request.body, &At::Root, &mut errors);
    errors.check()?;
    let mut state = world.state();
    let (command, is_new) = describe(world, &mut state, &request.body, scope)?;
    let commands = state.commands.entry(scope).or_default();
    commands.retain(|other| !is_same(other, &command));
    commands.push(command.clone());
    check_counts(commands)?;
    Ok(if is_new {
        Answer::Created(command)
    } else {
        Answer::Json(command)
    })
}

fn replace(world: &World, request: &Request<'_>, scope: Scope) -> Result {
    own(world, request)?;
    let none = Vec::new();
    let list = request.body.as_array().unwrap_or(&none);
    let mut errors = Errors::default();
    if !request.body.is_array() {
        errors.add(
            &At::Root,
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        );
    }
    for (index, command) in list.iter().enumerate() {
        let at = At::Root.index(index);
        command_form::check(command, &at, &mut errors);
        if list.iter().take(index).any(|other| is_same(other, command)) {
            let message = "Application command names must be unique";
            errors.add(&at, "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    errors.check()?;
    check_counts(list)?;
    let mut state = world.state();
    let mut commands = Vec::with_capacity(list.len());
    for command in list {
        commands.push(describe(world, &mut state, command, scope)?.0);
    }
    state.commands.insert(scope, commands.clone());
    Ok(Answer::Json(json!(commands)))
}

fn edit_of(world: &World, request: &Request<'_>, scope: Scope, id: &str) -> Result {
    own(world, request)?;
    let mut state = world.state();
    let commands = state.commands.entry(scope).or_default();
    let command = commands
        .iter_mut()
        .find(|command| command["id"] == id)
        .ok_or_else(unknown)?;
    let mut edited = command_form::writable(command);
    if let (Value::Object(edited), Value::Object(changes)) = (&mut edited, &request.body) {
        edited.extend(changes.clone());
    }
    let mut errors = Errors::default();
    command_form::check(&edited, &At::Root, &mut errors);
    errors.check()?;
    if let (Value::Object(command), Value::Object(edited)) = (&mut *command, edited) {
        command.extend(edited);
    }
    command["version"] = json!(world.clock.id().to_string());
    Ok(Answer::Json(command.clone()))
}

fn delete_of(world: &World, request: &Request<'_>, scope: Scope, id: &str) -> Result {
    own(world, request)?;
    let mut state = world.state();
    let commands = state.commands.entry(scope).or_default();
    let before = commands.len();
    commands.retain(|command| command["id"] != id);
    if commands.len() == before {
        Err(unknown())
    } else {
        Ok(Answer::Empty)
    }
}

fn unknown() -> Refusal {
    Refusal::unknown(10063, "application command")
}

/// The type of a command; chat input where it is not said.
pub(super) fn kind(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn is_same(one: &Value, other: &Value) -> bool {
    one["name"] == other["name"] && kind(one) == kind(other)
}

fn check_counts(commands: &[Value]) -> Result<()> {
    for (number, most) in (1..).zip(MOST) {
        if commands
            .iter()
            .filter(|command| kind(command) == number)
            .count()
            > most
        {
            let message = format!("Maximum number of application commands reached ({most}).");
            return Err(Refusal::new(400, 30032, &message));
        }
    }
    Ok(())
}

/// A command as the network describes it, and whether it is new; one that was there keeps its id.
fn describe(
    world: &World,
    state: &mut State,
    given: &Value,
    scope: Scope,
) -> Result<(Value, bool)> {
    let commands = state
        .commands
        .get(&scope)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let id = commands
        .iter()
        .find(|command| is_same(command, given))
        .map(|command| command["id"].clone());
    let is_new = id.is_none();
    if is_new {
        let created = state.created_today.entry(scope).or_default();
        *created += 1;
        if *created > A_DAY {
            let message = format!(
                "Maximum number of daily application command creates has been reached ({A_DAY})"
            );
            return Err(Refusal::new(400, 30034, &message));
        }
    }
    let mut command = json!({
        "id": id.unwrap_or_else(|| json!(world.clock.id().to_string())), "application_id": world.bot.to_string(),
        "version": world.clock.id().to_string(), "default_member_permissions": null, "type": kind(given),
        "description": "", "dm_permission": true, "contexts": null, "integration_types": [0], "nsfw": false,
    });
    if let Scope::Guild(guild) = scope {
        command["guild_id"] = json!(guild.to_string());
    }
    if let (Value::Object(command), Value::Object(given)) = (&mut command, given) {
        for (key, value) in given
            .iter()
            .filter(|(key, value)| !value.is_null() && *key != "id")
        {
            command.insert(key.clone(), command_form::without_nulls(value));
        }
    }
    Ok((command, is_new))
}
