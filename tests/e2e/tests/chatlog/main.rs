//! Scenarios: what people write and what they then see, over both networks, against what `main` starts. Each ends with:
//! the bot is alive, nothing is unread, no rule of the network was broken, and it stops when told to.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answers;
mod commands;
mod person;
mod places;
mod service;
mod trouble;
mod world;

/// One test for each network.
macro_rules! scenario {
    ($(#[$meta:meta])* $name:ident, $run:expr) => {
        mod $name {
            use super::*;

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn discord() {
                let world = $crate::world::World::start(chat::Network::Discord).await;
                let run = $run;
                run(&world).await;
                world.end().await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn telegram() {
                let world = $crate::world::World::start(chat::Network::Telegram).await;
                let run = $run;
                run(&world).await;
                world.end().await;
            }
        }
    };
}
pub(crate) use scenario;
