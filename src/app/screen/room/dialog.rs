//! What lies over the room: finding another room, making one, a person, one's account, the room's order, the house.

mod account;
mod go_to;
mod key;
mod make;
mod manage;
mod order;
mod person;

pub use account::Account;
pub use go_to::GoTo;
pub use key::Key;
pub use make::Make;
pub use manage::Manage;
pub use order::Order;
pub use person::Person;

use super::overlay::Overlay;
use super::{Action, Message as RoomMessage, Room};
use crate::app::theme::Element;
use crate::room::{Rank, Reason};

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

impl Room {
    /// Something lies over the room from now on.
    pub(super) fn open(&mut self, dialog: Dialog) -> Action {
        let first = match &dialog {
            Dialog::GoTo(_) => Some(go_to::FIELD),
            Dialog::Make(make) => Some(make.first()),
            Dialog::Key(_) => Some(key::FIELD),
            Dialog::Account(_) => Some(account::FIRST),
            Dialog::Person(_) | Dialog::Order(_) | Dialog::Manage(_) => None,
        };
        self.unfolded = None;
        let asked = match &dialog {
            Dialog::Manage(_) => self.ask_of_house(),
            Dialog::Order(_) => self.ask_of_bans(),
            Dialog::GoTo(_) => self.ask_of_rooms(),
            _ => iced::Task::none(),
        };
        self.overlay.show(Overlay::Dialog(dialog));
        let focus = first.map_or_else(iced::Task::none, crate::app::widget::focus);
        Action::Run(iced::Task::batch([focus, asked]))
    }

    pub(super) fn on_dialog(&mut self, message: Message) -> Action {
        match message {
            Message::Close => {
                self.overlay.close_dialog();
                Action::Run(iced::widget::operation::focus(super::entry::ID))
            }
            Message::GoTo(message) => self.on_go_to(message),
            Message::Make(message) => self.on_make(message),
            Message::Key(message) => self.on_key(message),
            Message::Person(message) => self.on_person(message),
            Message::Account(message) => self.on_account(message),
            Message::Order(message) => self.on_order(message),
            Message::Manage(message) => self.on_manage(message),
        }
    }

    /// What lies over the room, and how wide it is.
    pub(super) fn view_dialog<'a>(&'a self, dialog: &'a Dialog) -> (Element<'a, RoomMessage>, f32) {
        let (view, width) = match dialog {
            Dialog::Account(account) => return (self.view_account(account), 440.0),
            Dialog::GoTo(go_to) => (self.view_go_to(go_to), 460.0),
            Dialog::Make(make) => (make.view(), 440.0),
            Dialog::Key(key) => (key.view(), 400.0),
            Dialog::Person(person) => (self.view_person(person), 460.0),
            Dialog::Order(order) => (self.view_order(order), 500.0),
            Dialog::Manage(manage) => (self.view_manage(manage), 540.0),
        };
        (view.map(RoomMessage::Dialog), width)
    }
}

/// A reason that was typed, if any was; or what is wrong with it.
fn reason(typed: &str) -> Result<Option<Reason>, String> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Reason::parse(typed).map(Some).map_err(|error| error.to_string())
}

/// What someone is, in a word.
const fn rank_word(rank: Rank) -> &'static str {
    match rank {
        Rank::Owner => "Host of this house",
        Rank::Operator => "Operator of this room",
        Rank::Member => "Has an account here",
        Rank::Guest => "Guest",
    }
}
