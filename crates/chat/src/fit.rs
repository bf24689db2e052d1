//! The only place where text is cut: by grapheme, and never inside a link or an escape, because blocks are cut before
//! they are drawn.

use unicode_segmentation::UnicodeSegmentation;

use crate::{Block, Run};

/// How a network counts the length of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Unicode code points: Discord.
    Characters,
    /// UTF-16 code units: Telegram.
    Utf16,
}

impl Measure {
    /// The length of `text`.
    pub fn of(self, text: &str) -> usize {
        match self {
            Self::Characters => text.chars().count(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }
}

const ELLIPSIS: &str = "\u{2026}";

/// `text` with at most `most` of `measure`: shortened at a grapheme, with an ellipsis, where it is longer.
pub fn shorten(text: &str, most: usize, measure: Measure) -> String {
    if measure.of(text) <= most {
        return text.to_owned();
    }
    let (head, _) = split(text, most.saturating_sub(1), measure);
    let mut short = head.trim_end().to_owned();
    if most > 0 {
        short.push_str(ELLIPSIS);
    }
    short
}

/// `text` in two: the longest run of whole graphemes that has at most `most` of `measure`, and the rest.
fn split(text: &str, most: usize, measure: Measure) -> (&str, &str) {
    let mut length = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        length += measure.of(grapheme);
        if length > most {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// `blocks` as pages, of each of which `fits` is true. A block that does not fit on a page of its own is cut: between
/// its items, or in its text. What cannot be cut (a link) stands alone, whether it fits or not.
pub fn pages(blocks: &[Block], fits: impl Fn(&[Block]) -> bool) -> Vec<Vec<Block>> {
    // Nearly every reply is one page, which is to be drawn once to be known as one.
    if !blocks.is_empty() && fits(blocks) {
        return vec![blocks.to_vec()];
    }
    let mut pages: Vec<Vec<Block>> = Vec::new();
    let mut waiting: Vec<Block> = blocks.iter().rev().cloned().collect();
    while let Some(block) = waiting.pop() {
        if let Some(page) = pages.last_mut() {
            page.push(block.clone());
            if fits(page) {
                continue;
            }
            page.pop();
        }
        // A heading does not stay behind when what it heads goes on.
        let heading = pages.last_mut().and_then(|page| match page.last() {
            Some(Block::Heading(_)) if page.len() > 1 => page.pop(),
            _ => None,
        });
        let alone: Vec<Block> = heading.into_iter().chain([block.clone()]).collect();
        if fits(&alone) {
            pages.push(alone);
            continue;
        }
        match halves(block.clone()) {
            Some((first, second)) => {
                waiting.push(second);
                waiting.push(first);
                if alone.len() > 1 {
                    waiting.extend(alone.into_iter().next());
                }
            }
            None => pages.push(alone),
        }
    }
    pages
}

/// `block` in two; none where there is nothing to cut.
fn halves(block: Block) -> Option<(Block, Block)> {
    Some(match block {
        Block::Paragraph(text) => both(Block::Paragraph, text_halves(&text)?),
        Block::Quote(runs) if runs.len() == 1 => {
            let Run { text, bold } = runs.first()?;
            let run = |text| Block::Quote(vec![Run { text, bold: *bold }]);
            both(run, text_halves(text)?)
        }
        Block::Quote(runs) => both(Block::Quote, list_halves(runs)?),
        Block::Note(text) => both(Block::Note, text_halves(&text)?),
        Block::Heading(text) => both(Block::Heading, text_halves(&text)?),
        Block::Points(points) if points.len() == 1 => {
            let (first, second) = text_halves(points.first()?)?;
            (Block::Points(vec![first]), Block::Points(vec![second]))
        }
        Block::Points(points) => both(Block::Points, list_halves(points)?),
        Block::Steps(steps) => both(Block::Steps, list_halves(steps)?),
        Block::Table(rows) => both(Block::Table, list_halves(rows)?),
        Block::Sources(sources) => both(Block::Sources, list_halves(sources)?),
        Block::Verdict { .. } => return None,
    })
}

fn both<T>(block: impl Fn(T) -> Block, (first, second): (T, T)) -> (Block, Block) {
    (block(first), block(second))
}

fn list_halves<T>(mut list: Vec<T>) -> Option<(Vec<T>, Vec<T>)> {
    if list.len() < 2 {
        return None;
    }
    let rest = list.split_off(list.len() / 2);
    Some((list, rest))
}

/// A text in two near its middle: after a sentence, else between words, else between graphemes.
fn text_halves(text: &str) -> Option<(String, String)> {
    let measure = Measure::Characters;
    let (head, _) = split(text, measure.of(text).div_ceil(2), measure);
    let sentence = head.rfind(". ").map(|at| at + 1);
    let word = head.rfind(char::is_whitespace);
    let at = sentence.or(word).filter(|at| *at > 0).unwrap_or(head.len());
    let (first, second) = text.split_at_checked(at)?;
    let (first, second) = (first.trim_end(), second.trim_start());
    (!first.is_empty() && !second.is_empty()).then(|| (first.to_owned(), second.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn length(blocks: &[Block]) -> usize {
        blocks
            .iter()
            .map(|block| format!("{block:?}").chars().count())
            .sum()
    }

    fn words(blocks: &[Block]) -> String {
        let text: String = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) | Block::Heading(text) => text.clone(),
                Block::Points(points) => points.concat(),
                other => format!("{other:?}"),
            })
            .collect();
        text.split_whitespace().collect()
    }

    #[test]
    fn a_heading_goes_on_with_what_it_heads() {
        let blocks = [
            Block::Paragraph("a".repeat(40)),
            Block::Heading("Sources".to_owned()),
            Block::Points(vec!["one".repeat(10), "two".repeat(10)]),
        ];
        let pages = pages(&blocks, |page| length(page) <= 120);
        assert_eq!(pages.len(), 2, "{pages:?}");
        assert_eq!(
            pages[1].first(),
            Some(&Block::Heading("Sources".to_owned()))
        );
    }

    #[test]
    fn text_is_shortened_between_graphemes() {
        let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(shorten("short", 5, Measure::Characters), "short");
        assert_eq!(shorten("longer", 5, Measure::Characters), "long\u{2026}");
        assert_eq!(
            shorten(&format!("ab{family}cd"), 6, Measure::Characters),
            "ab\u{2026}"
        );
        assert_eq!(shorten(family, 7, Measure::Utf16), "\u{2026}");
        assert_eq!(shorten("abc", 0, Measure::Utf16), "");
    }

    fn block() -> impl Strategy<Value = Block> {
        prop_oneof![
            any::<String>().prop_map(Block::Paragraph),
            "[a-z .]{0,600}".prop_map(Block::Paragraph),
            "[a-z ]{1,30}".prop_map(Block::Heading),
            proptest::collection::vec("\\PC{0,200}", 0..9).prop_map(Block::Points),
        ]
    }

    proptest! {
        #[test]
        fn shortened_text_fits_and_is_a_beginning(text in any::<String>(), most in 0_usize..40) {
            for measure in [Measure::Characters, Measure::Utf16] {
                let short = shorten(&text, most, measure);
                prop_assert!(measure.of(&short) <= most);
                let head = short.strip_suffix(ELLIPSIS).unwrap_or(&short);
                prop_assert!(text.starts_with(head));
            }
        }

        #[test]
        fn pages_fit_and_nothing_is_lost(blocks in proptest::collection::vec(block(), 0..8)) {
            let fits = |page: &[Block]| length(page) <= 200;
            let pages = pages(&blocks, fits);
            for page in &pages {
                // One grapheme with many marks may be longer than any page.
                prop_assert!(fits(page) || page.len() <= 2, "{page:?}");
            }
            prop_assert_eq!(words(&pages.concat()), words(&blocks));
        }
    }
}
