//! Drawing a reply as plain text, or for a terminal.

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSeparator, WordSplitter};

use chat::{Action, Block, Effect, Reply, Run, Step};

/// Lines are no longer than this, however wide the terminal is: long ones are hard to read.
const WIDEST: usize = 96;

const BOLD: Style = Style::new().bold();
const STRONG: Style = AnsiColor::Cyan.on_default().bold();
const DIM: Style = Style::new().dimmed();
const PLAIN: Style = Style::new();

/// The reply as plain text: no colour, no line broken.
pub(crate) fn plain(reply: &Reply) -> String {
    Drawing {
        width: None,
        styled: false,
        text: String::new(),
    }
    .draw(reply)
}

/// The reply for a terminal of `width` columns, with styles; whoever prints it drops them where they are not wanted.
pub(crate) fn terminal(reply: &Reply, width: Option<usize>) -> String {
    Drawing {
        width: width.map(|width| width.clamp(20, WIDEST)),
        styled: true,
        text: String::new(),
    }
    .draw(reply)
}

struct Drawing {
    width: Option<usize>,
    styled: bool,
    text: String,
}

impl Drawing {
    fn draw(mut self, reply: &Reply) -> String {
        let mut after_heading = false;
        for (index, block) in reply.blocks.iter().enumerate() {
            if index > 0 && !after_heading {
                self.text.push('\n');
            }
            after_heading = matches!(block, Block::Heading(_));
            self.block(block);
        }
        self.actions(&reply.actions);
        self.text.truncate(self.text.trim_end().len());
        self.text
    }

    fn actions(&mut self, actions: &[Action]) {
        if actions.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line("", BOLD, "Ask on");
        for action in actions {
            match &action.effect {
                Effect::Ask(_) | Effect::Choose(_) => self.line("- ", DIM, &action.label),
                Effect::Open(url) => {
                    self.whole_line("- ", DIM, &format!("{}: {url}", action.label))
                }
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Verdict {
                about,
                asks,
                verdict,
            } => {
                self.line("", BOLD, about);
                self.line("", PLAIN, asks);
                self.line("", STRONG, &format!("{verdict}."));
            }
            Block::Heading(text) => self.line("", BOLD, text),
            Block::Paragraph(text) => self.line("", PLAIN, text),
            Block::Points(points) => {
                for point in points {
                    let numbered = point
                        .split_once(". ")
                        .is_some_and(|(n, _)| n.parse::<u8>().is_ok());
                    self.line(if numbered { "  " } else { "- " }, PLAIN, point);
                }
            }
            Block::Steps(steps) => {
                for (index, step) in steps.iter().enumerate() {
                    self.step(index + 1, step);
                }
            }
            Block::Table(rows) => self.table(rows),
            Block::Sources(sources) => {
                self.line("", BOLD, "Sources");
                for source in sources {
                    self.line("- ", PLAIN, &format!("{} ({})", source.title, source.read));
                    self.whole_line("  ", DIM, &source.url);
                }
            }
            Block::Quote(runs) => self.quote(runs),
            Block::Note(text) => self.line("", DIM, text),
        }
    }

    fn step(&mut self, number: usize, step: &Step) {
        self.line(
            &format!("{number}. "),
            PLAIN,
            &match step.effort {
                "" => step.label.clone(),
                effort => format!("{} ({effort})", step.label),
            },
        );
        for (device, taps) in &step.paths {
            self.line("   ", PLAIN, &format!("{device}: {}", taps.join(" > ")));
        }
        if let Some(url) = &step.url {
            self.whole_line("   ", DIM, url);
        }
        if let Some(note) = &step.note {
            self.line("   ", PLAIN, note);
        }
    }

    /// Words that stand out do so in a terminal alone: elsewhere marks would change what is quoted.
    fn quote(&mut self, runs: &[Run]) {
        let bold = |run: &Run| format!("{BOLD}{}{BOLD:#}", run.text);
        let marked = runs.iter().map(|run| match run.bold && self.styled {
            true => bold(run),
            false => run.text.clone(),
        });
        let text = marked.collect::<String>();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.line("> ", PLAIN, line);
        }
    }

    fn table(&mut self, rows: &[(String, String)]) {
        let widest = rows
            .iter()
            .map(|(left, _)| textwrap::core::display_width(left))
            .max();
        let widest = widest.unwrap_or_default();
        for (left, right) in rows {
            let gap = " ".repeat(widest.saturating_sub(textwrap::core::display_width(left)) + 2);
            self.line("  ", PLAIN, &format!("{left}{gap}{right}"));
        }
    }

