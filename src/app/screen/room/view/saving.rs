//! The choice of a form to save the room in.

use iced::widget::column;

use crate::app::screen::parts::{choice_card, question, sentence};
use crate::app::screen::room::message::Message;
use crate::app::screen::room::state::Room;
use crate::app::texts::saving as texts;
use crate::app::theme::{Element, Icon};
use crate::app::widget::{Kind, press};
use crate::export::Format;

/// The forms a room can be saved in, and what they are good for.
const FORMS: [(Format, Icon, &str, &str); 4] = [
    (Format::Txt, Icon::FileText, texts::TEXT, texts::TEXT_MEANS),
    (Format::Html, Icon::Globe, texts::PAGE, texts::PAGE_MEANS),
    (Format::Csv, Icon::Table, texts::TABLE, texts::TABLE_MEANS),
    (Format::Jsonl, Icon::Braces, texts::JSON, texts::JSON_MEANS),
];

/// In which form to save.
pub(super) fn view(screen: &Room, chosen: Format) -> Element<'_, Message> {
    let forms = FORMS
        .map(|(format, icon, title, means)| choice_card(icon, title, means, format == chosen, Message::SaveAs(format)));
    question(
        texts::save(screen.rooms.shown.title.as_str()),
        [sentence(texts::EVERYTHING), column(forms).spacing(8).into()],
        None,
        [
            press(texts::CANCEL, Message::Saving).into(),
            press(texts::SAVE_AS, Message::Save(chosen)).kind(Kind::Primary).id("save-as").into(),
        ],
    )
}
