//! What can go wrong on demand, and limits.

use std::time::{Duration, Instant};

use fakes::{
    Fault,
    telegram::{Limits, Rate},
};
use serde_json::json;

use super::{had_problem, start};

#[tokio::test]
async fn a_429_has_to_be_obeyed() {
    let (fake, bot) = start().await;
    let (ann, bob) = (fake.user("Ann"), fake.user("Bob"));
    let body = json!({"chat_id": ann.id(), "text": "a"});
    fake.next("SENDMESSAGE", Fault::RetryAfter(0.3));
    let answer = bot.call("sendMessage", body.clone()).await;
    assert_eq!(answer["error_code"], 429);
    assert_eq!(answer["description"], "Too Many Requests: retry after 1");
    assert_eq!(answer["parameters"]["retry_after"], 1);
    bot.sends(bob.id(), "a").await;
    assert_eq!(fake.traffic.problems(), Vec::<String>::new());
    bot.done("sendMessage", body.clone()).await;
    assert!(had_problem(
        &fake,
        "before the time of `retry_after` was over"
    ));
    tokio::time::sleep(Duration::from_secs(1)).await;
    bot.done("sendMessage", body).await;
    ann.hears().await;
    ann.hears().await;
    bob.hears().await;
    fake.assert_clean();
}

#[tokio::test]
async fn errors_come_as_json_and_as_pages() {
    let (fake, bot) = start().await;
    fake.next("getMe", Fault::Status(500));
    let answer = bot.call("getMe", json!({})).await;
    assert_eq!(
        (&answer["error_code"], &answer["description"]),
        (&json!(500), &json!("Internal Server Error"))
    );
    for (fault, status) in [(Fault::Status(502), 502), (Fault::RetryAfterHtml, 429)] {
        fake.next("getMe", fault);
        let answer = bot
            .client
            .get(format!("{}/getMe", bot.base))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), status);
        assert!(answer.headers().get("retry-after").is_none());
        assert!(answer.text().await.expect("a page").contains("nginx"));
    }
    bot.done("getMe", json!({})).await;
    fake.assert_clean();
}

#[tokio::test]
async fn connections_drop_and_hang() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let url = format!("{}/sendMessage", bot.base);
    let send = || {
        bot.client
            .post(&url)
            .json(&json!({"chat_id": ann.id(), "text": "a"}))
    };
    fake.next("sendMessage", Fault::DropBefore);
    assert!(send().send().await.is_err());
    ann.hears_nothing().await;
    fake.next("sendMessage", Fault::DropAfter);
    assert!(send().send().await.is_err());
    ann.hears().await;
    fake.next("sendMessage", Fault::Hang);
    assert!(
        send()
            .timeout(Duration::from_millis(100))
            .send()
            .await
            .expect_err("none")
            .is_timeout()
    );
    ann.hears_nothing().await;
    fake.next("sendMessage", Fault::Delay(Duration::from_millis(150)));
    let before = Instant::now();
    assert!(
        send()
            .timeout(Duration::from_millis(50))
            .send()
            .await
            .is_err()
    );
    ann.hears().await;
    assert!(before.elapsed() >= Duration::from_millis(150));
    fake.assert_clean();
}

#[tokio::test]
async fn limits_are_enforced_when_switched_on() {
    let (fake, bot) = start().await;
    let (ann, group) = (fake.user("Ann"), fake.group("Friends"));
    let rate = |messages| {
        Some(Rate {
            messages,
            per: Duration::from_millis(300),
        })
    };
    fake.limits(Limits {
        overall: rate(4),
        chat: rate(2),
        group: rate(3),
    });
    let (private, shared) = (
        json!({"chat_id": ann.id(), "text": "a"}),
        json!({"chat_id": group.id(), "text": "a"}),
    );
    for _ in 0..2 {
        bot.done("sendMessage", private.clone()).await;
    }
    assert_eq!(
        bot.refused("sendMessage", private.clone()).await,
        "Too Many Requests: retry after 1"
    );
    for _ in 0..2 {
        bot.done("sendMessage", shared.clone()).await;
    }
    bot.refused("sendMessage", shared.clone()).await;
    assert_eq!(fake.traffic.problems(), Vec::<String>::new());
    tokio::time::sleep(Duration::from_millis(350)).await;
    for _ in 0..3 {
        bot.done("sendMessage", shared.clone()).await;
    }
    bot.refused("sendMessage", shared).await;
    bot.done("sendMessage", private).await;
    assert!(had_problem(
        &fake,
        "before the time of `retry_after` was over"
    ));
    fake.limits(Limits::documented());
}
