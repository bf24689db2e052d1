//! `privy serve` as a process of its own, on a Telegram of the test's.

use std::{
    io::Read,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use fakes::telegram::Telegram;

use crate::dummy::Sandbox;

/// A running `privy serve`.
struct Served(Child);

impl Served {
    /// Starts it in `sandbox`, for `telegram`, with its log as JSON at the finest level.
    fn start(sandbox: &Sandbox, telegram: &Telegram) -> Self {
        sandbox.write("token", format!("{}\n", telegram.token()));
        let mut program = sandbox.program();
        program
            .args(["--knowledge", "knowledge", "serve"])
            .env("PRIVY__TELEGRAM__TOKEN_FILE", "token")
            .env("PRIVY__TELEGRAM__API", telegram.url())
            .env("PRIVY__SERVE__LISTEN", "")
            .env("PRIVY__SERVE__LOG_LEVEL", "trace")
            .env("PRIVY__SERVE__LOG_JSON", "true")
            .stderr(Stdio::piped());
        Self(program.spawn().unwrap())
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([name, &self.0.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits until it has ended; its status and its log.
    async fn ended(mut self) -> (ExitStatus, String) {
        let since = Instant::now();
        let status = loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                break status;
            }
            assert!(since.elapsed() < Duration::from_secs(15), "it does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        let mut log = String::new();
        self.0
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        (status, log)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_answers_takes_new_records_and_ends_well_and_its_log_tells_nothing_of_people() {
    let (sandbox, telegram) = (Sandbox::new(), Telegram::start().await);
    let served = Served::start(&sandbox, &telegram);
    let ann = telegram.user("Annabella");
    ann.says("does bluebird sell my grandmothers recipes").await;
    assert!(
        ann.hears_within(Duration::from_secs(10))
            .await
            .text
            .contains("no data is sold")
    );
    sandbox.swap(
        "knowledge/platforms/bluebird.toml",
        "no data is sold",
        "not a thing is sold",
    );
    served.signal("-HUP");
    let since = Instant::now();
    loop {
        ann.says("does bluebird sell my data").await;
        if ann.hears().await.text.contains("not a thing is sold") {
            break;
        }
        assert!(
            since.elapsed() < Duration::from_secs(10),
            "the new record does not answer"
        );
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    served.signal("-TERM");
    let (status, log) = served.ended().await;
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.contains("\"level\":\"INFO\""), "{log}");
    let chat = ann.chat_id().to_string();
    for private in [
        "grandmothers",
        "bluebird sell",
        "Annabella",
        chat.as_str(),
        telegram.token().as_str(),
    ] {
        assert!(!log.contains(private), "{private:?} is in the log:\n{log}");
    }
    telegram.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_folder_is_read_again_once() {
    let (sandbox, telegram) = (Sandbox::new(), Telegram::start().await);
    let served = Served::start(&sandbox, &telegram);
    let ann = telegram.user("Ann");
    ann.says("does bluebird sell my data").await;
    let answer = ann.hears_within(Duration::from_secs(10)).await;
    assert!(answer.text.contains("no data is sold"), "{answer:?}");
    sandbox.swap(
        "knowledge/platforms/bluebird.toml",
        "no data is sold",
        "not a thing is sold",
    );
    // Reading it is no change of it: a reading for that would follow within this time.
    tokio::time::sleep(Duration::from_secs(3)).await;
    ann.says("does bluebird sell my data").await;
    let answer = ann.hears().await;
    assert!(answer.text.contains("not a thing is sold"), "{answer:?}");
    served.signal("-TERM");
    let (status, log) = served.ended().await;
    assert_eq!(status.code(), Some(0), "{log}");
    assert_eq!(log.matches("new records").count(), 1, "{log}");
    telegram.finish().await;
}

#[test]
fn without_a_token_it_says_how_to_get_one() {
    let ran = Sandbox::new().run(&["serve"]);
    assert_eq!(ran.status, 2);
    for part in [
        "@BotFather",
        "PRIVY__TELEGRAM__TOKEN",
        "discord.com/developers",
        "deploy/README.md",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
}

#[test]
fn what_is_wrong_in_a_section_is_named() {
    for (section, part) in [
        (
            "[telegram]\ntoken = \"1:a\"\napi = \"http://192.0.2.1\"\n",
            "[telegram]",
        ),
        ("[discord]\ntoken = \"a\"\ntokn = \"b\"\n", "tokn"),
        (
            "[telegram]\ntoken_file = \"nowhere\"\n",
            "nowhere cannot be read",
        ),
        (
            "[telegram]\ntoken = \"1:a\"\ntoken_file = \"token\"\n",
            "keep one of them",
        ),
        ("[serve]\nlisten = \"8600\"\n", "no address with a port"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("privy.toml", section);
        let ran = sandbox.run(&["serve"]);
        assert_eq!(ran.status, 2, "{section}: {}", ran.err);
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
        assert!(!ran.err.contains("1:a"), "{}", ran.err);
    }
}
