//! A room that is being made, as it is seen.

use crate::app::screen::parts::{OneLine, choices, labelled, sentence, troubled};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::new_room::{ACCESS, Make, Message, PASSWORD, TITLE};
use crate::app::theme::{Element, Field};
use crate::app::widget::{Kind, press};
use crate::room::Access;

pub(super) fn view(make: &Make) -> Element<'_, Of> {
    let field = |id, hint, value, secret, on_input: fn(String) -> Of| {
        let (wrong, ground, on_submit) = (None, Field::Inset, Of::Make(Message::Make));
        OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit }.view()
    };
    let title = field(TITLE, "Tea kitchen", &make.title, false, |title| Of::Make(Message::Title(title)));
    let topic = field("room-topic", "Optional", &make.topic, false, |topic| Of::Make(Message::Topic(topic)));
    let access = choices(&ACCESS, make.access, |access| Of::Make(Message::Access(access)));
    let password = (make.access == Access::Password).then(|| {
        let on_input = |password| Of::Make(Message::Password(password));
        labelled("Room password", field(PASSWORD, "At least 8 characters", &make.password, true, on_input))
    });
    let mut body = vec![labelled("Title", title), labelled("Topic", topic), labelled("Who can join", access)];
    body.extend(password);
    body.push(sentence("You are its first operator: you can add others, and kick, mute and ban people."));
    troubled(
        "New room",
        body,
        make.trouble.as_deref(),
        None,
        [press("Cancel", Of::Close).into(), press("Create room", Of::Make(Message::Make)).kind(Kind::Primary).into()],
    )
}
