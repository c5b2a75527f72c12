//! A guest whose updates a test can wait for.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use parlor::guest::{Arrival, Backoff, Guest, Own, OwnState, Update, Updates, Visit};
use parlor::room::{Act, Author, Body, Event, EventId, RoomNo, Seq, Text, Title, Topic};
use parlor::wire::frame::{Code, Entered, NewRoom, RoomName, Since};

use super::{TestHouse, soon};

pub const ROOM: RoomNo = RoomNo(1);

/// Comes back soon, so that tests are quick.
pub fn quick() -> Backoff {
    Backoff { first: Duration::from_millis(20), most: Duration::from_millis(100) }
}

/// A room that everyone may come into.
pub fn open_room(title: &str) -> NewRoom {
    let title = Title::parse(title).unwrap();
    NewRoom { title, topic: Topic::default(), access: Default::default() }
}

pub fn text(words: &str) -> Text {
    Text::parse(words).unwrap()
}

pub struct Visitor {
    pub guest: Guest,
    pub updates: Updates,
    /// Everything seen, in the order it was told.
    pub seen: Vec<Event>,
    pub arrival: Option<Arrival>,
    pub own: Vec<Own>,
    /// Everything that was told, as it shows itself.
    pub told: Vec<String>,
    /// Where its room began each time it forgot something, as far as no test asked for it yet.
    pub forgot: VecDeque<Seq>,
    /// What was seen in other rooms.
    pub elsewhere: HashMap<RoomNo, Vec<Event>>,
}

impl Visitor {
    /// Someone with a key of their own who is in the room.
    pub async fn come(house: &TestHouse, name: &str) -> Self {
        Self::visit(house.visit(name)).await
    }

    pub async fn visit(visit: Visit) -> Self {
        let mut visitor = Self::set_out(visit);
        visitor.enter().await;
        visitor
    }

    /// Someone who is still on the way.
    pub fn set_out(visit: Visit) -> Self {
        Self::of(Guest::join(visit).unwrap())
    }

    /// The same, with someone who knows where else the house may be.
    #[cfg(target_os = "linux")]
    pub fn set_out_with(visit: Visit, lookout: parlor::guest::Lookout) -> Self {
        Self::of(Guest::join_with(visit, lookout).unwrap())
    }

    fn of((guest, updates): (Guest, Updates)) -> Self {
        Self {
            guest,
            updates,
            seen: Vec::new(),
            arrival: None,
            own: Vec::new(),
            forgot: VecDeque::new(),
            elsewhere: HashMap::new(),
            told: Vec::new(),
        }
    }

    pub async fn enter(&mut self) -> Arrival {
        self.until("coming in", |update| match update {
            Update::Entered(arrival) => Some((**arrival).clone()),
            _ => None,
        })
        .await
    }

    /// Takes updates until one is what was waited for.
    pub async fn until<T>(&mut self, what: &str, mut wanted: impl FnMut(&Update) -> Option<T>) -> T {
        soon(what, async {
            loop {
                let update = self.updates.next().await.unwrap_or_else(|| panic!("the visit ended before {what}"));
                let found = wanted(&update);
                self.note(update);
                if let Some(found) = found {
                    return found;
                }
            }
        })
        .await
    }

    /// All that was told by now.
    pub fn updates_so_far(&self) -> &[String] {
        &self.told
    }

    fn note(&mut self, update: Update) {
        // What happened is kept below, and may be much.
        if !matches!(update, Update::Events(..) | Update::Own(_)) {
            self.told.push(format!("{update:?}"));
        }
        match update {
            Update::Entered(arrival) => self.arrival = Some(*arrival),
            Update::Events(room, events) if self.arrival.as_ref().is_none_or(|arrival| arrival.room.room == room) => {
                self.seen.extend(events);
            }
            Update::Events(room, events) => self.elsewhere.entry(room).or_default().extend(events),
            Update::Own(own) => self.own.push(own),
            Update::Forgot(room, first) if room == ROOM => self.forgot.push_back(first),
            _ => {}
        }
    }

    /// Waits until it has seen something.
    pub async fn sees(&mut self, what: &str, mut wanted: impl FnMut(&Event) -> bool) -> Event {
        if let Some(event) = self.seen.iter().find(|event| wanted(event)) {
            return event.clone();
        }
        self.until(what, |update| match update {
            Update::Events(_, events) => events.iter().find(|event| wanted(event)).cloned(),
            _ => None,
        })
        .await
    }

    pub async fn sees_text(&mut self, words: &str) -> Event {
        self.sees(words, |event| matches!(&event.body, Body::Said { text } if text.as_str() == words)).await
    }

    pub async fn sees_seq(&mut self, seq: Seq) -> Event {
        self.sees(&format!("event {seq}"), |event| event.seq == seq).await
    }

