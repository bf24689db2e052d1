//! serenity puts whole events, request bodies and interaction tokens into its spans and some of its warnings: nothing of
//! it reaches a log.

use std::future::Future;

use tracing::{
    Dispatch,
    instrument::{WithDispatch, WithSubscriber},
};

/// `future`, with everything that it would log thrown away, whatever the log's level.
pub(crate) fn quiet<F: Future>(future: F) -> WithDispatch<F> {
    future.with_subscriber(Dispatch::none())
}
