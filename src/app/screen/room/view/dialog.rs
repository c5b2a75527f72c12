//! Whichever dialog is open, as it is seen.

pub(super) mod account;
pub(super) mod go_to;
pub(super) mod lists;
pub(super) mod manage;
pub(super) mod new_room;
pub(super) mod person;
pub(super) mod room_password;
pub(super) mod room_settings;

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::message::Message as RoomMessage;
use crate::app::screen::room::state::Room;
use crate::app::theme::Element;

/// What lies over the room, and how wide it is.
pub(super) fn view<'a>(screen: &'a Room, dialog: &'a Dialog) -> (Element<'a, RoomMessage>, f32) {
    let (view, width) = match dialog {
        Dialog::Account(account) => return (account::view(screen, account), 440.0),
        Dialog::GoTo(go_to) => (go_to::view(screen, go_to), 460.0),
        Dialog::Make(make) => (new_room::view(make), 440.0),
        Dialog::RoomPassword(key) => (room_password::view(key), 400.0),
        Dialog::Person(person) => (person::view(screen, person), 460.0),
        Dialog::RoomSettings(order) => (room_settings::view(screen, order), 500.0),
        Dialog::Manage(manage) => (manage::view(screen, manage), 540.0),
    };
    (view.map(RoomMessage::Dialog), width)
}
