//! Telegram's HTML (docs: "Formatting options", "HTML style"): only the documented tags, attributes and named entities,
//! each closed, nested as allowed.

use super::text::{Entity, Formatted, units};

/// The documented tags without attributes, with the types of their entities.
const PLAIN: &[(&str, &str)] = &[
    ("b", "bold"),
    ("strong", "bold"),
    ("i", "italic"),
    ("em", "italic"),
    ("u", "underline"),
    ("ins", "underline"),
    ("s", "strikethrough"),
    ("strike", "strikethrough"),
    ("del", "strikethrough"),
    ("tg-spoiler", "spoiler"),
    ("pre", "pre"),
];

/// The documented tags that may have attributes, but for custom emoji, which few bots may use, and times.
const ATTRIBUTED: &[&str] = &["a", "blockquote", "code", "span"];

/// A start tag that waits for its end.
struct Open {
    tag: String,
    /// The entity's type; none for what only adds to its parent.
    kind: Option<&'static str>,
    offset: usize,
    url: Option<String>,
    language: Option<String>,
}

struct Parser<'a> {
    rest: &'a str,
    whole: usize,
    text: String,
    length: usize,
    open: Vec<Open>,
    entities: Vec<Entity>,
}

/// Parses `source`, or says what is wrong with it as Telegram does after "can't parse entities: ".
pub(crate) fn parse(source: &str) -> Result<Formatted, String> {
    let mut parser = Parser {
        rest: source,
        whole: source.len(),
        text: String::with_capacity(source.len()),
        length: 0,
        open: Vec::new(),
        entities: Vec::new(),
    };
    parser.run()?;
    if let Some(open) = parser.open.last() {
        return Err(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            open.tag
        ));
    }
    Ok(Formatted {
        text: parser.text,
        entities: parser.entities,
    })
}

