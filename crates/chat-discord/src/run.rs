//! From start to shutdown.

use std::{sync::Arc, time::Duration};

use chat::{Network, Port, Responder, Shutdown};

use crate::{Config, Error, bot::Bot, gateway};

/// For finishing what is in hand. With the goodbyes to the gateway it stays below 10 seconds.
const FINISH: Duration = Duration::from_secs(8);

/// Answers people in Discord until `stop`, then finishes what is in hand, for 10 seconds at most.
///
/// # Errors
/// Where going on makes no sense, as with a token that Discord refuses. While Discord cannot be reached, it tries again
/// with growing waits.
pub async fn run<R: Responder>(config: Config, port: Port<R>, stop: Shutdown) -> Result<(), Error> {
    let meters = port.meters.clone();
    // Ended with `stop`, and when this ends for another reason.
    let stop = stop.child_token();
    let bot = Arc::new(Bot::new(&config, port, stop.clone())?);
    let _ends = bot.give_up().clone().drop_guard();
    let _stops = stop.clone().drop_guard();
    let outcome = gateway::listen(&config, &bot, &stop).await;
    meters.set_connected(Network::Discord, false);
    stop.cancel();
    bot.finish(FINISH).await;
    outcome
}
