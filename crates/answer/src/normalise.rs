//! What a person wrote, made plain: folded, bounded, cut into words. Never an error.

use linkify::{LinkFinder, LinkKind};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How many characters of a question are read; what comes after is left out.
pub(crate) const MOST_CHARACTERS: usize = 1_200;

/// How many words of a question are read.
const MOST_WORDS: usize = 160;

/// A question made plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Question {
    /// Its words, in order.
    pub(crate) tokens: Vec<Token>,
}

/// A word of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Letters and digits in lower case, without accents; or a domain, for a link.
    pub(crate) text: String,
    /// As it was written, where that is something else: capitals, an apostrophe, the whole of a link.
    pub(crate) written: Option<String>,
    /// Whether it is the domain of a link.
    pub(crate) link: bool,
    /// Whether it opens a sentence, where a capital letter says nothing.
    pub(crate) opens: bool,
    /// Whether a comma, slash or ampersand stands before it.
    pub(crate) listed: bool,
}

impl Question {
    /// Makes `text` plain: compatibility folding, no control, format or combining characters, at most
    /// [`MOST_CHARACTERS`] characters, cut into words. A link becomes its domain.
    pub(crate) fn new(text: &str) -> Self {
        let head: String = text.chars().take(MOST_CHARACTERS).collect();
        let mut tokens = Vec::new();
        let mut opens = true;
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b" ',?!-()".contains(&b);
        if head.bytes().all(is_plain) {
            words(&head, &mut opens, &mut tokens);
            tokens.truncate(MOST_WORDS);
            return Self { tokens };
        }
        let folded: String = head
            .nfkd()
            .filter(|c| !is_combining_mark(*c) && !is_invisible(*c))
            .map(plain_punctuation)
            .take(2 * MOST_CHARACTERS)
            .collect();
        let mut finder = LinkFinder::new();
        finder.url_must_have_scheme(false).kinds(&[LinkKind::Url]);
        for span in finder.spans(&folded) {
            match span.kind().and_then(|_| domain(span.as_str())) {
                Some(domain) => {
                    tokens.push(Token {
                        text: domain,
                        written: Some(span.as_str().to_owned()),
                        link: true,
                        opens,
                        listed: false,
                    });
                    opens = false;
                }
                None => words(span.as_str(), &mut opens, &mut tokens),
            }
        }
        tokens.truncate(MOST_WORDS);
        Self { tokens }
    }

    /// Whether the words from `start` on are `words`.
    pub(crate) fn has(&self, words: &[&str]) -> bool {
        self.tokens.windows(words.len().max(1)).any(|window| {
            window
                .iter()
                .map(|t| t.text.as_str())
                .eq(words.iter().copied())
        })
    }
}

/// Control characters but for white space, and characters that show nothing or turn the direction of writing.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

fn plain_punctuation(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{02BC}' | '`' | '\u{00B4}' => '\'',
        '\u{2010}'..='\u{2015}' => '-',
        _ => c,
    }
}

/// The domain of a link, without `www.`; `None` where it is no link after all, as in "off.how".
fn domain(link: &str) -> Option<String> {
    let has_scheme = link.contains("://");
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?.to_lowercase();
    let certain = has_scheme || host.starts_with("www.");
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let (_, ending) = host.rsplit_once('.')?;
    let known_ending = [
        "com", "org", "net", "io", "ai", "me", "tv", "gg", "us", "app", "dev", "uk", "de", "eu",
        "be", "ly", "gle", "chat", "social", "bot",
    ];
    (certain || known_ending.contains(&ending)).then(|| host.to_owned())
}

/// Short words that are one word with what follows their apostrophe: "what's", "it's".
const WITH_IS: [&str; 12] = [
    "what", "it", "that", "who", "where", "how", "there", "here", "let", "he", "she", "when",
];

fn words(text: &str, opens: &mut bool, tokens: &mut Vec<Token>) {
    let mut listed = false;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_alphanumeric()) {
        let (gap, from) = rest.split_at(start);
        if gap.contains(['.', '!', '?', '\n', ':', ';']) {
            *opens = true;
        }
        listed |= gap.contains([',', '/', '&', '+']);
        let end = from
            .find(|c: char| !c.is_alphanumeric() && c != '\'')
            .unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        rest = after;
        let raw = word.trim_end_matches('\'');
        if raw.is_empty() {
            continue;
        }
        let text = plain_word(raw);
        tokens.push(Token {
            written: (text != raw).then(|| raw.to_owned()),
            text,
            link: false,
            opens: std::mem::replace(opens, false),
            listed: std::mem::replace(&mut listed, false),
        });
    }
    if rest.contains(['.', '!', '?', '\n', ':', ';']) {
        *opens = true;
    }
}

impl Token {
    /// As it was written, without accents and invisible characters.
    pub(crate) fn raw(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.text)
    }
}

/// The word in lower case, its apostrophe gone.
fn plain_word(raw: &str) -> String {
    match raw.bytes().all(|b| b.is_ascii_lowercase()) {
        true => raw.to_owned(),
        false => without_apostrophe(&raw.to_lowercase()),
    }
}

/// `don't` becomes `dont`, `linkedin's` becomes `linkedin`, `what's` becomes `whats`.
fn without_apostrophe(word: &str) -> String {
    match word.strip_suffix("'s") {
        Some(owner) if !WITH_IS.contains(&owner) => owner.replace('\'', ""),
        _ => word.replace('\'', ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        Question::new(text)
            .tokens
            .into_iter()
            .map(|t| t.text)
            .collect()
    }

    #[test]
    fn folds_case_accents_width_and_apostrophes() {
        assert_eq!(
            words_of("Ｄoes LinkedIn’s Café don't"),
            ["does", "linkedin", "cafe", "dont"]
        );
        assert_eq!(words_of("what's app"), ["whats", "app"]);
    }

    #[test]
    fn drops_what_cannot_be_seen() {
        assert_eq!(
            words_of("Link\u{200B}ed\u{202E}In\0 ads"),
            ["linkedin", "ads"]
        );
        assert!(words_of("\u{1F600}\u{FE0F}\u{200D}").is_empty());
    }

    #[test]
    fn takes_the_domain_of_a_link_but_not_of_a_missing_space() {
        assert_eq!(
            words_of("https://www.linkedin.com/in/me?x=1 ads"),
            ["linkedin.com", "ads"]
        );
        assert_eq!(words_of("see reddit.com/r/x."), ["see", "reddit.com"]);
        assert_eq!(words_of("turn it off.how"), ["turn", "it", "off", "how"]);
    }

    #[test]
    fn reads_a_bounded_part_of_a_long_text() {
        let question = Question::new(&"ads ".repeat(100_000));
        assert!(!question.tokens.is_empty());
        assert!(question.tokens.len() <= MOST_WORDS);
    }
}
