//! A sync that is killed: what was there serves, and the next one completes.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use archive::{Archive, Collection, Location, Query};

use crate::repository::{World, run_sync};

const DATA: &str = "PRIVY_TEST_DATA";
const VERSIONS: &str = "PRIVY_TEST_VERSIONS";

/// Kills of the first sync, and of later ones.
const KILLS: u32 = 30;

/// Texts of the collection: enough for a sync to take a while.
const TEXTS: usize = 120;

/// Not a test of its own: the process that the tests below start and kill.
#[test]
#[ignore = "is started by the other tests"]
fn child() {
    let collection = Collection {
        name: "test".to_owned(),
        versions: Location::Local(PathBuf::from(env::var_os(VERSIONS).unwrap())),
        declarations: None,
    };
    let data = PathBuf::from(env::var_os(DATA).unwrap());
    run_sync(&data, &[collection]).unwrap();
}

fn start(world: &World) -> std::process::Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "kills::child", "--ignored", "--nocapture"])
        .env(DATA, world.data())
        .env(VERSIONS, &world.versions.path)
        // What a child says is only shown where the test fails.
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

fn fill(world: &mut World, round: u32) {
    for number in 0..TEXTS {
        let paragraph =
            format!("In round {round} we collect thing {number} and share it with partners.\n\n");
        let text = format!(
            "# Policy {number}\n\nround{round}\n\n{}",
            paragraph.repeat(60)
        );
        world
            .versions
            .text(&format!("Service {number}/Terms.md"), &text);
    }
    world.versions.commit("Record new changes");
}

/// How many passages tell of `round`.
fn rounds(archive: &Archive, round: u32) -> usize {
    let query = Query::words(&format!("round{round}"), 100);
    archive.search(&query).unwrap().len()
}

#[test]
fn what_was_there_serves_whenever_a_sync_is_killed() {
    let mut world = World::new();
    fill(&mut world, 0);
    let began = Instant::now();
    assert!(start(&world).wait().unwrap().success());
    let whole = began.elapsed();
    let mut held = 0;
    let mut killed_in_the_middle = 0;
    for kill in 1..=KILLS {
        fill(&mut world, kill);
        let mut child = start(&world);
        thread::sleep(whole * kill / KILLS);
        killed_in_the_middle += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let archive = Archive::open(&world.data()).unwrap().unwrap();
        assert_eq!(archive.documents().len(), TEXTS);
        // All of the old state or all of the new one.
        if rounds(&archive, kill) > 0 {
            held = kill;
        }
        assert!(rounds(&archive, held) >= 100, "kill {kill}");
        let others = (0..=kill).filter(|round| *round != held);
        assert_eq!(
            others.map(|round| rounds(&archive, round)).sum::<usize>(),
            0
        );
        // Every other time the same is tried again at once, else something else comes first.
        if kill % 2 == 0 {
            assert!(start(&world).wait().unwrap().success(), "after kill {kill}");
            held = kill;
        }
    }
    assert!(
        killed_in_the_middle >= KILLS / 3,
        "{killed_in_the_middle} of {KILLS}"
    );
    assert!(start(&world).wait().unwrap().success());
    assert!(rounds(&world.archive(), KILLS) >= 100);
    let left = std::fs::read_dir(world.data().join("index")).unwrap();
    let left = left.map(|file| file.unwrap().file_name().into_string().unwrap());
    let deletions = left.filter(|name| name.ends_with(".del") || name.starts_with(".tmp"));
    assert!(deletions.count() < 10, "what was left is swept");
}

#[test]
fn a_first_sync_that_is_killed_leaves_nothing_half() {
    let mut world = World::new();
    fill(&mut world, 0);
    for step in 0..6 {
        let mut child = start(&world);
        thread::sleep(Duration::from_millis(30 * step));
        child.kill().unwrap();
        child.wait().unwrap();
        if let Some(archive) = Archive::open(&world.data()).unwrap() {
            assert_eq!(archive.documents().len(), TEXTS);
        }
    }
    assert!(start(&world).wait().unwrap().success());
    assert_eq!(world.archive().documents().len(), TEXTS);
}

#[test]
fn of_two_syncs_at_once_one_is_refused_or_waits_for_none() {
    let mut world = World::new();
    fill(&mut world, 0);
    let (data, versions) = (world.data(), world.versions.path.clone());
    let outcomes: Vec<bool> = thread::scope(|scope| {
        let running: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| went_through(&data, &versions)))
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(outcomes.contains(&true));
    assert_eq!(world.archive().documents().len(), TEXTS);
}

/// Whether a sync went through; one that found another at work did not.
fn went_through(data: &Path, versions: &Path) -> bool {
    let collection = Collection {
        name: "test".to_owned(),
        versions: Location::Local(versions.to_owned()),
        declarations: None,
    };
    match run_sync(data, &[collection]) {
        Ok(_) => true,
        Err(archive::Error::Busy { .. }) => false,
        Err(error) => panic!("{error}"),
    }
}
