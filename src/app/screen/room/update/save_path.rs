//! A path is typed to save the room at, in the window: the desktop has no dialog for it.

use crate::app::screen::room::entry;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::save_path::{FIELD, Message, SavePath};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::saving;
use crate::export::Format;

/// Asks for the path.
pub(super) fn open(screen: &mut Room, format: Format) -> Action {
    let path = SavePath::new(screen.rooms.shown.title.as_str(), format);
    screen.overlay.show(Top::SavePath(path));
    Action::Run(iced::widget::operation::focus(FIELD))
}

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let Some(path) = screen.overlay.save_path_mut() else { return Action::None };
    match message {
        Message::Typed(typed) => (path.path, path.trouble) = (typed, None),
        Message::Failed(why) => (path.trouble, path.busy) = (Some(why), false),
        Message::Cancel => {
            screen.overlay.show(Top::None);
            return Action::Run(iced::widget::operation::focus(entry::ID));
        }
        Message::Save if path.busy => {}
        Message::Save => {
            let (Some(chosen), format) = (path.chosen(), path.format) else { return Action::None };
            path.busy = true;
            return saving::save_at(screen, format, chosen);
        }
    }
    Action::None
}
