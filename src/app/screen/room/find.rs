//! Finding what was said: as it is typed, by words, by person and by day.

use std::sync::Arc;

use iced::widget::{Id, column, container, row, scrollable, text, text_input};
use iced::{Alignment, Length, Task};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Action, Message as RoomMessage, Room, entry};
use crate::app::clock::{self, Face};
use crate::app::screen::parts::{label, wrong};
use crate::app::scrollback;
use crate::app::theme::{Element, Field, Ground, Ink, STRONG};
use crate::app::widget::{Kind, Pressable, press, still_line};
use crate::guest::{Found, GuestError};
use crate::room::{By, Event, Query, Seq};

/// By what the field is found.
const FIELD: &str = "find";

/// How many are shown at once.
const MOST: usize = 40;

/// How much of a message is shown.
const SHOWN: usize = 280;

/// A search.
#[derive(Default)]
pub struct Find {
    words: String,
    who: String,
    day: String,
    /// Which question is the last: answers to others come too late.
    asked: u64,
    hits: Vec<Event>,
    next: Option<Seq>,
    whole: bool,
    answered: bool,
    trouble: Option<String>,
}

/// What happens to it.
#[derive(Clone, Debug)]
pub enum Message {
    Words(String),
    Who(String),
    Day(String),
    Answer { asked: u64, more: bool, found: Result<Arc<Found>, String> },
    More,
    GoTo(Seq),
    First,
    Close,
}

impl Room {
    pub(super) fn open_find(&mut self, words: &str) -> Action {
        // Answers to a search that was put away must not pass for answers to this one.
        let find = self.rooms.shown.find.get_or_insert_with(|| Find { asked: clock::now(), ..Find::default() });
        if !words.is_empty() {
            words.clone_into(&mut find.words);
        }
        let search = if find.words.is_empty() { Task::none() } else { self.search(false) };
        Action::Run(Task::batch([crate::app::widget::focus(FIELD), search]))
    }

