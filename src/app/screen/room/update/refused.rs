//! What of one's own the house refused is said again, or given up.

use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::guest::{GuestError, OwnState};
use crate::room::EventId;

/// All that was refused.
fn refused_ids(screen: &Room) -> impl Iterator<Item = EventId> {
    let rows = screen.rooms.shown.scrollback.rows().own().iter();
    rows.filter(|row| matches!(row.own, Some(OwnState::Refused { .. }))).map(|row| row.id)
}

/// One message that was not sent is tried again, or given up.
pub(super) fn decide_one(screen: &mut Room, id: EventId, again: bool) -> Action {
    let done = settle(screen, id, again);
    screen.decide(done)
}

fn settle(screen: &mut Room, id: EventId, again: bool) -> Result<(), GuestError> {
    if again {
        return screen.visit.guest.retry(id);
    }
    screen.rooms.shown.scrollback.drop_own(id);
    screen.visit.guest.discard(id)
}

/// What was refused is said again, or given up: all of it.
pub(super) fn decide(screen: &mut Room, again: bool) -> Action {
    let refused: Vec<EventId> = refused_ids(screen).collect();
    if refused.is_empty() {
        return screen.tell("Every message was sent.".to_owned());
    }
    let done = refused.into_iter().try_for_each(|id| settle(screen, id, again));
    screen.decide(done)
}
