//! What must stay true of every answer, whatever a person writes; and what the engine understands, on a small base.

mod conversation;
mod dummy;
mod properties;
mod understanding;
