//! What the house tells, and what becomes of it here.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use iced::Task;

use super::entry::Entry;
use super::{Action, Line, Message, Notice, PEOPLE, Room};
use crate::app::clock;
use crate::guest::{Arrival, History, Own, OwnState, Update};
use crate::room::{Author, Body, Event, People, Seq};

/// How long after a page did not come it is asked for again.
const AGAIN: Duration = Duration::from_secs(3);

/// How often, in milliseconds, someone who is not looking is told that they are spoken to.
const TOLD: u64 = 5_000;

/// How long it shows that someone is typing.
const TYPING: Duration = Duration::from_secs(6);

impl Room {
    /// The room was entered, for the first time or again.
    pub(super) fn entered(&mut self, arrival: &Arrival) -> Task<Message> {
        self.line = Line::Open;
        self.house = arrival.house.clone();
        self.title = arrival.room.title.clone();
        self.topic = arrival.room.topic.clone();
        self.me = arrival.you.clone();
        self.hint = format!("Message {}", self.title);
        self.room = arrival.room.room;
        self.people = arrival.room.people;
        let before = Seq(self.scrollback.rows().head());
        self.scrollback.enter(&self.me, arrival.room.head);
        self.scrollback.forget(arrival.room.first);
        if before > Seq::START && before < arrival.room.head && self.scrollback.mark().is_none() {
            // What came while there was no connection is new.
            self.scrollback.mark_after(before);
        }
        self.scrollback.read_by(self.names_to_read_by());
        let (guest, room) = (Arc::clone(&self.guest), self.room);
        Task::perform(async move { guest.people(Some(room), PEOPLE).await }, |crowd| match crowd {
            Ok(crowd) => Message::People(crowd.total, crowd.people.into_iter().map(|line| line.person).collect()),
            // Without a connection nobody is here; it comes again with the next one.
            Err(_) => Message::TypingOver,
        })
    }

    pub(super) fn hear(&mut self, update: Update) -> Action {
        match update {
            Update::Connecting => {
                self.line = Line::Connecting;
                Action::None
            }
            Update::Entered(arrival) => Action::Run(self.entered(&arrival)),
            Update::Events(room, events) if room == self.room => self.happened(&events),
            Update::Events(..) => Action::None,
            Update::Forgot(room, first) => {
                if room == self.room {
                    self.scrollback.forget(first);
                }
                Action::None
            }
            Update::Own(own) => self.heard_of_own(&own),
            Update::Waiting { .. }
            | Update::Request(_)
            | Update::Joined(_)
            | Update::Room(_)
            | Update::Gone(_)
            | Update::Out { .. }
            | Update::Seen(..)
            | Update::Away(..) => Action::None,
            Update::Typing(room, who) if room == self.room && who.who != self.me.who => self.types(who),
            Update::Typing(..) => Action::None,
            Update::Offline { why, .. } => {
                self.line = Line::Offline(why);
                self.typing.clear();
                Action::None
            }
            Update::Ended(ended) => {
                self.line = Line::Over(ended.why);
                self.typing.clear();
                Action::None
            }
        }
    }

    /// What of one's own became of it. A message shows it in its row; what has none is told, and given up.
    fn heard_of_own(&mut self, own: &Own) -> Action {
        match &own.state {
            OwnState::Refused { why } if !own.body.is_message() => {
                // The words of a change that was refused are not lost.
                if let (Body::Edited { text, .. }, true) = (&own.body, self.entry.is_empty()) {
                    self.entry = Entry::with(text.as_str());
                }
                self.notice = Some(Notice::Wrong(why.clone()));
                let done = self.guest.discard(own.id);
                self.decide(done)
            }
            _ => {
                self.scrollback.take_own(own, clock::now());
                Action::None
            }
        }
    }

    fn types(&mut self, who: Author) -> Action {
        let now = clock::now();
        self.typing.retain(|(author, until)| author.who != who.who && *until > now);
        self.typing.push((who, now + TYPING.as_millis() as u64));
        // It is looked at once more when it is over, and not before.
        let over = tokio::time::sleep(TYPING + Duration::from_millis(100));
        Action::Run(Task::perform(over, |()| Message::TypingOver))
    }

