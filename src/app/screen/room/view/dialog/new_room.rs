//! A room that is being made, as it is seen.

use iced::widget::column;

use crate::app::screen::parts::{OneLine, choice_card, label, labelled, troubled};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::new_room::{Make, Message, PASSWORD, TITLE};
use crate::app::screen::room::state::Room;
use crate::app::texts::new_room as texts;
use crate::app::theme::{Element, Field, Icon};
use crate::app::widget::{Kind, press};
use crate::room::Access;

pub(super) fn view<'a>(screen: &'a Room, make: &'a Make) -> Element<'a, Of> {
    let field = |id, hint, value, secret, on_input: fn(String) -> Of| {
        let (wrong, ground, on_submit) = (None, Field::Raised, Of::Make(Message::Make));
        OneLine { id, hint, value, secret, wrong, ground, on_input, on_submit }.view()
    };
    let place = screen.visit.house.as_str();
    let title = field(TITLE, texts::TITLE_HINT, &make.title, false, |title| Of::Make(Message::Title(title)));
    let topic = field("room-topic", texts::TOPIC_HINT, &make.topic, false, |topic| Of::Make(Message::Topic(topic)));
    let choice = |access, icon, title, means: String| {
        choice_card(icon, title, means, make.access == access, Of::Make(Message::Access(access)))
    };
    let access = column![
        label(texts::WHO_JOINS),
        choice(Access::Everyone, Icon::Hash, texts::EVERYONE, texts::everyone_in(place)),
        choice(Access::Password, Icon::KeyRound, texts::PASSWORD, texts::PASSWORD_MEANS.to_owned()),
        choice(Access::Invited, Icon::Lock, texts::INVITED, texts::INVITED_MEANS.to_owned()),
    ];
    let password = (make.access == Access::Password).then(|| {
        let on_input = |password| Of::Make(Message::Password(password));
        labelled(texts::ROOM_PASSWORD, field(PASSWORD, texts::PASSWORD_HINT, &make.password, true, on_input))
    });
    let mut body = vec![labelled(texts::TITLE, title), labelled(texts::TOPIC, topic), access.spacing(6).into()];
    body.extend(password);
    let create = press(texts::CREATE, Of::Make(Message::Make)).kind(Kind::Primary);
    troubled(
        texts::new_in(place),
        body,
        make.trouble.as_deref(),
        None,
        [press(texts::CANCEL, Of::Close).into(), create.into()],
    )
}
