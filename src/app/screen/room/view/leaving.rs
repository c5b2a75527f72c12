//! The question whether to leave, as it is seen.

use iced::widget::text;

use crate::app::screen::parts::{question, sentence};
use crate::app::screen::room::joined_room::JoinedRoom;
use crate::app::screen::room::leave::{Message, QUIT};
use crate::app::screen::room::state::Room;
use crate::app::texts::farewell as texts;
use crate::app::theme::{Element, Ink};
use crate::app::widget::{Kind, press};
use crate::room::Memory;

/// The button that stays.
const STAY: &str = "stay";

pub(super) fn view(screen: &Room) -> Element<'_, Message> {
    let hosting = screen.visit.hosting.is_some();
    let body = if hosting {
        let others = texts::others(screen.rooms.people_of_house().saturating_sub(1));
        let forgets = |joined: &&JoinedRoom| joined.memory == Memory::WhileOpen;
        let kept = screen.rooms.all().find(forgets);
        let kept = kept.map_or_else(|| texts::KEPT.to_owned(), |joined| texts::kept_but(joined.title.as_str()));
        format!("{others} {kept}")
    } else if screen.connection.is_over() {
        // One was banned, or the place is gone: nothing can be promised.
        String::new()
    } else {
        texts::AGAIN.to_owned()
    };
    let body = (!body.is_empty()).then(|| sentence(body));
    let unsent: usize = screen.rooms.all().map(JoinedRoom::unsent).sum();
    let unsent = (unsent > 0).then(|| text(texts::unsent(unsent)).class(Ink::Waiting).into());
    question(
        texts::question(screen.visit.house.as_str(), hosting),
        body.into_iter().chain(unsent),
        Some(press(texts::LOBBY, Message::Lobby).into()),
        [
            press(texts::CANCEL, Message::Stay).id(STAY).into(),
            press(texts::QUIT, Message::Quit).kind(Kind::Primary).id(QUIT).into(),
        ],
    )
}