    fn happened(&mut self, events: &[Event]) -> Action {
        let first = self.scrollback.rows().head();
        for event in events.iter().filter(|event| event.seq.0 > first) {
            self.fold(event);
        }
        if events.iter().any(|event| matches!(event.body, Body::People(_) | Body::Named { .. })) {
            self.list_people();
        }
        if !self.focused && events.iter().any(|event| is_words_of_other(event, &self.me)) {
            self.scrollback.mark_from_here();
        }
        match self.scrollback.take(events) {
            Some(new) => self.notice_new(new, events),
            None => Action::None,
        }
    }

    /// What an event changes besides the list.
    fn fold(&mut self, event: &Event) {
        match &event.body {
            Body::Titled { title } => {
                self.hint = format!("Message {title}");
                self.title = title.clone();
            }
            Body::Topic { topic } => self.topic = topic.clone(),
            Body::Said { .. } => {
                if let Some(by) = &event.by {
                    self.typing.retain(|(author, _)| author.who != by.who);
                }
            }
            Body::Named { name } => {
                if let Some(by) = &event.by {
                    self.here.insert(by.who, name.clone());
                    if by.who == self.me.who {
                        self.me.name = name.clone();
                        self.scrollback.read_by(self.names_to_read_by());
                    } else {
                        self.scrollback.learn(name);
                    }
                }
            }
            Body::People(People { came, left, lost }) => {
                for gone in left.iter().chain(lost) {
                    self.here.remove(&gone.who);
                    self.people = self.people.saturating_sub(1);
                }
                for Author { who, name } in came {
                    self.scrollback.learn(name);
                    if self.here.insert(*who, name.clone()).is_none() {
                        self.people += 1;
                    }
                }
                self.people = self.people.max(self.here.len() as u64);
            }
            _ => {}
        }
    }

    /// What came while nobody looked is counted, and what speaks to its person is told of.
    fn notice_new(&mut self, new: RangeInclusive<u64>, events: &[Event]) -> Action {
        if self.focused {
            return Action::None;
        }
        let others =
            events.iter().filter(|event| new.contains(&(event.seq.0 - 1)) && is_words_of_other(event, &self.me));
        let mut spoken_to = None;
        for event in others {
            self.missed.0 += 1;
            if self.scrollback.rows().calls_me(event.seq.0 - 1) {
                self.missed.1 += 1;
                spoken_to = Some(event);
            }
        }
        let now = clock::now();
        if spoken_to.is_some() && now.saturating_sub(self.told_at) < TOLD {
            return Action::None;
        }
        self.told_at = if spoken_to.is_some() { now } else { self.told_at };
        match spoken_to.and_then(|event| Some((event.by.as_ref()?, event.body.text()?))) {
            Some((by, text)) => Action::Notify {
                title: format!("{} in {}", by.name, self.title),
                body: text.as_str().to_owned(),
                task: Task::none(),
            },
            None => Action::None,
        }
    }

    /// Asks for events: the replica first, the host for what it lacks.
    pub(super) fn ask_for(&self, range: RangeInclusive<Seq>) -> Task<Message> {
        let (guest, room) = (Arc::clone(&self.guest), self.room);
        Task::perform(async move { guest.read(room, range).await }, |read| {
            Message::Page(read.map(Arc::new).map_err(|error| error.to_string()))
        })
    }

    pub(super) fn on_page(&mut self, page: Result<Arc<History>, String>) -> Action {
        match page {
            Ok(history) => {
                let complete = history.missing.is_empty();
                // What is missing is asked for again when there is a connection again.
                self.scrollback.take_page(&history.events, &history.changes, complete);
                Action::None
            }
            Err(why) => {
                self.notice = Some(Notice::Wrong(why));
                Action::Run(Task::perform(tokio::time::sleep(AGAIN), |()| Message::AskAgain))
            }
        }
    }
}

fn is_words_of_other(event: &Event, me: &Author) -> bool {
    matches!(event.body, Body::Said { .. } | Body::Did { .. }) && event.by.as_ref().is_none_or(|by| by.who != me.who)
}
