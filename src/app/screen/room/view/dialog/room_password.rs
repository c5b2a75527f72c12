//! The password of a room that someone wants to come into, as it is asked for.

use crate::app::screen::parts::{OneLine, sentence, troubled};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::room_password::{FIELD, Message, RoomPassword};
use crate::app::texts::new_room as texts;
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press};

pub(super) fn view(key: &RoomPassword) -> Element<'_, Of> {
    let field = OneLine {
        id: FIELD,
        hint: texts::ROOM_PASSWORD,
        value: &key.password,
        secret: true,
        wrong: None,
        ground: Field::Raised,
        on_input: |password| Of::RoomPassword(Message::Password(password)),
        on_submit: Of::RoomPassword(Message::Enter),
    };
    let body = vec![sentence(texts::NEEDS_PASSWORD), field.view()];
    troubled(
        texts::join(&key.title),
        body,
        key.trouble.as_deref(),
        None,
        [
            press(texts::CANCEL, Of::Close).into(),
            press(texts::JOIN, Of::RoomPassword(Message::Enter)).kind(Kind::Primary).into(),
        ],
    )
}
