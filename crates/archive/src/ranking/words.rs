//! A text cut into words: the same for what is indexed, what is asked and what it is compared with.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Cuts a text into runs of letters and digits. An apostrophe inside is left out (`don't` is one word), and so is a
/// possessive `'s`.
#[derive(Clone, Default)]
pub(crate) struct WordTokenizer {
    token: Token,
}

/// The words of a text.
pub(crate) struct Words<'a> {
    text: &'a str,
    /// Where the next word is looked for, in bytes.
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        self.token.reset();
        Words {
            text,
            at: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(before) = rest.find(char::is_alphanumeric) else {
            self.at = self.text.len();
            return false;
        };
        let rest = rest.get(before..).unwrap_or_default();
        let (end, apostrophes) = end(rest);
        let word = rest.get(..end).unwrap_or_default();
        let token = &mut self.token;
        token.position = token.position.wrapping_add(1);
        token.offset_from = self.at + before;
        token.offset_to = token.offset_from + end;
        token.text.clear();
        match apostrophes {
            false => token.text.push_str(word),
            true => {
                let own = word.strip_suffix(['s', 'S']).unwrap_or(word);
                let own = own.strip_suffix(is_apostrophe).unwrap_or(word);
                token
                    .text
                    .extend(own.chars().filter(|c| !is_apostrophe(*c)));
            }
        }
        self.at = token.offset_to;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Where the word ends that `text` begins with, in bytes, and whether there are apostrophes in it.
fn end(text: &str) -> (usize, bool) {
    let (mut end, mut waiting, mut apostrophes) = (0, false, false);
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            end = at + c.len_utf8();
            apostrophes |= waiting;
            waiting = false;
        } else if is_apostrophe(c) && !waiting {
            waiting = true;
        } else {
            break;
        }
    }
    (end, apostrophes)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apostrophes_are_left_out() {
        let text = "‘We’ don’t sell Ann's, cats' or I'S 'data''x'; café’s 3rd-party ''";
        let mut words = Vec::new();
        let mut tokenizer = WordTokenizer::default();
        let mut stream = tokenizer.token_stream(text);
        while stream.advance() {
            let token = stream.token();
            let place = text.get(token.offset_from..token.offset_to);
            words.push((token.text.clone(), place.unwrap_or_default()));
        }
        let expected = [
            ("We", "We"),
            ("dont", "don’t"),
            ("sell", "sell"),
            ("Ann", "Ann's"),
            ("cats", "cats"),
            ("or", "or"),
            ("I", "I'S"),
            ("data", "data"),
            ("x", "x"),
            ("café", "café’s"),
            ("3rd", "3rd"),
            ("party", "party"),
        ];
        assert_eq!(
            words,
            expected.map(|(word, place)| (word.to_owned(), place))
        );
    }
}
