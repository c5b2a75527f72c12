//! The question whether to leave, as it is seen.

use iced::widget::{column, text};

use crate::app::screen::parts::{question, sentence};
use crate::app::screen::room::joined_room::JoinedRoom;
use crate::app::screen::room::leave::{Message, QUIT};
use crate::app::screen::room::state::Room;
use crate::app::theme::{Element, Ink};
use crate::app::widget::{Kind, press};
use crate::room::Memory;

/// The button that stays.
const STAY: &str = "stay";

pub(super) fn view(screen: &Room) -> Element<'_, Message> {
    let others = screen.rooms.people_of_house().saturating_sub(1);
    let (title, body) = if screen.visit.hosting.is_some() {
        let who = match others {
            0 => "Nobody else is here.".to_owned(),
            1 => "1 other person is here and is sent home.".to_owned(),
            others => format!("{others} others are here and are sent home."),
        };
        let forgets = |joined: &&JoinedRoom| joined.memory == Memory::WhileOpen;
        let kept = match screen.rooms.all().find(forgets) {
            None => "Everything is kept, and comes back when you host it again.".to_owned(),
            Some(joined) => format!(
                "What was said is kept, except in “{}” and in others that keep it only while the house is open.",
                joined.title
            ),
        };
        let body = format!("You are hosting “{}”, with all its rooms. {who} {kept}", screen.visit.house);
        ("Close the house?".to_owned(), body)
    } else {
        let without = if screen.connection.is_open() { "It goes on without you. " } else { "" };
        (format!("Leave “{}”?", screen.visit.house), format!("{without}You can join again at any time."))
    };
    let unsent = match screen.rooms.shown.unsent() {
        0 => None,
        1 => {
            Some("1 message is not sent yet. Parlor tries once more, and else keeps it for your next visit.".to_owned())
        }
        count => Some(format!(
            "{count} messages are not sent yet. Parlor tries once more, and else keeps them for your next visit."
        )),
    };
    let body = [sentence(body)].into_iter().chain(unsent.map(|words| column![text(words).class(Ink::Waiting)].into()));
    question(
        title,
        body,
        Some(press("Back to the lobby", Message::Lobby).kind(Kind::Plain).into()),
        [
            press("Stay", Message::Stay).kind(Kind::Plain).id(STAY).into(),
            press("Quit", Message::Quit).kind(Kind::Primary).id(QUIT).into(),
        ],
    )
}
