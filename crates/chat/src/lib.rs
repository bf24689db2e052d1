//! The port: what comes in from a network, what goes out to it, and what both networks have in common. It knows no
//! network's library and no fact about any platform.

mod action;
mod command;
mod conversation;
mod fit;
mod incoming;
mod meters;
mod port;
mod reply;
mod responder;

pub use action::{Action, Effect, Id, InvalidId};
pub use command::{Command, Field, Parameter, Parsed, USAGE, Usage, parse};
pub use conversation::Conversations;
pub use fit::{Measure, pages, shorten};
pub use incoming::{Incoming, Network, Request, Speaker};
pub use meters::{Meters, Sent};
pub use port::Port;
pub use reply::{Block, Reply, Run, SourceLine, Step};
pub use responder::{Choice, InlineAnswer, Responder};

/// Tells everything that runs to stop taking and to finish what is in hand.
pub use tokio_util::sync::CancellationToken as Shutdown;
