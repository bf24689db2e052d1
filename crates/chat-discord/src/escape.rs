//! Text that is no markup: nothing in it pings, formats, links or turns the reading direction.

use std::iter::Peekable;

/// How line breaks in a text are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// As they are.
    Kept,
    /// As spaces: for what stands on one line.
    Joined,
    /// As they are, each line with `> ` before it.
    Quoted,
    /// As they are, each line with `-# ` before it.
    Small,
}

impl Breaks {
    pub(crate) fn before_line(self) -> &'static str {
        match self {
            Self::Kept | Self::Joined => "",
            Self::Quoted => "> ",
            Self::Small => "-# ",
        }
    }
}

/// Writes `text` to `out` so that Discord shows it as it is. Discord takes any mark behind a backslash as that mark.
pub(crate) fn escape(out: &mut String, text: &str, breaks: Breaks) {
    out.push_str(breaks.before_line());
    escape_inside(out, text.trim(), breaks);
}

/// The same behind what already stands in its first line.
pub(crate) fn escape_inside(out: &mut String, text: &str, breaks: Breaks) {
    let mut start = Start::Line;
    let mut marks = text.chars().filter(|mark| is_shown(*mark)).peekable();
    while let Some(mark) = marks.next() {
        if mark == '\n' {
            match breaks {
                Breaks::Joined => out.push(' '),
                _ => {
                    out.push('\n');
                    out.push_str(breaks.before_line());
                    start = Start::Line;
                }
            }
            continue;
        }
        let mark = if mark.is_whitespace() { ' ' } else { mark };
        if means_something(mark, start, &mut marks) {
            out.push('\\');
        }
        out.push(mark);
        start = start.after(mark);
    }
}

/// `text`, escaped, on one line.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    escape(&mut out, text, Breaks::Joined);
    out
}

/// Where in a line a mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Behind nothing but spaces.
    Line,
    /// Behind nothing but digits.
    Number,
    /// Anywhere else.
    Inside,
}

impl Start {
    fn after(self, mark: char) -> Self {
        match self {
            Self::Line if mark == ' ' => Self::Line,
            Self::Line | Self::Number if mark.is_ascii_digit() => Self::Number,
            _ => Self::Inside,
        }
    }
}

/// Whether Discord would read `mark` as markup, or as the beginning of a mention, a link or an emoji.
fn means_something(
    mark: char,
    start: Start,
    rest: &mut Peekable<impl Iterator<Item = char>>,
) -> bool {
    match mark {
        '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' | ']' | '@' => true,
        '#' | '-' | '+' | '>' => start == Start::Line,
        '.' | ')' => start == Start::Number,
        // ":smile:" and "https://", but not "note: this".
        ':' => rest
            .peek()
            .is_some_and(|next| next.is_alphanumeric() || matches!(next, '_' | '/')),
        _ => false,
    }
}

/// Whether `mark` may be shown: no control characters but line breaks, none that turn the reading direction, and none
/// that cannot be seen. The two joiners stay, because emoji and some scripts need them.
fn is_shown(mark: char) -> bool {
    match mark {
        '\n' | '\t' => true,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => {
            false
        }
        '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => false,
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}' => false,
        _ => !mark.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, breaks: Breaks) -> String {
        let mut out = String::new();
        escape(&mut out, text, breaks);
        out
    }

    #[test]
    fn marks_that_mean_something_are_escaped() {
        let cases = [
            ("plain text, as it is.", "plain text, as it is."),
            (
                "*a* _b_ ~~c~~ `d` ||e||",
                r"\*a\* \_b\_ \~\~c\~\~ \`d\` \|\|e\|\|",
            ),
            (
                "@everyone <@1> <@&2> <#3>",
                r"\@everyone \<\@1> \<\@&2> \<#3>",
            ),
            (
                "</ask:1> <t:1:R> <:x:1>",
                r"\</ask\:1> \<t\:1\:R> \<\:x\:1>",
            ),
            ("[x](https://evil.example)", r"\[x\](https\://evil.example)"),
            (":smile: at 12:30: yes", r"\:smile: at 12\:30: yes"),
            (r"back\slash", r"back\\slash"),
            ("# big", r"\# big"),
            ("  - point", r"\- point"),
            ("-# small", r"\-# small"),
            (">>> quote", r"\>>> quote"),
            ("1. one", r"1\. one"),
            ("12) twelve", r"12\) twelve"),
            ("v1.5 - a # b > c", "v1.5 - a # b > c"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text, Breaks::Kept), expected, "{text}");
        }
    }

    #[test]
    fn each_line_begins_anew() {
        assert_eq!(shown("a\n# b\n1. c", Breaks::Kept), "a\n\\# b\n1\\. c");
        assert_eq!(shown("a\n# b", Breaks::Joined), "a # b");
        assert_eq!(shown("a\n> b", Breaks::Quoted), "> a\n> \\> b");
        assert_eq!(shown("a\n-# b", Breaks::Small), "-# a\n-# \\-# b");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        let hidden =
            "a\u{202e}b\u{200b}c\u{2066}d\u{feff}e\u{0}f\u{1b}g\u{2028}h\u{e0041}i\u{200f}";
        assert_eq!(shown(hidden, Breaks::Kept), "abcdefghi");
        let family = "\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(shown(family, Breaks::Kept), family);
    }
}
