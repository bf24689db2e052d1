//! Two networks to test against: a Telegram ([`telegram`]) and a Discord ([`discord`]) with state, on ports of their own
//! on this machine. They are written from the networks' documentation and refuse what the real ones refuse. A network
//! side talks to the bot under test; a user side says what people see, so that a test reads like a chat log.

pub mod discord;
mod fault;
mod shown;
pub mod telegram;
mod traffic;

pub use fault::{Fault, Faults};
pub use shown::{Button, Press, Shown};
pub use traffic::{Exchange, Traffic};
