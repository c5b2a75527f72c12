//! Finding what was said: as it is typed, by words, by person and by day.

use std::sync::Arc;

use iced::Task;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::screen::room::entry;
use crate::app::screen::room::find::{FIELD, Find, Message};
use crate::app::screen::room::message::{Action, Message as RoomMessage};
use crate::app::screen::room::state::Room;
use crate::app::texts::told;
use crate::app::{clock, scrollback};
use crate::guest::{Found, GuestError};
use crate::room::{By, Query};

/// How many are shown at once.
const MOST: usize = 40;

pub(super) fn open(screen: &mut Room, words: &str) -> Action {
    // Answers to a search that was put away must not pass for answers to this one.
    screen.rooms.shown.find.take_if(|find| find.pinned);
    let find = screen.rooms.shown.find.get_or_insert_with(|| Find { asked: clock::now(), ..Find::default() });
    if !words.is_empty() {
        words.clone_into(&mut find.words);
    }
    let search = if find.words.is_empty() { Task::none() } else { search(screen, false) };
    Action::Run(Task::batch([crate::app::widget::focus(FIELD), search]))
}

/// Shows what is pinned in the room, in the place of the search.
pub(super) fn show_pinned(screen: &mut Room) -> Action {
    let asked = clock::now();
    screen.rooms.shown.find = Some(Find { asked, pinned: true, ..Find::default() });
    let (guest, room, pins) =
        (Arc::clone(&screen.visit.guest), screen.rooms.shown.room, screen.rooms.shown.pins.clone());
    Action::Run(Task::perform(async move { guest.pinned(room, &pins).await }, move |events| {
        let found = events.map(|hits| Arc::new(Found { hits, next: None, whole: true }));
        RoomMessage::Find(Message::Answer { asked, more: false, found: found.map_err(|error| error.to_string()) })
    }))
}

pub(super) fn on_message(screen: &mut Room, message: Message) -> Action {
    let Some(find) = &mut screen.rooms.shown.find else { return Action::None };
    match message {
        Message::Words(words) => find.words = words,
        Message::Who(who) => find.who = who,
        Message::Day(day) => find.day = day,
        Message::Answer { asked, more, found } => {
            if asked == find.asked {
                find.answer(more, found);
            }
            return Action::None;
        }
        Message::More => return Action::Run(search(screen, true)),
        Message::First => match find.hits.first().map(|event| event.seq) {
            Some(seq) => return on_message(screen, Message::GoTo(seq)),
            None => return Action::None,
        },
        Message::GoTo(seq) => {
            let row = seq.0.saturating_sub(1);
            screen.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(row));
            return Action::None;
        }
        Message::Close => {
            screen.rooms.shown.find = None;
            return Action::Run(crate::app::widget::focus(entry::ID));
        }
    }
    Action::Run(search(screen, false))
}

/// Asks: the replica where it has everything, the host where it lacks something.
fn search(screen: &mut Room, more: bool) -> Task<RoomMessage> {
    let zone = screen.times.zone.clone();
    let by = screen.rooms.shown.find.as_ref().map(|find| find.who.trim().to_lowercase()).filter(|who| !who.is_empty());
    let by = by.and_then(|who| {
        let exact =
            screen.rooms.shown.roster.here.iter().find(|(_, line)| line.person.name.as_str().to_lowercase() == who);
        let begins = || {
            screen
                .rooms
                .shown
                .roster
                .here
                .iter()
                .find(|(_, line)| line.person.name.as_str().to_lowercase().starts_with(&who))
        };
        exact.or_else(begins).map(|(_, line)| line.person.name.clone())
    });
    let Some(find) = &mut screen.rooms.shown.find else { return Task::none() };
    find.asked += 1;
    find.trouble = None;
    let by = match (by, find.who.trim()) {
        (Some(name), _) => Some(name),
        (None, "") => None,
        (None, who) => match who.parse() {
            Ok(name) => Some(name),
            Err(_) => {
                find.trouble = Some(told::TYPE_NAME.to_owned());
                return Task::none();
            }
        },
    };
    let (from, to) = match day(&find.day, &zone) {
        Ok(span) => span,
        Err(why) => {
            find.trouble = Some(why);
            return Task::none();
        }
    };
    if find.words.trim().is_empty() && by.is_none() && from.is_none() {
        find.hits.clear();
        find.answered = false;
        return Task::none();
    }
    let before = if more { find.next } else { None };
    let by = by.map(By::Name);
    let query = Query { words: find.words.clone(), by, from, to, before, pinned: None, most: MOST };
    let (guest, room, asked) = (Arc::clone(&screen.visit.guest), screen.rooms.shown.room, find.asked);
    Task::perform(async move { guest.find(room, query).await }, move |found: Result<Found, GuestError>| {
        let found = found.map(Arc::new).map_err(|error| error.to_string());
        RoomMessage::Find(Message::Answer { asked, more, found })
    })
}

/// The first and the last moment of a day.
fn day(text: &str, zone: &TimeZone) -> Result<(Option<u64>, Option<u64>), String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok((None, None));
    }
    let wrong = || told::TYPE_DAY.to_owned();
    let date: Date = text.parse().map_err(|_| wrong())?;
    let start = date.to_zoned(zone.clone()).map_err(|_| wrong())?;
    let end = start.tomorrow().and_then(|next| next.start_of_day()).map_err(|_| wrong())?;
    let millis = |at: i64| u64::try_from(at).unwrap_or_default();
    let (start, end) = (start.timestamp().as_millisecond(), end.timestamp().as_millisecond());
    Ok((Some(millis(start)), Some(millis(end).saturating_sub(1))))
}
