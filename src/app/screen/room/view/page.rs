//! Whichever page is open, as it is seen.

mod doors;
mod manage;
mod people;
mod room_settings;

pub(super) use manage::what;

use crate::app::screen::room::message::Message;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view_context::ViewContext;
use crate::app::theme::Element;

/// The page.
pub(super) fn view<'a>(screen: &'a Room, page: &'a Page, context: &ViewContext) -> Element<'a, Message> {
    let page = match page {
        Page::RoomSettings(settings) => room_settings::view(screen, settings, context.width),
        Page::Manage(manage) => manage::view(screen, manage, context),
    };
    page.map(Message::Page)
}
