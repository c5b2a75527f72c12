//! How the question whether to leave was answered.

use crate::app::screen::room::entry;
use crate::app::screen::room::leave::Message;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;

pub(super) fn answer(screen: &mut Room, message: Message) -> Action {
    if screen.overlay.is_leaving() {
        screen.overlay.close();
    }
    match message {
        Message::Stay => Action::Run(iced::widget::operation::focus(entry::ID)),
        Message::Quit => Action::Leave { quit: true },
        Message::Lobby => Action::Leave { quit: false },
    }
}
