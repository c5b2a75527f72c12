//! What lies over the room: going somewhere, making a room, a person, one's account.

pub mod account;
pub mod go_to;
pub mod moderate;
pub mod new_room;
pub mod person;
pub mod room_password;

use account::Account;
use go_to::GoTo;
use moderate::Moderate;
use new_room::Make;
use person::Person;
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
}

impl Dialog {
    /// Going somewhere.
    #[must_use]
    pub fn go_to() -> Self {
        Self::GoTo(GoTo::default())
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
        };
        *trouble = Some(why);
    }
}
