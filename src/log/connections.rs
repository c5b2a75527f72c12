//! The connections to a store: one that writes, and readers beside it that wait for nobody.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::Connection;

use super::error::LogError;
use super::file::Durable;
use super::schema::{self, FILE};
use super::writer::{Writer, lock};

/// How many readers are kept open for the next who wants one.
const READERS_KEPT: usize = 4;

/// The connections to one store.
#[derive(Debug)]
pub(super) struct Connections {
    /// The file; none where the store is in memory, and has no other connection.
    file: Option<PathBuf>,
    // Before the writer: the last to be closed tidies up, and readers can't.
    readers: Mutex<Vec<Connection>>,
    writer: Arc<Writer>,
}

impl Connections {
    /// To a file, which is made where it is missing.
    pub(super) fn open(path: &Path, durable: Durable) -> Result<Self, LogError> {
        let connections = Self::over(Some(path), FILE.open(path, durable)?);
        // One reader is there from the start: later there may be no descriptor left for it.
        lock(&connections.readers).push(schema::open_reader(path)?);
        Ok(connections)
    }

    /// To a file that is only read, even by the one that would write.
    pub(super) fn open_to_read(path: &Path) -> Result<Self, LogError> {
        Ok(Self::over(Some(path), schema::open_reader(path)?))
    }

    pub(super) fn in_memory() -> Result<Self, LogError> {
        Ok(Self::over(None, FILE.open_in_memory()?))
    }

    fn over(path: Option<&Path>, writer: Connection) -> Self {
        Self { file: path.map(Path::to_owned), readers: Mutex::default(), writer: Arc::new(Writer::new(writer)) }
    }

    pub(super) const fn writer(&self) -> &Arc<Writer> {
        &self.writer
    }

    /// Uses the writer.
    pub(super) fn write<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, LogError>) -> Result<T, LogError> {
        work(&mut self.writer.at_once())
    }

    /// Uses a reader, so that reading waits for no writer.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, LogError>) -> Result<T, LogError> {
        let Some(path) = &self.file else {
            return work(&self.writer.at_once());
        };
        let spare = lock(&self.readers).pop();
        let reader = match spare {
            Some(reader) => reader,
            None => schema::open_reader(path)?,
        };
        let done = work(&reader);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
        done
    }
}
