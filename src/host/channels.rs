//! The channels: what IRC guests call the rooms. A title becomes a channel's name, and the name stays the room's for as long
//! as the house is open, so that nobody's window loses its room when the title changes. Of two rooms whose titles make the
//! same name, the later one has its number behind it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::room::{RoomNo, Title};

/// How many bytes a channel's name may have.
pub const CHANNEL_BYTES: usize = 64;

/// How many of them are left to the title, so that a number fits behind it.
const TITLE_BYTES: usize = CHANNEL_BYTES - 9;

/// The names that rooms were given.
#[derive(Debug, Default)]
pub struct Channels(RwLock<Given>);

#[derive(Debug, Default)]
struct Given {
    names: HashMap<RoomNo, Arc<str>>,
    rooms: HashMap<Arc<str>, RoomNo>,
}

impl Channels {
    /// The name of a room, given now where it has none. A room that is `hidden` from some always has its number behind its
    /// name: it keeps no name from another room, and so tells nobody that it is there.
    pub fn name(&self, room: RoomNo, title: &Title, hidden: bool) -> Arc<str> {
        if let Some(name) = self.known(room) {
            return name;
        }
        let mut given = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Given { names, rooms } = &mut *given;
        let name = names.entry(room).or_insert_with(|| {
            let plain = name_of(title);
            let taken = hidden || rooms.contains_key(plain.as_str());
            if taken { format!("{plain}~{room}").into() } else { plain.into() }
        });
        rooms.insert(Arc::clone(name), room);
        Arc::clone(name)
    }

    /// The name that a room has.
    pub fn known(&self, room: RoomNo) -> Option<Arc<str>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).names.get(&room).cloned()
    }

    /// The room that has a name, in whichever case it is written.
    pub fn room(&self, name: &str) -> Option<RoomNo> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).rooms.get(folded(name).as_str()).copied()
    }

    /// How many rooms have one.
    pub fn count(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).names.len()
    }

    /// A room is gone, and its name is free.
    pub fn forget(&self, room: RoomNo) {
        let mut given = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(name) = given.names.remove(&room) {
            given.rooms.remove(&name);
        }
    }
}

/// The name that a title makes.
fn name_of(title: &Title) -> String {
    let carried = |c: char| if c.is_whitespace() || matches!(c, ',' | '~') { '-' } else { c };
    let whole: String = folded(title.as_str()).chars().map(carried).collect();
    format!("#{}", &whole[..whole.floor_char_boundary(TITLE_BYTES)])
}

/// Whether a channel's name says all that a title does.
pub fn says_all(name: &str, title: &Title) -> bool {
    name == name_of(title)
}

fn folded(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what a test sets up either works or is the failure")]

    use super::*;

    fn title(words: &str) -> Title {
        Title::parse(words).unwrap()
    }

    #[test]
    fn a_title_makes_a_channel_and_keeps_it() {
        let channels = Channels::default();
        assert_eq!(&*channels.name(RoomNo(1), &title("Course chat"), false), "#course-chat");
        assert_eq!(&*channels.name(RoomNo(1), &title("Something else"), false), "#course-chat");
        assert_eq!(channels.room("#Course-Chat"), Some(RoomNo(1)));
    }

    #[test]
    fn rooms_whose_titles_make_the_same_name_are_told_apart() {
        let channels = Channels::default();
        channels.name(RoomNo(1), &title("Course chat"), false);
        assert_eq!(&*channels.name(RoomNo(4), &title("course-chat"), false), "#course-chat~4");
        assert_eq!(channels.room("#course-chat~4"), Some(RoomNo(4)));
        assert_eq!(&*channels.name(RoomNo(5), &title("Tea"), true), "#tea~5");
        assert_eq!(&*channels.name(RoomNo(6), &title("Tea"), false), "#tea");
    }
}
