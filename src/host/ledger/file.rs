//! The ledger's file: begun anew or gone on with, and where an old one stopped.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use serde::Deserialize;

use crate::room::{RoomNo, Seq};

/// How much of the end of an old ledger is read to find where it stopped.
const TAIL: u64 = 1024 * 1024;

pub(super) fn append_to(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    if ends_within_a_line(path)? {
        // A crash cut it off. It stays as it is, and the next one begins on a line of its own.
        file.write_all(b"\n")?;
    }
    Ok(file)
}

/// Cuts off what was written after this many bytes.
#[cfg(not(windows))]
pub(super) fn cut(file: &File, _: &Path, length: u64) -> io::Result<()> {
    file.set_len(length)
}

/// The same where a file that is only appended to can't be cut: it is opened once more, unless another lies there now.
#[cfg(windows)]
pub(super) fn cut(file: &File, path: &Path, length: u64) -> io::Result<()> {
    let other = File::options().write(true).open(path)?;
    if other.metadata()?.len() != file.metadata()?.len() {
        return Err(io::ErrorKind::NotFound.into());
    }
    other.set_len(length)
}

fn ends_within_a_line(path: &Path) -> io::Result<bool> {
    if length(path)?.is_none_or(|length| length == 0) {
        return Ok(false);
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// How long an old ledger is. Nothing where there is none, or where it can't be read back, such as a pipe.
fn length(path: &Path) -> io::Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(file) => Ok(file.is_file().then_some(file.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The last event of each room that an old ledger tells of, so that nothing is missing after a crash.
/// Nothing where it tells of none and was never opened as a ledger.
pub(super) fn left_off(path: &Path, rooms: &BTreeMap<RoomNo, Seq>) -> io::Result<Option<BTreeMap<RoomNo, Seq>>> {
    let Some(length) = length(path)? else { return Ok(None) };
    let told = told_after(path, length.saturating_sub(TAIL))?;
    let complete = told.as_ref().is_some_and(|told| rooms.keys().all(|room| told.contains_key(room)));
    if complete || length <= TAIL { Ok(told) } else { told_after(path, 0) }
}

fn told_after(path: &Path, place: u64) -> io::Result<Option<BTreeMap<RoomNo, Seq>>> {
    #[derive(Deserialize)]
    struct Told {
        room: Option<RoomNo>,
        seq: Option<Seq>,
        after: Option<BTreeMap<RoomNo, Seq>>,
    }
    let mut told: Option<BTreeMap<RoomNo, Seq>> = None;
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(place))?;
    for line in BufReader::new(file).split(b'\n') {
        match serde_json::from_slice(&line?) {
            Ok(Told { room: Some(room), seq: Some(seq), .. }) => {
                told.get_or_insert_default().insert(room, seq);
            }
            Ok(Told { after: Some(after), .. }) => told.get_or_insert_default().extend(after),
            // Who came and went; or what a crash cut off.
            _ => {}
        }
    }
    Ok(told)
}
