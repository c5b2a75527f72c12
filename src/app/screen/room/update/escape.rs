//! Esc, from wherever it comes.

use crate::app::screen::room::entry;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::overlay::Closed;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::list;
use crate::app::scrollback;

/// Esc: puts away what lies on top, and goes to the newest where nothing does.
pub(super) fn escape(screen: &mut Room) -> Action {
    match screen.overlay.close() {
        Closed::Nothing => {}
        Closed::Saving => return Action::None,
        Closed::Beside => {
            screen.rooms.shown.scrollback.pick(None);
            return Action::Run(iced::widget::operation::focus(entry::ID));
        }
        Closed::Other => return screen.back_to_entry(),
    }
    if screen.unfolded.take().is_some() {
        return Action::None;
    }
    if screen.rooms.shown.find.take().is_some() {
        return Action::Run(iced::widget::operation::focus(entry::ID));
    }
    if screen.rooms.shown.writing.entry.stop_editing()
        || screen.rooms.shown.writing.reply.take().is_some()
        || screen.rooms.shown.scrollback.unpick().is_some()
        || screen.notice.take().is_some()
    {
        return Action::Run(iced::widget::operation::focus(entry::ID));
    }
    screen.rooms.shown.scrollback.unmark();
    list::perform(screen, scrollback::Action::Follow)
}
