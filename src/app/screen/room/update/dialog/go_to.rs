//! What happens while a room is looked for.

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::go_to::{Message, SHOWN};
use crate::app::screen::room::dialog::new_room::Make;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{open_dialog, rooms};

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    match (message, screen.overlay.dialog_mut()) {
        (Message::Words(words), Some(Dialog::GoTo(go_to))) => {
            (go_to.words, go_to.chosen, go_to.trouble) = (words, 0, None);
            Action::None
        }
        (Message::Step(down), Some(Dialog::GoTo(go_to))) => {
            let (words, chosen) = (go_to.words.clone(), go_to.chosen);
            let last = screen.rooms.like(&words).len().min(SHOWN).saturating_sub(1);
            let chosen = if down { (chosen + 1).min(last) } else { chosen.saturating_sub(1) };
            if let Some(Dialog::GoTo(go_to)) = screen.overlay.dialog_mut() {
                go_to.chosen = chosen;
            }
            Action::None
        }
        (Message::Chosen, Some(Dialog::GoTo(go_to))) => {
            let (words, chosen) = (go_to.words.clone(), go_to.chosen);
            match screen.rooms.like(&words).get(chosen).map(|line| line.room) {
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
