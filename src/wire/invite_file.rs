//! An invite in a file, to be handed over as one: its link on the first line that is not empty. A file manager opens such a
//! file with Parlor.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::Invite;
use super::invite::InviteError;
use super::plainly::plainly;

/// How the names of such files end.
pub const ENDING: &str = "parlor";

/// How much of such a file is read. An invite is much shorter.
const MOST: u64 = 16 * 1024;

/// Why there is no invite from a file, or none in one.
#[derive(Debug, thiserror::Error)]
pub enum InviteFileError {
    /// It can't be read.
    #[error("it can't be read: {}", plainly(.0))]
    Read(io::Error),
    /// It can't be written.
    #[error("The invite was not saved: {}. Choose another folder.", plainly(.0))]
    Write(io::Error),
    /// There is nothing in it.
    #[error("there is no invite in this file")]
    Empty,
    /// What is in it is no invite.
    #[error(transparent)]
    Invite(#[from] InviteError),
}

/// The invite in a file.
///
/// # Errors
/// It can't be read, or holds none.
pub fn read(path: &Path) -> Result<Invite, InviteFileError> {
    let mut words = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut words));
    read.map_err(InviteFileError::Read)?;
    let words = String::from_utf8_lossy(&words);
    let line = words.trim_start_matches('\u{feff}').lines().map(str::trim).find(|line| !line.is_empty());
    Ok(line.ok_or(InviteFileError::Empty)?.parse()?)
}

/// Writes a file with an invite in it, in place of what was there.
///
/// # Errors
/// It can't be written.
pub fn write(path: &Path, invite: &Invite) -> Result<(), InviteFileError> {
    fs::write(path, format!("{invite}\n")).map_err(InviteFileError::Write)
}
