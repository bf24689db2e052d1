//! What Privy knows: records of platforms, explainers and the vocabulary, read from files into an immutable
//! [`KnowledgeBase`], and the table of checks that keeps the files sound.
//!
//! Not here: searching, understanding questions, network, clock. The date of today is a parameter of [`lint()`].

mod base;
mod broker;
mod entry;
mod error;
mod explainer;
mod files;
mod law;
mod lint;
mod locate;
mod policy;
mod record;
mod record_file;
mod region;
mod retired;
mod schema;
mod slug;
mod source;
mod stance;
mod vocabulary;
mod weights;
mod words;

pub use base::{KnowledgeBase, Problem};
pub use broker::Broker;
pub use entry::{Effort, Entry, Path, TopicEntry, Way};
pub use error::{Error, ErrorKind};
pub use explainer::{Also, Explainer};
pub use files::Files;
pub use law::{Authority, Law, RIGHTS, Right};
pub use lint::{CHECKS, Check, Finding, lint};
pub use policy::{
    PolicyAspect, PolicyRank, PolicySynonyms, PolicyTerm, PolicyWeight, PolicyWord, PolicyWords,
};
pub use record::Record;
pub use region::{Region, Regions};
pub use retired::Retired;
pub use schema::record_schema;
pub use slug::Slug;
pub use source::{Evidence, Source};
pub use stance::{Availability, Position, Stance};
pub use vocabulary::{
    Company, Group, IntentWords, Kind, Ordinary, Phrasings, Topic, UnheldName, Verdicts, Vocabulary,
};
pub use weights::{WEIGHTS, Weights};
pub use words::WordList;
