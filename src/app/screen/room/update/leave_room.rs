//! A room is left for good, asked once.

use crate::app::screen::room::joined_room::JoinedRoom;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::question::Question;
use crate::app::screen::room::state::Room;
use crate::app::texts::room_settings as texts;
use crate::room::{Access, PersonId, Rank, RoomNo};

/// Asks whether to leave a room.
pub(super) fn ask(screen: &mut Room, room: RoomNo) -> Action {
    let me = screen.me.author.who;
    let Some(joined) = screen.rooms.get_mut(room) else { return Action::None };
    screen.overlay.show(Top::Question(Question {
        title: texts::leave_question(joined.title.as_str()),
        means: means(joined, me),
        yes: texts::LEAVE_NOW,
        then: Box::new(Message::LeaveRoom(room)),
    }));
    Action::None
}

/// Leaves it.
pub(super) fn leave(screen: &mut Room, room: RoomNo) -> Action {
    screen.overlay.back_to_room();
    let done = screen.visit.guest.leave_room(room);
    screen.decide(done)
}

/// What it means.
fn means(joined: &JoinedRoom, me: PersonId) -> String {
    if let Some(other) = &joined.direct {
        return texts::leave_talk(other.name.as_str());
    }
    let way_back = match joined.order.access {
        Access::Everyone => texts::LEAVE_OPEN,
        _ if joined.rank >= Rank::Operator => texts::LEAVE_OPERATOR,
        Access::Password => texts::LEAVE_PASSWORD,
        Access::Invited => texts::LEAVE_INVITED,
    };
    let alone = joined.rank == Rank::Operator && joined.order.operators.iter().all(|operator| operator.who == me);
    if alone { format!("{way_back} {}", texts::LEAVE_LAST) } else { way_back.to_owned() }
}
