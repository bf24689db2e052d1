//! From a place in a TOML document, such as `practices.ads.stance`, to its line.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

/// The lines of a TOML document's keys and list items, by their dotted pointer.
#[derive(Debug, Default)]
pub(crate) struct Lines(HashMap<String, usize>);

impl Lines {
    /// Reads the lines of `text`, which starts `offset` lines into its file. Of a malformed text, what can be read.
    pub(crate) fn of(text: &str, offset: usize) -> Self {
        let (table, _) = DeTable::parse_recoverable(text);
        let mut lines = Self::default();
        let mut walk = Walk {
            text,
            offset,
            lines: &mut lines.0,
        };
        walk.table("", table.get_ref());
        lines
    }

    /// The line of `pointer`, or of the nearest part of it that exists; 1 where nothing does.
    pub(crate) fn line(&self, pointer: &str) -> usize {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.0.get(pointer) {
                return *line;
            }
            match pointer.rsplit_once('.') {
                Some((parent, _)) => pointer = parent,
                None => return 1,
            }
        }
    }
}

struct Walk<'a> {
    text: &'a str,
    offset: usize,
    lines: &'a mut HashMap<String, usize>,
}

impl Walk<'_> {
    fn table(&mut self, pointer: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let inner = match pointer {
                "" => key.get_ref().to_string(),
                _ => format!("{pointer}.{}", key.get_ref()),
            };
            self.note(&inner, key.span().start);
            self.value(&inner, value.get_ref());
        }
    }

    fn value(&mut self, pointer: &str, value: &DeValue<'_>) {
        match value {
            DeValue::Table(table) => self.table(pointer, table),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let inner = format!("{pointer}.{index}");
                    self.note(&inner, item.span().start);
                    self.value(&inner, item.get_ref());
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, pointer: &str, start: usize) {
        let line = line_of(self.text, start) + self.offset;
        self.lines.entry(pointer.to_owned()).or_insert(line);
    }
}

/// The line, from 1, of the byte at `start`.
pub(crate) fn line_of(text: &str, start: usize) -> usize {
    1 + text
        .as_bytes()
        .iter()
        .take(start)
        .filter(|b| **b == b'\n')
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_keys_items_and_the_nearest_parent() {
        let lines = Lines::of("a = 1\n[b.c]\nd = [\n 1,\n 2,\n]\n[[e]]\nf = 1\n[[e]]\n", 0);
        assert_eq!(lines.line("a"), 1);
        assert_eq!(lines.line("b.c.d"), 3);
        assert_eq!(lines.line("b.c.d.1"), 5);
        assert_eq!(lines.line("b.c.missing.x"), 2);
        assert_eq!(lines.line("e.0.f"), 8);
        assert_eq!(lines.line("e.1"), 9);
        assert_eq!(lines.line("nothing"), 1);
    }
}
