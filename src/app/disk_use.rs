//! How much room a folder takes.

use std::fs;
use std::path::Path;

/// How many bytes are in all files of a folder, as far as they can be looked at. What is elsewhere and only linked does
/// not count.
#[must_use]
pub fn bytes_in(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let of = |entry: fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => bytes_in(&entry.path()),
        Ok(about) if about.is_file() => about.len(),
        _ => 0,
    };
    entries.flatten().map(of).sum()
}
