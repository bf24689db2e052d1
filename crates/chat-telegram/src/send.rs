//! Sending: a bounded number of tries, each within a time and counted.

use std::{slice, sync::Arc, time::Duration};

use chat::{Block, Meters, Network, Sent};
use serde::{Deserialize, Serialize, de::DeserializeOwned, de::IgnoredAny};
use teloxide::{
    payloads::{
        DeleteMessage, EditMessageText, EditMessageTextSetters, SendChatAction,
        SendChatActionSetters, SendMessage, SendMessageSetters,
    },
    requests::Payload,
    types::{
        ChatAction, ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode,
        ReplyParameters,
    },
};
use tokio::time::sleep;

use crate::{
    api::{Api, Failure},
    draw,
    incoming::Place,
    pace::{LONGEST_WAIT, Pace},
};

/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait before each further try.
const WAITS: [Duration; 3] = [
    Duration::from_millis(250),
    Duration::from_secs(1),
    Duration::from_secs(2),
];

/// No page is shown beside its link: it would be larger than the answer.
const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Sends requests, within the limits on how many.
#[derive(Debug)]
pub(crate) struct Sender {
    api: Api,
    pace: Pace,
    meters: Arc<Meters>,
}

/// Where a message goes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum To {
    /// It is a new one.
    New(Place),
    /// It takes the place of what was there.
    Edit(ChatId, MessageId),
}

impl To {
    /// The same in the group that the group has become; its messages have other ids there.
    fn moved(self, chat: ChatId) -> Self {
        match self {
            Self::New(place) => Self::New(Place {
                chat,
                reply_to: None,
                ..place
            }),
            Self::Edit(_, message) => Self::Edit(chat, message),
        }
    }
}

/// A message to be sent.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    /// What is in it.
    pub(crate) blocks: &'a [Block],
    /// The same as HTML.
    pub(crate) html: String,
    /// What stands under it.
    pub(crate) keyboard: Option<InlineKeyboardMarkup>,
}

/// What is needed of a message that was sent.
#[derive(Deserialize)]
struct Taken {
    message_id: i32,
}

impl Sender {
    /// Sends over `api` within `pace` and counts in `meters`.
    pub(crate) fn new(api: Api, pace: Pace, meters: Arc<Meters>) -> Self {
        Self { api, pace, meters }
    }

