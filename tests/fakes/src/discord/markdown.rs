//! Discord's Markdown, as people see it (docs: "Markdown Text 101").

/// Delimiters that come in pairs, the longer ones first.
const PAIRS: [&str; 7] = ["***", "**", "__", "~~", "||", "*", "_"];

/// The text without its markup: escapes undone, masked links as `text (address)`.
pub(super) fn plain(text: &str) -> String {
    let mut lines = Vec::new();
    let mut code = false;
    for line in text.split('\n') {
        if line.trim_start().starts_with("```") {
            code = !code;
        } else if code {
            lines.push(line.to_owned());
        } else {
            lines.push(inline(&line_content(line).chars().collect::<Vec<_>>()));
        }
    }
    lines.join("\n")
}

/// A line without what makes it a heading or a quote.
fn line_content(line: &str) -> &str {
    ["### ", "## ", "# ", "-# ", "> ", ">>> "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line)
}

fn inline(text: &[char]) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some((&letter, after)) = rest.split_first() {
        let (seen, left) = step(letter, after, rest, before);
        plain.push_str(&seen);
        before = letter;
        rest = left;
    }
    plain
}

/// What is seen of the text's beginning, and what is left.
fn step<'a>(
    letter: char,
    after: &'a [char],
    rest: &'a [char],
    before: char,
) -> (String, &'a [char]) {
    match letter {
        '\\' => match after.split_first() {
            Some((&next, left)) if next.is_ascii_punctuation() => return (next.to_string(), left),
            _ => {}
        },
        '`' => {
            if let Some((code, left)) = until(after, &['`']) {
                return (code.iter().collect(), left);
            }
        }
        '[' => {
            if let Some((label, address, left)) = link(after) {
                return (format!("{} ({address})", inline(label)), left);
            }
        }
        '<' => {
            if let Some((address, left)) = until(after, &['>'])
                && starts_as_address(address)
            {
                return (address.iter().collect(), left);
            }
        }
        _ => {
            if let Some((inner, left)) = pair(rest, before) {
                return (inline(inner), left);
            }
            // An address is shown as it is, whatever its letters mean elsewhere.
            if !before.is_alphanumeric() && starts_as_address(rest) {
                let end = rest
                    .iter()
                    .position(|letter| letter.is_whitespace() || matches!(letter, ')' | '>' | ']'));
                let (address, left) = rest.split_at(end.unwrap_or(rest.len()));
                return (address.iter().collect(), left);
            }
        }
    }
    (letter.to_string(), after)
}

fn starts_as_address(text: &[char]) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| starts(text, scheme))
}

fn starts(text: &[char], with: &str) -> bool {
    let mut letters = text.iter();
    with.chars().all(|letter| letters.next() == Some(&letter))
}

/// The text before an end that is not escaped, and the text after it.
fn until<'a>(text: &'a [char], end: &[char]) -> Option<(&'a [char], &'a [char])> {
    let mut index = 0;
    while index < text.len() {
        let (before, after) = text.split_at(index);
        if after.first() == Some(&'\\') {
            index += 2;
        } else if after.starts_with(end) {
            return Some((before, after.split_at(end.len()).1));
        } else {
            index += 1;
        }
    }
    None
}

/// A masked link after its first bracket: label, address and what follows.
fn link(text: &[char]) -> Option<(&[char], String, &[char])> {
    let (label, after) = until(text, &[']'])?;
    let (address, left) = until(after.strip_prefix(&['('])?, &[')'])?;
    let address: String = address
        .iter()
        .filter(|letter| !matches!(letter, '<' | '>'))
        .collect();
    let is_one = address.starts_with("https://") || address.starts_with("http://");
    (is_one && !label.is_empty()).then_some((label, address, left))
}

/// What stands between two delimiters, and what follows.
fn pair(text: &[char], before: char) -> Option<(&[char], &[char])> {
    let mark = PAIRS.iter().find(|mark| starts(text, mark))?;
    let mark: Vec<char> = mark.chars().collect();
    let (inner, left) = until(text.split_at(mark.len()).1, &mark)?;
    let is_word = mark == ['_']
        && (before.is_alphanumeric() || left.first().is_some_and(|next| next.is_alphanumeric()));
    let is_bare = inner.is_empty()
        || mark == ['*'] && inner.first().is_some_and(|first| first.is_whitespace());
    (!is_word && !is_bare).then_some((inner, left))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_is_taken_away() {
        let cases = [
            (
                "**Yes**, _unless_ you ~~do~~ opt out",
                "Yes, unless you do opt out",
            ),
            (
                r"snake_case\_here \*not bold\*",
                "snake_case_here *not bold*",
            ),
            (
                "[Settings](https://a.b/c_d_e) and <https://x.y>",
                "Settings (https://a.b/c_d_e) and https://x.y",
            ),
            ("https://a.b/some_long_path_", "https://a.b/some_long_path_"),
            ("# Head\n> quote\n-# small", "Head\nquote\nsmall"),
            ("```\n**raw**\n```", "**raw**"),
            ("2 * 3 * 4 and `a*b*`", "2 * 3 * 4 and a*b*"),
            ("***both***", "both"),
        ];
        for (raw, seen) in cases {
            assert_eq!(plain(raw), seen, "{raw}");
        }
    }
}
