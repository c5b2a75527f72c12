//! Finding a room: those one is in, with what is unread, and the others of the house.

use std::sync::Arc;

use iced::widget::{column, container, row, scrollable, text};
use iced::{Alignment, Length, Task};

use super::super::{Action, Message as RoomMessage, Room};
use super::{Dialog, Make, Message as Of};
use crate::app::screen::parts::{OneLine, question, wrong};
use crate::app::theme::{Element, Field, Ink, MEDIUM};
use crate::app::widget::{Kind, Pressable, cut, press};
use crate::room::{Access, RoomNo};
use crate::wire::frame::RoomLine;

/// By what the field is found.
pub const FIELD: &str = "go-to";

/// How many rooms are shown at once.
const SHOWN: usize = 60;

/// A search for a room.
#[derive(Clone, Debug, Default)]
pub struct GoTo {
    words: String,
    pub(super) trouble: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Message {
    Words(String),
    First,
    Go(RoomNo),
    Make,
    Rooms(Arc<Vec<RoomLine>>),
}

impl Room {
    /// All rooms of the house, for whoever looks for one.
    pub(super) fn ask_of_rooms(&self) -> Task<RoomMessage> {
        let guest = Arc::clone(&self.visit.guest);
        Task::perform(async move { guest.rooms().await }, |rooms| match rooms {
            Ok(rooms) => RoomMessage::Dialog(Of::GoTo(Message::Rooms(Arc::new(rooms)))),
            // What is known already is shown.
            Err(_) => RoomMessage::TypingOver,
        })
    }

    pub(super) fn on_go_to(&mut self, message: Message) -> Action {
        match (message, self.overlay.dialog_mut()) {
            (Message::Words(words), Some(Dialog::GoTo(go_to))) => {
                (go_to.words, go_to.trouble) = (words, None);
                Action::None
            }
            (Message::First, Some(Dialog::GoTo(go_to))) => {
                let words = go_to.words.clone();
                match self.rooms.like(&words).first().map(|line| line.room) {
                    Some(room) => self.go(room),
                    None => Action::None,
                }
            }
            (Message::Go(room), _) => self.go(room),
            (Message::Make, _) => self.open(Dialog::Make(Make::default())),
            (Message::Rooms(rooms), _) => {
                for line in rooms.iter() {
                    self.rooms.listed.insert(line.room, line.clone());
                }
                Action::None
            }
            _ => Action::None,
        }
    }

    pub(super) fn view_go_to<'a>(&'a self, go_to: &'a GoTo) -> Element<'a, Of> {
        let field = OneLine {
            id: FIELD,
            hint: "Find a room",
            value: &go_to.words,
            secret: false,
            wrong: None,
            ground: Field::Inset,
            on_input: |words| Of::GoTo(Message::Words(words)),
            on_submit: Of::GoTo(Message::First),
        };
        let found = self.rooms.like(&go_to.words);
        let none = found.is_empty().then(|| text("No room is called like that.").class(Ink::Soft).into());
        let lines =
            found.into_iter().take(SHOWN).map(|line| self.view_room_line(line, Of::GoTo(Message::Go(line.room))));
        let list = scrollable(column(lines.chain(none)).spacing(2).width(Length::Fill));
        question(
            "Rooms",
            [
                field.view(),
                container(list).max_height(340).into(),
                go_to.trouble.as_deref().map_or_else(|| iced::widget::space().into(), wrong),
            ],
            Some(press("New room…", Of::GoTo(Message::Make)).into()),
            [press("Close", Of::Close).into()],
        )
    }

    /// A room in a list of them.
    pub(super) fn view_room_line<'a>(&'a self, line: &'a RoomLine, on_press: Of) -> Element<'a, Of> {
        let what = match (line.direct.is_some(), line.access, line.archived) {
            (true, ..) => "Direct".to_owned(),
            (_, _, true) => "Archived".to_owned(),
            (_, Access::Password, _) => format!("{} here, with a password", line.people),
            (_, Access::Invited, _) => format!("{} here, by invitation", line.people),
            (_, Access::Everyone, _) => format!("{} here", line.people),
        };
        let title = cut(line.title.as_str()).font(MEDIUM);
        let words = row![container(title).width(Length::Fill).clip(true), text(what).size(12).class(Ink::Faint)]
            .spacing(10)
            .align_y(Alignment::Center);
        Pressable::new(words, Some(on_press))
            .kind(if line.room == self.rooms.shown.room { Kind::Chosen } else { Kind::Quiet })
            .padding([7, 12])
            .width(Length::Fill)
            .into()
    }
}
