//! What is done with a message: reactions, replies, copies, changes, and what it said before.

use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::entry;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::overlay::Top;
use crate::app::screen::room::question::Question;
use crate::app::screen::room::reply::Reply;
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::rooms;
use crate::app::scrollback;
use crate::app::texts::menu as texts;
use crate::app::texts::told;
use crate::markup::{self, Marked};
use crate::room::{Act, Body, EventId, Seq, Sign};
use crate::wire::message_link::MessageLink;

/// How many characters of a message stand above the entry.
const SHOWN: usize = 120;

/// The id of the message in a row, where it is one that something can be done with.
pub(super) fn id_of(screen: &Room, row: u64) -> Option<EventId> {
    let row = screen.rooms.shown.scrollback.rows().get(row)?;
    (row.is_of_someone() && row.own.is_none()).then_some(row.id)
}

/// Picks the message before the picked one, or the newest.
pub(super) fn pick_before(screen: &mut Room) -> Action {
    let rows = screen.rooms.shown.scrollback.rows();
    let from =
        screen.rooms.shown.scrollback.picked().and_then(|picked| rows.find(picked)).unwrap_or_else(|| rows.head());
    let before = rows.before(from).find(|(_, row)| row.is_said() && row.is_seen()).map(|(at, row)| (at, row.id));
    if let Some((at, id)) = before {
        screen.rooms.shown.scrollback.pick(Some(id));
        screen.rooms.shown.scrollback.show(at);
    }
    Action::None
}

/// What is written next replies to this message.
pub(super) fn reply(screen: &mut Room, id: EventId) -> Action {
    let rows = screen.rooms.shown.scrollback.rows();
    let Some(row) = rows.find(id).and_then(|at| rows.get(at)).filter(|row| row.is_said()) else { return Action::None };
    let words = markup::shortened(row.words().map_or_else(String::new, Marked::line), SHOWN);
    let reply = Reply { to: id, by: row.by.clone(), words };
    screen.rooms.shown.writing.reply = Some(reply);
    Action::Run(iced::widget::operation::focus(entry::ID))
}

/// The same for the message in a row.
pub(super) fn reply_to_row(screen: &mut Room, row: u64) -> Action {
    id_of(screen, row).map_or(Action::None, |id| reply(screen, id))
}

/// Reacts to a message with an emoji, or no longer where that was done already.
pub(super) fn react(screen: &mut Room, of: EventId, sign: Sign) -> Action {
    let off = screen.rooms.shown.scrollback.rows().has_signed(of, &sign, screen.me.author.who);
    Action::Run(screen.add(EventId::fresh(), Body::Reacted { of, sign, off }, String::new()))
}

/// Copies the words of a message.
pub(super) fn copy_text(screen: &Room, id: EventId) -> Action {
    let rows = screen.rooms.shown.scrollback.rows();
    match rows.find(id).and_then(|at| rows.get(at)).and_then(scrollback::Row::source) {
        Some(words) => Action::Run(iced::clipboard::write(words.as_str().to_owned())),
        None => Action::None,
    }
}

/// Copies a link that leads to a message.
pub(super) fn copy_link(screen: &Room, id: EventId) -> Action {
    let Some(row) = screen.rooms.shown.scrollback.rows().find(id) else { return Action::None };
    let link = MessageLink { key: screen.visit.key, room: screen.rooms.shown.room, seq: Seq(row + 1) };
    Action::Run(Task::batch([
        iced::clipboard::write(link.to_string()),
        Task::done(Message::Tell(texts::LINK_COPIED.to_owned())),
    ]))
}

/// Has the room unread again, from a message on, until one comes back to it.
pub(super) fn mark_unread(screen: &mut Room, id: EventId) -> Action {
    let Some(row) = screen.rooms.shown.scrollback.rows().find(id) else { return Action::None };
    let (room, read, me) = (screen.rooms.shown.room, Seq(row), screen.me.author.clone());
    screen.rooms.shown.mark_unread(read, &me);
    match screen.visit.guest.unread(room, read) {
        Ok(()) => Action::None,
        Err(error) => screen.wrong(error.to_string()),
    }
}

