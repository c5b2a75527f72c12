//! What happens to a room that is being made.

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::new_room::Message;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::rooms;

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let Some(Dialog::Make(make)) = screen.overlay.dialog_mut() else { return Action::None };
    make.trouble = None;
    match message {
        Message::Title(title) => make.title = title,
        Message::Topic(topic) => make.topic = topic,
        Message::Access(access) => make.access = access,
        Message::Password(password) => make.password = password,
        Message::Make => match make.read() {
            Ok((new, password)) => return rooms::make(screen, new, password),
            Err(why) => make.trouble = Some(why),
        },
    }
    Action::None
}
