//! What lies over the room: finding another room, making one, a person, one's account, the room's order, the house.

pub mod account;
pub mod go_to;
pub mod manage;
pub mod new_room;
pub mod person;
pub mod room_password;
pub mod room_settings;

use account::Account;
use go_to::GoTo;
use manage::Manage;
use new_room::Make;
use person::Person;
use room_password::RoomPassword;
use room_settings::RoomSettings;

/// What lies over the room.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Finding a room.
    GoTo(GoTo),
    /// Making one.
    Make(Make),
    /// The password of one.
    RoomPassword(RoomPassword),
    /// Someone.
    Person(Box<Person>),
    /// One's account.
    Account(Account),
    /// How the room is kept.
    RoomSettings(RoomSettings),
    /// The house, for its host.
    Manage(Manage),
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    Close,
    GoTo(go_to::Message),
    Make(new_room::Message),
    RoomPassword(room_password::Message),
    Person(person::Message),
    Account(account::Message),
    RoomSettings(room_settings::Message),
    Manage(manage::Message),
}

impl Dialog {
    /// Finding a room.
    #[must_use]
    pub fn go_to() -> Self {
        Self::GoTo(GoTo::default())
    }

    /// The house.
    #[must_use]
    pub fn manage() -> Self {
        Self::Manage(Manage::default())
    }

    /// Something was refused: it is said where it was asked for.
    pub fn trouble(&mut self, why: String) {
        let trouble = match self {
            Self::GoTo(go_to) => &mut go_to.trouble,
            Self::Make(make) => &mut make.trouble,
            Self::RoomPassword(key) => &mut key.trouble,
            Self::Person(person) => &mut person.trouble,
            Self::Account(account) => &mut account.trouble,
            Self::RoomSettings(order) => &mut order.trouble,
            Self::Manage(manage) => &mut manage.trouble,
        };
        *trouble = Some(why);
    }
}
