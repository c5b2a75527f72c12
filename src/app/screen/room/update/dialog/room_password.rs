//! What happens to the password of a room that someone wants to come into.

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::room_password::Message;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::rooms;
use crate::wire::Password;
use crate::wire::frame::RoomName;

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let Some(Dialog::RoomPassword(key)) = screen.overlay.dialog_mut() else { return Action::None };
    key.trouble = None;
    match message {
        Message::Password(password) => {
            key.password = password;
            Action::None
        }
        Message::Enter => {
            let password = (!key.password.is_empty()).then(|| Password::from(key.password.clone()));
            let room = key.room;
            Action::Run(rooms::enter(screen, RoomName::No(room), password))
        }
    }
}
