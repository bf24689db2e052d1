//! Collections that are cloned and fetched, over smart HTTP, from a server on this machine.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use archive::{Collection, Location, Synced};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Response, StatusCode},
};

use crate::repository::{PLUME, World, run_sync};

/// A server of every repository below a folder.
struct Server {
    address: String,
    runtime: tokio::runtime::Runtime,
}

impl Server {
    fn start(folder: PathBuf) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(serve).with_state(folder);
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { address, runtime }
    }

    fn collection(&self) -> Collection {
        let at = |name: &str| Location::parse(&format!("{}/{name}", self.address));
        Collection {
            name: "test".to_owned(),
            versions: at("versions"),
            declarations: Some(at("declarations")),
        }
    }

    fn stop(self) {
        self.runtime.shutdown_background();
    }
}

/// What git's smart HTTP asks for, answered by `git upload-pack`.
async fn serve(State(folder): State<PathBuf>, request: Request) -> Response<Body> {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let version = request.headers().get("git-protocol");
    let version = version
        .and_then(|value| value.to_str().ok())
        .unwrap_or("")
        .to_owned();
    let body = to_bytes(request.into_body(), 1 << 24).await.unwrap();
    let (repository, advertise) = match (
        path.strip_suffix("/info/refs"),
        path.strip_suffix("/git-upload-pack"),
    ) {
        (Some(repository), _) => (repository, true),
        (_, Some(repository)) => (repository, false),
        _ => return status(StatusCode::NOT_FOUND),
    };
    let mut command = Command::new("git");
    command.args(["-c", "safe.directory=*", "upload-pack", "--stateless-rpc"]);
    if advertise {
        command.arg("--advertise-refs");
    }
    let mut child = command
        .arg(folder.join(repository))
        .env("GIT_PROTOCOL", version)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&body).unwrap();
    let answer = child.wait_with_output().unwrap();
    if !answer.status.success() {
        return status(StatusCode::NOT_FOUND);
    }
    let (kind, mut bytes) = match advertise {
        true => (
            "advertisement",
            b"001e# service=git-upload-pack\n0000".to_vec(),
        ),
        false => ("result", Vec::new()),
    };
    bytes.extend(answer.stdout);
    Response::builder()
        .header(
            "content-type",
            format!("application/x-git-upload-pack-{kind}"),
        )
        .body(Body::from(bytes))
        .unwrap()
}

fn status(status: StatusCode) -> Response<Body> {
    Response::builder()
        .status(status)
        .body(Body::empty())
        .unwrap()
}

fn codes(synced: &Synced) -> Vec<&'static str> {
    synced
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

#[test]
fn a_collection_is_cloned_then_fetched() {
    let mut world = World::with_texts();
    let server = Server::start(world.path().to_owned());
    let collection = [server.collection()];
    let synced = run_sync(&world.data(), &collection).unwrap();
    assert_eq!(synced.findings, []);
    let archive = world.archive();
    let policy = archive.document("test:Plume/Privacy Policy").unwrap();
    assert_eq!(policy.urls, ["https://www.plume.example/privacy"]);
    assert!(!run_sync(&world.data(), &collection).unwrap().changed);
    world
        .versions
        .days(1)
        .text("Plume/Privacy Policy.md", &PLUME.replace("seed", "grain"));
    world
        .versions
        .commit("Record new changes of Plume Privacy Policy");
    let synced = run_sync(&world.data(), &collection).unwrap();
    assert_eq!((synced.texts, codes(&synced)), (1, vec![]));
    let archive = world.archive();
    assert_eq!(
        archive
            .document("test:Plume/Privacy Policy")
            .unwrap()
            .versions,
        2
    );
    server.stop();
}

#[test]
fn a_history_that_was_written_anew_is_fetched() {
    let mut world = World::with_texts();
    let server = Server::start(world.path().to_owned());
    let collection = [server.collection()];
    run_sync(&world.data(), &collection).unwrap();
    world
        .versions
        .forget()
        .days(1)
        .commit("All of it, once more");
    let synced = run_sync(&world.data(), &collection).unwrap();
    assert_eq!((synced.changed, codes(&synced)), (true, vec![]));
    let archive = world.archive();
    assert_eq!(
        archive
            .document("test:Plume/Privacy Policy")
            .unwrap()
            .versions,
        1
    );
    server.stop();
}

#[test]
fn without_the_network_what_is_there_serves() {
    let world = World::with_texts();
    let server = Server::start(world.path().to_owned());
    let collection = [server.collection()];
    run_sync(&world.data(), &collection).unwrap();
    server.stop();
    let synced = run_sync(&world.data(), &collection).unwrap();
    assert_eq!(codes(&synced), ["fetch-failed", "fetch-failed"]);
    assert_eq!(world.archive().documents().len(), 3);
}

#[test]
fn a_collection_that_is_not_there_is_told_and_leaves_nothing() {
    let world = World::with_texts();
    let server = Server::start(world.path().join("elsewhere"));
    let synced = run_sync(&world.data(), &[server.collection()]).unwrap();
    let told = codes(&synced);
    assert!(
        told.contains(&"fetch-failed") && told.contains(&"repository-unreadable"),
        "{told:?}"
    );
    assert!(!world.data().join("collections/test/versions.git").exists());
    server.stop();
}

#[test]
fn what_a_killed_fetch_left_is_no_hindrance() {
    let mut world = World::with_texts();
    let server = Server::start(world.path().to_owned());
    let collection = [server.collection()];
    run_sync(&world.data(), &collection).unwrap();
    let repository = world.data().join("collections/test/versions.git");
    for left in [
        "refs/heads/main.lock",
        "packed-refs.lock",
        "objects/pack/tmp_pack_x",
        "objects/pack/.tmp7",
    ] {
        std::fs::write(repository.join(left), "half").unwrap();
    }
    std::fs::create_dir_all(repository.with_extension("partial")).unwrap();
    world
        .versions
        .days(1)
        .text("Plume/Privacy Policy.md", "We keep it for a year.");
    world
        .versions
        .commit("Record new changes of Plume Privacy Policy");
    let synced = run_sync(&world.data(), &collection).unwrap();
    assert_eq!((synced.texts, codes(&synced)), (1, vec![]));
    server.stop();
}
