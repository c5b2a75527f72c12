//! What happens to the name that someone wants to have instead.

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::rename::Message;
use crate::app::screen::room::entry;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::command;
use crate::app::widget::focus;
use crate::room::{Body, Name};

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let me = screen.me.author.name.clone();
    let Some(Dialog::Rename(rename)) = screen.overlay.dialog_mut() else { return Action::None };
    rename.trouble = None;
    match message {
        Message::Name(name) => rename.name = name,
        Message::Change => match Name::parse(&rename.name) {
            Ok(name) => {
                screen.overlay.close_dialog();
                if name == me {
                    return screen.back_to_entry();
                }
                let line = format!("/nick {name}");
                return command::add_commanded(screen, Body::Named { name }, &line).with(focus(entry::ID));
            }
            Err(error) => rename.trouble = Some(error.to_string()),
        },
    }
    Action::None
}
