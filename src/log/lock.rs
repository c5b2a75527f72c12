//! One Parlor at a time in a folder. The system lets the lock go when the program ends, however it ends.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::error::LogError;

/// A folder that is ours while this lives.
#[derive(Debug)]
pub struct DirLock {
    _file: File,
}

impl DirLock {
    /// Makes the folder where it is missing, readable for its owner only, and takes it.
    ///
    /// # Errors
    /// Someone else has it, or it can't be made.
    pub fn take(dir: &Path) -> Result<Self, LogError> {
        let system = |error| LogError::System { path: dir.to_owned(), error };
        make_private(dir).map_err(system)?;
        let file = File::options().create(true).truncate(false).write(true).open(dir.join("lock")).map_err(system)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LogError::InUse(dir.to_owned())),
            Err(TryLockError::Error(error)) => Err(system(error)),
        }
    }
}

/// Makes a folder that only its owner can look into.
fn make_private(dir: &Path) -> std::io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
