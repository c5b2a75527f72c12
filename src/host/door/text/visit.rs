//! A text guest in the house: which rooms they are in, which one they look at, and what they asked.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::place::Place;
use super::questions::{Question, Questions, Typed};
use super::unsaid::{OnItsWay, Unsaid};
use crate::commands::calls;
use crate::host::channels::says_all;
use crate::host::language::Telling;
use crate::host::view::RoomViews;
use crate::room::{Access, Author, Body, Event, EventId, Memory, PersonId, Rank, RoomNo, Seq, State, Text, Title};
use crate::wire::frame::{Entered, RoomName, Since};
use crate::wire::people::PersonLine;
use crate::wire::{FromGuest, Password};
use crate::wording::{self, KeepQuestion, ShownMessage, answers};

/// How many messages are shown on coming into a room.
pub const SHOWN: usize = 20;

/// How far back they are looked for: comings and goings stand between them.
const LOOKED_AT: u64 = 200;

/// How many people are named on coming into a room.
const NAMES: usize = 50;

/// How much may happen in a room while what was there before is looked up. More is shown without waiting for it.
const HELD: usize = 500;

/// Someone in the house by text.
pub struct Visit {
    pub me: Author,
    /// What one is in the house.
    pub rank: Rank,
    /// Whether one has an account.
    pub account: bool,
    /// Whether nobody on the way can read along.
    pub private: bool,
    /// The room one looks at: what is typed goes there.
    pub here: Option<RoomNo>,
    /// Whether one was in a room already.
    pub begun: bool,
    /// Whether one is on the way into a room. What is typed waits until then.
    pub entering: bool,
    /// Boxed: a map makes room for many values at once, and most guests are in one room.
    pub places: BTreeMap<RoomNo, Box<Place>>,
    pub ignored: BTreeSet<PersonId>,
    pub questions: Questions,
    /// The next line is this.
    pub typed: Option<Typed>,
    pub keeping: KeepQuestion,
    /// The room that one is deleting.
    pub deletes: Option<RoomNo>,
    /// Who is in the room that one just came into, until that is shown.
    pub opening: Option<(u64, Vec<PersonLine>)>,
    /// What was said there before, as far as it is known.
    pub before: Vec<Event>,
    /// Whether one's own messages are shown to oneself, for who does not see them otherwise.
    pub echoes: bool,
    pub unsaid: Unsaid,
    /// What is to be said by the door, and asked in the guest's place.
    pub said: Vec<String>,
    pub asks: VecDeque<FromGuest>,
    pub zone: TimeZone,
    /// The rooms, of which is told what a reaction or a deletion is about.
    rooms: Arc<RoomViews>,
}

impl Visit {
    pub fn new(
        me: Author,
        rank: Rank,
        account: bool,
        ignored: Vec<Author>,
        private: bool,
        rooms: Arc<RoomViews>,
    ) -> Self {
        Self {
            me,
            rank,
            account,
            private,
            here: None,
            begun: false,
            entering: false,
            places: BTreeMap::new(),
            ignored: ignored.into_iter().map(|author| author.who).collect(),
            questions: Questions::default(),
            typed: None,
            keeping: KeepQuestion::default(),
            deletes: None,
            opening: None,
            before: Vec::new(),
            echoes: false,
            unsaid: Unsaid::default(),
            said: Vec::new(),
            asks: VecDeque::new(),
            zone: TimeZone::system(),
            rooms,
        }
    }

    /// Says something to the guest.
    pub fn say(&mut self, words: impl Into<String>) {
        self.said.push(words.into());
    }

    /// Asks something of the house.
    pub fn ask(&mut self, question: Question, frame: impl FnOnce(u64) -> FromGuest) {
        let ask = self.questions.ask(question);
        self.asks.push_back(frame(ask));
    }

    /// Goes into a room and looks at it.
    pub fn enter(&mut self, room: Option<RoomName>, password: Option<Password>) {
        self.entering = true;
        self.ask_to_enter(Question::Entering(room.clone()), room, Since::default(), password);
    }

    /// Goes into a direct talk and looks on at the room before. `text` is said there, where there is any.
    pub fn enter_talk(&mut self, no: RoomNo, since: Since, text: Option<Text>) {
        self.ask_to_enter(Question::Talking(text), Some(RoomName::No(no)), since, None);
    }

    fn ask_to_enter(&mut self, question: Question, room: Option<RoomName>, since: Since, password: Option<Password>) {
        self.ask(question, |ask| FromGuest::Enter { room, since, password, ask: Some(ask) });
    }

