//! What is looked at becomes read, and what is missing of it is asked for.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use iced::Task;

use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::state::Room;
use crate::guest::History;
use crate::room::{RoomNo, Seq};

/// How long after a page did not come it is asked for again.
const AGAIN: Duration = Duration::from_secs(3);

/// Asks for events: the replica first, the host for what it lacks.
pub(super) fn ask_for(screen: &Room, range: RangeInclusive<Seq>) -> Task<Message> {
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    Task::perform(async move { guest.read(room, range).await }, move |read| {
        Message::Read(room, read.map(Arc::new).map_err(|error| error.to_string()))
    })
}

pub(super) fn on_page(screen: &mut Room, room: RoomNo, page: Result<Arc<History>, String>) -> Action {
    match page {
        Ok(history) => {
            let complete = history.missing.is_empty();
            // What is missing is asked for again when there is a connection again.
            if let Some(joined) = screen.rooms.get_mut(room) {
                joined.scrollback.take_page(&history.events, &history.changes, complete);
            }
            Action::None
        }
        Err(why) => {
            screen.notice = Some(Notice::Wrong(why));
            Action::Run(Task::perform(tokio::time::sleep(AGAIN), move |()| Message::AskAgain(room)))
        }
    }
}

/// What is on the screen by now is read, if someone looks at it.
pub(super) fn looked(screen: &mut Room) -> Action {
    if !screen.attention.look() {
        return Action::None;
    }
    if let Some(seq) = screen.rooms.shown.looked_to() {
        screen.rooms.shown.unread.read_to(seq);
        // Without a connection it is told with the next one.
        let _ = screen.visit.guest.seen(screen.rooms.shown.room, seq);
    }
    Action::None
}
