//! From what a person wrote to a verdict, in five steps: normalise, link the names, read the intent
//! and the topic, retrieve, decide. Synchronous; no clock, no files, no network, no state but the [`Context`] that
//! the caller keeps.
//!
//! Not here: how a verdict reads (that is for whoever shows it), and any fact (those are in `knowledge`).

mod chatter;
mod classifier;
mod context;
mod decide;
mod engine;
mod index;
mod intent;
mod linking;
mod list_filter;
mod normalise;
mod odds;
mod phrase;
mod places;
mod reader;
mod reading;
mod since;
mod social;
mod sources;
mod spelling;
mod stems;
mod subject;
mod suggest;
mod topics;
mod trace;
mod verdict;

pub use context::Context;
pub use engine::{Engine, Error, Named};
pub use intent::Intent;
pub use list_filter::ListFilter;
pub(crate) use normalise::{Question, Token};
pub use since::Since;
pub use sources::Joined;
pub use subject::{InvalidSubject, Subject, View};
pub use suggest::{Suggestion, known_to_many};
pub use trace::Trace;
pub use verdict::{Answer, Clarify, Item, Kind, Shape, Social, Unknown, Verdict};
