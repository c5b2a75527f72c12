//! What lies over the room: finding another room, making one, a person, one's account, the room's order, the house.

pub mod account;
pub mod go_to;
pub mod key;
pub mod make;
pub mod manage;
pub mod order;
pub mod person;

use account::Account;
use go_to::GoTo;
use key::Key;
use make::Make;
use manage::Manage;
use order::Order;
use person::Person;

/// What lies over the room.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Finding a room.
    GoTo(GoTo),
    /// Making one.
    Make(Make),
    /// The password of one.
    Key(Key),
    /// Someone.
    Person(Box<Person>),
    /// One's account.
    Account(Account),
    /// How the room is kept.
    Order(Order),
    /// The house, for its host.
    Manage(Manage),
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    Close,
    GoTo(go_to::Message),
    Make(make::Message),
    Key(key::Message),
    Person(person::Message),
    Account(account::Message),
    Order(order::Message),
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
            Self::Key(key) => &mut key.trouble,
            Self::Person(person) => &mut person.trouble,
            Self::Account(account) => &mut account.trouble,
            Self::Order(order) => &mut order.trouble,
            Self::Manage(manage) => &mut manage.trouble,
        };
        *trouble = Some(why);
    }
}
