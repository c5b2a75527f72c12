//! What of one's own the house refused is said again, or given up.

use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::guest::OwnState;
use crate::room::EventId;

/// All that was refused.
fn refused_ids(screen: &Room) -> impl Iterator<Item = EventId> {
    let rows = screen.rooms.shown.scrollback.rows().own().iter();
    rows.filter(|row| matches!(row.own, Some(OwnState::Refused { .. }))).map(|row| row.id)
}

/// What was refused is said again, or given up: all of it.
pub(super) fn decide(screen: &mut Room, again: bool) -> Action {
    let refused: Vec<EventId> = refused_ids(screen).collect();
    if refused.is_empty() {
        return screen.tell("Nothing was refused.".to_owned());
    }
    for id in refused {
        let done = if again {
            screen.visit.guest.retry(id)
        } else {
            screen.rooms.shown.scrollback.drop_own(id);
            screen.visit.guest.discard(id)
        };
        if let Err(error) = done {
            return screen.wrong(error.to_string());
        }
    }
    Action::None
}
