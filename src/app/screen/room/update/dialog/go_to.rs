//! What happens while someone looks for where to go.

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::account::Account;
use crate::app::screen::room::dialog::go_to::{Message, Place};
use crate::app::screen::room::dialog::new_room::Make;
use crate::app::screen::room::found_places::found;
use crate::app::screen::room::message::Action;
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{find, invite, open_dialog, open_page, people, rooms};
use crate::export::Format;

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let (words, chosen) = match screen.overlay.dialog() {
        Some(Dialog::GoTo(go_to)) => (go_to.words.clone(), go_to.chosen),
        _ => (String::new(), 0),
    };
    match message {
        Message::Words(words) => {
            if let Some(Dialog::GoTo(go_to)) = screen.overlay.dialog_mut() {
                (go_to.words, go_to.chosen, go_to.trouble) = (words, 0, None);
            }
            Action::None
        }
        Message::Step(down) => {
            let last = found(screen, &words).len().saturating_sub(1);
            if let Some(Dialog::GoTo(go_to)) = screen.overlay.dialog_mut() {
                go_to.chosen = if down { (chosen + 1).min(last) } else { chosen.saturating_sub(1) };
            }
            Action::None
        }
        Message::Chosen => match found(screen, &words).into_iter().nth(chosen) {
            Some(place) => go(screen, place),
            None => Action::None,
        },
        Message::Go(place) => go(screen, place),
        Message::Rooms(rooms) => {
            for line in rooms.iter() {
                screen.rooms.listed.insert(line.room, line.clone());
            }
            Action::None
        }
    }
}

fn go(screen: &mut Room, place: Place) -> Action {
    match place {
        Place::Room(room) => return rooms::go(screen, room),
        Place::NewRoom(title) => return open_dialog::open(screen, Dialog::Make(Make { title, ..Make::default() })),
        Place::Account => return open_dialog::open(screen, Dialog::Account(Account::default())),
        _ => screen.overlay.close_dialog(),
    }
    match place {
        Place::Person(who) => people::talk(screen, who),
        Place::Search(words) => find::open(screen, &words),
        Place::RoomSettings => open_page::open(screen, Page::room_settings()),
        Place::Save => {
            screen.overlay.show(Top::Saving(Format::Txt));
            Action::None
        }
        Place::Settings => Action::Settings,
        Place::Invite => invite::open(screen),
        Place::Manage => open_page::open(screen, Page::manage()),
        Place::Quit => screen.ask_to_leave(),
        Place::Room(_) | Place::NewRoom(_) | Place::Account => Action::None,
    }
}