    /// The Bot API, for what is neither paced nor counted: asking for updates.
    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    /// Carries out `payload`, with further tries where that makes sense.
    pub(crate) async fn send<P, T>(&self, payload: &P) -> Result<T, Failure>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        self.send_to(None, payload).await
    }

    async fn send_to<P, T>(&self, chat: Option<ChatId>, payload: &P) -> Result<T, Failure>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let mut waits = WAITS.iter();
        loop {
            let failure = match self.api.call(payload, PATIENCE).await {
                Ok(answer) => {
                    self.count(Sent::Done);
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            if let (Failure::TooMany(time), Some(chat)) = (failure, chat) {
                self.pace.hold(chat, time);
            }
            let next = waits.next().copied();
            let Some(wait) = next.and_then(|next| wait(failure, next)) else {
                self.count(match failure {
                    Failure::NotModified => Sent::Done,
                    _ => Sent::Failed,
                });
                return Err(failure);
            };
            self.count(Sent::Retried);
            sleep(wait).await;
        }
    }

    fn count(&self, sent: Sent) {
        self.meters.sent(Network::Telegram, sent);
    }

    /// Sends or edits a message; gives its id.
    pub(crate) async fn post(&self, to: To, draft: &Draft<'_>) -> Result<MessageId, Failure> {
        match self.post_somehow(to, draft).await {
            Err(Failure::Moved(chat)) => self.post_somehow(to.moved(chat), draft).await,
            result => result,
        }
    }

    /// As HTML; where that is refused, as plain text; where that is too, without buttons.
    async fn post_somehow(&self, to: To, draft: &Draft<'_>) -> Result<MessageId, Failure> {
        let keyboard = draft.keyboard.as_ref();
        let first = self.post_text(to, &draft.html, true, keyboard).await;
        let Err(Failure::Refused) = first else {
            return first;
        };
        let plain = draw::plain(draft.blocks);
        let second = self.post_text(to, &plain, false, keyboard).await;
        match (second, keyboard) {
            (Err(Failure::Refused), Some(_)) => self.post_text(to, &plain, false, None).await,
            (second, _) => second,
        }
    }

    async fn post_text(
        &self,
        to: To,
        text: &str,
        html: bool,
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Result<MessageId, Failure> {
        match to {
            To::New(place) => {
                let message = new_message(place, text, html, keyboard);
                if self.pace.turn(place.chat).await.is_none() {
                    self.count(Sent::Failed);
                    return Err(Failure::TooMany(LONGEST_WAIT));
                }
                let taken: Taken = self.send_to(Some(place.chat), &message).await?;
                Ok(MessageId(taken.message_id))
            }
            To::Edit(chat, message) => {
                let edit = edited_message(chat, message, text, html, keyboard);
                match self.send_to::<_, IgnoredAny>(Some(chat), &edit).await {
                    Ok(_) | Err(Failure::NotModified) => Ok(message),
                    Err(failure) => Err(failure),
                }
            }
        }
    }

    /// Takes a message away.
    pub(crate) async fn delete(&self, chat: ChatId, message: MessageId) -> Result<(), Failure> {
        let delete = DeleteMessage::new(chat, message);
        self.send_to::<_, IgnoredAny>(Some(chat), &delete).await?;
        Ok(())
    }

    /// Shows for some seconds that an answer is on its way; one try, because it is late otherwise.
    pub(crate) async fn show_typing(&self, place: Place) {
        let mut action = SendChatAction::new(place.chat, ChatAction::Typing);
        if let Some(topic) = place.topic {
            action = action.message_thread_id(topic);
        }
        let result = self.api.call::<_, IgnoredAny>(&action, PATIENCE).await;
        self.count(match result {
            Ok(_) => Sent::Done,
            Err(_) => Sent::Failed,
        });
    }

    /// Says that something went wrong, as well as that can be said.
    pub(crate) async fn apologise(&self, place: Place) {
        let apology = Block::Paragraph(
            "Sorry, something went wrong on my side, and I could not answer that. Please try again."
                .to_owned(),
        );
        let draft = Draft {
            html: draw::plain(slice::from_ref(&apology)),
            blocks: slice::from_ref(&apology),
            keyboard: None,
        };
        // A failure is counted; there is nobody left to tell.
        self.post(To::New(place), &draft).await.ok();
    }
}

/// How long to wait after `failure` before another try (Telegram has nothing by which it would know a repeated message, so
/// one whose answer got lost may be there twice: better than not at all), `next` being the usual wait; none where no try helps.
fn wait(failure: Failure, next: Duration) -> Option<Duration> {
    match failure {
        Failure::TooMany(time) => (time <= LONGEST_WAIT).then_some(time),
        Failure::Unreachable | Failure::TimedOut | Failure::Server(_) => Some(next),
        _ => None,
    }
}

fn new_message(
    place: Place,
    text: &str,
    html: bool,
    keyboard: Option<&InlineKeyboardMarkup>,
) -> SendMessage {
    let mut message = SendMessage::new(place.chat, text).link_preview_options(NO_PREVIEW);
    if html {
        message = message.parse_mode(ParseMode::Html);
    }
    if let Some(topic) = place.topic {
        message = message.message_thread_id(topic);
    }
    if let Some(to) = place.reply_to {
        message = message.reply_parameters(ReplyParameters::new(to).allow_sending_without_reply());
    }
    if let Some(keyboard) = keyboard {
        message = message.reply_markup(keyboard.clone());
    }
    message
}

fn edited_message(
    chat: ChatId,
    message: MessageId,
    text: &str,
    html: bool,
    keyboard: Option<&InlineKeyboardMarkup>,
) -> EditMessageText {
    let mut edit = EditMessageText::new(chat, message, text).link_preview_options(NO_PREVIEW);
    if html {
        edit = edit.parse_mode(ParseMode::Html);
    }
    if let Some(keyboard) = keyboard {
        edit = edit.reply_markup(keyboard.clone());
    }
    edit
}
