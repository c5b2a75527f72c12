//! Where one can go by what was typed: rooms, people, and what can be done, in this order.

use super::dialog::go_to::Place;
use super::state::Room;
use crate::app::texts::go_to as texts;
use crate::room::{PersonId, Rank};

/// How many rooms and people are shown at once.
const ROOMS: usize = 40;
const PEOPLE: usize = 20;

/// What is found, in the order it is shown in.
pub(super) fn found(screen: &Room, words: &str) -> Vec<Place> {
    let words = words.trim();
    let mut found: Vec<Place> =
        screen.rooms.like(words).into_iter().take(ROOMS).map(|line| Place::Room(line.room)).collect();
    found.extend(people(screen, words));
    found.extend(actions(screen, words));
    found
}

/// The others in the room.
fn people(screen: &Room, words: &str) -> Vec<Place> {
    let (roster, words) = (&screen.rooms.shown.roster, words.to_lowercase());
    let lines = roster.listed.iter().filter_map(|who| roster.here.get(who));
    let like = lines.filter(|line| line.person.name.as_str().to_lowercase().contains(&words));
    // With whom one talks already, that is among the rooms.
    let talks = |who: &PersonId| screen.rooms.all().any(|room| room.direct.as_ref().is_some_and(|one| one.who == *who));
    let others = like.map(|line| line.person.who).filter(|who| *who != screen.me.author.who && !talks(who));
    others.take(PEOPLE).map(Place::Person).collect()
}

fn actions(screen: &Room, words: &str) -> Vec<Place> {
    if words.is_empty() {
        return vec![Place::NewRoom(String::new())];
    }
    let lower = words.to_lowercase();
    let hosting = screen.visit.hosting.is_some();
    let named = [
        (Place::RoomSettings, texts::ROOM_SETTINGS, true),
        (Place::Save, texts::SAVE, true),
        (Place::Settings, texts::SETTINGS, true),
        (Place::Account, texts::ACCOUNT, true),
        (Place::Invite, texts::INVITE, hosting),
        (Place::Manage, texts::MANAGE, screen.me.rank == Rank::Owner),
        (Place::Quit, texts::QUIT, true),
    ];
    let like = named.into_iter().filter(|(_, name, there)| *there && name.to_lowercase().contains(&lower));
    let any = [Place::NewRoom(words.to_owned()), Place::Search(words.to_owned())];
    like.map(|(place, ..)| place).chain(any).collect()
}
