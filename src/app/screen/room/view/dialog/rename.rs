//! Another name for oneself, as it is asked for.

use crate::app::screen::parts::{OneLine, sentence, troubled};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::rename::{FIELD, Message, Rename};
use crate::app::texts::person as texts;
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press, press_maybe};

pub(super) fn view(rename: &Rename) -> Element<'_, Of> {
    let field = OneLine {
        id: FIELD,
        hint: texts::YOUR_NAME,
        value: &rename.name,
        secret: false,
        wrong: None,
        ground: Field::Raised,
        on_input: |name| Of::Rename(Message::Name(name)),
        on_submit: Of::Rename(Message::Change),
    };
    let typed = (!rename.name.trim().is_empty()).then_some(Of::Rename(Message::Change));
    troubled(
        texts::RENAME_TITLE,
        vec![sentence(texts::RENAME_MEANS), field.view()],
        rename.trouble.as_deref(),
        None,
        [press(texts::CANCEL, Of::Close).into(), press_maybe(texts::RENAME_NOW, typed).kind(Kind::Primary).into()],
    )
}
