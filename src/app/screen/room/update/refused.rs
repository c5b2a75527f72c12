//! What of one's own the house refused is said again, or given up.

use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::texts::notices as texts;
use crate::guest::{GuestError, OwnState};
use crate::room::EventId;

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
    if again {
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
