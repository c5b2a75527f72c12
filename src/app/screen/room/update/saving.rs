//! Saving the room as a file.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use iced::Task;
use jiff::tz::TimeZone;

use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::state::Room;
use crate::export::{Format, export};
use crate::guest::Guest;
use crate::log::SqliteLog;
use crate::room::{RoomNo, Seq};

/// How many events are read at once before a room is saved.
const SAVED: u64 = 5_000;

/// Saves the room where the person says.
pub(super) fn save(screen: &mut Room, format: Format) -> Action {
    screen.overlay.close_saving();
    let source = screen.visit.log();
    let (title, room) = (screen.rooms.shown.title.clone(), screen.rooms.shown.room);
    let (guest, head) = (Arc::clone(&screen.visit.guest), Seq(screen.rooms.shown.scrollback.rows().head()));
    let hosted = screen.visit.hosting.is_some();
    Action::Run(Task::perform(
        async move {
            let dialog = rfd::AsyncFileDialog::new().set_title("Save the room").set_file_name(format!(
                "{}.{}",
                file_name(title.as_str()),
                format.as_str()
            ));
            let Some(file) = dialog.save_file().await else { return Ok(None) };
            // A guest has what it saw; the rest is read first, so that what is saved is everything.
            let missing = !hosted && !complete(&guest, room, head).await?;
            let path = file.path().to_owned();
            let shown = path.display().to_string();
            let written = tokio::task::spawn_blocking(move || write(&source, room, format, &path));
            match written.await {
                Ok(Ok(count)) => Ok(Some((shown, count, missing))),
                Ok(Err(why)) => Err(why),
                Err(_) => Err("The room could not be saved. Try again.".to_owned()),
            }
        },
        |saved| match saved {
            Ok(None) => Message::TypingOver,
            Ok(Some((path, _, true))) => Message::Tell(format!(
                "Saved in {path}, but without what this computer never saw: there was no connection for it."
            )),
            Ok(Some((path, 1, false))) => Message::Tell(format!("Saved in {path}: one event.")),
            Ok(Some((path, count, false))) => Message::Tell(format!("Saved in {path}: {count} events.")),
            Err(why) => Message::Wrong(why),
        },
    ))
}

/// Writes a room into a file, whole or not at all.
pub(super) fn write(source: &Path, room: RoomNo, format: Format, path: &Path) -> Result<u64, String> {
    if path.parent() == source.parent() {
        return Err("That is the folder Parlor keeps this room in. Choose another one.".to_owned());
    }
    let log = SqliteLog::open_to_read(source).map_err(|error| error.to_string())?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = File::create(&draft)
        .map_err(|error| format!("{} can't be written: {error}. Choose another place.", path.display()))
        .and_then(|mut file| {
            export(&log, room, format, &TimeZone::system(), &mut file).map_err(|error| error.to_string())
        })
        .and_then(|count| {
            std::fs::rename(&draft, path).map(|()| count).map_err(|error| format!("It could not be saved: {error}."))
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

/// A title as the name of a file.
fn file_name(title: &str) -> String {
    title.chars().map(|c| if c.is_alphanumeric() || " -_".contains(c) { c } else { '-' }).collect()
}
