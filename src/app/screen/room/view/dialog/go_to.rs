//! Finding a room, as it is seen.

use iced::widget::{column, container, row, scrollable, text};
use iced::{Alignment, Length};

use crate::app::screen::parts::{OneLine, question, wrong};
use crate::app::screen::room::dialog::Message as Of;
use crate::app::screen::room::dialog::go_to::{FIELD, GoTo, Message, SHOWN};
use crate::app::screen::room::state::Room;
use crate::app::theme::{Element, Field, Ink, MEDIUM};
use crate::app::widget::{Kind, Pressable, press, truncated};
use crate::room::Access;
use crate::wire::frame::RoomLine;

pub(super) fn view<'a>(screen: &'a Room, go_to: &'a GoTo) -> Element<'a, Of> {
    let field = OneLine {
        id: FIELD,
        hint: "Go to a room",
        value: &go_to.words,
        secret: false,
        wrong: None,
        ground: Field::Inset,
        on_input: |words| Of::GoTo(Message::Words(words)),
        on_submit: Of::GoTo(Message::Chosen),
    };
    let found = screen.rooms.like(&go_to.words);
    let none = found.is_empty().then(|| text("No room has that name.").class(Ink::Soft).into());
    let lines = found
        .into_iter()
        .take(SHOWN)
        .enumerate()
        .map(|(at, line)| view_line(line, at == go_to.chosen, Of::GoTo(Message::Go(line.room))));
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
pub(super) fn view_line(line: &RoomLine, chosen: bool, on_press: Of) -> Element<'_, Of> {
    let what = match (line.direct.is_some(), line.access, line.archived) {
        (true, ..) => "Direct message".to_owned(),
        (_, _, true) => "Archived".to_owned(),
        (_, Access::Password, _) => format!("{} here, with a password", line.people),
        (_, Access::Invited, _) => format!("{} here, invite only", line.people),
        (_, Access::Everyone, _) => format!("{} here", line.people),
    };
    let title = truncated(line.title.as_str()).font(MEDIUM);
    let words = row![container(title).width(Length::Fill).clip(true), text(what).size(12).class(Ink::Faint)]
        .spacing(10)
        .align_y(Alignment::Center);
    Pressable::new(words, Some(on_press))
        .kind(if chosen { Kind::Chosen } else { Kind::Quiet })
        .padding([7, 12])
        .width(Length::Fill)
        .into()
}
