//! Networks of timetables by name: files in one folder, each read once and shared by whoever names it, and one that the
//! program brings.

mod example;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use schakel_transit::Network;

use crate::files::network_file::{self, NetworkFileError};

/// Where networks are when nothing else is said, beside the store or in the folder one is in.
pub const FOLDER: &str = "networks";
/// The network that the program brings, where no file has its name.
pub const EXAMPLE: &str = "voorbeeld";
/// What the name of a network's file ends with.
const ENDING: &str = "network";

/// Why there is no such network.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The name is none: letters, digits, dots, dashes and underscores, 64 at most.
    #[error("`{0}` is no name of a network: at most 64 letters, digits, dots, dashes and underscores")]
    NoName(String),
    /// No file has that name.
    #[error("there is no network `{0}`; `schakel import gtfs` makes one")]
    Unknown(String),
    /// Another network has that name already.
    #[error("there is another network `{0}` already: plans may rest on it; take another name")]
    NameTaken(String),
    /// The file is no network that this version reads.
    #[error(transparent)]
    File(#[from] NetworkFileError),
    /// The file cannot be read or written.
    #[error("cannot read or write {0}: {1}")]
    Disk(PathBuf, std::io::Error),
}

/// The networks of a folder. Cheap to clone: clones share what has been read.
#[derive(Clone, Debug, Default)]
pub struct Networks {
    folder: Option<PathBuf>,
    read: Arc<Mutex<BTreeMap<String, Arc<Network>>>>,
}

impl Networks {
    /// No networks at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// Those in `folder`, which need not exist.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()), read: Arc::default() }
    }

    /// Those in the folder beside a file, such as the database.
    pub fn beside(file: &Path) -> Self {
        Self::in_folder(file.with_file_name(FOLDER))
    }

    /// The folder.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The network called `name`, read when it is first asked for.
    ///
    /// # Errors
    /// [`NetworkError`] says what is wrong and what to do.
    pub fn get(&self, name: &str) -> Result<Arc<Network>, NetworkError> {
        if let Some(network) = self.known().get(name) {
            return Ok(network.clone());
        }
        let path = if self.folder.is_some() { self.path(name)? } else { PathBuf::new() };
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(NetworkError::Disk(path, error)),
        };
        let network = match bytes {
            Some(bytes) => network_file::read(&bytes)?,
            None => brought(name).ok_or_else(|| NetworkError::Unknown(name.to_owned()))?,
        };
        let network = Arc::new(network);
        Ok(self.known().entry(name.to_owned()).or_insert(network).clone())
    }

    /// Names of all networks, that of the program's own among them, sorted.
    pub fn names(&self) -> Vec<String> {
        let files = self.folder.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
        let name = |file: std::fs::DirEntry| {
            let path = file.path();
            let name = path.file_stem()?.to_str()?.to_owned();
            (path.extension().is_some_and(|ending| ending == ENDING) && is_name(&name)).then_some(name)
        };
        let mut names: Vec<_> = files.filter_map(name).chain([EXAMPLE.to_owned()]).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Keeps a network under `name`, whole or not at all. The same network twice is kept once.
    ///
    /// # Errors
    /// When another has the name, or the disk refuses.
    pub fn keep(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, NetworkError> {
        let path = self.path(name)?;
        match std::fs::read(&path) {
            Ok(known) if known == bytes => return Ok(path),
            Ok(_) => return Err(NetworkError::NameTaken(name.to_owned())),
            Err(_) => {}
        }
        let disk = |error| NetworkError::Disk(path.clone(), error);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(disk)?;
        }
        write_whole(&path, bytes).map_err(disk)?;
        Ok(path)
    }

    fn path(&self, name: &str) -> Result<PathBuf, NetworkError> {
        if !is_name(name) {
            return Err(NetworkError::NoName(name.to_owned()));
        }
        let folder = self.folder.as_ref().ok_or_else(|| NetworkError::Unknown(name.to_owned()))?;
        Ok(folder.join(format!("{name}.{ENDING}")))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<Network>>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The network of this name that the program brings.
fn brought(name: &str) -> Option<Network> {
    (name == EXAMPLE).then(example::network)?.ok()
}

/// Writes a file whole or not at all: beside its place first.
///
/// # Errors
/// When the disk refuses.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension(format!("{ENDING}.part"));
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, path)
}

/// Whether `name` can be the name of a network: never a path.
fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=64).contains(&name.len()) && name.bytes().all(is_plain) && !name.starts_with('.')
}
