//! A message that was picked: what is written next answers it, and other things can be done with it.

use std::sync::Arc;

use iced::Task;

use crate::app::screen::room::entry;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::state::Room;
use crate::app::scrollback;
use crate::room::{Body, EventId, Seq, Sign};

/// Picks the message in a row: to answer it, or to see all that can be done with it.
pub(super) fn pick(screen: &mut Room, row: u64, shows_deeds: bool) -> Action {
    let picked = screen.rooms.shown.scrollback.rows().get(row).filter(|row| row.is_said() && row.own.is_none());
    let picked = picked.map(|row| row.id);
    screen.rooms.shown.scrollback.pick(picked);
    (screen.picking.withdrawing, screen.picking.shows_deeds) = (None, shows_deeds);
    Action::Run(iced::widget::operation::focus(entry::ID))
}

/// Picks the message before the picked one, or the newest.
pub(super) fn pick_before(screen: &mut Room) -> Action {
    let rows = screen.rooms.shown.scrollback.rows();
    let from =
        screen.rooms.shown.scrollback.picked().and_then(|picked| rows.find(picked)).unwrap_or_else(|| rows.head());
    let before = rows.before(from).find(|(_, row)| row.is_said()).map(|(at, row)| (at, row.id));
    if let Some((at, id)) = before {
        screen.rooms.shown.scrollback.pick(Some(id));
        screen.rooms.shown.scrollback.show(at);
        screen.picking.shows_deeds = true;
    }
    Action::None
}

/// Answers the picked message with a sign alone.
pub(super) fn react(screen: &mut Room, sign: Sign) -> Action {
    match screen.rooms.shown.scrollback.unpick() {
        Some(of) => give(screen, of, sign),
        None => Action::None,
    }
}

/// Answers a message with a sign, or takes that back where it was given already.
pub(super) fn give(screen: &mut Room, of: EventId, sign: Sign) -> Action {
    let off = screen.rooms.shown.scrollback.rows().has_signed(of, &sign, screen.me.author.who);
    Action::Run(screen.add(EventId::fresh(), Body::Reacted { of, sign, off }, String::new()))
}

/// Takes the picked message back, or removes it.
pub(super) fn withdraw(screen: &mut Room) -> Action {
    if screen.picking.withdrawing != screen.rooms.shown.scrollback.picked() {
        screen.picking.withdrawing = screen.rooms.shown.scrollback.picked();
        return Action::None;
    }
    screen.picking.withdrawing = None;
    match screen.rooms.shown.scrollback.unpick() {
        Some(of) => Action::Run(screen.add(EventId::fresh(), Body::Withdrawn { of }, String::new())),
        None => Action::None,
    }
}

/// Changes the picked message.
pub(super) fn edit(screen: &mut Room) -> Action {
    let picked = screen.rooms.shown.scrollback.unpick();
    let rows = screen.rooms.shown.scrollback.rows();
    let row = picked.and_then(|picked| rows.get(rows.find(picked)?));
    if let Some((id, words)) = row.and_then(|row| Some((row.id, row.source()?.clone()))) {
        screen.rooms.shown.writing.entry.edit(id, &words);
    }
    Action::Run(iced::widget::operation::focus(entry::ID))
}

/// Shows what the picked message said before it was put differently.
pub(super) fn show_earlier(screen: &mut Room) -> Action {
    let Some(of) = screen.rooms.shown.scrollback.picked() else { return Action::None };
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

/// Goes to a message that another answers.
pub(super) fn go_to_message(screen: &mut Room, id: EventId) -> Action {
    if let Some(row) = screen.rooms.shown.scrollback.rows().find(id) {
        screen.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(row));
        return Action::None;
    }
    let (replica, room) = (Arc::clone(screen.visit.guest.replica()), screen.rooms.shown.room);
    let found = async move { replica.find(room, id).await.ok().flatten() };
    Action::Run(Task::perform(found, Message::Found))
}

pub(super) fn found(screen: &mut Room, seq: Option<Seq>) -> Action {
    match seq {
        Some(seq) => {
            screen.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(seq.0.saturating_sub(1)));
            Action::None
        }
        None => screen.tell("That message is not on this computer. Scroll up, or find it by its words.".to_owned()),
    }
}