    pub(super) fn on_find(&mut self, message: Message) -> Action {
        let Some(find) = &mut self.rooms.shown.find else { return Action::None };
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
            Message::More => return Action::Run(self.search(true)),
            Message::First => match find.hits.first().map(|event| event.seq) {
                Some(seq) => return self.on_find(Message::GoTo(seq)),
                None => return Action::None,
            },
            Message::GoTo(seq) => {
                let row = seq.0.saturating_sub(1);
                self.rooms.shown.scrollback.perform(&scrollback::Action::GoTo(row));
                return Action::None;
            }
            Message::Close => {
                self.rooms.shown.find = None;
                return Action::Run(crate::app::widget::focus(entry::ID));
            }
        }
        Action::Run(self.search(false))
    }

    /// Asks: the replica where it has everything, the host where it lacks something.
    fn search(&mut self, more: bool) -> Task<RoomMessage> {
        let zone = self.face.zone.clone();
        let by =
            self.rooms.shown.find.as_ref().map(|find| find.who.trim().to_lowercase()).filter(|who| !who.is_empty());
        let by = by.and_then(|who| {
            let exact = self.rooms.shown.here.iter().find(|(_, line)| line.person.name.as_str().to_lowercase() == who);
            let begins = || {
                self.rooms
                    .shown
                    .here
                    .iter()
                    .find(|(_, line)| line.person.name.as_str().to_lowercase().starts_with(&who))
            };
            exact.or_else(begins).map(|(_, line)| line.person.name.clone())
        });
        let Some(find) = &mut self.rooms.shown.find else { return Task::none() };
        find.asked += 1;
        find.trouble = None;
        let by = match (by, find.who.trim()) {
            (Some(name), _) => Some(name),
            (None, "") => None,
            (None, who) => match who.parse() {
                Ok(name) => Some(name),
                Err(_) => {
                    find.trouble = Some("Type the name of a person.".to_owned());
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
        let query = Query { words: find.words.clone(), by, from, to, before, most: MOST };
        let (guest, room, asked) = (Arc::clone(&self.visit.guest), self.rooms.shown.room, find.asked);
        Task::perform(async move { guest.find(room, query).await }, move |found: Result<Found, GuestError>| {
            let found = found.map(Arc::new).map_err(|error| error.to_string());
            RoomMessage::Find(Message::Answer { asked, more, found })
        })
    }
}

impl Find {
    fn answer(&mut self, more: bool, found: Result<Arc<Found>, String>) {
        self.answered = true;
        match found {
            Ok(found) => {
                if !more {
                    self.hits.clear();
                }
                self.hits.extend(found.hits.iter().cloned());
                (self.next, self.whole) = (found.next, found.whole);
            }
            Err(why) => self.trouble = Some(why),
        }
    }

    pub(super) fn view<'a>(&'a self, face: &'a Face, now: u64) -> Element<'a, Message> {
        let field = |id, hint, value: &'a str, on_input: fn(String) -> Message| {
            still_line(
                text_input(hint, value)
                    .id(Id::new(id))
                    .on_input(on_input)
                    .on_submit(Message::First)
                    .padding([8, 10])
                    .size(14)
                    .class(Field::Raised),
            )
        };
        let narrow = row![
            column![label("By"), field("find-who", "Name", &self.who, Message::Who)].spacing(2),
            column![label("On"), field("find-day", "2026-11-19", &self.day, Message::Day)].spacing(2),
        ]
        .spacing(8);
        let about: Option<Element<'a, Message>> = match (&self.trouble, self.answered, self.hits.is_empty()) {
            (Some(why), _, _) => Some(wrong(why.as_str())),
            (None, true, true) => Some(text("Nothing found.").class(Ink::Faint).into()),
            (None, true, false) if !self.whole => {
                Some(text("From what this computer has seen.").size(12).class(Ink::Faint).into())
            }
            _ => None,
        };
        let hits = self.hits.iter().map(|event| view_hit(event, face, now));
        let more = self.next.map(|_| press("Show more", Message::More).kind(Kind::Quiet).into());
        let list = scrollable(column(hits.chain(more)).spacing(2)).height(Length::Fill).width(Length::Fill);
        let top = row![
            text("Find").size(12).font(STRONG).class(Ink::Soft).width(Length::Fill),
            press("Close", Message::Close).kind(Kind::Quiet).padding([4, 8]),
        ]
        .align_y(Alignment::Center);
        container(
            column![top, field(FIELD, "Words that were said", &self.words, Message::Words), narrow, about, list]
                .spacing(10),
        )
        .class(Ground::Page)
        .padding(14)
        .height(Length::Fill)
        .into()
    }
}

fn view_hit<'a>(event: &'a Event, face: &Face, now: u64) -> Element<'a, Message> {
    let name = event.by.as_ref().map_or("The house", |by| by.name.as_str());
    let words = event.body.text().map(|text| text.as_str()).unwrap_or_default();
    let mut shown: String = words.chars().take(SHOWN).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    let when = format!("{}, {}", face.day(event.at, now), face.time(event.at));
    let head = row![text(name).font(STRONG).class(Ink::Plain), text(when).size(12).class(Ink::Faint),]
        .spacing(8)
        .align_y(Alignment::Center)
        .wrap();
    let line = column![head, text(shown).class(Ink::Soft).wrapping(text::Wrapping::WordOrGlyph)].spacing(2);
    Pressable::new(line, Some(Message::GoTo(event.seq))).kind(Kind::Quiet).padding([8, 8]).width(Length::Fill).into()
}

/// The first and the last moment of a day.
fn day(text: &str, zone: &TimeZone) -> Result<(Option<u64>, Option<u64>), String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok((None, None));
    }
    let wrong = || "Write the day as year-month-day, such as 2026-11-19.".to_owned();
    let date: Date = text.parse().map_err(|_| wrong())?;
    let start = date.to_zoned(zone.clone()).map_err(|_| wrong())?;
    let end = start.tomorrow().and_then(|next| next.start_of_day()).map_err(|_| wrong())?;
    let millis = |at: i64| u64::try_from(at).unwrap_or_default();
    let (start, end) = (start.timestamp().as_millisecond(), end.timestamp().as_millisecond());
    Ok((Some(millis(start)), Some(millis(end).saturating_sub(1))))
}