    /// Says something and waits until it is kept.
    pub async fn says(&mut self, words: &str) -> (EventId, Seq) {
        let id = self.guest.say(text(words)).await.unwrap();
        match self.settled(id).await {
            OwnState::Kept { seq, .. } => (id, seq),
            other => panic!("“{words}” was not kept: {other:?}"),
        }
    }

    /// Says many things, and waits until the last is seen.
    pub async fn says_many(&mut self, count: usize, words: impl Fn(usize) -> String) {
        for number in 0..count {
            self.guest.say(text(&words(number))).await.unwrap();
            if number % 500 == 499 || number + 1 == count {
                // Whoever says much must listen in between.
                self.sees_text(text(&words(number)).as_str()).await;
            }
        }
    }

    /// Makes a room and comes into it.
    pub async fn makes(&mut self, new: NewRoom) -> RoomNo {
        let line = soon("making a room", self.guest.make(new, None)).await.unwrap();
        self.enters(line.room).await;
        line.room
    }

    /// Comes into a room, all of it.
    pub async fn enters(&mut self, room: RoomNo) -> Entered {
        let entered = soon("coming in", self.guest.enter(RoomName::No(room), Since::ALL, None)).await.unwrap();
        self.until("the room", |update| matches!(update, Update::Joined(joined) if joined.room == room).then_some(()))
            .await;
        entered
    }

    /// Adds something to a room, and waits for what becomes of it.
    /// Waits until they are in a direct talk.
    pub async fn is_in_a_talk(&mut self) -> RoomNo {
        self.until("being in the talk", |update| match update {
            Update::Joined(entered) if entered.direct.is_some() => Some(entered.room),
            _ => None,
        })
        .await
    }

    pub async fn adds(&mut self, room: RoomNo, body: Body) -> OwnState {
        let id = self.guest.add_to(Some(room), EventId::fresh(), body).await.unwrap();
        self.settled(id).await
    }

    /// Does something to keep a room in order, and is not refused.
    pub async fn does(&mut self, room: RoomNo, act: Act) {
        let state = self.adds(room, Body::Act(act.clone())).await;
        assert!(matches!(state, OwnState::Kept { .. }), "{act:?}: {state:?}");
    }

    /// Says something in a room, and waits until it is kept.
    pub async fn says_in(&mut self, room: RoomNo, words: &str) -> EventId {
        let id = self.guest.add_to(Some(room), EventId::fresh(), Body::Said { text: text(words) }).await.unwrap();
        let state = self.settled(id).await;
        assert!(matches!(state, OwnState::Kept { .. }), "“{words}” was not kept: {state:?}");
        id
    }

    /// Waits until it has seen something in a room.
    pub async fn sees_in(&mut self, room: RoomNo, what: &str, mut wanted: impl FnMut(&Event) -> bool) -> Event {
        let known = self.elsewhere.get(&room).into_iter().flatten();
        if let Some(event) = known.chain(self.seen.iter().filter(|_| room == ROOM)).find(|event| wanted(event)) {
            return event.clone();
        }
        self.until(what, |update| match update {
            Update::Events(of, events) if *of == room => events.iter().find(|event| wanted(event)).cloned(),
            _ => None,
        })
        .await
    }

    /// Waits until it is put out of a room, and tells why.
    pub async fn is_out_of(&mut self, room: RoomNo) -> (Code, String) {
        self.until("being put out", |update| match update {
            Update::Out { room: of, code, why, .. } if *of == room => Some((*code, why.clone())),
            _ => None,
        })
        .await
    }

    /// Waits until the house ends the visit, and says why.
    pub async fn is_sent_away(&mut self) -> Option<Code> {
        let ended = |update: &Update| if let Update::Ended(ended) = update { Some(ended.code) } else { None };
        self.until("being sent away", ended).await
    }

    /// Who it is.
    pub fn me(&self) -> Author {
        self.arrival.as_ref().unwrap().you.clone()
    }

    /// Waits until something of its own is kept or refused.
    pub async fn settled(&mut self, id: EventId) -> OwnState {
        self.until("an answer", |update| match update {
            Update::Own(own) if own.id == id && own.state != OwnState::Sending => Some(own.state.clone()),
            _ => None,
        })
        .await
    }

    /// What was said, in the order it was seen.
    pub fn texts(&self) -> Vec<String> {
        said(&self.seen)
    }

    /// Checks that nothing is missing and nothing came twice.
    pub fn saw_everything_once(&self) {
        for (before, after) in self.seen.iter().zip(self.seen.iter().skip(1)) {
            assert_eq!(before.seq.next(), after.seq, "a gap or a repetition");
            assert!(before.at <= after.at, "time went back at {}", after.seq);
        }
    }

    pub async fn leave(self) -> usize {
        soon("leaving", self.guest.leave(Duration::from_secs(10))).await
    }
}

pub fn said(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .filter_map(|event| match &event.body {
            Body::Said { text } => Some(text.as_str().to_owned()),
            _ => None,
        })
        .collect()
}