impl<'a> Parser<'a> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(at) = self.rest.find(['<', '>', '&']) {
            let (before, rest) = self.rest.split_at(at);
            self.push(before);
            self.rest = rest;
            let offset = self.offset();
            if let Some(rest) = rest.strip_prefix("</") {
                self.rest = rest;
                self.end_tag(offset)?;
            } else if let Some(rest) = rest.strip_prefix('<') {
                self.rest = rest;
                self.start_tag(offset)?;
            } else if let Some(rest) = rest.strip_prefix('&') {
                let (letter, rest) = entity(rest, offset)?;
                self.push(letter.encode_utf8(&mut [0; 4]));
                self.rest = rest;
            } else {
                return Err(format!("Unescaped \">\" at byte offset {offset}"));
            }
        }
        self.push(self.rest);
        Ok(())
    }

    fn offset(&self) -> usize {
        self.whole - self.rest.len()
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.length += units(text);
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self
            .rest
            .find(|letter| !wanted(letter))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn start_tag(&mut self, offset: usize) -> Result<(), String> {
        let tag = self
            .take(|letter| letter.is_ascii_alphanumeric() || letter == '-')
            .to_ascii_lowercase();
        let known =
            PLAIN.iter().any(|(plain, _)| *plain == tag) || ATTRIBUTED.contains(&tag.as_str());
        if !known {
            return Err(format!(
                "Unsupported start tag \"{tag}\" at byte offset {offset}"
            ));
        }
        let mut attributes = Vec::new();
        loop {
            self.take(|letter| letter.is_ascii_whitespace());
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
                break;
            }
            if self.rest.is_empty() {
                return Err(format!(
                    "Unclosed start tag \"{tag}\" at byte offset {offset}"
                ));
            }
            attributes.push(self.attribute(&tag, offset)?);
        }
        let open = self.opened(tag, attributes, offset)?;
        self.check_nesting(&open, offset)?;
        self.open.push(open);
        Ok(())
    }

    fn attribute(&mut self, tag: &str, offset: usize) -> Result<(String, String), String> {
        let name = self
            .take(|letter| letter.is_ascii_alphanumeric() || letter == '-')
            .to_ascii_lowercase();
        if name.is_empty() {
            return Err(format!(
                "Empty attribute name in the tag \"{tag}\" at byte offset {offset}"
            ));
        }
        let Some(rest) = self.rest.strip_prefix('=') else {
            if (tag, name.as_str()) == ("blockquote", "expandable") {
                return Ok((name, String::new()));
            }
            return Err(format!(
                "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {offset}"
            ));
        };
        let quoted = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let quoted = quoted.or_else(|| {
            rest.strip_prefix('\'')
                .and_then(|rest| rest.split_once('\''))
        });
        let Some((mut source, rest)) = quoted else {
            return Err(format!("Unclosed start tag at byte offset {offset}"));
        };
        let mut value = String::new();
        while let Some((before, after)) = source.split_once('&') {
            let (letter, after) = entity(after, offset)?;
            value.push_str(before);
            value.push(letter);
            source = after;
        }
        value.push_str(source);
        self.rest = rest;
        Ok((name, value))
    }

    /// What a start tag begins.
    fn opened(
        &self,
        tag: String,
        attributes: Vec<(String, String)>,
        offset: usize,
    ) -> Result<Open, String> {
        let in_pre = self.open.last().is_some_and(|open| open.tag == "pre");
        check_attributes(&tag, in_pre, &attributes, offset)?;
        let value = attributes.first().map(|(_, value)| value.as_str());
        let plain = PLAIN.iter().find(|(plain, _)| *plain == tag);
        let (mut url, mut language) = (None, None);
        let kind = match (tag.as_str(), value) {
            (_, None) if plain.is_some() => plain.map(|(_, kind)| *kind),
            ("span", Some("tg-spoiler")) => Some("spoiler"),
            ("a", Some(href)) if is_link(href) => {
                url = Some(href.to_owned());
                Some("text_link")
            }
            ("code", class) if in_pre => {
                language = class
                    .and_then(|class| class.strip_prefix("language-"))
                    .map(str::to_owned);
                None
            }
            ("code", None) => Some("code"),
            ("blockquote", None) => Some("blockquote"),
            ("blockquote", Some(_)) => Some("expandable_blockquote"),
            _ => {
                return Err(format!(
                    "Tag \"{tag}\" at byte offset {offset} lacks a valid attribute"
                ));
            }
        };
        Ok(Open {
            tag,
            kind,
            offset: self.length,
            url,
            language,
        })
    }

    /// Docs: bold, italic, underline, strikethrough and spoiler may stand in and around anything but `pre` and `code`;
    /// quotations can't be nested; links can't hold links or code.
    fn check_nesting(&self, inner: &Open, offset: usize) -> Result<(), String> {
        let forbidden =
            self.open
                .iter()
                .find(|outer| match (outer.tag.as_str(), inner.tag.as_str()) {
                    ("pre", "code") => inner.kind.is_some(),
                    ("pre" | "code", _) => true,
                    ("blockquote", inner) => inner == "blockquote",
                    (_, "pre" | "code") => true,
                    ("a", inner) => inner == "a",
                    _ => false,
                });
        match forbidden {
            None => Ok(()),
            Some(outer) => Err(format!(
                "Tag \"{}\" can't be nested in the tag \"{}\" at byte offset {offset}",
                inner.tag, outer.tag
            )),
        }
    }

    fn end_tag(&mut self, offset: usize) -> Result<(), String> {
        let tag = self
            .take(|letter| letter.is_ascii_alphanumeric() || letter == '-')
            .to_ascii_lowercase();
        self.take(|letter| letter.is_ascii_whitespace());
        let Some(rest) = self.rest.strip_prefix('>') else {
            return Err(format!("Unclosed end tag at byte offset {offset}"));
        };
        self.rest = rest;
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {offset}"));
        };
        if open.tag != tag {
            let expected = open.tag;
            return Err(format!(
                "Unmatched end tag at byte offset {offset}, expected \"</{expected}>\", found \"</{tag}>\""
            ));
        }
        match (open.kind, self.open.last_mut()) {
            (None, Some(parent)) => parent.language = open.language,
            (Some(kind), _) if self.length > open.offset => self.entities.push(Entity {
                kind: kind.into(),
                offset: open.offset,
                length: self.length - open.offset,
                url: open.url,
                language: open.language,
            }),
            _ => {}
        }
        Ok(())
    }
}

/// Only the documented attributes.
fn check_attributes(
    tag: &str,
    in_pre: bool,
    attributes: &[(String, String)],
    offset: usize,
) -> Result<(), String> {
    let allowed = match tag {
        "a" => "href",
        "span" => "class",
        "code" if in_pre => "class",
        "blockquote" => "expandable",
        _ => "",
    };
    match attributes.iter().find(|(name, _)| name != allowed) {
        None => Ok(()),
        Some((name, _)) => Err(format!(
            "Unsupported attribute \"{name}\" of the tag \"{tag}\" at byte offset {offset}"
        )),
    }
}

/// Whether Telegram makes a link of it.
pub(crate) fn is_link(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "tg"))
}

/// The letter that the entity behind an `&` stands for, and what follows.
fn entity(source: &str, offset: usize) -> Result<(char, &str), String> {
    let named = source.split_once(';').and_then(|(name, rest)| {
        let letter = match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                char::from_u32(code.ok()?)?
            }
        };
        Some((letter, rest))
    });
    named.ok_or_else(|| format!("Unsupported HTML entity at byte offset {offset}"))
}
