//! What stands above the list: the room, its topic, Find and Save.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::room_settings::RoomSettings;
use crate::app::screen::room::joined_room;
use crate::app::screen::room::message::Message;
use crate::app::screen::room::panel::Panel;
use crate::app::screen::room::state::Room;
use crate::app::theme::{Element, Ground, Ink, STRONG};
use crate::app::widget::{Kind, press, truncated};

/// Below this width the title stands above the buttons.
const TIGHT: f32 = 330.0;

/// Below this width there is no place for Save: its key is there, and its command.
const SAVES: f32 = 500.0;

/// `width` is what it has for itself; `folded` is whether the people are folded away.
pub(super) fn view(screen: &Room, width: f32, narrow: bool, folded: bool) -> Element<'_, Message> {
    let title = truncated(screen.rooms.shown.title.as_str()).size(16.0).font(STRONG);
    let topic = truncated(screen.rooms.shown.topic.as_str()).class(Ink::Faint);
    let words: Element<'_, Message> = if narrow {
        container(title).width(Length::Fill).clip(true).into()
    } else {
        container(row![title, topic].spacing(10).align_y(Alignment::Center)).width(Length::Fill).clip(true).into()
    };
    // Where the buttons would leave nothing of the title, it stands above them.
    let tight = width < TIGHT;
    let around = if tight { 5 } else { 10 };
    let quiet = |words: &'static str, message| press(words, message).kind(Kind::Quiet).padding([8, around]);
    let rooms = narrow.then(|| {
        // What waits in the folded panel is told on the way to it.
        let (unread, calls) = joined_room::unread(screen.rooms.others.values());
        let calls = calls + screen.asking.len();
        let words = match (unread, calls) {
            (0, 0) => "Rooms".to_owned(),
            (unread, 0) => format!("Rooms ({unread})"),
            (_, calls) => format!("Rooms (@{calls})"),
        };
        press(words, Message::Unfold(Panel::Rooms)).kind(Kind::Quiet).padding([8, around])
    });
    let people = folded.then(|| quiet("People", Message::Unfold(Panel::People)));
    let order = Message::Open(Dialog::RoomSettings(RoomSettings::default()));
    let save = (width >= SAVES).then(|| quiet("Save…", Message::Saving));
    let find = quiet("Find", Message::OpenFind).id("panels");
    let spacing = if narrow { 0 } else { 6 };
    let (above, beside) = if tight { (Some(container(words).padding([8, around])), None) } else { (None, Some(words)) };
    let line = row![rooms, beside, find, save, quiet("Room…", order), people].spacing(spacing);
    let line = line.align_y(Alignment::Center).height(if tight { 36 } else { 55 });
    let padding = if narrow { [0, 8] } else { [0, 18] };
    column![
        container(column![above, line]).padding(padding),
        container(space().width(Length::Fill).height(1)).class(Ground::Line),
    ]
    .into()
}
