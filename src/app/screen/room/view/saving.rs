//! The choice of a form to save the room in.

use iced::Length;
use iced::widget::column;

use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::theme::Element;
use crate::app::widget::{Kind, press};
use crate::export::Format;

/// The forms a room can be saved in, and what they are good for.
const FORMS: [(Format, &str); 4] =
    [(Format::Txt, "Text"), (Format::Html, "Web page"), (Format::Csv, "Table"), (Format::Jsonl, "JSON")];

/// In which form to save.
pub(super) fn view(screen: &Room) -> Element<'_, Message> {
    let forms = FORMS
        .iter()
        .map(|(format, words)| press(*words, Message::Save(*format)).kind(Kind::Plain).width(Length::Fill).into());
    crate::app::screen::parts::question(
        format!("Save {}", screen.rooms.shown.title),
        [crate::app::screen::parts::sentence("Everything in this room, as a file."), column(forms).spacing(8).into()],
        None,
        [press("Cancel", Message::Saving).kind(Kind::Quiet).into()],
    )
}
