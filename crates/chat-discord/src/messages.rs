//! Answers to messages: ordinary replies, edited when the question is.

use chat::{Network, Responder};
use serenity::builder::CreateActionRow;

use crate::{
    bot::{Bot, apology},
    buttons, draw,
    incoming::Question,
    outgoing::Outgoing,
    send::Failure,
};

/// What a question was answered with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    /// Its messages, in order.
    messages: Vec<u64>,
    /// When the question was last edited, in milliseconds, as far as this is an answer to that.
    edited: Option<i64>,
    /// How often it was answered: a message that was sent for an earlier one is no repeat.
    round: u32,
}

impl<R: Responder> Bot<R> {
    /// Answers a message, or answers it anew where it was edited.
    pub(crate) async fn answer_message(&self, question: &Question) {
        let before = self.answers.get(question.id);
        if question.edited.is_some()
            && before
                .as_ref()
                .is_none_or(|answer| answer.edited >= question.edited)
        {
            return;
        }
        let Some(request) = self.me.get().and_then(|me| question.request(me)) else {
            return;
        };
        let reply = self.reply(question.channel, question.person, request).await;
        let pages = draw::draw(&reply.blocks);
        let rows = buttons::rows(&reply.actions, None, question.person);
        let answer = self
            .show(question, &pages, &rows, before.unwrap_or_default())
            .await;
        if !answer.messages.is_empty() {
            self.port
                .meters
                .replied(Network::Discord, question.at.elapsed());
        }
        self.answers.put(question.id, answer);
    }

    /// Shows the pages: in the messages that there are, in new ones, and takes away those that are left over.
    async fn show(
        &self,
        question: &Question,
        pages: &[String],
        rows: &[CreateActionRow],
        before: Answer,
    ) -> Answer {
        let mut answer = Answer {
            messages: Vec::with_capacity(pages.len()),
            edited: question.edited,
            round: before.round + 1,
        };
        for (at, page) in pages.iter().enumerate() {
            let rows = if at + 1 == pages.len() { rows } else { &[] };
            let message = Outgoing::new(page, rows);
            let shown = match before.messages.get(at) {
                Some(id) => self
                    .rest
                    .edit(question.channel, *id, &message)
                    .await
                    .map(|()| Some(*id)),
                None => {
                    let nonce = format!("{:x}.{}.{at}", question.id, answer.round);
                    let message = message.reply_to(question.id).nonce(&nonce);
                    self.rest.post(question.channel, &message).await
                }
            };
            match shown {
                Ok(id) => answer.messages.extend(id),
                // Where one cannot be sent, the others cannot either.
                Err(_) => return answer,
            }
        }
        for id in before.messages.iter().skip(pages.len()) {
            // One that is gone already is what is wanted.
            let _: Result<(), Failure> = self.rest.delete(question.channel, *id).await;
        }
        answer
    }

    /// Says that something went wrong.
    pub(crate) async fn apologise(&self, question: &Question) {
        let text = apology();
        let message = Outgoing::new(&text, &[]).reply_to(question.id);
        // It was counted; there is nothing more to say.
        let _: Result<Option<u64>, Failure> = self.rest.post(question.channel, &message).await;
    }
}