    /// A line that is broken at the width, with what follows under its first word.
    fn line(&mut self, lead: &str, style: Style, text: &str) {
        let Some(width) = self.width else {
            return self.whole_line(lead, style, text);
        };
        let rest = " ".repeat(lead.chars().count());
        let options = Options::new(width)
            .initial_indent(lead)
            .subsequent_indent(&rest)
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation)
            .word_separator(WordSeparator::AsciiSpace);
        for line in textwrap::wrap(text, options) {
            self.whole_line("", style, &line);
        }
    }

    /// A line that is never broken: links must stay whole.
    fn whole_line(&mut self, lead: &str, style: Style, text: &str) {
        self.text.push_str(lead);
        if self.styled && style != PLAIN {
            self.text.push_str(&format!("{style}{text}{style:#}"));
        } else {
            self.text.push_str(text);
        }
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use chat::{Id, SourceLine};

    use super::*;

    /// A reply with every block, long lines among them.
    fn everything() -> Reply {
        let words = "word ".repeat(30);
        let step = Step {
            label: format!("Turn it off {words}"),
            effort: "easy",
            paths: vec![(
                "web",
                ["Settings", "Privacy", "AI"].map(str::to_owned).into(),
            )],
            url: Some(format!("https://bluebird.example/{}", "long/".repeat(20))),
            note: Some("Once for each account.".to_owned()),
        };
        let source = SourceLine {
            title: "Bluebird Privacy Policy".to_owned(),
            read: "read 2026-03-01".to_owned(),
            url: "https://bluebird.example/privacy".to_owned(),
        };
        let row = |left: &str, right: &str| (left.to_owned(), right.to_owned());
        let mut reply = Reply::default()
            .with(Block::Verdict {
                about: "Bluebird · AI training".to_owned(),
                asks: "Does it train AI on your data?".into(),
                verdict: "Yes, unless you turn it off".to_owned(),
            })
            .saying(words.trim())
            .with(Block::Points(vec![
                format!("Used: {words}"),
                format!("1. First {words}"),
            ]))
            .with(Block::Heading("What you can do".to_owned()))
            .with(Block::Steps(vec![step]))
            .with(Block::Table(vec![
                row("Zoë", "Yes"),
                row("日本", "No"),
                row("Bluebird", "In part"),
            ]))
            .with(Block::Sources(vec![source]))
            .with(Block::quote(format!("Word for word: {words}")))
            .with(Block::Note(format!("Small print: {words}")));
        reply.actions = vec![
            Action::ask(
                "Can it be undone?",
                Id::new("explain/can-it-be-undone").unwrap(),
            ),
            Action::open("Its policy", "https://bluebird.example/privacy"),
        ];
        reply
    }

    fn without_styles(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    fn columns(line: &str) -> usize {
        textwrap::core::display_width(line)
    }

    #[test]
    fn a_terminal_of_80_columns() {
        let drawn = terminal(&everything(), Some(80));
        for line in without_styles(&drawn)
            .lines()
            .filter(|line| !line.contains("https://"))
        {
            assert!(columns(line) <= 80, "{line}");
        }
        insta::assert_snapshot!(drawn.replace('\u{1b}', "^"));
    }

    #[test]
    fn a_pipe_breaks_no_line_and_plain_text_has_no_styles() {
        let reply = everything();
        let plain = plain(&reply);
        assert!(!plain.contains('\u{1b}'), "{plain}");
        assert_eq!(without_styles(&terminal(&reply, None)), plain);
        assert!(plain.lines().any(|line| columns(line) > 150), "{plain}");
    }

    #[test]
    fn links_stay_whole_however_narrow_it_is() {
        for width in [0, 1, 20, 40, 80, 1000] {
            let drawn = without_styles(&terminal(&everything(), Some(width)));
            assert!(drawn.contains(&"long/".repeat(20)), "{width}: {drawn}");
            let widest = drawn
                .lines()
                .filter(|line| !line.contains("https://"))
                .map(columns)
                .max();
            assert!(
                widest.is_some_and(|widest| widest <= width.clamp(20, WIDEST)),
                "{width}: {drawn}"
            );
        }
    }

    #[test]
    fn the_columns_of_a_table_stand_under_each_other() {
        let drawn = plain(&everything());
        let at = |right: &str| {
            let line = drawn.lines().find(|line| line.ends_with(right)).unwrap();
            columns(line.strip_suffix(right).unwrap())
        };
        assert_eq!(
            [at("  Yes"), at("  No"), at("  In part")].map(|column| column + 2),
            [12; 3]
        );
    }

    #[test]
    fn an_empty_reply_is_drawn_as_nothing() {
        assert_eq!(plain(&Reply::default()), "");
        assert_eq!(terminal(&Reply::default(), Some(80)), "");
    }
}
