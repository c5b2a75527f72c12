//! What came of what was asked of the house.

use std::mem::Discriminant;

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::state::Room;

/// Something that was asked of the house is done, and with it the dialog it was asked in. One that was opened since
/// stays.
pub(super) fn done(screen: &mut Room, from: Option<Discriminant<Dialog>>, told: Option<String>) -> Action {
    match (told, screen.overlay.page_mut()) {
        (Some(told), Some(page)) => page.tell(told),
        (Some(told), None) => screen.notice = Some(Notice::Plain(told)),
        (None, _) => {}
    }
    if from.is_none() || from != screen.overlay.dialog().map(std::mem::discriminant) {
        return Action::None;
    }
    screen.overlay.close_dialog();
    screen.back_to_entry()
}

/// Something that was asked of the house failed.
pub(super) fn failed(screen: &mut Room, why: String) -> Action {
    if screen.overlay.trouble(&why) {
        return Action::None;
    }
    (screen.rooms.going, screen.rooms.settings_of) = (None, None);
    screen.wrong(why)
}
