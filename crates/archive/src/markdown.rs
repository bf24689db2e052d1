//! A Markdown text as a sequence of leaves: paragraphs, items, rows, each with its place in the text, under headings.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The longest bold paragraph that is taken for a heading, in words.
const BOLD_HEADING_WORDS: usize = 12;

/// The level of a bold paragraph that is taken for a heading: below all others.
const BOLD_HEADING_LEVEL: u8 = 7;

/// A part of the text that is never cut but between sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) kind: LeafKind,
    /// Where it stands: bytes.
    pub(crate) place: Range<usize>,
    /// What a person reads of it, without markup.
    pub(crate) plain: String,
    /// Its runs of letters: bytes in `plain`, bytes in the text. Only those that may be cut: outside of links and emphasis.
    pub(crate) runs: Vec<(Range<usize>, Range<usize>)>,
    pub(crate) words: usize,
    /// How many of its words are in links.
    pub(crate) linked: usize,
    /// What it needs to be understood and what does not stand in it: the header of its table.
    pub(crate) context: Option<std::rc::Rc<str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeafKind {
    Paragraph,
    Item,
    Row,
}

/// What a text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Heading { level: u8, title: String },
    Leaf(Leaf),
}

/// The blocks of `text`, in order.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = Builder::default();
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        builder.take(event, place);
    }
    builder.blocks
}

/// What is being read.
#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    open: Option<Open>,
    heading: Option<u8>,
    items: usize,
    links: usize,
    strong: usize,
    /// Links, emphasis and the like around the place, in which nothing is cut.
    inline: usize,
    in_header: bool,
    in_row: bool,
    header: Option<std::rc::Rc<str>>,
}

