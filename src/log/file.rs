//! A SQLite file of ours: its mark, its version, the way forward from one version to the next, and how it is opened.
//! What is in it is for others to say.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::LogError;

/// How long to wait for another program that has the file.
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// A kind of file.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Marks the file as ours.
    pub(crate) mark: i64,
    /// One step a version. A file goes through those it has not seen; none is ever changed once released.
    pub(crate) steps: &'static [&'static str],
}

/// What a commit survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durable {
    /// A power cut.
    PowerCut,
    /// The program's end, however it ends. For copies of what is kept elsewhere.
    ProgramEnd,
}

impl Kind {
    /// Opens a file for writing and brings it to this version; makes it where it is missing.
    pub(crate) fn open(&self, path: &Path, durable: Durable) -> Result<Connection, LogError> {
        if path.exists() {
            self.check(&reading(path)?, path)?;
        }
        make_private(path)?;
        let mut db = Connection::open(path)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        self.prepare(&mut db, durable)?;
        Ok(db)
    }

    /// The same, in memory, for as long as it is held.
    pub(crate) fn open_in_memory(&self) -> Result<Connection, LogError> {
        let mut db = Connection::open_in_memory()?;
        self.prepare(&mut db, Durable::ProgramEnd)?;
        Ok(db)
    }

    /// Opens a file for reading only. What is not ours or too new for us is refused, and left as it is.
    pub(crate) fn open_reader(&self, path: &Path) -> Result<Connection, LogError> {
        let db = reading(path)?;
        self.check(&db, path)?;
        Ok(db)
    }

    fn prepare(&self, db: &mut Connection, durable: Durable) -> Result<(), LogError> {
        keep_plans(db)?;
        let synchronous = match durable {
            Durable::PowerCut => "FULL",
            Durable::ProgramEnd => "NORMAL",
        };
        db.pragma_update(None, "synchronous", synchronous)?;
        // Elsewhere this changes nothing; on macOS only this reaches the disk and not just the drive's own memory.
        db.pragma_update(None, "fullfsync", durable == Durable::PowerCut)?;
        // What is taken back is overwritten on the disk, not only forgotten.
        db.pragma_update(None, "secure_delete", true)?;
        db.pragma_update(None, "cache_size", -8_000)?;
        db.busy_timeout(BUSY)?;
        db.set_prepared_statement_cache_capacity(32);
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for (step, to) in self.steps.iter().zip(1_i64..).skip(usize::try_from(version).unwrap_or(0)) {
            let change = db.transaction()?;
            change.execute_batch(step)?;
            change.pragma_update(None, "application_id", self.mark)?;
            change.pragma_update(None, "user_version", to)?;
            change.commit()?;
        }
        Ok(())
    }

    fn check(&self, db: &Connection, path: &Path) -> Result<(), LogError> {
        let number = |name| {
            let value = db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
            value.map_err(|error| not_ours(error, path))
        };
        let (mark, found) = (number("application_id")?, number("user_version")?);
        let known = i64::try_from(self.steps.len()).unwrap_or(i64::MAX);
        if mark == self.mark && found > known {
            return Err(LogError::Newer { path: path.to_owned(), found, known });
        }
        // A file whose very first step was cut off is empty, and nobody's yet.
        let empty = || db.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get::<_, bool>(0));
        if mark == self.mark || (mark == 0 && empty()?) {
            return Ok(());
        }
        Err(LogError::NotOurs(path.to_owned()))
    }
}

/// Makes the file where it is missing, for its owner alone. What SQLite puts beside it gets the same mode.
fn make_private(path: &Path) -> Result<(), LogError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(LogError::System { path: path.to_owned(), error })
        }
        _ => Ok(()),
    }
}

fn reading(path: &Path) -> Result<Connection, LogError> {
    if !path.exists() {
        return Err(LogError::Missing(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    keep_plans(&db)?;
    db.busy_timeout(BUSY)?;
    db.pragma_update(None, "cache_size", -1_000).map_err(|error| not_ours(error, path))?;
    Ok(db)
}

/// Has statements planned once. Otherwise SQLite plans one with a range in it anew for every range, which takes longer than
/// most of them take to be read.
fn keep_plans(db: &Connection) -> Result<(), LogError> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// What is no database at all was never ours; whatever else is wrong is said as it is.
fn not_ours(error: rusqlite::Error, path: &Path) -> LogError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => LogError::NotOurs(path.to_owned()),
        _ => error.into(),
    }
}
