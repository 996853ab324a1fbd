//! `schakel backup`: a copy of the database that holds together, also while a server works on it.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::service::store::Store;

/// What to copy, and where to.
#[derive(Debug, Args)]
pub(super) struct BackupVerb {
    /// The copy, which must not be there yet.
    file: PathBuf,
    /// The database.
    #[arg(long, default_value = "schakel.db", value_name = "FILE", env = "SCHAKEL_DATABASE")]
    database: PathBuf,
}

impl BackupVerb {
    /// Writes the copy.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let copied = runtime.block_on(Store::backup(&self.database, &self.file));
        let (from, to) = (self.database.display(), self.file.display());
        let bytes = copied.with_context(|| format!("{from} to {to}"))?;
        writeln!(out, "{to}: {bytes} bytes")?;
        Ok(out.flush()?)
    }
}
