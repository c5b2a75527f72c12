//! A dialog opens.

use iced::Task;

use crate::app::screen::room::dialog::{Dialog, account, go_to, invite, moderate, person, rename, room_password};
use crate::app::screen::room::message::Action;
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::ask;

/// Something lies over the room from now on, and what it needs is asked for.
pub(super) fn open(screen: &mut Room, dialog: Dialog) -> Action {
    let first = match &dialog {
        Dialog::GoTo(_) => go_to::FIELD,
        Dialog::Make(make) => make.first(),
        Dialog::RoomPassword(_) => room_password::FIELD,
        Dialog::Account(_) => account::FIRST,
        Dialog::Rename(_) => rename::FIELD,
        Dialog::Invite(_) => invite::COPY,
        Dialog::Person(_) => person::FIRST,
        Dialog::Moderate(_) => moderate::REASON,
    };
    // A person's card opens beside them.
    if !matches!(dialog, Dialog::Person(_)) {
        screen.unfolded = None;
    }
    let asked = if matches!(dialog, Dialog::GoTo(_)) { ask::of_rooms(screen) } else { Task::none() };
    screen.overlay.show(Top::Dialog(dialog));
    Action::Run(Task::batch([crate::app::widget::focus(first), asked]))
}
