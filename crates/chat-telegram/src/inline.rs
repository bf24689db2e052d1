//! Inline mode: ready answers to what is typed behind the bot's name, in any chat.

use chat::{InlineAnswer, Measure};
use teloxide::{
    payloads::{AnswerInlineQuery, AnswerInlineQuerySetters},
    types::{
        InlineQueryId, InlineQueryResult, InlineQueryResultArticle, InputMessageContent,
        InputMessageContentText, LinkPreviewOptions, ParseMode,
    },
};

use crate::{buttons, draw};

/// How many answers are offered.
pub(crate) const MOST: usize = 10;

/// For how many seconds Telegram may give the same answers again.
const CACHE: u32 = 10;

/// The longest title and description that are shown.
const LONGEST_LINE: usize = 100;

/// `answers` as the answer to `query`; only for the person who typed it.
pub(crate) fn answer(query: InlineQueryId, answers: &[InlineAnswer]) -> AnswerInlineQuery {
    let results: Vec<InlineQueryResult> = answers.iter().take(MOST).filter_map(article).collect();
    AnswerInlineQuery::new(query, results)
        .cache_time(CACHE)
        .is_personal(true)
}

fn article(answer: &InlineAnswer) -> Option<InlineQueryResult> {
    let content = InputMessageContentText {
        message_text: draw::one(&answer.reply.blocks)?,
        parse_mode: Some(ParseMode::Html),
        entities: None,
        link_preview_options: Some(LinkPreviewOptions {
            is_disabled: true,
            url: None,
            prefer_small_media: false,
            prefer_large_media: false,
            show_above_text: false,
        }),
    };
    let line = |text: &str| chat::shorten(text, LONGEST_LINE, Measure::Utf16);
    let mut article = InlineQueryResultArticle::new(
        answer.id.as_str(),
        line(&answer.title),
        InputMessageContent::Text(content),
    );
    article.description = Some(line(&answer.description)).filter(|text| !text.is_empty());
    article.reply_markup = buttons::links(&answer.reply.actions);
    Some(InlineQueryResult::Article(article))
}
