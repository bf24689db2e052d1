//! What the running service shows.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    time::Duration,
};

use chat::{
    Choice, Field, Incoming, InlineAnswer, Meters, Network, Port, Reply, Request, Responder, Sent,
    Shutdown, Speaker,
};
use privy::Config;
use prometheus_client::{encoding::text::encode, registry::Registry};

use super::{read, words};
use crate::dummy::{Ran, Sandbox};

/// An address of this machine at which nothing listens.
fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// The status and the body of what is found at `path`.
fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    (status, body.to_owned())
}

/// What `privy health` says of a service at `listen`.
fn health(sandbox: &Sandbox, listen: &str) -> Ran {
    let mut program = sandbox.program();
    program.env("PRIVY__SERVE__LISTEN", listen).arg("health");
    Ran::of(program.output().unwrap())
}

/// Runs `look` while a service runs, whose Telegram is not there.
fn while_serving(look: impl FnOnce(&Sandbox, SocketAddr)) {
    let sandbox = Sandbox::new();
    let address = free();
    let folder = sandbox.path().join("knowledge");
    let text = format!(
        "[knowledge]\nfolder = {folder:?}\n[serve]\nlisten = \"{address}\"\n\
         [telegram]\ntoken = \"1:a\"\napi = \"http://{}\"\n",
        free()
    );
    sandbox.write("serve.toml", text);
    let config = Config::read(Some(&sandbox.path().join("serve.toml"))).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stop = Shutdown::new();
    let running = runtime.spawn(privy::serve::run(config, stop.clone()));
    for _ in 0..600 {
        if TcpStream::connect(address).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    look(&sandbox, address);
    stop.cancel();
    runtime.block_on(running).unwrap().unwrap();
}

#[test]
fn health_is_asked_where_the_service_listens() {
    let any = |address: SocketAddr| format!("0.0.0.0:{}", address.port());
    while_serving(|sandbox, address| {
        assert_eq!(health(sandbox, &address.to_string()).fine(), "");
        assert_eq!(health(sandbox, &any(address)).fine(), "");
    });
    let sandbox = Sandbox::new();
    for (listen, why) in [
        (free().to_string(), "does not tell how the service is: "),
        (String::new(), "serve.listen is \"\""),
    ] {
        let ran = health(&sandbox, &listen);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{ran:?}");
        assert!(ran.err.contains(why), "{ran:?}");
    }
}

#[test]
fn what_answers_there_and_is_not_well_is_no_service() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let other = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = [0; 512];
        let length = stream.read(&mut asked).unwrap();
        assert!(asked[..length].starts_with(b"GET /healthz "));
        stream
            .write_all(b"HTTP/1.1 404 Not Found\r\n\r\n200\r\n")
            .unwrap();
    });
    let ran = health(&Sandbox::new(), &address.to_string());
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.err.contains("what answers at"), "{ran:?}");
    other.join().unwrap();
}

/// Knows nothing.
struct Blank;

impl Responder for Blank {
    async fn respond(&self, _: Incoming) -> Reply {
        Reply::new("unknown")
    }

    fn complete(&self, _: Field, _: &str, _: usize) -> Vec<Choice> {
        Vec::new()
    }

    fn inline(&self, _: &str, _: usize) -> Vec<InlineAnswer> {
        Vec::new()
    }
}

/// What the networks count; nothing is shown before it was counted once.
fn counted() -> String {
    let meters = Arc::new(Meters::default());
    let mut registry = Registry::with_prefix("privy");
    meters.register(&mut registry);
    let port = Port {
        responder: Arc::new(Blank),
        meters: meters.clone(),
    };
    let from = Speaker {
        network: Network::Telegram,
        chat: 1,
        person: 1,
    };
    let request = Request::Text("?".to_owned());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(port.respond(Incoming { from, request }));
    meters.replied(Network::Telegram, Duration::ZERO);
    meters.sent(Network::Telegram, Sent::Failed);
    meters.set_connected(Network::Telegram, true);
    let mut text = String::new();
    encode(&mut text, &registry).unwrap();
    text
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[test]
fn every_metric_and_every_address_is_there() {
    let readme = read("deploy/README.md");
    let mut shown = counted();
    while_serving(|_, address| {
        for path in ["/healthz", "/readyz", "/metrics"] {
            assert!(readme.contains(&format!("| `{path}` |")), "{path}");
        }
        assert_eq!(get(address, "/healthz"), (200, "ok\n".to_owned()));
        let (status, body) = get(address, "/readyz");
        assert_eq!((status, body.as_str()), (503, "telegram: not connected\n"));
        let (status, body) = get(address, "/metrics");
        assert_eq!(status, 200);
        shown.push_str(&body);
    });
    let samples: BTreeSet<&str> = shown
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| words(line, is_of_a_name).next())
        .collect();
    let families: BTreeSet<&str> = shown
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
        .collect();
    let named: BTreeSet<&str> = words(&readme, is_of_a_name)
        .filter(|word| word.starts_with("privy_"))
        .collect();
    for name in &named {
        assert!(
            samples.contains(name) || families.contains(name),
            "{name} is no metric: {samples:?}"
        );
    }
    for family in families {
        assert!(
            named.iter().any(|name| name.starts_with(family)),
            "{family} is not explained"
        );
    }
}
