//! What stands above the list: the room, its topic, Find and Save.

use std::fs::File;
use std::path::Path;

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};
use jiff::tz::TimeZone;

use super::{Message, Panel, Room, place};
use crate::app::theme::{Element, Ground, Ink, STRONG};
use crate::app::widget::{Kind, cut, press};
use crate::export::{Format, export};
use crate::log::SqliteLog;
use crate::room::RoomNo;

/// The forms a room can be saved in, and what they are good for.
const FORMS: [(Format, &str); 4] = [
    (Format::Txt, "Text, to read anywhere"),
    (Format::Html, "A page, for a browser"),
    (Format::Csv, "A table, for a spreadsheet"),
    (Format::Jsonl, "Every event, for programs"),
];

/// Below this width the title stands above the buttons.
const TIGHT: f32 = 330.0;

/// Below this width there is no place for Save: its key is there, and its command.
const SAVES: f32 = 500.0;

impl Room {
    /// `width` is what it has for itself; `folded` is whether the people are folded away.
    pub(super) fn view_header(&self, width: f32, narrow: bool, folded: bool) -> Element<'_, Message> {
        let title = cut(self.rooms.shown.title.as_str()).size(16.0).font(STRONG);
        let topic = cut(self.rooms.shown.topic.as_str()).class(Ink::Faint);
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
            let (unread, calls) = place::unread(self.rooms.others.values());
            let calls = calls + self.asking.len();
            let words = match (unread, calls) {
                (0, 0) => "Rooms".to_owned(),
                (unread, 0) => format!("Rooms ({unread})"),
                (_, calls) => format!("Rooms (@{calls})"),
            };
            press(words, Message::Unfold(Panel::Rooms)).kind(Kind::Quiet).padding([8, around])
        });
        let people = folded.then(|| quiet("People", Message::Unfold(Panel::People)));
        let order = Message::Open(super::Dialog::Order(super::dialog::Order::default()));
        let save = (width >= SAVES).then(|| quiet("Save…", Message::Saving));
        let find = quiet("Find", Message::OpenFind).id("panels");
        let spacing = if narrow { 0 } else { 6 };
        let (above, beside) =
            if tight { (Some(container(words).padding([8, around])), None) } else { (None, Some(words)) };
        let line = row![rooms, beside, find, save, quiet("Room…", order), people].spacing(spacing);
        let line = line.align_y(Alignment::Center).height(if tight { 36 } else { 55 });
        let padding = if narrow { [0, 8] } else { [0, 18] };
        column![
            container(column![above, line]).padding(padding),
            container(space().width(Length::Fill).height(1)).class(Ground::Line),
        ]
        .into()
    }

    /// In which form to save.
    pub(super) fn view_saving(&self) -> Element<'_, Message> {
        let forms = FORMS
            .iter()
            .map(|(format, words)| press(*words, Message::Save(*format)).kind(Kind::Plain).width(Length::Fill).into());
        crate::app::screen::parts::question(
            format!("Save “{}”", self.rooms.shown.title),
            [
                crate::app::screen::parts::sentence("Everything the room kept, as a file of yours."),
                column(forms).spacing(8).into(),
            ],
            None,
            [press("Cancel", Message::Saving).kind(Kind::Quiet).into()],
        )
    }
}

/// Writes a room into a file, whole or not at all.
pub(super) fn write(source: &Path, room: RoomNo, format: Format, path: &Path) -> Result<u64, String> {
    if path.parent() == source.parent() {
        return Err("That is the folder Parlor keeps this room in. Choose another one.".to_owned());
    }
    let log = SqliteLog::open_to_read(source).map_err(|error| error.to_string())?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = File::create(&draft)
        .map_err(|error| format!("{} can't be written: {error}. Choose another place.", path.display()))
        .and_then(|mut file| {
            export(&log, room, format, &TimeZone::system(), &mut file).map_err(|error| error.to_string())
        })
        .and_then(|count| {
            std::fs::rename(&draft, path).map(|()| count).map_err(|error| format!("It could not be saved: {error}."))
        });
    if written.is_err() {
        // What is left of it is of no use.
        let _ = std::fs::remove_file(&draft);
    }
    written
}
