//! `privy serve`: what stands around [`crate::serve::run`]: threads, the log and signals.

use std::process::ExitCode;

use chat::Shutdown;

use crate::{Config, Failure, serve};

pub(super) fn run(config: Config) -> Result<ExitCode, Failure> {
    // Before the log starts: what is wrong with the configuration is told in one plain line.
    config.networks()?;
    serve::start_logs(&config.serve)?;
    log_panics();
    let runtime = tokio::runtime::Runtime::new()?;
    let stop = Shutdown::new();
    let outcome = runtime.block_on(async {
        tokio::spawn(until_signal(stop.clone()));
        serve::run(config, stop).await
    });
    // What does not end by itself must not keep the program from ending.
    runtime.shutdown_background();
    outcome.map(|()| ExitCode::SUCCESS)
}

/// A panic is logged by its place alone: its message may hold what a person wrote.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place = place.unwrap_or_default(), "a panic");
    }));
}

/// Cancels `stop` at the first SIGINT or SIGTERM.
async fn until_signal(stop: Shutdown) {
    #[cfg(unix)]
    let terminated = async {
        let signal = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match signal {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("stopping: what is in hand is finished first");
    stop.cancel();
}
