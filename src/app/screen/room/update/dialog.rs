//! What happens in whichever dialog is open.

pub(super) mod account;
pub(super) mod go_to;
pub(super) mod key;
pub(super) mod make;
pub(super) mod manage;
pub(super) mod order;
pub(super) mod person;

use crate::app::screen::room::dialog::Message;
use crate::app::screen::room::entry;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    match message {
        Message::Close => {
            screen.overlay.close_dialog();
            Action::Run(iced::widget::operation::focus(entry::ID))
        }
        Message::GoTo(message) => go_to::on_message(screen, message),
        Message::Make(message) => make::on_message(screen, message),
        Message::Key(message) => key::on_message(screen, message),
        Message::Person(message) => person::on_message(screen, message),
        Message::Account(message) => account::on_message(screen, message),
        Message::Order(message) => order::on_message(screen, message),
        Message::Manage(message) => manage::on_message(screen, message),
    }
}
