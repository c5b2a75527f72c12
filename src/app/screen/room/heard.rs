//! What the house tells, and what becomes of it here.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use iced::Task;

use super::connection::Connection;
use super::dialog::Dialog;
use super::place::{Out, Place};
use super::{Action, Message, Notice, PEOPLE, Room};
use crate::app::clock;
use crate::guest::{Arrival, History, Own, OwnState, Update};
use crate::room::{Act, Author, Body, Event, RoomNo, Seq};
use crate::wire::frame::{Code, Entered};

/// How long after a page did not come it is asked for again.
const AGAIN: Duration = Duration::from_secs(3);

/// How long, in milliseconds, it shows that someone is typing.
const TYPING: u64 = 6_000;

impl Room {
    /// The house was entered again.
    fn entered(&mut self, arrival: &Arrival) -> Task<Message> {
        self.connection = Connection::open();
        self.visit.house = arrival.house.clone();
        self.me.author = arrival.you.clone();
        (self.me.rank, self.me.account) = (arrival.rank, arrival.account);
        self.rooms.listed = arrival.rooms.iter().map(|line| (line.room, line.clone())).collect();
        self.rooms.ignored = arrival.ignored.iter().map(|author| (author.who, author.name.clone())).collect();
        self.rooms.hide_ignored();
        self.joined(&arrival.room)
    }

    /// A room was entered, for the first time or again.
    fn joined(&mut self, entered: &Entered) -> Task<Message> {
        let (me, room) = (self.me.author.clone(), entered.room);
        let mut draft = Task::none();
        match self.rooms.get_mut(room) {
            Some(place) => {
                let was_out = place.out.is_some();
                place.enter(entered, &me);
                if was_out && self.rooms.shown.room == room {
                    // What was said about being out is over.
                    self.notice = None;
                }
            }
            None => {
                let ignored = self.rooms.ignored.keys().copied().collect();
                self.rooms.others.insert(room, Place::new(entered, &me, "", ignored));
                draft = Task::perform(self.visit.drafts.read(room), move |words| Message::Draft(room, words));
            }
        }
        let who = Task::batch([self.ask_who(room), draft]);
        if self.rooms.going == Some(room) {
            self.rooms.going = None;
            return Task::batch([who, self.show(room)]);
        }
        who
    }

    /// Asks who is in a room.
    pub(super) fn ask_who(&self, room: RoomNo) -> Task<Message> {
        let guest = Arc::clone(&self.visit.guest);
        Task::perform(async move { guest.people(Some(room), PEOPLE).await }, move |crowd| match crowd {
            Ok(crowd) => Message::People(room, crowd.total, crowd.people),
            // Without a connection nobody is here; it comes again with the next one.
            Err(_) => Message::TypingOver,
        })
    }

    pub(super) fn hear(&mut self, update: Update) -> Action {
        match update {
            Update::Connecting => {
                self.connection.connecting();
                Action::None
            }
            Update::Entered(arrival) => Action::Run(self.entered(&arrival)),
            Update::Joined(entered) => Action::Run(self.joined(&entered)),
            Update::Events(room, events) => self.happened(room, &events),
            Update::Forgot(room, first) => {
                if let Some(place) = self.rooms.get_mut(room) {
                    place.scrollback.forget(first);
                }
                Action::None
            }
            Update::Own(own) => self.heard_of_own(&own),
            Update::Typing(room, who) => self.types(room, who),
            Update::Room(line) => self.heard_of_room(*line),
            Update::Gone(room) => self.forget_room(room),
            Update::Out { room, code, why } => {
                let left = code == Code::Left || code == Code::Room;
                let title = self.rooms.get_mut(room).map(|place| place.title.clone());
                let told = title.filter(|_| code == Code::Room).map(|title| format!("{title}: {why}"));
                let lost = self.lost(room, (!left).then(|| Out { why, banned: code == Code::Banned }));
                // Where the room itself can't tell it any more.
                self.notice = told.map(Notice::Wrong).or(self.notice.take());
                lost
            }
            Update::Seen(room, seq) => {
                if let Some(place) = self.rooms.get_mut(room) {
                    place.read_to(seq);
                }
                Action::None
            }
            Update::Away(room, people) => {
                let me = self.me.author.clone();
                if let Some(place) = self.rooms.get_mut(room) {
                    place.whereabouts(people, &me);
                }
                Action::None
            }
            Update::Request(line) => self.heard_of_request(line),
            Update::Waiting { why } => {
                self.connection.asking(why);
                Action::None
            }
            Update::Offline { why, .. } => {
                self.connection.offline(why);
                self.rooms.forget_typing();
                Action::None
            }
            Update::Ended(ended) => self.end(ended),
        }
    }

