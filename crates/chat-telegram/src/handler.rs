//! What is done about one update.

use std::{
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use chat::{Incoming, Network, Port, Reply, Responder};
use serde::de::IgnoredAny;
use teloxide::{
    payloads::AnswerCallbackQuery,
    types::{CallbackQueryId, MessageId},
};
use tokio::time::sleep;

use crate::{
    answers::Answers,
    api::Failure,
    buttons, draw,
    incoming::{Event, Me, Place, Target},
    inline,
    send::{Draft, Sender, To},
};

/// How long an answer takes before people are shown that it is on its way.
const LONG: Duration = Duration::from_millis(300);

/// How often they are shown again: it goes away after 5 s.
const AGAIN: Duration = Duration::from_millis(4500);

/// Answers what comes in.
pub(crate) struct Handler<R> {
    pub(crate) sender: Arc<Sender>,
    pub(crate) port: Port<R>,
    pub(crate) me: Me,
    pub(crate) answers: Answers,
}

impl<R: Responder> Handler<R> {
    /// Does what is to be done about `event`, which came in at `at`.
    pub(crate) async fn handle(&self, event: Event, at: Instant) {
        match event {
            Event::Question {
                incoming,
                place,
                message,
                edited,
            } => {
                let question = (place.chat, message);
                let old = match edited {
                    true => self.answers.to(question),
                    false => Vec::new(),
                };
                let reply = self.answer(incoming, place).await;
                let sent = self.deliver(&reply, place, &old, at).await;
                self.answers.put(question, sent);
            }
            Event::Press { query, target, .. } => self.press(query, target, at).await,
            Event::Query { query, text, .. } => {
                let answers = self.port.responder.inline(&text, inline::MOST);
                let answer = inline::answer(query, &answers);
                match self.sender.send::<_, IgnoredAny>(&answer).await {
                    Ok(_) => self.count_reply(at),
                    Err(failure) => note(failure),
                }
            }
            Event::Nothing => {}
        }
    }

    /// The press is acknowledged while the answer is being found, so that the button does not seem to hang.
    async fn press(&self, query: CallbackQueryId, target: Option<Target>, at: Instant) {
        let acknowledgement = AnswerCallbackQuery::new(query);
        let acknowledge = async {
            let result = self.sender.send::<_, IgnoredAny>(&acknowledgement).await;
            if let Err(failure) = result {
                note(failure);
            }
        };
        let answer = async {
            if let Some(target) = target {
                let replaced: Vec<MessageId> = target.replaces.into_iter().collect();
                let reply = self.answer(target.incoming, target.place).await;
                self.deliver(&reply, target.place, &replaced, at).await;
            }
        };
        tokio::join!(acknowledge, answer);
    }

    /// The reply to `incoming`; where it takes long, people in `place` see that it is on its way.
    async fn answer(&self, incoming: Incoming, place: Place) -> Reply {
        let mut answer = pin!(self.port.respond(incoming));
        tokio::select! {
            biased;
            reply = &mut answer => return reply,
            () = sleep(LONG) => {}
        }
        let typing = async {
            loop {
                self.sender.show_typing(place).await;
                sleep(AGAIN).await;
            }
        };
        tokio::select! {
            biased;
            reply = &mut answer => reply,
            () = typing => answer.await,
        }
    }

    /// Sends `reply` in place of the messages `old`; gives the messages that it is in now.
    async fn deliver(
        &self,
        reply: &Reply,
        place: Place,
        old: &[MessageId],
        at: Instant,
    ) -> Vec<MessageId> {
        let pages = draw::pages(&reply.blocks);
        let mut keyboard = buttons::keyboard(&reply.actions);
        let (count, mut sent) = (pages.len(), Vec::with_capacity(pages.len()));
        for (number, (blocks, html)) in pages.into_iter().enumerate() {
            let is_last = number + 1 == count;
            let draft = Draft {
                blocks: &blocks,
                html,
                keyboard: keyboard.take_if(|_| is_last),
            };
            let place = Place {
                reply_to: place.reply_to.filter(|_| number == 0),
                ..place
            };
            let result = match old.get(number) {
                Some(message) => self.replace(*message, place, &draft).await,
                None => self.sender.post(To::New(place), &draft).await,
            };
            match result {
                Ok(message) => sent.push(message),
                Err(failure) => {
                    note(failure);
                    return sent;
                }
            }
        }
        if count > 0 {
            self.count_reply(at);
            for message in old.iter().skip(count) {
                self.sender
                    .delete(place.chat, *message)
                    .await
                    .unwrap_or_else(note);
            }
        }
        sent
    }

    /// Edits `message`, or sends a new one where that one can't be edited any more.
    async fn replace(
        &self,
        message: MessageId,
        place: Place,
        draft: &Draft<'_>,
    ) -> Result<MessageId, Failure> {
        match self.sender.post(To::Edit(place.chat, message), draft).await {
            Err(Failure::Gone) => self.sender.post(To::New(place), draft).await,
            result => result,
        }
    }

    fn count_reply(&self, at: Instant) {
        self.port.meters.replied(Network::Telegram, at.elapsed());
    }
}

/// Notes that something was not taken. That people block the bot is their right and no news.
fn note(failure: Failure) {
    match failure {
        Failure::Forbidden => tracing::debug!("a reply was not wanted: {failure}"),
        _ => tracing::warn!("a reply was not taken: {failure}"),
    }
}
