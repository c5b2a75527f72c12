//! What lies over the room: going somewhere, making a room, a person, one's account.

pub mod account;
pub mod go_to;
pub mod invite;
pub mod moderate;
pub mod new_room;
pub mod person;
pub mod rename;
pub mod room_password;

use account::Account;
use go_to::GoTo;
use invite::Invite;
use moderate::Moderate;
use new_room::Make;
use person::Person;
use rename::Rename;
use room_password::RoomPassword;

/// What lies over the room.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Going somewhere.
    GoTo(GoTo),
    /// Making one.
    Make(Make),
    /// The password of one.
    RoomPassword(RoomPassword),
    /// Someone.
    Person(Box<Person>),
    /// The same, about to be muted, kicked or banned.
    Moderate(Box<Moderate>),
    /// One's account.
    Account(Account),
    /// Another name.
    Rename(Rename),
    /// An invite to the place.
    Invite(Box<Invite>),
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    Close,
    GoTo(go_to::Message),
    Make(new_room::Message),
    RoomPassword(room_password::Message),
    Person(person::Message),
    Moderate(moderate::Message),
    Account(account::Message),
    Rename(rename::Message),
    Invite(invite::Message),
}

impl Dialog {
    /// Going somewhere.
    #[must_use]
    pub fn go_to() -> Self {
        Self::GoTo(GoTo::default())
    }

    /// What Enter does, wherever the focus is not on something that does another thing.
    pub(super) const fn on_enter(&self) -> Option<Message> {
        match self {
            Self::Make(_) => Some(Message::Make(new_room::Message::Make)),
            Self::RoomPassword(_) => Some(Message::RoomPassword(room_password::Message::Enter)),
            Self::Moderate(_) => Some(Message::Moderate(moderate::Message::Do)),
            Self::Rename(_) => Some(Message::Rename(rename::Message::Change)),
            Self::GoTo(_) | Self::Person(_) | Self::Account(_) | Self::Invite(_) => None,
        }
    }

    /// Something was refused: it is said where it was asked for.
    pub fn trouble(&mut self, why: String) {
        let trouble = match self {
            Self::GoTo(go_to) => &mut go_to.trouble,
            Self::Make(make) => &mut make.trouble,
            Self::RoomPassword(key) => &mut key.trouble,
            Self::Person(person) => &mut person.trouble,
            Self::Moderate(moderate) => &mut moderate.trouble,
            Self::Account(account) => &mut account.trouble,
            Self::Rename(rename) => &mut rename.trouble,
            Self::Invite(invite) => &mut invite.trouble,
        };
        *trouble = Some(why);
    }
}
