//! Telegram's HTML, or the same without markup, with everything escaped and nothing that pings or turns text around.

use html_escape::{encode_double_quoted_attribute_to_string, encode_text_to_string};

/// An invisible character at which no line breaks: behind an `@` it keeps a name from being a mention.
const WORD_JOINER: char = '\u{2060}';

/// A text with markup that grows from top to bottom.
#[derive(Debug)]
pub(crate) struct Markup {
    /// What was drawn.
    pub(crate) text: String,
    /// The length of what people see, in UTF-16 code units.
    pub(crate) length: usize,
    /// How many pieces are marked.
    pub(crate) entities: usize,
    html: bool,
}

impl Markup {
    /// An empty text: HTML, or plain.
    pub(crate) fn new(html: bool) -> Self {
        Self {
            text: String::with_capacity(1024),
            length: 0,
            entities: 0,
            html,
        }
    }

    /// Text as it is, whatever is in it.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        match text.chars().any(is_tricky) {
            true => self.put(&harmless(text)),
            false => self.put(text),
        }
        self
    }

    fn put(&mut self, text: &str) {
        self.length += text.encode_utf16().count();
        match self.html {
            true => {
                encode_text_to_string(text, &mut self.text);
            }
            false => self.text.push_str(text),
        }
    }

    /// What `inner` draws, in the element `tag`.
    fn element(&mut self, tag: &str, inner: impl FnOnce(&mut Self)) -> &mut Self {
        self.entities += 1;
        self.tag(["<", tag, ">"]);
        inner(self);
        self.tag(["</", tag, ">"]);
        self
    }

    fn tag<const N: usize>(&mut self, parts: [&str; N]) {
        if self.html {
            self.text.extend(parts);
        }
    }

    /// Bold text.
    pub(crate) fn bold(&mut self, text: &str) -> &mut Self {
        self.element("b", |inner| {
            inner.text(text);
        })
    }

    /// Italic text.
    pub(crate) fn italic(&mut self, text: &str) -> &mut Self {
        self.element("i", |inner| {
            inner.text(text);
        })
    }

    /// What `inner` draws, as a quotation.
    pub(crate) fn quote(&mut self, inner: impl FnOnce(&mut Self)) -> &mut Self {
        self.element("blockquote", inner)
    }

    /// A link to `url` that reads `label`; only the label where `url` is no page.
    pub(crate) fn link(&mut self, label: &str, url: &str) -> &mut Self {
        if !is_page(url) {
            return self.text(label);
        }
        if !self.html {
            return self.text(label).text(": ").text(url);
        }
        self.entities += 1;
        self.text.push_str("<a href=\"");
        encode_double_quoted_attribute_to_string(url, &mut self.text);
        self.text.push_str("\">");
        self.text(label);
        self.text.push_str("</a>");
        self
    }
}

/// Whether `url` is a page's address, which Telegram takes in links and buttons.
pub(crate) fn is_page(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
}

/// Whether a character can ping or disturb what stands around it.
fn is_tricky(letter: char) -> bool {
    letter == '@' || is_invisible_control(letter)
}

/// Whether a character turns the direction of text around, or is a control that no message needs.
fn is_invisible_control(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (letter.is_control() && letter != '\n')
}

/// `text` without what could ping or disturb. What is no name stays as it is: "5 @ 3", "me@example.org".
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 3);
    let mut before = ' ';
    let mut letters = text
        .chars()
        .filter(|letter| !is_invisible_control(*letter))
        .peekable();
    while let Some(letter) = letters.next() {
        out.push(letter);
        let named = letters
            .peek()
            .is_some_and(|next| next.is_alphanumeric() || *next == '_');
        if letter == '@' && named && !before.is_ascii_alphanumeric() {
            out.push(WORD_JOINER);
        }
        before = letter;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: bool, text: &str) -> String {
        let mut markup = Markup::new(html);
        markup.text(text);
        markup.text
    }

    #[test]
    fn markup_in_text_is_none() {
        assert_eq!(
            text(true, "<b>&amp;</b> \"x\" *y* _z_"),
            "&lt;b&gt;&amp;amp;&lt;/b&gt; \"x\" *y* _z_"
        );
        assert_eq!(text(false, "<b>&</b>"), "<b>&</b>");
    }

    #[test]
    fn nothing_pings_and_nothing_turns_text_around() {
        assert_eq!(
            text(true, "@everyone, (@ann) x@y.org 5 @ 3"),
            "@\u{2060}everyone, (@\u{2060}ann) x@y.org 5 @ 3"
        );
        assert_eq!(text(true, "a\u{202e}b\u{2066}c\u{0}d\ne\r"), "abcd\ne");
    }

    #[test]
    fn an_address_cannot_leave_its_link() {
        let mut markup = Markup::new(true);
        markup.link("x", "https://example.org/?a=1&b=\"><b>");
        assert_eq!(
            markup.text,
            "<a href=\"https://example.org/?a=1&amp;b=&quot;&gt;&lt;b&gt;\">x</a>"
        );
        assert_eq!((markup.length, markup.entities), (1, 1));
        let mut markup = Markup::new(true);
        markup.link("label", "javascript:alert(1)");
        assert_eq!(markup.text, "label");
    }

    #[test]
    fn length_is_what_people_see_in_utf16() {
        let mut markup = Markup::new(true);
        markup.bold("a<\u{1f469}").italic("\u{e4}");
        assert_eq!((markup.length, markup.entities), (5, 2));
    }
}
