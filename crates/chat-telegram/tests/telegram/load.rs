//! How fast it is.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use fakes::telegram::Telegram;

use crate::bot::start;

/// How many people ask, each again when they were answered.
const PEOPLE: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::print_stderr, reason = "what was measured is for people")]
#[ignore = "measures; run it alone and with --release"]
async fn replies_a_second_and_their_latency() {
    let seconds = 10;
    for pace in [1000, 2000, 100_000] {
        let (count, mut took) = measure(pace, Duration::from_secs(seconds)).await;
        took.sort_unstable();
        let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize];
        let rate = count as u64 / seconds;
        eprintln!(
            "asked {pace}/s: {rate} replies/s, p50 {:?}, p99 {:?}, most {:?}",
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
}

/// Asks at most `pace` questions a second for `time`; the number of replies and how long each took.
async fn measure(pace: u32, time: Duration) -> (usize, Vec<Duration>) {
    let fake = Telegram::start().await;
    fake.traffic.stop_recording();
    let bot = start(&fake);
    bot.is_connected().await;
    let mut load = fake.load(PEOPLE);
    let mut asked: HashMap<usize, Instant> = HashMap::new();
    let mut took = Vec::new();
    let start = Instant::now();
    let mut free: Vec<usize> = (0..PEOPLE).collect();
    let (mut sent, mut next) = (0_u32, start);
    while start.elapsed() < time || !asked.is_empty() {
        while start.elapsed() < time
            && Instant::now() >= next
            && let Some(user) = free.pop()
        {
            asked.insert(user, Instant::now());
            load.send(user, "is linkedin training on my data?");
            sent += 1;
            next = start + Duration::from_secs(1) * sent / pace;
        }
        let wait = next
            .saturating_duration_since(Instant::now())
            .max(Duration::from_micros(200));
        if let Ok(Some(arrival)) = tokio::time::timeout(wait, load.replies.recv()).await {
            let at = asked
                .remove(&arrival.user)
                .expect("one reply to a question");
            took.push(arrival.at - at);
            free.push(arrival.user);
        }
    }
    bot.stop().await.expect("a good end");
    assert_eq!(u32::try_from(took.len()).expect("few enough"), sent);
    (took.len(), took)
}