    /// What of one's own became of it. A message shows it in its row; what has none is told, and given up.
    fn heard_of_own(&mut self, own: &Own) -> Action {
        match &own.state {
            OwnState::Refused { why } if !own.body.is_message() => {
                // The words of a change or a command that was refused are not lost.
                let words = match &own.body {
                    Body::Edited { text, .. } => Some(text.as_str().to_owned()),
                    _ => self.commanded.take(own.id),
                };
                if let Some(words) = words {
                    self.take_back_words(own.room.unwrap_or(self.rooms.shown.room), &words);
                }
                // It is said where it was done.
                match self.overlay.dialog_mut() {
                    Some(dialog) => dialog.trouble(why.clone()),
                    None => self.notice = Some(Notice::Wrong(why.clone())),
                }
                let done = self.visit.guest.discard(own.id);
                self.decide(done)
            }
            state => {
                if matches!(state, OwnState::Kept { .. }) {
                    self.commanded.take(own.id);
                    if let (Body::Act(Act::Invited { whom }), Some(Dialog::Order(order))) =
                        (&own.body, self.overlay.dialog_mut())
                    {
                        order.invited(&whom.name);
                    }
                }
                let room = own.room.unwrap_or(self.rooms.shown.room);
                if let Some(place) = self.rooms.get_mut(room) {
                    place.scrollback.take_own(own, clock::now());
                }
                Action::None
            }
        }
    }

    fn types(&mut self, room: RoomNo, who: Author) -> Action {
        if who.who == self.me.author.who || self.rooms.ignored.contains_key(&who.who) {
            return Action::None;
        }
        let now = clock::now();
        let Some(place) = self.rooms.get_mut(room) else { return Action::None };
        place.typing.retain(|(author, until)| author.who != who.who && *until > now);
        place.typing.push((who, now + TYPING));
        // It is looked at once more when it is over, and not before.
        let over = tokio::time::sleep(Duration::from_millis(TYPING + 100));
        Action::Run(Task::perform(over, |()| Message::TypingOver))
    }

    fn happened(&mut self, room: RoomNo, events: &[Event]) -> Action {
        let (me, shown) = (self.me.author.clone(), self.rooms.shown.room == room && self.attention.focused);
        let Some(place) = self.rooms.get_mut(room) else { return Action::None };
        let happened = place.happened(events, &me, shown);
        let (title, direct, quiet) = (place.title.clone(), place.direct.is_some(), place.quiet);
        let spoken_to = happened.spoken_to.cloned();
        if let Some(name) = happened.renamed {
            self.me.author.name = name;
            let me = self.me.author.clone();
            self.rooms.all_mut().for_each(|place| place.scrollback.read_by(place.names_to_read_by(&me)));
        }
        let look = self.look_soon();
        let Some(event) = spoken_to.filter(|_| !quiet) else { return Action::Run(look) };
        if !self.attention.tell(clock::now()) {
            return Action::Run(look);
        }
        match (event.by, event.body.text()) {
            (Some(by), Some(text)) => Action::Notify {
                title: if direct { by.name.to_string() } else { format!("{} in {title}", by.name) },
                body: text.as_str().to_owned(),
                task: look,
            },
            _ => Action::Run(look),
        }
    }

    /// Asks for events: the replica first, the host for what it lacks.
    pub(super) fn ask_for(&self, range: RangeInclusive<Seq>) -> Task<Message> {
        let (guest, room) = (Arc::clone(&self.visit.guest), self.rooms.shown.room);
        Task::perform(async move { guest.read(room, range).await }, move |read| {
            Message::Page(room, read.map(Arc::new).map_err(|error| error.to_string()))
        })
    }

    pub(super) fn on_page(&mut self, room: RoomNo, page: Result<Arc<History>, String>) -> Action {
        match page {
            Ok(history) => {
                let complete = history.missing.is_empty();
                // What is missing is asked for again when there is a connection again.
                if let Some(place) = self.rooms.get_mut(room) {
                    place.scrollback.take_page(&history.events, &history.changes, complete);
                }
                Action::None
            }
            Err(why) => {
                self.notice = Some(Notice::Wrong(why));
                Action::Run(Task::perform(tokio::time::sleep(AGAIN), move |()| Message::AskAgain(room)))
            }
        }
    }
}
