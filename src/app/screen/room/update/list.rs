//! What becomes of what is done to the list.

use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::entry;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::{menu, messages, open_picker, people, reading, refused};
use crate::app::texts::told;
use crate::app::widget::{Anchor, Side};
use crate::app::{primary, scrollback};
use crate::room::Seq;
use crate::wire::message_link::MessageLink;

/// How many rows can be copied at once.
const COPIED: u64 = 20_000;

pub(super) fn perform(screen: &mut Room, action: scrollback::Action) -> Action {
    use scrollback::Action as List;
    screen.rooms.shown.scrollback.perform(&action);
    match action {
        List::Answer(row) => messages::reply_to_row(screen, row),
        List::Menu(row, at) => menu::open_for_row(screen, row, at),
        List::React(row, at) => open_picker::open_for_row(screen, row, at),
        List::Person(row, at) => {
            let by = screen.rooms.shown.scrollback.rows().get(row).and_then(|row| row.by.clone());
            by.map_or(Action::None, |by| people::look_up(screen, &by, Anchor { at, side: Side::Left }))
        }
        List::Own(id, again) => refused::decide_one(screen, id, again),
        List::Answered(id) => messages::go_to_message(screen, id),
        List::Sign(id, sign) => messages::react(screen, id, sign),
        List::Want(range) => Action::Run(reading::ask_for(screen, range)),
        List::Copy => copy(screen),
        List::Selected => hold(screen),
        List::Open(link) if MessageLink::leads(&link) => messages::follow_link(screen, &link),
        List::Open(link) if !screen.likes.asks_links => super::link::follow(link),
        List::Open(link) => {
            screen.overlay.show(Top::Link(link));
            Action::None
        }
        List::Type(words) => {
            screen.rooms.shown.writing.entry.type_in(&words);
            Action::Run(iced::widget::operation::focus(entry::ID))
        }
        _ => Action::None,
    }
}

/// What is selected is there for a middle click, as far as it is at hand.
fn hold(screen: &Room) -> Action {
    match screen.rooms.shown.scrollback.copied(|at| screen.times.time(at)) {
        Ok(text) if !text.is_empty() => Action::Run(primary::write(text)),
        _ => Action::None,
    }
}

/// Copies what is selected, and reads what of it is not at hand.
fn copy(screen: &mut Room) -> Action {
    let times = screen.times.clone();
    match screen.rooms.shown.scrollback.copied(|at| times.time(at)) {
        Ok(text) if text.is_empty() => Action::None,
        Ok(text) => Action::Run(iced::clipboard::write(text)),
        Err(_) => {
            let Some(rows) = screen.rooms.shown.scrollback.selected_rows() else { return Action::None };
            let (from, to) = rows.into_inner();
            if to - from >= COPIED {
                return screen.tell(told::TOO_MUCH_TO_COPY.to_owned());
            }
            let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
            let read = async move { guest.read(room, Seq(from + 1)..=Seq(to + 1)).await };
            Action::Run(Task::perform(read, move |read| match read {
                Ok(history) => {
                    let mut rows = scrollback::Rows::default();
                    rows.take(&history.events);
                    rows.change(&history.changes);
                    let lines = (from..=to).filter_map(|at| {
                        let row = rows.get(at)?;
                        scrollback::line_of(row, &row.text(), |at| times.time(at))
                    });
                    Message::Copied(lines.collect::<Vec<_>>().join("\n"))
                }
                Err(error) => Message::Wrong(error.to_string()),
            }))
        }
    }
}
