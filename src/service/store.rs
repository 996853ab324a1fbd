//! What is kept: scenarios, plans, decisions. SQLite now; the SQL is plain enough for PostgreSQL.
//!
//! Every question names the owner, and what is another's looks exactly like what does not exist.

#[macro_use]
mod rows;
mod decisions;
mod imports;
mod keys;
mod packs;
mod plans;
mod runs;
mod outcomes;
mod releases;
mod scenarios;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{SecondsFormat, Utc};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqlStr, Sqlite, SqliteConnection, Transaction};

use crate::files::networks::Networks;

pub use decisions::DecisionRow;
pub(crate) use decisions::NewDecision;
pub(crate) use imports::{ImportRow, NewImport, RowRow, RowsAsked};
pub(crate) use keys::{RequestKey, made_before, note_made};
pub use outcomes::OutcomeRow;
pub(crate) use plans::PlanCount;
pub use plans::{NewPlan, PlanRow};
pub use releases::{HandoverRow, Release};
pub use runs::{Ending, Run, RunStatus};
pub use scenarios::{Along, Erased, NewScenario, ScenarioRow};

/// The tables, one step after the other. A step never changes once it was handed out: the next one changes what it
/// made.
const MIGRATIONS: &[(&str, &str)] = &[
    ("scenarios", include_str!("store/migrations/0001_scenarios.sql")),
    ("plans", include_str!("store/migrations/0002_plans.sql")),
    ("decisions", include_str!("store/migrations/0003_decisions.sql")),
    ("imports", include_str!("store/migrations/0004_imports.sql")),
    ("queue", include_str!("store/migrations/0005_queue.sql")),
    ("mappings", include_str!("store/migrations/0006_mappings.sql")),
    ("import_source", include_str!("store/migrations/0007_import_source.sql")),
];

/// Runs all migrations.
///
/// The list is put together here and not by a macro of `sqlx`: its macros are built with all of SQLite a second time.
async fn migrate(pool: &SqlitePool) -> std::result::Result<(), MigrateError> {
    let step = |(at, &(name, sql)): (usize, &(&'static str, &'static str))| {
        let (version, sql) = (at as i64 + 1, SqlStr::from_static(sql));
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    let steps: Vec<Migration> = MIGRATIONS.iter().enumerate().map(step).collect();
    // A library that kept tables of its own here noted its steps in the same list.
    Migrator { migrations: steps.into(), ignore_missing: true, ..Migrator::DEFAULT }.run(pool).await
}

/// Connections that read and write at the same time. Writers wait for each other.
const CONNECTIONS: u32 = 12;
/// Longest wait of one writer for another.
const BUSY: Duration = Duration::from_secs(30);

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Not there, or not the caller's.
    #[error("there is nothing under this ID")]
    Missing,
    /// It was the caller's, and was erased.
    #[error("it was erased")]
    Erased,
    /// It changed in the meantime, or was done already.
    #[error("it changed in the meantime")]
    Conflict,
    /// The request's key was used for something else.
    #[error("the key was used for another request")]
    KeyReused,
    /// It is used, and no longer changes.
    #[error("it is in use")]
    InUse,
    /// Too many plans wait already.
    #[error("too many plans wait")]
    Full,
    /// What is kept cannot be read back.
    #[error("what is kept is damaged: {0}")]
    Damaged(String),
    /// There is no space left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The database failed.
    #[error("database: {0}")]
    Database(sqlx::Error),
    /// The tables could not be made ready.
    #[error("tables: {0}")]
    Migration(#[from] MigrateError),
}

/// SQLite's code for a write without space on the disk.
const SQLITE_FULL: &str = "13";

/// Bytes of a body for which there has to be space.
const BODY: usize = 1 << 20;

/// Whether a write found no space and none succeeded since, as far as anybody asked: then [`Store::can_write`] tries.
static WAS_FULL: AtomicBool = AtomicBool::new(false);

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let is_full = error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == SQLITE_FULL);
        if is_full {
            WAS_FULL.store(true, Ordering::Relaxed);
            return Self::DiskFull;
        }
        Self::Database(error)
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            WAS_FULL.store(true, Ordering::Relaxed);
            return Self::DiskFull;
        }
        Self::Database(sqlx::Error::Io(error))
    }
}

/// The answer of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
    networks: Networks,
}

impl Store {
    /// Opens the file at `path`, made when absent, and brings its tables up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or is not ours.
    pub async fn open(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // No setting here may write (`auto_vacuum` does): a new connection would wait for whoever writes.
            // An answer "accepted" outlives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            // What is erased is overwritten in the file.
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            // When a disk is full SQLite ends a transaction by itself, and rolling it back fails: such a connection is
            // closed.
            .after_release(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(options)
            .await?;
        migrate(&pool).await?;
        Ok(Self { pool, networks: Networks::beside(path) })
    }

    /// The same store with the networks of another folder than the one beside it.
    #[must_use]
    pub fn with_networks(self, networks: Networks) -> Self {
        Self { networks, ..self }
    }

    /// The networks that scenarios may name.
    pub fn networks(&self) -> &Networks {
        &self.networks
    }

    /// The connections, for questions.
    pub fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Whether writes find space. Where the last that failed found none it tries: the database, and a body that waits
    /// in `folder`.
    pub async fn can_write(&self, folder: PathBuf) -> bool {
        if !WAS_FULL.load(Ordering::Relaxed) {
            return true;
        }
        let body = tokio::task::spawn_blocking(move || tempfile::tempfile_in(folder)?.write_all(&[0; BODY]));
        // Writes the first page as it is.
        let wrote = body.await.is_ok_and(|wrote| wrote.is_ok())
            && sqlx::query("PRAGMA user_version = 0").execute(&self.pool).await.is_ok();
        WAS_FULL.store(!wrote, Ordering::Relaxed);
        wrote
    }

    /// Copies the database at `from` to `to`, as it is between two writes, also while a server works on it; answers
    /// with the bytes of the copy. What was erased is not in it.
    ///
    /// # Errors
    /// When there is no database, `to` is there already, or the copy cannot be written.
    pub async fn backup(from: &Path, to: &Path) -> Result<u64> {
        // No setting here writes to the database.
        let options = SqliteConnectOptions::new().filename(from).create_if_missing(false).busy_timeout(BUSY);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let was_there = to.exists();
        let copied = sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy()).execute(&mut connection).await;
        if copied.is_err() && !was_there {
            // Half a copy is none.
            std::fs::remove_file(to).ok();
        }
        copied?;
        connection.close().await?;
        let copied = std::fs::File::open(to).and_then(|file| file.sync_all().and_then(|()| file.metadata()));
        Ok(copied.map_err(sqlx::Error::Io)?.len())
    }

    /// A transaction that writes: it waits for its turn at the start and not halfway, where it could only fail.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Why nothing of the caller's is under `id`.
    pub(crate) async fn why_missing(&self, owner: &str, id: &str) -> StoreError {
        let asked = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM erased WHERE id = $1 AND owner = $2");
        match asked.bind(id).bind(owner).fetch_one(&self.pool).await {
            Ok(0) => StoreError::Missing,
            Ok(_) => StoreError::Erased,
            Err(error) => error.into(),
        }
    }

    /// Writes everything to the file and closes it.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A new identifier: a word for what it is, then something nobody guesses, ordered by time.
pub(crate) fn new_id(what: &str) -> String {
    format!("{what}_{}", uuid::Uuid::now_v7().simple())
}

/// This moment, in UTC, as it is kept and shown.
pub(crate) fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true)
}
