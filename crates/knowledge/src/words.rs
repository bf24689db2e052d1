//! Ordinary words: many, and only ever asked for.

/// A list of words that is kept as one text and searched in place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordList {
    text: String,
    /// Where each word stands in the text, in the words' order: half open, in bytes.
    spans: Vec<(u32, u32)>,
}

impl WordList {
    /// Reads one word a line; lines that start with `#` are comments.
    pub fn read(text: &str) -> Self {
        let text = text.to_owned();
        let mut spans = Vec::new();
        let mut start = 0_usize;
        for line in text.split_inclusive('\n') {
            let word = line.trim_end();
            if !word.is_empty() && !word.starts_with('#') {
                // A word list of 4 GiB is none that fits in memory with anything else.
                if let (Ok(from), Ok(to)) =
                    (u32::try_from(start), u32::try_from(start + word.len()))
                {
                    spans.push((from, to));
                }
            }
            start += line.len();
        }
        let mut list = Self { text, spans };
        if !list.spans.is_sorted_by_key(|span| list.word(*span)) {
            let mut spans = std::mem::take(&mut list.spans);
            spans.sort_by(|a, b| list.word(*a).cmp(list.word(*b)));
            list.spans = spans;
        }
        list
    }

    /// Whether `word` is in the list.
    pub fn contains(&self, word: &str) -> bool {
        self.spans
            .binary_search_by(|span| self.word(*span).cmp(word))
            .is_ok()
    }

    fn word(&self, (from, to): (u32, u32)) -> &str {
        self.text
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_in_any_order_and_passes_over_comments() {
        let list = WordList::read("# pear\nplum\napple\r\n\nfig");
        for word in ["plum", "apple", "fig"] {
            assert!(list.contains(word), "{word}");
        }
        for word in ["pear", "", "figs", "# pear"] {
            assert!(!list.contains(word), "{word}");
        }
    }
}
