//! What happens on whichever page is open.

pub(super) mod manage;
pub(super) mod room_settings;

use crate::app::screen::room::entry;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::page::{Message, Page};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::ask;

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    match message {
        Message::Close => {
            screen.overlay.close_page();
            Action::Run(iced::widget::operation::focus(entry::ID))
        }
        Message::RoomSettings(message) => room_settings::on_message(screen, message),
        Message::Manage(message) => manage::on_message(screen, message),
    }
}

/// What a page shows may be otherwise by now: it is asked for anew.
pub(super) fn refresh(screen: &mut Room) -> Action {
    match screen.overlay.page_mut() {
        Some(Page::Manage(manage)) => manage::refresh(manage),
        Some(Page::RoomSettings(_)) => Action::Run(ask::of_bans(screen)),
        None => Action::None,
    }
}
