//! From what came in to a reply: free text, commands and presses, the same on every network and in the terminal.

mod commands;

pub(crate) use commands::region_id;

use answer::{Context, Subject};
use chat::{Id, Reply, Request};

use crate::{Assistant, render};

/// How the id begins that says where a person lives.
pub(crate) const REGION: &str = "region/";

impl Assistant {
    /// The reply to `request` in the conversation that is about `context`.
    pub fn respond(&self, request: &Request, context: &mut Context) -> Reply {
        match request {
            Request::Text(text) => self.answered(text, context),
            Request::Command(command, arguments) => {
                self.command(*command, arguments.trim(), context)
            }
            Request::UnknownCommand(meant) => render::unknown_command(*meant),
            Request::Press(id) => self.pressed(id, context),
        }
    }

    /// The reply to a question in a person's own words.
    pub(crate) fn answered(&self, text: &str, context: &mut Context) -> Reply {
        match self.answer(text, context) {
            Ok(answer) => self.reply(&answer),
            Err(failure) => {
                tracing::error!(%failure, "the index failed");
                render::index_failed()
            }
        }
    }

    fn pressed(&self, id: &Id, context: &mut Context) -> Reply {
        if let Some(region) = id.as_str().strip_prefix(REGION) {
            return self.settle_in(region, context);
        }
        let subject = id.as_str().parse::<Subject>().ok();
        let shown = subject.and_then(|subject| self.shown(&subject, context));
        shown.unwrap_or_else(|| render::no_longer_held(self.base()))
    }

    /// What is known of `subject`; `None` where it is no longer held.
    pub(crate) fn shown(&self, subject: &Subject, context: &mut Context) -> Option<Reply> {
        let answer = self.show(subject, context)?;
        Some(self.reply(&answer))
    }
}
