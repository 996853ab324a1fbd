//! `schakel serve`: the service over HTTP, with its worker inside.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::files::networks::Networks;
use crate::generate::demo::Demo;
use crate::http::{App, router};
use crate::service::config::Config;
use crate::service::revision::{accept, keep};
use crate::service::store::Store;

/// How long clients may take to end what they asked for once the server is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(8);

/// Serves scenarios and plans over HTTP until it is told to stop.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    config: Config,
}

impl Serve {
    /// Listens until it is told to stop.
    pub(super) fn run(self) -> Result<()> {
        tracing_subscriber::fmt()
            .with_writer(std::io::stderr)
            .with_ansi(std::io::stderr().is_terminal())
            .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
            .init();
        if !self.config.listen.ip().is_loopback() {
            bail!(
                "{} can be reached from outside this machine, and there is no sign-in yet: listen at 127.0.0.1",
                self.config.listen
            );
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let ended = runtime.block_on(serve(self.config));
        // What still runs for clients that do not let go ends with the process.
        runtime.shutdown_timeout(Duration::from_secs(1));
        ended
    }
}

/// Opens the database and answers requests.
async fn serve(config: Config) -> Result<()> {
    // The address first: where another program listens there, nothing is made.
    let listener = TcpListener::bind(config.listen).await.with_context(|| format!("{}", config.listen))?;
    let _lock = alone(&config)?;
    let store = Store::open(&config.database).await.with_context(|| format!("{}", config.database.display()))?;
    let store = match &config.networks {
        Some(folder) => store.with_networks(Networks::in_folder(folder)),
        None => store,
    };
    store.forget_old_keys().await?;
    store.fail_broken_imports().await?;
    let app = App::start(config, store.clone()).await?;
    if !app.config.empty && store.is_untouched(&app.config.owner).await? {
        load_demo(&app).await?;
    }
    tracing::info!("listening at http://{}, documentation at /docs", listener.local_addr()?);
    let (queue, stopping) = (app.queue.clone(), Arc::new(Notify::new()));
    let told = stopping.clone();
    let closes = async move {
        told_to_stop().await;
        // Listeners to plans are released: otherwise the server would wait for their connections.
        queue.close();
        told.notify_one();
    };
    let queue = app.queue.clone();
    let over = async {
        stopping.notified().await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        ended = axum::serve(listener, router(app)).with_graceful_shutdown(closes) => ended?,
        () = over => tracing::warn!("some clients did not let go of their connections: ended without them"),
    }
    queue.stop().await;
    // Waits for `LAST_ANSWERS` at most: a request that was cut off may still hold a connection.
    tokio::time::timeout(LAST_ANSWERS, store.close()).await.ok();
    Ok(())
}

/// Keeps the demo region, so that there is something to ask about.
async fn load_demo(app: &App) -> Result<()> {
    let (text, packs) = (Demo::Kina.text()?, app.store.packs(&app.config.owner).await?);
    let (new, cached) = accept(&*text, text.len() as u64, &packs)?;
    let (people, vacancies) = (cached.region.jobseekers.len(), cached.region.offers.len());
    let row = keep(&app.store, &app.cache, &app.config.owner, new, cached).await?;
    tracing::info!(
        "the database was empty: loaded a demo region with {people} people and {vacancies} vacancies, none of whom \
         exists, as {}; --empty starts without",
        row.id
    );
    Ok(())
}

/// Sees to it that no other server works on the same file. What comes back is dropped after the database is closed:
/// closing a file that SQLite has open would lose its locks.
fn alone(config: &Config) -> Result<File> {
    let path = &config.database;
    // The lock is on the file itself, whatever it is called: SQLite has locks of another kind on it.
    let opened = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let file = opened.with_context(|| format!("{}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!("another server works on {}", path.display()),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("{}", path.display())),
    }
}

/// Ends when the terminal or the system asks for it.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupted => (),
        _ = terminated => (),
    }
}