/// A leaf that is not over yet.
struct Open {
    leaf: Leaf,
    /// Letters of it that are bold.
    bold: usize,
    /// Whether its last word may go on.
    in_word: bool,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, place),
            Event::End(tag) => self.end(tag, place),
            Event::Text(text) => self.text(&text, place, self.inline == 0),
            Event::Code(text) | Event::InlineHtml(text) if text.starts_with('<') => {
                // `<br>` ends a word, and a tag is nothing to read.
                drop(text);
                self.text(" ", place, false);
            }
            Event::Code(text) => self.text(&text, place, false),
            Event::SoftBreak | Event::HardBreak => self.text(" ", place, false),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, place: Range<usize>) {
        match tag {
            Tag::Paragraph if self.items == 0 => self.open(LeafKind::Paragraph, place),
            Tag::Paragraph if self.open.is_none() => self.open(LeafKind::Item, place),
            Tag::CodeBlock(_) => self.open(LeafKind::Paragraph, place),
            Tag::Heading { level, .. } => {
                self.open(LeafKind::Paragraph, place);
                self.heading = Some(depth(*level));
            }
            Tag::Item => {
                self.items += 1;
                self.open(LeafKind::Item, place);
            }
            Tag::List(_) | Tag::BlockQuote(_) | Tag::HtmlBlock => self.close(),
            Tag::Table(_) => {
                self.close();
                self.header = None;
            }
            Tag::TableHead => {
                self.in_header = true;
                self.open(LeafKind::Row, place);
            }
            Tag::TableRow => {
                self.in_row = true;
                self.open(LeafKind::Row, place);
            }
            Tag::Link { .. } => {
                self.links += 1;
                self.inline += 1;
            }
            Tag::Strong => {
                self.strong += 1;
                self.inline += 1;
            }
            Tag::Emphasis | Tag::Strikethrough | Tag::Image { .. } => self.inline += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, place: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Paragraph if self.items > 0 => self.close_at(place.end),
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::List(_) => self.close(),
            TagEnd::Item => {
                self.close();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::TableHead => {
                let header = self.open.take().map(|open| words_of(&open.leaf.plain));
                let header = header.filter(|header| !header.is_empty());
                self.header = header.map(Into::into);
                self.in_header = false;
            }
            TagEnd::TableRow => {
                self.header_of_first_row();
                self.close();
                self.in_row = false;
            }
            TagEnd::TableCell => self.text(" ", place.end..place.end, false),
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                self.end_inline(&place);
            }
            TagEnd::Strong => {
                self.strong = self.strong.saturating_sub(1);
                self.end_inline(&place);
            }
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Image => self.end_inline(&place),
            _ => {}
        }
    }

    /// Tables without a header often have one in their first row: all of it bold.
    fn header_of_first_row(&mut self) {
        if let (Some(open), None) = (&self.open, &self.header)
            && open.is_bold()
        {
            self.header = Some(words_of(&open.leaf.plain).into());
        }
    }

    fn end_inline(&mut self, place: &Range<usize>) {
        self.inline = self.inline.saturating_sub(1);
        if let Some(open) = &mut self.open {
            open.reach(place.end);
        }
    }

    fn open(&mut self, kind: LeafKind, place: Range<usize>) {
        if (self.in_row || self.in_header) && self.open.is_some() {
            return;
        }
        self.close();
        let place = match kind {
            // An item ends with its own words, not with those of the items in it.
            LeafKind::Item => place.start..place.start,
            _ => place,
        };
        let context = match kind {
            LeafKind::Row if !self.in_header => self.header.clone(),
            _ => None,
        };
        self.open = Some(Open {
            leaf: Leaf {
                kind,
                place,
                plain: String::new(),
                runs: Vec::new(),
                words: 0,
                linked: 0,
                context,
            },
            bold: 0,
            in_word: false,
        });
    }

    /// Ends the leaf that is open where the next begins or where it says itself.
    fn close(&mut self) {
        self.close_at(usize::MAX);
    }

    fn close_at(&mut self, end: usize) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        open.leaf.place.end = open.leaf.place.end.min(end);
        if open.leaf.words == 0 {
            return;
        }
        if let Some(title) = open.bold_heading() {
            let level = BOLD_HEADING_LEVEL;
            self.blocks.push(Block::Heading { level, title });
            return;
        }
        self.blocks.push(Block::Leaf(open.leaf));
    }

    fn end_heading(&mut self) {
        let level = self.heading.take().unwrap_or(1);
        let Some(open) = self.open.take() else { return };
        let title = words_of(&open.leaf.plain);
        if !title.is_empty() {
            self.blocks.push(Block::Heading { level, title });
        }
    }

    fn text(&mut self, text: &str, place: Range<usize>, may_cut: bool) {
        let items = self.items;
        if self.open.is_none() && items > 0 && !text.trim().is_empty() {
            // An item that goes on behind a list or paragraph in it.
            self.open(LeafKind::Item, place.clone());
        }
        let Some(open) = &mut self.open else { return };
        open.push(text, place, may_cut, self.links > 0, self.strong > 0);
    }
}

impl Open {
    fn push(&mut self, text: &str, place: Range<usize>, may_cut: bool, linked: bool, bold: bool) {
        let leaf = &mut self.leaf;
        let start = leaf.plain.len();
        leaf.plain.push_str(text);
        if may_cut && place.len() == text.len() {
            leaf.runs.push((start..leaf.plain.len(), place.clone()));
        }
        if bold {
            self.bold += text.chars().filter(|c| !c.is_whitespace()).count();
        }
        for c in text.chars() {
            if c.is_whitespace() {
                self.in_word = false;
            } else if c.is_alphanumeric() && !self.in_word {
                self.in_word = true;
                leaf.words += 1;
                leaf.linked += usize::from(linked);
            }
        }
        self.reach(place.end);
    }

    fn reach(&mut self, end: usize) {
        if self.leaf.kind == LeafKind::Item {
            self.leaf.place.end = self.leaf.place.end.max(end);
        }
    }

    /// Whether hardly a letter of it is not bold.
    fn is_bold(&self) -> bool {
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        self.bold > 0 && self.bold + 2 >= letters(&self.leaf.plain)
    }

    /// The title, where this is a short bold paragraph that stands for a heading.
    fn bold_heading(&self) -> Option<String> {
        let plain = self.leaf.plain.trim();
        let whole = self.leaf.kind == LeafKind::Paragraph && self.is_bold();
        let short = self.leaf.words <= BOLD_HEADING_WORDS && !plain.ends_with(['.', ',', ';', '!']);
        (whole && short).then(|| words_of(plain))
    }
}

/// `text` with one space between words.
fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
