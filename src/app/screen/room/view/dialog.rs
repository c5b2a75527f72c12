//! Whichever dialog is open, as it is seen.

pub(super) mod account;
pub(super) mod go_to;
pub(super) mod invite;
pub(super) mod moderate;
pub(super) mod new_room;
pub(super) mod person;
pub(super) mod rename;
pub(super) mod room_password;

use crate::app::screen::parts::veiled;
use crate::app::screen::room::dialog::{Dialog, Message};
use crate::app::screen::room::message::Message as RoomMessage;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::view_context::ViewContext;
use crate::app::theme::Element;
use crate::app::widget::popover;

/// What lies over the room: a card on a veil, or beside what was pressed.
pub(super) fn view<'a>(screen: &'a Room, dialog: &'a Dialog, context: &ViewContext) -> Element<'a, RoomMessage> {
    let (view, width) = match dialog {
        Dialog::Account(account) => return veiled(account::view(screen, account), 440.0),
        Dialog::Person(person) => {
            let card = person::view(screen, person);
            match person.anchor {
                Some(anchor) => return popover(card, anchor, Message::Close).map(RoomMessage::Dialog),
                None => (card, 288.0),
            }
        }
        Dialog::GoTo(go_to) => (go_to::view(screen, go_to), 480.0),
        Dialog::Make(make) => (new_room::view(screen, make), 460.0),
        Dialog::Invite(card) if card.big => {
            return invite::view_big(screen, card, context).map(RoomMessage::Dialog);
        }
        Dialog::Invite(card) => (invite::view(screen, card, context), invite::WIDTH),
        Dialog::Rename(rename) => (rename::view(rename), 400.0),
        Dialog::RoomPassword(key) => (room_password::view(key), 400.0),
        Dialog::Moderate(moderate) => (moderate::view(screen, moderate), 480.0),
    };
    veiled(view.map(RoomMessage::Dialog), width)
}
