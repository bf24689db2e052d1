//! The log: nothing that a person wrote, no ids, no token.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use fakes::{Fault, telegram::Telegram};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::bot::start;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("one writer").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn nothing_that_a_person_wrote_and_no_id_is_logged() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("trace"))
        .with_writer(log.clone())
        .finish();
    // The runtime of this test has one thread: everything below is logged here.
    let _guard = tracing::subscriber::set_default(subscriber);
    let fake = Telegram::start().await;
    fake.next("getMe", Fault::DropBefore);
    let bot = start(&fake);
    let ann = fake.user("Ann");
    for fault in [
        Fault::Status(400),
        Fault::Status(500),
        Fault::DropBefore,
        Fault::RetryAfter(1.0),
    ] {
        fake.next("sendMessage", fault);
        ann.says("my_secret_question <b>").await;
        ann.hears_within(Duration::from_secs(4)).await;
    }
    ann.says("panic my_secret_question").await;
    ann.hears().await;
    fake.next("sendMessage", Fault::Status(400));
    fake.next("sendMessage", Fault::Status(400));
    ann.says("my_secret_question").await;
    ann.hears_nothing().await;
    bot.stop().await.unwrap();
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("Telegram cannot be reached; the next try is in 1 s"),
        "{log}"
    );
    assert!(
        log.contains("a reply was not taken: Telegram refused the request"),
        "{log}"
    );
    let ids = [
        ann.id().to_string(),
        "my_secret_question".to_owned(),
        "AAFake".to_owned(),
    ];
    for secret in ids {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(&secret)).collect();
        assert!(lines.is_empty(), "{lines:#?}");
    }
}
