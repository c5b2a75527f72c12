//! The rooms this person was in last: where they are, what they are called, how far was read. One readable file,
//! and a broken one costs nothing but the list.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::private_file;
use crate::room::{RoomNo, Seq};

/// How many are remembered.
const MOST: usize = 12;

/// A room this person was in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// The house's key, as text.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Where it is: an address or an invite. Nothing where it is one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Under which name.
    pub name: String,
    /// What the window was called, where it was given a title of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<String>,
    /// The room that was shown last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomNo>,
    /// When it was left, in milliseconds since 1970.
    pub at: u64,
    /// The newest event that was seen in that room.
    #[serde(default)]
    pub seen: Seq,
    /// How many events there were then.
    #[serde(default)]
    pub head: Seq,
}

impl Recent {
    /// How many events came after the last one seen, as far as was known.
    #[must_use]
    pub const fn unread(&self) -> u64 {
        self.head.0.saturating_sub(self.seen.0)
    }
}

/// Reads the list, the latest first.
#[must_use]
pub fn load(path: &Path) -> Vec<Recent> {
    let Ok(text) = fs::read(path) else { return Vec::new() };
    match serde_json::from_slice(&text) {
        Ok(list) => list,
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "the list of recent rooms can't be read");
            Vec::new()
        }
    }
}

/// Puts a room first, and writes the list.
///
/// # Errors
/// It was not written.
pub fn remember(path: &Path, recent: Recent) -> io::Result<Vec<Recent>> {
    let mut list = load(path);
    list.retain(|known| {
        known.key != recent.key || known.name != recent.name || known.to.is_some() != recent.to.is_some()
    });
    list.insert(0, recent);
    list.truncate(MOST);
    // Invites stand in it.
    private_file::write(path, &serde_json::to_vec_pretty(&list)?)?;
    Ok(list)
}
