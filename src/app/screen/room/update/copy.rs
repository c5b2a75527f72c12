//! The house was away, and what this computer had of it was shown. Now it is there: what is shown becomes what is.

use iced::Task;

use crate::app::screen::room::joined_room::{HowOut, Out};
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::rooms;
use crate::guest::Arrival;
use crate::room::RoomNo;
use crate::wire::frame::RoomLine;

/// Leaves the rooms of the copy that one is in no longer. The others are entered one after the other.
pub(super) fn leave_lost(screen: &mut Room, arrival: &Arrival) -> Task<Message> {
    let still = |room: RoomNo| {
        let mine = |line: &RoomLine| line.room == room && line.yours.is_some();
        room == arrival.room.room || arrival.rooms.iter().any(mine)
    };
    let lost: Vec<RoomNo> = screen.rooms.all().map(|joined| joined.room).filter(|room| !still(*room)).collect();
    Task::batch(lost.into_iter().map(|room| {
        let (shown, seen) = (screen.rooms.shown.room == room, screen.rooms.listed.contains_key(&room));
        let out = || Out { why: String::new(), how: HowOut::Otherwise };
        let action = if seen { rooms::lost(screen, room, shown.then(out)) } else { rooms::forget(screen, room) };
        if let Action::Run(task) = action { task } else { Task::none() }
    }))
}
