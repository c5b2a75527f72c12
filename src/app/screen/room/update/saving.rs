//! Saving the room as a file.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use iced::Task;
use jiff::tz::TimeZone;

use crate::app::choosing::{self, Asked};
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::{entry, save_path};
use crate::app::texts::saving as texts;
use crate::export::{Format, export};
use crate::guest::Guest;
use crate::log::SqliteLog;
use crate::room::{RoomNo, Seq};
use crate::wire::plainly::plainly;

/// How many events are read at once before a room is saved.
const SAVED: u64 = 5_000;

/// Saves the room where the person says: in a dialog of the desktop, or where that has none, in the window.
pub(super) fn save(screen: &mut Room, format: Format) -> Action {
    screen.overlay.close_saving();
    let (title, room) = (screen.rooms.shown.title.clone(), Source::of(screen));
    let saved = async move {
        let name = choosing::file_name(title.as_str(), format);
        match choosing::ask(&name, texts::SYSTEM_TITLE).await {
            Asked::At(path) => room.save(format, path).await.map(Some),
            Asked::Nowhere => Ok(None),
            Asked::NoDialog => Err(NotSaved::NoDialog),
        }
    };
    Action::Run(Task::perform(saved, move |saved| match saved {
        Ok(None) => Message::TypingOver,
        Ok(Some(saved)) => saved.told(),
        Err(NotSaved::NoDialog) => Message::AskPath(format),
        Err(NotSaved::Because(why)) => Message::Wrong(why),
    }))
}

/// Saves the room at a path that was typed.
pub(super) fn save_at(screen: &Room, format: Format, path: PathBuf) -> Action {
    Action::Run(Task::perform(Source::of(screen).save(format, path), |saved| match saved {
        Ok(saved) => saved.told(),
        Err(NotSaved::Because(why)) => Message::Path(save_path::Message::Failed(why)),
        Err(NotSaved::NoDialog) => Message::TypingOver,
    }))
}

/// The room is saved.
pub(super) fn saved(screen: &mut Room, words: String, file: &Path) -> Action {
    if screen.overlay.save_path_mut().is_some() {
        screen.overlay.show(Top::None);
    }
    screen.notice = Some(Notice::Saved(words, choosing::folder_of(file)));
    Action::Run(iced::widget::operation::focus(entry::ID))
}

/// Why a room is not saved.
enum NotSaved {
    /// The desktop has no dialog to ask where.
    NoDialog,
    /// In a sentence.
    Because(String),
}

impl From<String> for NotSaved {
    fn from(why: String) -> Self {
        Self::Because(why)
    }
}

/// The room that is saved, and where it is read from.
struct Source {
    log: PathBuf,
    guest: Arc<Guest>,
    room: RoomNo,
    head: Seq,
    hosted: bool,
}

/// What was saved.
struct Saved {
    path: PathBuf,
    count: u64,
    /// Whether something is missing of it that this computer never saw.
    missing: bool,
}

impl Source {
    fn of(screen: &Room) -> Self {
        Self {
            log: screen.visit.log(),
            guest: Arc::clone(&screen.visit.guest),
            room: screen.rooms.shown.room,
            head: Seq(screen.rooms.shown.scrollback.rows().head()),
            hosted: screen.visit.hosting.is_some(),
        }
    }

    async fn save(self, format: Format, path: PathBuf) -> Result<Saved, NotSaved> {
        let Self { log, guest, room, head, hosted } = self;
        // A guest has what it saw; the rest is read first, so that what is saved is everything.
        let missing = !hosted && !complete(&guest, room, head).await?;
        let to = path.clone();
        let written = tokio::task::spawn_blocking(move || write(&log, room, format, &to));
        let gone = |_| Err(texts::FAILED.to_owned());
        let count = written.await.unwrap_or_else(gone)?;
        Ok(Saved { path, count, missing })
    }
}

impl Saved {
    fn told(self) -> Message {
        let path = self.path.display().to_string();
        let words = if self.missing { texts::saved_in_part(&path) } else { texts::saved(&path, self.count) };
        Message::Saved(words, self.path)
    }
}

/// Writes a room into a file, whole or not at all.
pub(super) fn write(source: &Path, room: RoomNo, format: Format, path: &Path) -> Result<u64, String> {
    if path.parent() == source.parent() {
        return Err(texts::OWN_FOLDER.to_owned());
    }
    let log = SqliteLog::open_to_read(source).map_err(|error| error.to_string())?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = File::create(&draft)
        .map_err(|error| texts::cant_write(&path.display().to_string(), plainly(&error)))
        .and_then(|mut file| {
            export(&log, room, format, &TimeZone::system(), &mut file).map_err(|error| error.to_string())
        })
        .and_then(|count| {
            std::fs::rename(&draft, path).map(|()| count).map_err(|error| texts::not_saved(plainly(&error)))
        });
    if written.is_err() {
        // What is left of it is of no use.
        let _ = std::fs::remove_file(&draft);
    }
    written
}

/// Reads what this computer never saw. False where not all of it could be had.
async fn complete(guest: &Guest, room: RoomNo, head: Seq) -> Result<bool, String> {
    let mut from = Seq(1);
    let mut whole = true;
    while from <= head {
        let to = Seq(from.0 + SAVED).min(head);
        let history = guest.read(room, from..=to).await.map_err(|error| error.to_string())?;
        whole &= history.missing.is_empty();
        from = to.next();
    }
    Ok(whole)
}
