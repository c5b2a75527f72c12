//! A dialog opens, and what is to be seen in it is asked for.

use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::dialog::{self, Dialog, account, go_to, manage, room_password, room_settings};
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::overlay::Overlay;
use crate::app::screen::room::state::Room;
use crate::guest::GuestError;
use crate::room::Deed;

/// How many people are asked for.
const PEOPLE: usize = 1_000;

/// Something lies over the room from now on.
pub(super) fn open(screen: &mut Room, dialog: Dialog) -> Action {
    let first = match &dialog {
        Dialog::GoTo(_) => Some(go_to::FIELD),
        Dialog::Make(make) => Some(make.first()),
        Dialog::RoomPassword(_) => Some(room_password::FIELD),
        Dialog::Account(_) => Some(account::FIRST),
        Dialog::Person(_) | Dialog::RoomSettings(_) | Dialog::Manage(_) => None,
    };
    screen.unfolded = None;
    let asked = match &dialog {
        Dialog::Manage(_) => ask_of_house(screen),
        Dialog::RoomSettings(_) => ask_of_bans(screen),
        Dialog::GoTo(_) => ask_of_rooms(screen),
        _ => Task::none(),
    };
    screen.overlay.show(Overlay::Dialog(dialog));
    let focus = first.map_or_else(Task::none, crate::app::widget::focus);
    Action::Run(Task::batch([focus, asked]))
}

/// All rooms of the house, for whoever looks for one.
pub(super) fn ask_of_rooms(screen: &Room) -> Task<Message> {
    let guest = Arc::clone(&screen.visit.guest);
    Task::perform(async move { guest.rooms().await }, |rooms| match rooms {
        Ok(rooms) => Message::Dialog(dialog::Message::GoTo(go_to::Message::Rooms(Arc::new(rooms)))),
        // What is known already is shown.
        Err(_) => Message::TypingOver,
    })
}

/// What only the host knows.
pub(super) fn ask_of_house(screen: &Room) -> Task<Message> {
    let guest = Arc::clone(&screen.visit.guest);
    let known = async move {
        let (admission, requests) = guest.requests().await?;
        let (bans, people) = (guest.bans(None).await?, guest.people(None, PEOPLE).await?);
        Ok::<_, GuestError>(manage::Known { admission, requests, bans, people })
    };
    let known = Task::perform(known, |known| match known {
        Ok(known) => Message::Dialog(dialog::Message::Manage(manage::Message::Known(Arc::new(known)))),
        Err(error) => Message::Failed(error.to_string()),
    });
    Task::batch([known, ask_of_rooms(screen)])
}

/// Who may not come in, for whoever may know.
pub(super) fn ask_of_bans(screen: &Room) -> Task<Message> {
    if !screen.may(Deed::Ban) {
        return Task::none();
    }
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    Task::perform(async move { guest.bans(Some(room)).await }, |bans| match bans {
        Ok(bans) => Message::Dialog(dialog::Message::RoomSettings(room_settings::Message::Bans(Arc::new(bans)))),
        Err(error) => Message::Failed(error.to_string()),
    })
}
