//! What happens in whichever dialog is open.

pub(super) mod account;
pub(super) mod go_to;
pub(super) mod invite;
pub(super) mod moderate;
pub(super) mod new_room;
pub(super) mod person;
pub(super) mod rename;
pub(super) mod room_password;

use crate::app::screen::room::dialog::Message;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    match message {
        Message::Close => {
            screen.overlay.close_dialog();
            screen.back_to_entry()
        }
        Message::GoTo(message) => go_to::on_message(screen, message),
        Message::Make(message) => new_room::on_message(screen, message),
        Message::RoomPassword(message) => room_password::on_message(screen, message),
        Message::Person(message) => person::on_message(screen, message),
        Message::Account(message) => account::on_message(screen, message),
        Message::Invite(message) => invite::on_message(screen, message),
        Message::Rename(message) => rename::on_message(screen, message),
        Message::Moderate(message) => moderate::on_message(screen, message),
    }
}
