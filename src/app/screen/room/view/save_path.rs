//! The path that the room is saved at, as it is typed.

use crate::app::screen::parts::{OneLine, labelled, troubled};
use crate::app::screen::room::save_path::{FIELD, Message, SavePath};
use crate::app::texts::saving as texts;
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press, press_maybe};

pub(super) fn view(path: &SavePath) -> Element<'_, Message> {
    let field = OneLine {
        id: FIELD,
        hint: "~/room.txt",
        value: &path.path,
        secret: false,
        wrong: None,
        ground: if path.trouble.is_some() { Field::Wrong } else { Field::Inset },
        on_input: Message::Typed,
        on_submit: Message::Save,
    };
    let save = press_maybe(texts::SAVE, (!path.busy).then_some(Message::Save)).kind(Kind::Primary);
    troubled(
        texts::AS_FILE,
        [labelled(texts::PATH, field.view())],
        path.trouble.as_deref(),
        None,
        [press(texts::CANCEL, Message::Cancel).into(), save.into()],
    )
}
