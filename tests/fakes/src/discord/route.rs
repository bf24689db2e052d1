//! The routes of the REST side, named as the published description names them.

use serde_json::Value;

use super::{command, interactions, messages, places, refusal::Refusal, webhooks, world::World};

/// What a request is answered with.
#[derive(Debug)]
pub(super) enum Answer {
    /// 200 with a body.
    Json(Value),
    /// 201 with a body.
    Created(Value),
    /// 204.
    Empty,
}

/// A request that found its route.
pub(super) struct Request<'a> {
    /// What stands in the path where the route has a name in braces.
    pub(super) ids: Vec<&'a str>,
    pub(super) query: &'a str,
    pub(super) body: Value,
}

impl Request<'_> {
    /// The id at a place of the path; what is no id is not found.
    pub(super) fn id(&self, index: usize) -> u64 {
        self.ids
            .get(index)
            .and_then(|id| id.parse().ok())
            .unwrap_or(0)
    }

    pub(super) fn text(&self, index: usize) -> &str {
        self.ids.get(index).copied().unwrap_or_default()
    }

    pub(super) fn asks(&self, pair: &str) -> bool {
        self.query.split('&').any(|given| given == pair)
    }
}

/// Carries out a request.
type Handle = fn(&World, &Request<'_>) -> Result<Answer, Refusal>;

/// A route.
pub(super) struct Route {
    pub(super) name: &'static str,
    /// Whether the token in the path is all that is needed.
    pub(super) open: bool,
    pub(super) handle: Handle,
}

const fn route(name: &'static str, handle: Handle) -> Route {
    Route {
        name,
        open: false,
        handle,
    }
}

const fn open(name: &'static str, handle: Handle) -> Route {
    Route {
        name,
        open: true,
        handle,
    }
}

/// All routes.
pub(super) static ROUTES: &[Route] = &[
    route("POST /channels/{channel_id}/messages", messages::create),
    route("GET /channels/{channel_id}/messages", messages::list),
    route(
        "GET /channels/{channel_id}/messages/{message_id}",
        messages::get,
    ),
    route(
        "PATCH /channels/{channel_id}/messages/{message_id}",
        messages::edit,
    ),
    route(
        "DELETE /channels/{channel_id}/messages/{message_id}",
        messages::delete,
    ),
    route("POST /channels/{channel_id}/typing", places::typing),
    route("GET /channels/{channel_id}", places::channel),
    open(
        "POST /interactions/{interaction_id}/{interaction_token}/callback",
        interactions::callback,
    ),
    open(
        "POST /webhooks/{webhook_id}/{webhook_token}",
        webhooks::follow_up,
    ),
    open(
        "GET /webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhooks::get_original,
    ),
    open(
        "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhooks::edit_original,
    ),
    open(
        "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhooks::delete_original,
    ),
    open(
        "GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        webhooks::get,
    ),
    open(
        "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        webhooks::edit,
    ),
    open(
        "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        webhooks::delete,
    ),
    open("GET /gateway", places::gateway),
    route("GET /gateway/bot", places::gateway_bot),
    route("GET /oauth2/applications/@me", places::application),
    route("GET /applications/@me", places::application),
    route("GET /users/@me", places::me),
    route("POST /users/@me/channels", places::create_dm),
    route("GET /guilds/{guild_id}", places::guild),
    route("GET /applications/{application_id}/commands", command::list),
    route(
        "POST /applications/{application_id}/commands",
        command::create,
    ),
    route(
        "PUT /applications/{application_id}/commands",
        command::replace_all,
    ),
    route(
        "GET /applications/{application_id}/commands/{command_id}",
        command::get,
    ),
    route(
        "PATCH /applications/{application_id}/commands/{command_id}",
        command::edit,
    ),
    route(
        "DELETE /applications/{application_id}/commands/{command_id}",
        command::delete,
    ),
    route(
        "GET /applications/{application_id}/guilds/{guild_id}/commands",
        command::list_in_guild,
    ),
    route(
        "POST /applications/{application_id}/guilds/{guild_id}/commands",
        command::create_in_guild,
    ),
    route(
        "PUT /applications/{application_id}/guilds/{guild_id}/commands",
        command::replace_all_in_guild,
    ),
    route(
        "GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        command::get_in_guild,
    ),
    route(
        "PATCH /applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        command::edit_in_guild,
    ),
    route(
        "DELETE /applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        command::delete_in_guild,
    ),
];

/// The number of a request's route and what stands in its braces; `path` begins after the version.
pub(super) fn find<'a>(method: &str, path: &'a str) -> Option<(usize, Vec<&'a str>)> {
    ROUTES
        .iter()
        .enumerate()
        .find_map(|(number, route)| Some((number, matched(route.name, method, path)?)))
}

fn matched<'a>(name: &str, method: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let pattern = name.strip_prefix(method)?.strip_prefix(' ')?;
    let mut ids = Vec::new();
    let mut given = path.split('/');
    for wanted in pattern.split('/') {
        let given = given.next()?;
        if wanted.starts_with('{') && !given.is_empty() {
            ids.push(given);
        } else if wanted != given {
            return None;
        }
    }
    given.next().is_none().then_some(ids)
}

/// A route's name without the names in its braces, so that `{id}` and `{interaction_id}` are the same.
pub(super) fn bare(name: &str) -> String {
    let mut bare = String::with_capacity(name.len());
    let mut inside = false;
    for letter in name.to_lowercase().chars() {
        inside = match letter {
            '{' => true,
            '}' => false,
            _ => inside,
        };
        if !inside || letter == '{' {
            bare.push(letter);
        }
    }
    bare
}

/// A route's name with shorter names in its braces: `{id}` for `{interaction_id}`, `{token}` for `{webhook_token}`.
pub(super) fn short(name: &str) -> String {
    name.replace("interaction_", "").replace("webhook_", "")
}

/// The number of the route with this name, whatever stands in its braces.
pub(super) fn number(name: &str) -> Option<usize> {
    let name = bare(name);
    ROUTES.iter().position(|route| bare(route.name) == name)
}

#[cfg(test)]
mod tests {
    use super::{ROUTES, find, number};

    #[test]
    fn routes() {
        let (found, ids) = find("PATCH", "/webhooks/1/abc/messages/@original").expect("a route");
        assert_eq!(
            ROUTES[found].name,
            "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
        );
        assert_eq!(ids, ["1", "abc"]);
        assert!(find("POST", "/channels//messages").is_none());
        assert!(find("GET", "/channels/1/messages/2/3").is_none());
        assert_eq!(number("post /interactions/{id}/{token}/callback"), Some(7));
    }
}
