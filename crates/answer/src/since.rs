//! From when on changes are asked for: "since june", "in the last 3 weeks". There is no clock here: whoever has one turns
//! it into a day.

use crate::Token;

/// From when on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Whole days back from today.
    Ago(u16),
    /// The first day of a month, 1 to 12, of that year; of the last such month where none is named.
    Month(u8, Option<u16>),
    /// A day: year, month, day of the month.
    Day(u16, u8, u8),
    /// The first day of a year.
    Year(u16),
    /// The first day of the year that it is.
    ThisYear,
}

/// The most days that are looked back.
const MOST_DAYS: u16 = 3660;

/// The names of the months.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Since {
    /// What `tokens` say, where they say anything.
    pub(crate) fn read(tokens: &[Token]) -> Option<Self> {
        let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        let opens = |word: &&str| ["since", "after", "from"].contains(word);
        let named = words.iter().position(opens);
        let named = named.and_then(|at| Self::named(words.get(at + 1..)?));
        named.or_else(|| (0..words.len()).find_map(|at| Self::back(words.get(at..)?)))
    }

    /// A month, a year or a day.
    fn named(words: &[&str]) -> Option<Self> {
        let number = |at: usize| words.get(at).and_then(|word| word.parse::<u16>().ok());
        let year = |at: usize| number(at).filter(|year| (1990..=2200).contains(year));
        let first = *words.first()?;
        if let Some(month) = month(first) {
            return Some(Self::Month(month, year(1)));
        }
        if let Some(year) = year(0) {
            let part = |at, most| number(at).filter(|part| (1..=most).contains(part));
            return Some(match (part(1, 12), part(2, 31)) {
                (Some(month), Some(day)) => {
                    Self::Day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
                }
                (Some(month), None) => Self::Month(u8::try_from(month).ok()?, Some(year)),
                _ => Self::Year(year),
            });
        }
        Self::back(words)
    }

    /// A stretch of time that ends today.
    fn back(words: &[&str]) -> Option<Self> {
        let days = |unit: &str| match unit {
            "day" | "days" => Some(1),
            "week" | "weeks" => Some(7),
            "month" | "months" => Some(31),
            "year" | "years" => Some(366),
            _ => None,
        };
        Some(match *words {
            ["yesterday", ..] => Self::Ago(1),
            ["today", ..] => Self::Ago(0),
            ["this", "year", ..] => Self::ThisYear,
            ["last" | "past" | "this", unit, ..] if days(unit).is_some() => Self::Ago(days(unit)?),
            ["last" | "past", count, unit, ..] => {
                let count: u16 = count.parse().ok()?;
                Self::Ago(count.saturating_mul(days(unit)?).min(MOST_DAYS))
            }
            _ => return None,
        })
    }
}

fn month(word: &str) -> Option<u8> {
    let matches = |month: &&str| *month == word || (word.len() == 3 && month.starts_with(word));
    let at = MONTHS.iter().position(matches)?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Question;

    #[test]
    fn times_are_read() {
        for (text, expected) in [
            ("what changed since june", Some(Since::Month(6, None))),
            (
                "since Mar 2025 what changed",
                Some(Since::Month(3, Some(2025))),
            ),
            (
                "what changed since 2026-06-15?",
                Some(Since::Day(2026, 6, 15)),
            ),
            ("changes since 2026-06", Some(Since::Month(6, Some(2026)))),
            ("changes since 2024", Some(Since::Year(2024))),
            ("what changed in the last 3 weeks", Some(Since::Ago(21))),
            ("what changed last month", Some(Since::Ago(31))),
            ("what changed this year", Some(Since::ThisYear)),
            ("what changed since yesterday", Some(Since::Ago(1))),
            ("past 65000 years", Some(Since::Ago(MOST_DAYS))),
            ("what changed", None),
            ("what changed since they bought it", None),
        ] {
            assert_eq!(Since::read(&Question::new(text).tokens), expected, "{text}");
        }
    }
}
