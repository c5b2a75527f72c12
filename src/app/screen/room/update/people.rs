//! The people of the room: scrolled through, looked at, ignored.

use std::sync::Arc;

use iced::Task;

use crate::app::convert::{count, whole};
use crate::app::screen::room::dialog::Dialog;
use crate::app::screen::room::dialog::person::Person;
use crate::app::screen::room::message::{Action, Message};
use crate::app::screen::room::people_list::{HEIGHT, VIEW};
use crate::app::screen::room::state::Room;
use crate::app::screen::room::update::open_dialog;
use crate::app::texts::told;
use crate::app::widget::Anchor;
use crate::room::PersonId;
use crate::wire::frame::RoomName;
use crate::wire::people::PersonLine;

/// The list of people was scrolled: at its end, more of them are asked for.
pub(super) fn scrolled(screen: &mut Room, offset: f32) -> Action {
    screen.rooms.shown.roster.scrolled = offset;
    let listed = screen.rooms.shown.roster.listed.len();
    let near_end = whole(offset / HEIGHT) + VIEW >= listed;
    if !near_end || count(listed) >= screen.rooms.shown.roster.total || listed < screen.rooms.shown.roster.asked {
        return Action::None;
    }
    screen.rooms.shown.roster.asked = listed * 4;
    let (guest, room) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room);
    let (most, heard) = (screen.rooms.shown.roster.asked, screen.rooms.shown.roster.heard());
    Action::Run(Task::perform(async move { guest.people(Some(room), most).await }, move |crowd| match crowd {
        Ok(crowd) => Message::People(room, heard, crowd),
        Err(_) => Message::TypingOver,
    }))
}

/// Looks at a person: what is known is shown, and the rest is asked for.
pub(super) fn look_at(screen: &mut Room, who: PersonId, beside: Option<Anchor>) -> Action {
    match screen.rooms.shown.roster.here.get(&who).cloned() {
        Some(line) => look_at_line(screen, line, beside),
        None => Action::None,
    }
}

/// Looks at someone who may not be here just now.
pub(super) fn look_up(screen: &mut Room, who: &crate::room::Author, beside: Anchor) -> Action {
    if screen.rooms.shown.roster.here.contains_key(&who.who) {
        return look_at(screen, who.who, Some(beside));
    }
    let (guest, room, name) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room, who.name.clone());
    Action::Run(Task::perform(async move { guest.whois(&name, Some(room)).await }, move |line| match line {
        Ok(line) => Message::Met(Box::new(line), Some(beside)),
        Err(error) => Message::Wrong(error.to_string()),
    }))
}

/// Talks with someone alone.
pub(super) fn talk(screen: &Room, who: PersonId) -> Action {
    let guest = Arc::clone(&screen.visit.guest);
    Action::Run(Task::perform(async move { guest.talk(who).await }, |talk| match talk {
        Ok(line) => Message::EnterRoom(RoomName::No(line.room)),
        Err(error) => Message::Failed(error.to_string()),
    }))
}

pub(super) fn look_at_line(screen: &mut Room, line: PersonLine, beside: Option<Anchor>) -> Action {
    let (guest, room, name) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room, line.person.name.clone());
    let opened = open_dialog::open(screen, Dialog::Person(Box::new(Person::new(line, beside))));
    let asked = Task::perform(async move { guest.whois(&name, Some(room)).await }, |line| match line {
        Ok(line) => Message::Known(Box::new(line)),
        // What is known already is shown.
        Err(_) => Message::TypingOver,
    });
    match opened {
        Action::Run(task) => Action::Run(Task::batch([task, asked])),
        other => other,
    }
}

/// More is known of someone.
pub(super) fn known(screen: &mut Room, line: PersonLine) -> Action {
    if let Some(Dialog::Person(person)) = screen.overlay.dialog_mut() {
        person.is(line.clone());
    }
    let who = line.person.who;
    if let Some(known) = screen.rooms.shown.roster.here.get_mut(&who) {
        *known = line;
        screen.rooms.shown.roster.list(screen.me.author.who);
    }
    Action::None
}

/// Sees nothing of someone from now on, or sees them again.
pub(super) fn set_ignored(screen: &mut Room, who: crate::room::Author, ignore: bool) -> Action {
    screen.overlay.close_dialog();
    let done = screen.visit.guest.ignore(who.who, ignore);
    let name = who.name.clone();
    if ignore {
        screen.rooms.ignored.insert(who.who, who.name);
    } else {
        screen.rooms.ignored.remove(&who.who);
    }
    screen.rooms.hide_ignored();
    if let Err(error) = done {
        return screen.wrong(error.to_string());
    }
    screen.tell(if ignore { told::ignored(name.as_str()) } else { told::not_ignored(name.as_str()) })
}
