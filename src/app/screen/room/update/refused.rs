//! What of one's own the house refused is said again, or given up.

use std::time::{Duration, Instant};

use iced::Task;

use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::state::Room;
use crate::app::texts::notices as texts;
use crate::guest::{GuestError, OwnState};
use crate::room::{EventId, RoomNo};

/// All that was refused, and whether trying it again may help.
fn all_refused(screen: &Room) -> Vec<(EventId, bool)> {
    let rows = screen.rooms.shown.scrollback.rows().own().iter();
    let refused = rows.filter_map(|row| match row.own {
        Some(OwnState::Refused { again, .. }) => Some((row.id, again)),
        _ => None,
    });
    refused.collect()
}

/// One message that was not sent is tried again, or given up.
pub(super) fn decide_one(screen: &mut Room, id: EventId, again: bool) -> Action {
    let done = settle(screen, id, again);
    screen.decide(done)
}

fn settle(screen: &mut Room, id: EventId, again: bool) -> Result<(), GuestError> {
    screen.held.forget(id);
    if again {
        screen.rooms.shown.scrollback.retry_own(id);
        return screen.visit.guest.retry(id);
    }
    screen.rooms.shown.scrollback.drop_own(id);
    screen.visit.guest.discard(id)
}

/// What was refused is said again, as far as that may help, or given up: all of it.
pub(super) fn decide(screen: &mut Room, again: bool) -> Action {
    let refused = all_refused(screen);
    if refused.is_empty() {
        return screen.tell(texts::ALL_SENT.to_owned());
    }
    let ids: Vec<EventId> = refused.iter().filter(|(_, helps)| *helps || !again).map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return screen.wrong(texts::NOTHING_TO_RETRY.to_owned());
    }
    let done = ids.into_iter().try_for_each(|id| settle(screen, id, again));
    screen.decide(done)
}

/// Slow mode holds a message back: it is tried again when the wait is over.
pub(super) fn hold(screen: &mut Room, id: EventId, room: RoomNo, wait: Duration) -> Action {
    screen.held.hold(id, room, Instant::now() + wait);
    Action::Run(Task::perform(tokio::time::sleep(wait), move |()| Message::SendHeld(room)))
}

/// A wait in a room is over: what it held back is tried again.
pub(super) fn send_due(screen: &mut Room, room: RoomNo) -> Action {
    let due = screen.held.take_due(room, Instant::now());
    send(screen, room, &due)
}

/// Slow mode of a room is otherwise than it was: what it held back is tried again.
pub(super) fn send_all(screen: &mut Room, room: RoomNo) -> Action {
    let held = screen.held.take_all(room);
    send(screen, room, &held)
}

fn send(screen: &mut Room, room: RoomNo, held: &[EventId]) -> Action {
    let done = held.iter().try_for_each(|id| {
        if let Some(joined) = screen.rooms.get_mut(room) {
            joined.scrollback.retry_own(*id);
        }
        screen.visit.guest.retry(*id)
    });
    screen.decide(done)
}
