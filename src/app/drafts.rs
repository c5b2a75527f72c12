//! What was being written in each room and is not sent, kept for the next visit.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::disk::Disk;
use crate::room::RoomNo;

/// The drafts of one visit.
#[derive(Clone)]
pub struct Drafts {
    disk: Disk,
    folder: PathBuf,
}

impl Drafts {
    /// Those that are kept in this folder.
    #[must_use]
    pub const fn new(disk: Disk, folder: PathBuf) -> Self {
        Self { disk, folder }
    }

    fn file(&self, room: RoomNo) -> PathBuf {
        self.folder.join(format!("draft-{room}.txt"))
    }

    /// What was being written in a room.
    pub fn read(&self, room: RoomNo) -> impl Future<Output = String> + Send + use<> {
        let file = self.file(room);
        let read = self.disk.ask(move || fs::read_to_string(file).unwrap_or_default());
        async move { read.await.unwrap_or_default() }
    }

    /// Keeps what is being written in a room; nothing is kept of a room where that is nothing.
    pub fn keep(&self, room: RoomNo, words: String) {
        let (file, folder) = (self.file(room), self.folder.clone());
        self.disk.run(move || {
            let kept = match words.as_str() {
                "" => fs::remove_file(file),
                words => fs::create_dir_all(folder).and_then(|()| fs::write(file, words)),
            };
            if let Err(error) = kept
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "the draft was not kept");
            }
        });
    }
}
