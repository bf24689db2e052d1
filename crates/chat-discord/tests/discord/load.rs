//! Many at once.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::support::World;

/// A thousand people, each with three questions: none is lost, none doubled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn none_is_lost_and_none_doubled() {
    let world = World::start().await;
    world.discord.traffic().stop_recording();
    let mut load = world.discord.load(1000);
    for round in 0..3 {
        for person in 0..1000 {
            load.send(person, &format!("plain {round}"));
        }
    }
    let mut heard: HashMap<usize, usize> = HashMap::new();
    for _ in 0..3000 {
        let reply = tokio::time::timeout(Duration::from_secs(20), load.replies.recv()).await;
        let (person, _) = reply.expect("in time").expect("open");
        *heard.entry(person).or_default() += 1;
    }
    assert!(heard.len() == 1000 && heard.values().all(|count| *count == 3));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(load.replies.try_recv().is_err(), "one too many");
    world.ends_well().await;
}

/// Prints what one adapter does on this machine.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures; run it alone, in release"]
async fn throughput_and_latency() {
    let world = World::start().await;
    world.discord.until_commands().await;
    world.discord.traffic().stop_recording();
    for command in [false, true] {
        let mut load = match command {
            true => world.discord.load_command(500, "ask", "question"),
            false => world.discord.load(500),
        };
        for rate in [500_u64, 1000, 1500, 2500] {
            let asking = load.asking.clone();
            let count = rate * 4;
            let sender = tokio::spawn(async move {
                let begun = tokio::time::Instant::now();
                let mut sent = Vec::with_capacity(count as usize);
                for number in 0..count {
                    tokio::time::sleep_until(
                        begun + Duration::from_micros(number * 1_000_000 / rate),
                    )
                    .await;
                    sent.push(Instant::now());
                    asking.send((number % 500) as usize, "plain question");
                }
                sent
            });
            let mut arrived: HashMap<usize, Vec<Instant>> = HashMap::new();
            let begun = Instant::now();
            for _ in 0..count {
                let reply =
                    tokio::time::timeout(Duration::from_secs(30), load.replies.recv()).await;
                let (person, at) = reply.expect("in time").expect("open");
                arrived.entry(person).or_default().push(at);
            }
            let took = begun.elapsed();
            let mut times: Vec<Duration> = Vec::new();
            for (number, at) in sender.await.unwrap().into_iter().enumerate() {
                let arrival = arrived[&(number % 500)][number / 500];
                times.push(arrival.saturating_duration_since(at));
            }
            times.sort_unstable();
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
            #[allow(clippy::print_stderr, reason = "it is what this is for")]
            {
                eprintln!(
                    "command {command}, {rate}/s: {:.0}/s, p50 {:?}, p99 {:?}, most {:?}",
                    count as f64 / took.as_secs_f64(),
                    at(0.5),
                    at(0.99),
                    at(1.0),
                );
            }
        }
    }
    world.ends_well().await;
}
