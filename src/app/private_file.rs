//! A file that nobody else on this computer may read, written whole beside the old one and put in its place.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes it.
///
/// # Errors
/// It was not written, and what was there before still is.
pub fn write(path: &Path, words: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&draft)?.write_all(words)?;
    fs::rename(&draft, path)
}
