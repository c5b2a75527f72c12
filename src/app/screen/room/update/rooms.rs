//! Moving between the rooms of the house: which is shown, and what happens to the list of them.

use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::room_password::RoomPassword;
use crate::app::screen::room::entry;
use crate::app::screen::room::joined_room::Out;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::notice::Notice;
use crate::app::screen::room::page::Page;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{open_dialog, open_page};
use crate::room::{Access, Rank, RoomNo};
use crate::wire::Password;
use crate::wire::frame::{NewRoom, RoomLine, RoomName, Since};

/// How much of a room that is entered comes by itself.
const FIRST: u64 = 256;

/// Shows a room: one that one is in, or one that is entered for it.
pub(super) fn go(screen: &mut Room, room: RoomNo) -> Action {
    screen.overlay.back_to_room();
    screen.unfolded = None;
    let out_of_it = screen.rooms.shown.room == room && screen.rooms.shown.out.is_some();
    if !out_of_it && screen.rooms.is_in(room) {
        return Action::Run(show(screen, room));
    }
    let asks = screen.rooms.listed.get(&room).filter(|line| line.access == Access::Password && line.yours.is_none());
    match asks {
        // Whoever keeps it, or was invited, needs no password: it is asked for only where that is refused.
        Some(line) if screen.me.rank < Rank::Owner => {
            open_dialog::open(screen, Dialog::RoomPassword(RoomPassword::new(room, line.title.to_string())))
        }
        _ => Action::Run(enter(screen, RoomName::No(room), None)),
    }
}

/// Comes into a room, to show it.
pub(super) fn enter(screen: &mut Room, name: RoomName, password: Option<Password>) -> Task<Message> {
    if let RoomName::No(room) = &name {
        screen.rooms.going = Some(*room);
    }
    let by_title = matches!(name, RoomName::Title(_));
    let guest = Arc::clone(&screen.visit.guest);
    let entering = async move { guest.enter(name, Since::last(FIRST), password).await };
    Task::perform(entering, move |entered| match entered {
        Ok(entered) => Message::CameIn(entered.room, by_title),
        Err(error) => Message::Failed(error.to_string()),
    })
}

/// A room was entered. One that was asked for by its number was shown as it was, and its person may have moved on.
pub(super) fn came_in(screen: &mut Room, room: RoomNo, by_title: bool) -> Action {
    if screen.rooms.shown.room != room {
        return if by_title { go(screen, room) } else { Action::None };
    }
    if matches!(screen.overlay.dialog(), Some(Dialog::RoomPassword(_) | Dialog::Make(_) | Dialog::Person(_))) {
        screen.overlay.close_dialog();
    }
    Action::None
}

/// Puts a room that one is in before its person.
pub(super) fn show(screen: &mut Room, room: RoomNo) -> Task<Message> {
    if screen.rooms.show(room) {
        screen.notice = None;
    }
    screen.overlay.back_to_room();
    screen.unfolded = None;
    if screen.rooms.settings_of.take() == Some(room)
        && let Action::Run(opened) = open_page::open(screen, Page::room_settings())
    {
        return Task::batch([opened, screen.look_soon()]);
    }
    // What is told of who comes to a direct talk may have been missed.
    let heard = screen.rooms.shown.roster.heard();
    let who = if screen.rooms.shown.direct.is_some() { screen.visit.ask_who(room, heard) } else { Task::none() };
    Task::batch([iced::widget::operation::focus(entry::ID), screen.look_soon(), who])
}

/// One is in a room no longer, and it is told why; or it is gone for them.
pub(super) fn lost(screen: &mut Room, room: RoomNo, out: Option<Out>) -> Action {
    let gone = out.is_none();
    if gone {
        screen.rooms.others.remove(&room);
    }
    if let Some(line) = screen.rooms.listed.get_mut(&room) {
        line.yours = None;
    }
    if screen.rooms.shown.room == room {
        match screen.rooms.others.keys().next().copied().filter(|_| gone) {
            Some(next) => {
                let shown = show(screen, next);
                screen.rooms.others.remove(&room);
                return Action::Run(shown);
            }
            None => screen.unfolded = None,
        }
    }
    let Some(out) = out else { return Action::None };
    // Where it is the room that is shown, it is said there, with the way back.
    if screen.rooms.shown.room != room {
        let title = screen.rooms.listed.get(&room).map_or_else(String::new, |line| format!("{}: ", line.title));
        screen.notice = Some(Notice::Wrong(format!("{title}{}", out.why)));
    }
    if let Some(joined) = screen.rooms.get_mut(room) {
        joined.leave(out);
    }
    Action::None
}

/// A room was made, or is another than before.
pub(super) fn heard_of(screen: &mut Room, line: RoomLine) -> Action {
    let (room, title) = (line.room, line.title.clone());
    let invites = line.access == Access::Invited && line.direct.is_none();
    if screen.rooms.heard_of(line) && invites && !screen.rooms.is_in(room) {
        screen.notice = Some(Notice::Invited(room, title));
    }
    Action::None
}

/// A room is not to be seen any more.
pub(super) fn forget(screen: &mut Room, room: RoomNo) -> Action {
    let action = lost(screen, room, None);
    screen.rooms.listed.remove(&room);
    // Nobody can join it by the notice any more.
    screen.notice.take_if(|notice| matches!(notice, Notice::Invited(of, _) if *of == room));
    action
}

/// Makes a room and shows it.
pub(super) fn make(screen: &Room, new: NewRoom, password: Option<Password>) -> Action {
    let guest = Arc::clone(&screen.visit.guest);
    let made = async move { guest.make(new, password).await };
    Action::Run(Task::perform(made, |made| match made {
        Ok(line) => Message::EnterRoom(RoomName::No(line.room)),
        Err(error) => Message::Failed(error.to_string()),
    }))
}
