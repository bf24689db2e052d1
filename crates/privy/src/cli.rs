//! What can be typed after `privy`.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  privy ask is LinkedIn training on my data?
  privy ask \"how do i delete my insta account\"
  privy ask --region uk --json \"does linkedin train ai on my posts\"
  privy chat
  privy list ai-training
  privy show linkedin";

/// The privacy assistant: ask what platforms do with your data, and how to stop it.
///
/// Answers come from reviewed records with their sources and dates. Nothing that you type leaves this machine, and
/// nothing of it is kept.
#[derive(Debug, Parser)]
#[command(name = "privy", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Cli {
    /// Use the records of this folder in place of the built-in ones.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,

    /// Read the configuration from this file [default: privy.toml, where there is one].
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Ask a question and get a verdict, the way out and the sources.
    #[command(after_help = "\
Examples:
  privy ask is LinkedIn training on my data?
  privy ask --region uk linkedin ai training
  echo '{\"id\":\"1\",\"turns\":[\"does x sell my data\",\"and reddit?\"]}' | privy ask --batch -")]
    Ask(Ask),

    /// Talk: ask, and ask on ("and how do I turn it off?").
    Chat {
        /// Where you live: eu, uk, us, us-ca, or a country's name.
        #[arg(long)]
        region: Option<String>,
    },

    /// Answer on Discord and on Telegram, whichever has a token.
    #[command(after_help = "\
Tokens come from the environment (PRIVY__TELEGRAM__TOKEN, PRIVY__DISCORD__TOKEN) or from files that privy.toml names.
Ctrl-C or SIGTERM ends it once what is in hand is answered; SIGHUP reads the knowledge folder again.")]
    Serve,

    /// Ask the service that runs here whether it is well: status 0 where it is, 1 where not.
    #[command(after_help = "\
Asks /healthz at serve.listen, so it needs the same configuration as the service. For a container's health check.")]
    Health,

    /// Print a configuration file with every key, what it is for and its default.
    #[command(after_help = "\
Example:
  privy config > privy.toml")]
    Config,

    /// List the platforms that are held, or what all of them say on one topic.
    #[command(after_help = "\
Examples:
  privy list
  privy list ai-training
  privy list sharing --stance no
  privy list deletion --kind \"data broker\"")]
    List {
        /// A topic: ai-training, ads, sharing, tracking, location, contacts, biometrics, messages, collection,
        /// retention, visibility, children, security, deletion, export, rights.
        topic: Option<String>,
        /// Only those with this stance: yes, opt-out, opt-in, limited, no, unstated.
        #[arg(long)]
        stance: Option<String>,
        /// Only those of this kind: messenger, dating, "data broker" ...
        #[arg(long)]
        kind: Option<String>,
        /// Where you live.
        #[arg(long)]
        region: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },

    /// Show a platform's card: every topic with its stance.
    Show {
        /// The platform: a name, an alias, a domain or a link.
        #[arg(required = true, value_name = "PLATFORM")]
        platform: Vec<String>,
        /// Where you live.
        #[arg(long)]
        region: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },

    /// Check the records: every finding with file, line, code and fix.
    #[command(after_help = "The status is 0 where nothing was found, 1 where something was.")]
    Lint {
        /// The folder to check [default: the built-in records].
        dir: Option<PathBuf>,
        /// As JSON, one array.
        #[arg(long)]
        json: bool,
        /// List the checks instead.
        #[arg(long)]
        codes: bool,
    },

    /// Measure answers against question sets: accuracy by kind, and every miss.
    Eval {
        /// Files of questions, one JSON object a line: id, group, turns, region, expect.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// Fail (status 1) where fewer per cent are all right.
        #[arg(long, value_name = "PERCENT")]
        at_least: Option<f64>,
        /// Fail (status 1) where more per cent are confidently wrong.
        #[arg(long, value_name = "PERCENT")]
        wrong_at_most: Option<f64>,
        /// Count only: do not show the misses.
        #[arg(long)]
        quiet: bool,
    },

    /// The platforms' own texts: bring them in, and tell what is there.
    Archive {
        #[command(subcommand)]
        action: ArchiveAction,
    },

    /// Tell what changed in a platform's own texts.
    #[command(after_help = "\
Examples:
  privy changes linkedin
  privy changes linkedin --since 2026-06-01 --topic ai-training")]
    Changes {
        /// The platform: a name, an alias, a domain, or what the collections call it.
        #[arg(required = true, value_name = "PLATFORM")]
        platform: Vec<String>,
        /// The first day, as 2026-06-01 [default: 30 days ago].
        #[arg(long, value_name = "DATE")]
        since: Option<jiff::civil::Date>,
        /// Only what speaks to this topic.
        #[arg(long)]
        topic: Option<String>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },

    /// Look up in the newest texts every term on which a claim of a record rests.
    #[command(after_help = "The status is 0 where all of them hold, 1 where one is gone.")]
    Check {
        /// Only this platform.
        #[arg(long)]
        platform: Option<String>,
        /// As JSON, one array.
        #[arg(long)]
        json: bool,
    },

    /// Find passages in a folder of texts: for measuring.
    Passages {
        /// The folder: SERVICE/DOCUMENT.md or .txt.
        #[arg(long, value_name = "DIR")]
        texts: PathBuf,
        /// Questions, one JSON object a line: id, question, service, top (`-`: standard input).
        #[arg(long, value_name = "FILE")]
        batch: PathBuf,
    },

    /// Learn from a folder's phrasings, and keep what was learned beside them.
    #[command(after_help = "\
Needed after phrasings, topics or shorthand were changed: without it every start has to learn anew, which takes a second.")]
    Train {
        /// The knowledge folder.
        dir: PathBuf,
    },

    /// Print the JSON schema of a record.
    Schema,

    /// Print completions for a shell.
    Completions {
        /// bash, elvish, fish, powershell or zsh.
        shell: Shell,
    },
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum ArchiveAction {
    /// Bring the collections in, or up to date. What was there serves until the new state is whole; it can be ended at
    /// any point and goes on the next time.
    Sync,
    /// Tell what is there, how large it is, and what was left out and why.
    Status {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Ask {
    /// The question; no quotes needed.
    #[arg(
        value_name = "QUESTION",
        required_unless_present = "batch",
        conflicts_with = "batch"
    )]
    pub(crate) question: Vec<String>,
    /// Print one JSON object on one line.
    #[arg(long)]
    pub(crate) json: bool,
    /// Answer a file of conversations, one JSON object a line (`-`: standard input).
    #[arg(long, value_name = "FILE")]
    pub(crate) batch: Option<PathBuf>,
    /// Where you live: eu, uk, us, us-ca, or a country's name.
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Also show how the answer came about, on standard error.
    #[arg(long)]
    pub(crate) trace: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
