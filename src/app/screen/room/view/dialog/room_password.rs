//! The password of a room that someone wants to come into, as it is asked for.

use crate::app::screen::parts::{OneLine, sentence, troubled};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::room_password::{FIELD, Message, RoomPassword};
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press};

pub(super) fn view(key: &RoomPassword) -> Element<'_, Of> {
    let field = OneLine {
        id: FIELD,
        hint: "Room password",
        value: &key.password,
        secret: true,
        wrong: None,
        ground: Field::Inset,
        on_input: |password| Of::RoomPassword(Message::Password(password)),
        on_submit: Of::RoomPassword(Message::Enter),
    };
    let body = vec![
        sentence("This room needs a password. Ask one of its operators. If you were invited, leave it empty."),
        field.view(),
    ];
    troubled(
        format!("Join {}", key.title),
        body,
        key.trouble.as_deref(),
        None,
        [press("Cancel", Of::Close).into(), press("Join", Of::RoomPassword(Message::Enter)).kind(Kind::Primary).into()],
    )
}
