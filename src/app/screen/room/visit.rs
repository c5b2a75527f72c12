//! The visit: which house it is, by which way one came, and where things are kept of it. And who one is there.

use std::path::PathBuf;
use std::sync::Arc;

use iced::Task;

use super::message::Message;
use super::roster::PEOPLE;
use crate::app::clock;
use crate::app::drafts::Drafts;
use crate::app::opening::{Hosting, JoinPlan};
use crate::app::recent::Recent;
use crate::app::take_once::TakeOnce;
use crate::guest::{Guest, Updates};
use crate::room::{Author, Name, Rank, RoomNo, Seq, Title};
use crate::wire::Fingerprint;

/// The visit.
pub(super) struct Visit {
    /// Tells it from others of this program.
    pub(super) number: u64,
    pub(super) guest: Arc<Guest>,
    pub(super) updates: TakeOnce<Updates>,
    /// The house itself, where it is open in this program.
    pub(super) hosting: Option<Hosting>,
    /// How one came, where the house is elsewhere.
    pub(super) plan: Option<JoinPlan>,
    pub(super) key: Fingerprint,
    pub(super) house: Title,
    /// Under which name what is kept of the visit is kept.
    pub(super) came_as: Name,
    /// Where what is kept of it is.
    pub(super) folder: PathBuf,
    /// What is being written in its rooms.
    pub(super) drafts: Drafts,
    /// What the window is called, where it was given a title of its own.
    pub(super) window_title: Option<String>,
}

/// Who one is in the house.
pub(super) struct Me {
    pub(super) author: Author,
    pub(super) rank: Rank,
    /// Whether one has an account.
    pub(super) account: bool,
}

impl Visit {
    /// The same for the list of recent rooms, when it was read up to `seen`.
    pub(super) fn recent(&self, room: RoomNo, seen: Seq, head: Seq) -> Recent {
        Recent {
            key: self.key.to_string(),
            title: self.house.to_string(),
            to: self.plan.as_ref().map(|plan| plan.to.to_text()),
            name: self.came_as.to_string(),
            window: self.window_title.clone(),
            room: Some(room),
            at: clock::now(),
            seen,
            head,
        }
    }

    /// Asks who is in a room, of whom so much was heard until now.
    pub(super) fn ask_who(&self, room: RoomNo, heard: u64) -> Task<Message> {
        let guest = Arc::clone(&self.guest);
        Task::perform(async move { guest.people(Some(room), PEOPLE).await }, move |crowd| match crowd {
            Ok(crowd) => Message::People(room, heard, crowd),
            // Without a connection nobody is here; it comes again with the next one.
            Err(_) => Message::TypingOver,
        })
    }

    /// Where the log is that this computer has of the house.
    pub(super) fn log(&self) -> PathBuf {
        self.hosting.as_ref().map_or(&self.folder, |hosting| &hosting.folder).join("log.db")
    }
}
