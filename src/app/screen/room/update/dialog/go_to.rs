//! What happens while a room is looked for.

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::go_to::Message;
use crate::app::screen::room::dialog::new_room::Make;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{open_dialog, rooms};

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    match (message, screen.overlay.dialog_mut()) {
        (Message::Words(words), Some(Dialog::GoTo(go_to))) => {
            (go_to.words, go_to.trouble) = (words, None);
            Action::None
        }
        (Message::First, Some(Dialog::GoTo(go_to))) => {
            let words = go_to.words.clone();
            match screen.rooms.like(&words).first().map(|line| line.room) {
                Some(room) => rooms::go(screen, room),
                None => Action::None,
            }
        }
        (Message::Go(room), _) => rooms::go(screen, room),
        (Message::Make, _) => open_dialog::open(screen, Dialog::Make(Make::default())),
        (Message::Rooms(rooms), _) => {
            for line in rooms.iter() {
                screen.rooms.listed.insert(line.room, line.clone());
            }
            Action::None
        }
        _ => Action::None,
    }
}
