//! A page opens in the place of the room.

use crate::app::screen::room::message::Action;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::ask;

/// A page opens, and what is to be seen on it is asked for.
pub(super) fn open(screen: &mut Room, page: Page) -> Action {
    let asked = match &page {
        Page::Manage(manage) => ask::of_place(screen, manage.asked),
        Page::RoomSettings(_) => ask::of_bans(screen),
    };
    screen.unfolded = None;
    screen.overlay.open_page(page);
    Action::Run(asked)
}
