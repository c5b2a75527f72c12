//! What is asked of the house for what lies over the room: the rooms, who is banned, and what only its host knows.

use std::sync::Arc;

use iced::Task;

use crate::app::clock;
use crate::app::screen::room::dialog::{self, go_to, invite};
use crate::app::screen::room::message::Message;
use crate::app::screen::room::page::{self, manage, room_settings};
use crate::app::screen::room::state::Room;
use crate::guest::GuestError;
use crate::room::{Deed, RoomNo};

/// How many people are asked for.
const PEOPLE: usize = 1_000;

/// Of how many rooms it is asked who is banned.
const ROOMS: usize = 64;

/// All rooms of the house, for whoever looks for one.
pub(super) fn of_rooms(screen: &Room) -> Task<Message> {
    let guest = Arc::clone(&screen.visit.guest);
    Task::perform(async move { guest.rooms().await }, |rooms| match rooms {
        Ok(rooms) => Message::Dialog(dialog::Message::GoTo(go_to::Message::Rooms(Arc::new(rooms)))),
        // What is known already is shown.
        Err(_) => Message::TypingOver,
    })
}

/// The invites that were given out, for the host.
pub(super) fn of_invites(screen: &Room) -> Task<Message> {
    let guest = Arc::clone(&screen.visit.guest);
    Task::perform(async move { guest.invites().await }, |given| match given {
        Ok(given) => Message::Dialog(dialog::Message::Invite(invite::Message::Given(Arc::new(given)))),
        Err(error) => Message::Failed(error.to_string()),
    })
}

/// A code to say to others, for the host.
pub(super) fn of_code(screen: &Room, another: bool) -> Task<Message> {
    let guest = Arc::clone(&screen.visit.guest);
    Task::perform(async move { guest.spoken_code(another).await }, |made| match made {
        Ok((code, left)) => {
            let until = clock::now().saturating_add(u64::try_from(left.as_millis()).unwrap_or(u64::MAX));
            Message::Dialog(dialog::Message::Invite(invite::Message::Spoken(invite::Spoken { code, until })))
        }
        // There are other ways to invite, and they are shown.
        Err(_) => Message::TypingOver,
    })
}

/// What only the host knows; the page asked so many times before.
pub(super) fn of_place(screen: &Room, asked: u64) -> Task<Message> {
    let guest = Arc::clone(&screen.visit.guest);
    let rooms = screen.rooms.listed.values().filter(|line| line.direct.is_none()).map(|line| line.room);
    let rooms: Vec<RoomNo> = rooms.take(ROOMS).collect();
    let known = async move {
        let (admission, requests) = guest.requests().await?;
        let people = guest.people(None, PEOPLE).await?;
        let mut bans = guest.bans(None).await?;
        for room in rooms {
            // One that was deleted meanwhile has none.
            bans.extend(guest.bans(Some(room)).await.unwrap_or_default());
        }
        // A host that is older knows no invites.
        let invites = guest.invites().await.unwrap_or_default();
        Ok::<_, GuestError>(manage::Known { asked, admission, requests, bans, invites, people })
    };
    let known = Task::perform(known, |known| match known {
        Ok(known) => Message::Page(page::Message::Manage(manage::Message::Known(Arc::new(known)))),
        Err(error) => Message::Failed(error.to_string()),
    });
    Task::batch([known, of_rooms(screen)])
}

/// Who is banned from the room, for whoever may know.
pub(super) fn of_bans(screen: &Room) -> Task<Message> {
    if !screen.may(Deed::Ban) {
        return Task::none();
    }
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    Task::perform(async move { guest.bans(Some(room)).await }, |bans| match bans {
        Ok(bans) => Message::Page(page::Message::RoomSettings(room_settings::Message::Bans(Arc::new(bans)))),
        Err(error) => Message::Failed(error.to_string()),
    })
}