    /// One is in a room. What was there before is asked for, where one looks at it.
    pub fn entered(&mut self, entered: &Entered, looks: bool) {
        let no = entered.room;
        let before = self.places.remove(&no);
        self.places.insert(no, Box::new(Place::new(entered, before.as_deref(), looks)));
        if !looks {
            return;
        }
        self.here = Some(no);
        self.ask(Question::Opening, |ask| FromGuest::Who { ask, room: Some(no), name: None, after: None });
        let (from, to) = (entered.head.back(LOOKED_AT).next().max(entered.first), entered.head);
        self.ask(Question::History(no), |ask| FromGuest::Read { ask, room: no, from, to });
    }

    /// What was there before is known: it is shown, and what happened meanwhile.
    pub fn open(&mut self, no: RoomNo, before: &[Event]) {
        self.entering = false;
        let Some(place) = self.places.get_mut(&no) else { return };
        let held = place.held.take().unwrap_or_default();
        let (title, memory) = (place.notes.title.clone(), place.notes.memory);
        let (direct, topic) = (place.notes.direct.is_some(), place.notes.topic.clone());
        let (mut total, mut people) = self.opening.take().unwrap_or_default();
        // That they are here themselves may be told to nobody yet.
        if !people.iter().any(|line| line.person.who == self.me.who) && people.len() < NAMES {
            people.push(PersonLine::only(self.me.clone()));
            total += 1;
        }
        let more = total.saturating_sub(people.len() as u64);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        people.truncate(NAMES);
        let names = format!("{}{more}", wording::names(&people));
        if direct {
            self.say(format!("Direct messages with {title}."));
        } else {
            self.say(format!("{title}, {total} here: {names}."));
        }
        if !topic.is_empty() {
            self.say(wording::about(&topic));
        }
        if memory != Memory::Everything {
            self.say(memory.to_string());
        }
        if !std::mem::replace(&mut self.begun, true) {
            self.say("Type a message and press Enter. /help shows the commands, /quit leaves.");
        }
        let ignored = &self.ignored;
        let seen =
            |event: &&Event| event.body.is_message() && event.by.as_ref().is_none_or(|by| !ignored.contains(&by.who));
        let messages: Vec<&Event> = before.iter().filter(seen).collect();
        let newest = messages.len().saturating_sub(SHOWN);
        let mut shown: Vec<String> =
            messages[newest..].iter().map(|event| self.told_without_ignored(no, event, "")).collect();
        for event in before {
            if let Some(place) = self.places.get_mut(&no) {
                place.notes.note(event, self.me.who);
            }
        }
        shown.extend(held.iter().map(|event| self.told_without_ignored(no, event, "")));
        self.said.extend(shown);
        if let Some(last) = held.last().or(before.last()) {
            let (room, seq) = (no, last.seq);
            self.asks.push_back(FromGuest::Seen { room, seq, unread: false });
        }
    }

    /// Out of a room. Whoever left it looks at another; whoever was put out may be in the middle of a line, which was not
    /// meant for any other room.
    pub fn is_out(&mut self, no: RoomNo, left: bool) {
        self.places.remove(&no);
        if self.here == Some(no) {
            self.here = None;
            self.entering = false;
            let next = self.places.iter().find(|(_, place)| place.notes.direct.is_none()).map(|(no, _)| *no);
            match next.filter(|_| left) {
                Some(next) => self.enter(Some(RoomName::No(next)), None),
                None => self.say(answers::NOWHERE_NOW),
            }
        }
    }

    /// How an event is told to this guest. It is noted on the way.
    pub fn tells(&mut self, no: RoomNo, event: &Event) -> Telling {
        let me = self.me.who;
        let mine = event.by.as_ref().is_some_and(|by| by.who == me);
        let Some(place) = self.places.get_mut(&no) else { return Telling::Nothing };
        place.notes.note(event, me);
        let direct = place.notes.direct.is_some();
        if mine && let Body::Named { name } = &event.body {
            self.me.name = name.clone();
        }
        let words = wording::is_words(&event.body);
        if words && (mine && !self.echoes || event.by.as_ref().is_some_and(|by| self.ignored.contains(&by.who))) {
            return Telling::Nothing;
        }
        if let Body::People(people) = &event.body {
            // Their own coming was said with the welcome.
            let own = people.came.len() == people.len() && people.came.iter().all(|author| author.who == me);
            if own {
                return Telling::Nothing;
            }
        }
        if place.held.as_ref().is_some_and(|held| held.len() < HELD) {
            return Telling::Own;
        }
        if self.here == Some(no) {
            // Whom this guest ignores is quoted to all others.
            let quotes = wording::is_about(event).is_some();
            return if quotes && !self.ignored.is_empty() { Telling::Own } else { Telling::Shared };
        }
        let called =
            event.body.is_message() && event.body.text().is_some_and(|text| calls(text.as_str(), &self.me.name));
        if words && (direct || called) && !mine { Telling::Own } else { Telling::Nothing }
    }

