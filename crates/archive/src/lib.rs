//! The platforms' own words: policy texts from Open Terms Archive, brought in as git repositories, cut into passages,
//! searched, compared over time.
//!
//! Not here: understanding questions, wording answers, a clock. Nothing is printed, and no repository but those in the
//! data folder is written.

mod archive;
mod changes;
mod collection;
mod declarations;
mod document;
mod error;
mod evidence;
mod finding;
mod history;
mod index;
mod listing;
mod markdown;
mod mirror;
mod passage;
mod progress;
mod query;
mod ranking;
mod repository;
mod schema;
mod search;
mod status;
mod sync;
mod text;
mod texts;
mod topics;

pub use archive::{Archive, Service};
pub use changes::{Change, ChangeKind};
pub use collection::{ATTRIBUTION, Collection, Location};
pub use document::{Document, Version};
pub use error::Error;
pub use evidence::{EvidenceCheck, SourceStanding, Standing};
pub use finding::{Code, Finding};
pub use gix::ObjectId;
pub use passage::{FEWEST_WORDS, MOST_WORDS, Passage, passages};
pub use progress::{Progress, Silent, Step};
pub use query::{Query, Weighted};
pub use ranking::Ranking;
pub use search::Hit;
pub use status::{CollectionStatus, Status};
pub use sync::{SyncOptions, Synced, sync};
pub use texts::LooseText;
pub use topics::{CueTopics, TopicScorer};
