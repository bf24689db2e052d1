//! Repositories of others: cloned into the data folder, then fetched. Only the newest commit's history is taken.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use gix::remote::{Direction, fetch::Tags};

use crate::{
    Error,
    index::remove,
    progress::{Progress, Step},
    repository::options,
};

/// What is taken of the other side: what it stands at, whatever the branch is called. Where its history was written
/// anew, so is ours.
const REFSPEC: &str = "+HEAD:refs/heads/main";

/// Every fetch leaves a pack; with more than these, one clone takes their place.
const PACKS: usize = 60;

/// Brings the repository at `url` to `path`: cloned where there is none, fetched otherwise.
pub(crate) fn bring(
    url: &str,
    path: &Path,
    subject: &str,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<(), Error> {
    // Where TLS has a choice of cryptographies it has to be told; another part may have done so already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    progress.begin(subject, Step::Fetch, None);
    let brought = match path.exists() {
        true => {
            clean(path);
            match packs(path) > PACKS {
                true => clone(url, path, subject, progress, stop),
                false => fetch(url, path, subject, progress, stop),
            }
        }
        false => clone(url, path, subject, progress, stop),
    };
    progress.end(subject, Step::Fetch);
    match brought {
        _ if stop.load(Ordering::Relaxed) => Err(Error::Stopped),
        brought => brought,
    }
}

/// Clones into a folder beside `path`, which takes its name once it is whole.
fn clone(
    url: &str,
    path: &Path,
    subject: &str,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<(), Error> {
    let partial = path.with_extension("partial");
    remove(&partial)?;
    fs::create_dir_all(&partial).map_err(|error| Error::file(&partial, error))?;
    gix::ThreadSafeRepository::init_opts(
        &partial,
        gix::create::Kind::Bare,
        gix::create::Options::default(),
        options(),
    )
    .map_err(|error| failed(path, error))?;
    fetch(url, &partial, subject, progress, stop)?;
    remove(path)?;
    fs::rename(&partial, path).map_err(|error| Error::file(path, error))
}

fn fetch(
    url: &str,
    path: &Path,
    subject: &str,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<(), Error> {
    let failed = |error: &dyn std::error::Error| failed(path, chain(error));
    let repository = options().open(path).map_err(|error| failed(&error))?;
    let repository = repository.to_thread_local();
    let remote = repository
        .remote_at(url)
        .and_then(|remote| remote.with_refspecs([REFSPEC], Direction::Fetch))
        .map_err(|error| failed(&error))?
        .with_fetch_tags(Tags::None);
    let counter = Counter::default();
    let connection = remote.connect(Direction::Fetch);
    let connection = connection.map_err(|error| failed(&error))?;
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                progress.done(subject, Step::Fetch, counter.objects());
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        let received = connection
            .prepare_fetch(counter.clone(), gix::remote::ref_map::Options::default())
            .and_then(|fetch| fetch.receive(counter.clone(), stop));
        done.store(true, Ordering::Relaxed);
        received.map(drop).map_err(|error| failed(&error))
    })
}

fn failed(path: &Path, error: impl ToString) -> Error {
    Error::Repository {
        path: path.to_owned(),
        message: error.to_string(),
    }
}

/// An error with all that caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    text
}

fn packs(path: &Path) -> usize {
    files(&path.join("objects/pack"))
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "pack")
        })
        .count()
}

/// Removes what a fetch left that was killed: locks, and packs that are not whole. The data folder is ours alone while
/// its lock is held.
fn clean(path: &Path) {
    let locks = [path.to_owned(), path.join("refs/heads")];
    let locks = locks.iter().flat_map(|folder| files(folder));
    let locks = locks.filter(|file| {
        file.extension()
            .is_some_and(|extension| extension == "lock")
    });
    let halves = files(&path.join("objects/pack")).filter(|file| {
        let known = ["pack", "idx", "keep", "rev", "promisor", "bitmap", "mtimes"];
        let extension = file.extension().and_then(|extension| extension.to_str());
        extension.is_none_or(|extension| !known.contains(&extension))
    });
    for file in locks.chain(halves) {
        // What cannot be removed makes itself known when it is in the way.
        let _ = fs::remove_file(file);
    }
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
}

/// Counts what is received, for gix to count up and us to look at.
#[derive(Clone, Default)]
struct Counter {
    most: Arc<AtomicUsize>,
    own: Arc<AtomicUsize>,
}

impl Counter {
    /// The largest of all counts: that of the objects.
    fn objects(&self) -> u64 {
        let own = self.own.load(Ordering::Relaxed);
        self.most.fetch_max(own, Ordering::Relaxed).max(own) as u64
    }
}

impl gix::Count for Counter {
    fn set(&self, step: gix::progress::Step) {
        self.own.store(step, Ordering::Relaxed);
    }

    fn step(&self) -> gix::progress::Step {
        self.own.load(Ordering::Relaxed)
    }

    fn inc_by(&self, step: gix::progress::Step) {
        self.own.fetch_add(step, Ordering::Relaxed);
    }

    fn counter(&self) -> gix::progress::StepShared {
        Arc::clone(&self.own)
    }
}

impl gix::Progress for Counter {
    fn init(&mut self, _: Option<gix::progress::Step>, _: Option<gix::progress::Unit>) {}

    fn set_name(&mut self, _: String) {}

    fn name(&self) -> Option<String> {
        None
    }

    fn id(&self) -> gix::progress::Id {
        gix::progress::UNKNOWN
    }

    fn message(&self, _: gix::progress::MessageLevel, _: String) {}
}

impl gix::NestedProgress for Counter {
    type SubProgress = Self;

    fn add_child(&mut self, _: impl Into<String>) -> Self {
        Self {
            most: Arc::clone(&self.most),
            own: Arc::default(),
        }
    }

    fn add_child_with_id(&mut self, name: impl Into<String>, _: gix::progress::Id) -> Self {
        self.add_child(name)
    }
}