    /// An event that is told to this guest alone: kept until what came before is shown, about someone's message who may be
    /// ignored, or of another room.
    pub fn told_apart(&mut self, no: RoomNo, event: &Event) -> Option<String> {
        let place = self.places.get_mut(&no)?;
        if let Some(held) = place.held.as_mut().filter(|held| held.len() < HELD) {
            held.push(event.clone());
            return None;
        }
        let before = match &place.notes.direct {
            _ if self.here == Some(no) => String::new(),
            Some(_) => "(direct) ".to_owned(),
            None => format!("[{}] ", place.notes.title),
        };
        Some(self.told_without_ignored(no, event, &before))
    }

    /// An event in words, without its last line end, as everyone may be told it.
    pub fn told(&self, no: RoomNo, event: &Event, before: &str) -> String {
        self.in_words(event, self.rooms.message_about(no, event).as_ref(), before)
    }

    /// The same without the words of whom this guest ignores.
    fn told_without_ignored(&self, no: RoomNo, event: &Event, before: &str) -> String {
        self.in_words(event, self.message_about(no, event).as_ref(), before)
    }

    /// The message that an event is about, where it is not by someone whom this guest ignores.
    fn message_about(&self, no: RoomNo, event: &Event) -> Option<ShownMessage> {
        let ignored = |of: &ShownMessage| of.by.as_ref().is_some_and(|by| self.ignored.contains(&by.who));
        self.rooms.message_about(no, event).filter(|of| !ignored(of))
    }

    /// An event in words, with the message that it is about.
    pub fn in_words(&self, event: &Event, of: Option<&ShownMessage>, before: &str) -> String {
        let mut out = Vec::new();
        // Into memory: it can't fail.
        let _ = wording::print_about(&mut out, event, of, &self.zone, before);
        String::from_utf8_lossy(&out).trim_end_matches('\n').to_owned()
    }

    /// Adds something to the room one looks at.
    pub fn add(&mut self, body: Body) {
        match self.here {
            Some(room) => self.add_to(room, body),
            None => self.nowhere(),
        }
    }

    /// Says something in a room.
    pub fn speak(&mut self, room: RoomNo, text: Text) {
        self.add_to(room, Body::Said { text });
    }

    fn add_to(&mut self, room: RoomNo, body: Body) {
        let id = EventId::fresh();
        self.unsaid.add(room, id, &body);
        self.asks.push_back(FromGuest::Say { room, id, body });
    }

    /// Something one said is kept. What one is not shown of it is told.
    pub fn kept(&mut self, id: EventId, seq: Seq, at: u64) {
        let Some(OnItsWay { room, is_message, change, .. }) = self.unsaid.settled(id) else { return };
        let notes = self.places.get_mut(&room).map(|place| &mut place.notes);
        match (change, notes) {
            (None, Some(notes)) if is_message => notes.mine.add(id),
            (Some(Body::Withdrawn { of }), notes) => {
                notes.into_iter().for_each(|notes| notes.mine.forget(of));
                if !self.echoes {
                    self.say(answers::DELETED);
                }
            }
            (Some(Body::Reacted { of, sign, off }), _) if !self.echoes => {
                let body = Body::Reacted { of, sign: sign.clone(), off };
                let event = Event { id, seq, at, by: Some(self.me.clone()), body };
                let words = self.message_about(room, &event).and_then(|of| of.quoted());
                self.say(answers::reacted(&sign, words.as_deref()));
            }
            _ => {}
        }
    }

    /// The room one looks at, or word that there is none.
    pub fn nowhere(&mut self) {
        self.say(answers::NOWHERE);
    }

    /// The title of the room that is meant by a channel's name, as IRC has it. Of a room by invite, only whoever is in it is
    /// told.
    pub fn meant_by_channel(&self, words: &str) -> Option<Title> {
        let channel = words.starts_with('#').then(|| words.to_lowercase())?;
        let key = Title::parse(words).map(|title| title.key()).ok();
        let is_seen = |no: RoomNo, state: &State| state.access != Access::Invited || self.places.contains_key(&no);
        // A title may begin so.
        if self.rooms.title(|no, state, title| is_seen(no, state) && Some(title.key()) == key).is_some() {
            return None;
        }
        self.rooms.title(|no, state, title| is_seen(no, state) && says_all(&channel, title))
    }

    /// The place one looks at.
    pub fn place(&self) -> Option<&Place> {
        self.here.and_then(|here| self.places.get(&here)).map(|place| &**place)
    }
}