/// Pins a message for everyone in the room, or no longer.
pub(super) fn pin(screen: &mut Room, of: EventId, pin: bool) -> Action {
    let act = if pin { Act::Pinned { of, seq: Seq::START } } else { Act::Unpinned { of } };
    Action::Run(screen.add(EventId::fresh(), Body::Act(act), String::new()))
}

/// Asks once whether to delete a message, or to remove it for everyone.
pub(super) fn ask_to_delete(screen: &mut Room, id: EventId) -> Action {
    let rows = screen.rooms.shown.scrollback.rows();
    let by = rows.find(id).and_then(|at| rows.get(at)).and_then(|row| row.by.as_ref());
    let mine = by.is_some_and(|by| by.who == screen.me.author.who);
    let (title, yes) =
        if mine { (texts::DELETE_QUESTION, texts::DELETE) } else { (texts::REMOVE_QUESTION, texts::REMOVE_BUTTON) };
    screen.overlay.show(Top::Question(Question {
        title: title.to_owned(),
        means: texts::DELETE_MEANS.to_owned(),
        yes,
        then: Box::new(Message::Withdraw(id)),
    }));
    Action::None
}

/// Deletes a message, or removes it.
pub(super) fn withdraw(screen: &mut Room, of: EventId) -> Action {
    Action::Run(screen.add(EventId::fresh(), Body::Withdrawn { of }, String::new()))
}

/// Changes a message.
pub(super) fn edit(screen: &mut Room, id: EventId) -> Action {
    let rows = screen.rooms.shown.scrollback.rows();
    let row = rows.find(id).and_then(|at| rows.get(at));
    if let Some((id, words)) = row.and_then(|row| Some((row.id, row.source()?.clone()))) {
        screen.rooms.shown.writing.entry.edit(id, &words);
    }
    Action::Run(iced::widget::operation::focus(entry::ID))
}

/// Shows what a message said before it was changed.
pub(super) fn show_history(screen: &Room, of: EventId) -> Action {
    let (replica, times) = (Arc::clone(screen.visit.guest.replica()), screen.times.clone());
    let earlier = async move { replica.earlier(of).await };
    Action::Run(Task::perform(earlier, move |earlier| match earlier {
        Ok(events) => {
            let told =
                |event: &crate::room::Event| Some(format!("{}: {}", times.full(event.at), event.body.text()?.as_str()));
            Message::Tell(events.iter().filter_map(told).collect::<Vec<_>>().join("\n"))
        }
        Err(error) => Message::Wrong(error.to_string()),
    }))
}

/// Goes to a message that another replies to.
pub(super) fn go_to_message(screen: &mut Room, id: EventId) -> Action {
    if let Some(row) = screen.rooms.shown.scrollback.rows().find(id) {
        screen.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(row));
        return Action::None;
    }
    let (replica, room) = (Arc::clone(screen.visit.guest.replica()), screen.rooms.shown.room);
    let found = async move { replica.find(room, id).await.ok().flatten() };
    Action::Run(Task::perform(found, Message::Found))
}

/// Goes to the message that a link leads to, where it is in this place.
pub(super) fn follow_link(screen: &mut Room, link: &str) -> Action {
    let Ok(link) = link.parse::<MessageLink>() else { return Action::None };
    if link.key != screen.visit.key {
        return screen.tell(texts::LINK_ELSEWHERE.to_owned());
    }
    let row = link.seq.0.saturating_sub(1);
    if screen.rooms.shown.room != link.room && !screen.rooms.is_in(link.room) {
        return rooms::go(screen, link.room);
    }
    let shown = if screen.rooms.shown.room == link.room { None } else { Some(rooms::show(screen, link.room)) };
    screen.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(row));
    shown.map_or(Action::None, Action::Run)
}

/// Goes to an event, once it is known where it is.
pub(super) fn found(screen: &mut Room, seq: Option<Seq>) -> Action {
    match seq {
        Some(seq) => {
            screen.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(seq.0.saturating_sub(1)));
            Action::None
        }
        None => screen.tell(told::MESSAGE_NOT_HERE.to_owned()),
    }
}
