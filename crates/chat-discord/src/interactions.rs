//! Answers to interactions: within three seconds, for the eyes of the person who asked, until they share it.

use std::{panic::AssertUnwindSafe, pin::pin, time::Duration};

use chat::{Field, Id, Measure, Network, Reply, Request, Responder, shorten};
use serenity::builder::CreateActionRow;
use tokio::{sync::OwnedSemaphorePermit, time::timeout_at};

use crate::{
    bot::{Bot, apology},
    buttons::{self, Press},
    draw,
    interaction::{Call, Wants},
    outgoing::{Callback, Choice, Outgoing},
    send::Failure,
};

/// An answer that takes longer is promised first; Discord waits for 3 seconds.
const SOON: Duration = Duration::from_millis(1500);
/// How many completions may be shown, and how long each may be (docs: "Application Command Option Choice").
const MOST_CHOICES: usize = 25;
const CHOICE: usize = 100;

/// Where an answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a new message.
    New { only_me: bool },
    /// In the message that the pressed button is under.
    Same { only_me: bool },
}

impl Place {
    fn only_me(self) -> bool {
        match self {
            Self::New { only_me } | Self::Same { only_me } => only_me,
        }
    }

    fn callback<'a>(self, message: Outgoing<'a>) -> Callback<'a> {
        match self {
            Self::New { only_me } => Callback::message(message.only_me(only_me)),
            Self::Same { .. } => Callback::update(message),
        }
    }

    fn promise(self) -> Callback<'static> {
        match self {
            Self::New { only_me } => Callback::message_later(only_me),
            Self::Same { .. } => Callback::update_later(),
        }
    }
}

/// A reply, drawn.
struct Drawn {
    pages: Vec<String>,
    rows: Vec<CreateActionRow>,
    _running: Option<OwnedSemaphorePermit>,
}

impl<R: Responder> Bot<R> {
    /// Answers an interaction.
    pub(crate) async fn answer_call(&self, call: &Call) {
        let only_me = !call.is_direct;
        let new = Place::New { only_me };
        match &call.wants {
            Wants::Completion(field, typed) => self.complete(call, *field, typed).await,
            Wants::Reply(request) => self.answer(call, request.clone(), new).await,
            Wants::Press {
                press,
                only_me: here,
            } => {
                let (id, place) = match press {
                    Press::Ask(id) => (id, new),
                    Press::Choose { person, id } if *person == call.person => {
                        (id, Place::Same { only_me: *here })
                    }
                    Press::Choose { id, .. } => (id, new),
                    Press::Share(id) => (id, Place::New { only_me: false }),
                    Press::Unknown => return self.say_that_it_is_old(call, new).await,
                };
                self.answer(call, Request::Press(id.clone()), place).await;
            }
        }
    }

    async fn answer(&self, call: &Call, request: Request, place: Place) {
        let mut work = pin!(self.draw(call, request, place));
        let soon = (call.at + SOON).into();
        let (drawn, promised) = match timeout_at(soon, &mut work).await {
            Ok(drawn) => (drawn, false),
            Err(_) => {
                let promise = place.promise();
                let (promised, drawn) = tokio::join!(self.first(call, &promise), work);
                if promised.is_err() {
                    return;
                }
                (drawn, true)
            }
        };
        if self.show_call(call, place, &drawn, promised).await.is_ok() {
            self.port
                .meters
                .replied(Network::Discord, call.at.elapsed());
        }
    }

    async fn draw(&self, call: &Call, request: Request, place: Place) -> Drawn {
        let running = self.running().await;
        let reply = self.reply(call.channel, call.person, request).await;
        let share = shareable(&reply, call, place);
        Drawn {
            pages: draw::draw(&reply.blocks),
            rows: buttons::rows(&reply.actions, share, call.person),
            _running: running,
        }
    }

    /// Shows the first page as the answer, or as what was promised, and the others behind it.
    async fn show_call(
        &self,
        call: &Call,
        place: Place,
        drawn: &Drawn,
        promised: bool,
    ) -> Result<(), Failure> {
        for (at, page) in drawn.pages.iter().enumerate() {
            let rows = if at + 1 == drawn.pages.len() {
                drawn.rows.as_slice()
            } else {
                &[]
            };
            let message = Outgoing::new(page, rows);
            match (at, promised) {
                (0, false) => self.first(call, &place.callback(message)).await?,
                (0, true) => self.rest.edit_first(&call.token, &message).await?,
                _ => {
                    let message = message.only_me(place.only_me());
                    self.rest.follow_up(&call.token, &message).await?;
                }
            }
        }
        Ok(())
    }

    /// The first answer. That there is one already is good news: it is this one, of a try whose answer got lost.
    async fn first(&self, call: &Call, callback: &Callback<'_>) -> Result<(), Failure> {
        match self.rest.callback(call.id, &call.token, callback).await {
            Err(Failure::Answered) => Ok(()),
            outcome => outcome,
        }
    }

    async fn complete(&self, call: &Call, field: Field, typed: &str) {
        let complete = || self.port.responder.complete(field, typed, MOST_CHOICES);
        let choices = std::panic::catch_unwind(AssertUnwindSafe(complete)).unwrap_or_else(|_| {
            tracing::error!("a completion panicked");
            Vec::new()
        });
        let short = |text: &str| shorten(text, CHOICE, Measure::Characters);
        let choices: Vec<Choice> = choices
            .into_iter()
            .filter(|choice| {
                !choice.name.is_empty() && (1..=CHOICE).contains(&choice.value.chars().count())
            })
            .take(MOST_CHOICES)
            .map(|choice| Choice {
                name: short(&choice.name),
                value: choice.value,
            })
            .collect();
        // It was counted; the person types on.
        let _: Result<(), Failure> = self.first(call, &Callback::choices(&choices)).await;
    }

    async fn say_that_it_is_old(&self, call: &Call, place: Place) {
        let text = "I do not know that button any more. Please ask me again.";
        let _: Result<(), Failure> = self
            .first(call, &place.callback(Outgoing::new(text, &[])))
            .await;
    }

    /// Says that something went wrong: as the answer or, where there is one already, behind it.
    pub(crate) async fn apologise_for_call(&self, call: &Call) {
        let text = apology();
        let message = || Outgoing::new(&text, &[]).only_me(!call.is_direct);
        let callback = Callback::message(message());
        if self.rest.callback(call.id, &call.token, &callback).await == Err(Failure::Answered) {
            let _: Result<(), Failure> = self.rest.follow_up(&call.token, &message()).await;
        }
    }
}

/// What brings up a reply that only one person sees, so that they can show it to the others.
fn shareable<'a>(reply: &'a Reply, call: &Call, place: Place) -> Option<&'a Id> {
    reply
        .again
        .as_ref()
        .filter(|_| place.only_me() && !call.is_direct)
}
