//! What is expected: what the events that were shown add up to, and what may follow them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rights;
use crate::log::Entry;
use crate::room::{Act, Body, Event, EventId, Name, PersonId, RoomNo, Seq, State};
use crate::wire::Fingerprint;

/// A room, as whoever saw all of it knows it.
#[derive(Clone, Debug, Default)]
pub struct Room {
    pub state: State,
    pub messages: BTreeMap<EventId, Message>,
    /// When each brought new words last, while the room is slow.
    pub spoke: BTreeMap<PersonId, u64>,
}

/// A message that was said.
#[derive(Clone, Debug)]
pub struct Message {
    pub by: PersonId,
    pub seq: Seq,
    pub withdrawn: bool,
    /// Who has which signs on it.
    pub signs: BTreeSet<(PersonId, String)>,
}

/// What is known beside the rooms of whoever does something.
#[derive(Default)]
pub struct Standing {
    /// Who hosted the house before the batch, and who does after it.
    pub owned: BTreeSet<PersonId>,
    pub owns: BTreeSet<PersonId>,
    /// Rooms that begin with the batch: whoever makes one says what it is before they come in.
    pub made: BTreeSet<RoomNo>,
    /// Who else someone is, by the keys they are here with.
    pub also: BTreeMap<PersonId, BTreeSet<PersonId>>,
    /// What each is called, before the batch or after it.
    pub called: BTreeMap<PersonId, Vec<Name>>,
    /// The clock.
    pub clock: u64,
}

/// What is expected of a house.
#[derive(Default)]
pub struct Model {
    pub rooms: BTreeMap<RoomNo, Room>,
    /// Where each event stands, and whose it is.
    pub ids: HashMap<EventId, (RoomNo, Seq, u64, Option<PersonId>)>,
    /// Who may not come in where (0 is the house), and until when.
    pub bans: BTreeMap<(u32, PersonId), Option<u64>>,
    /// Who came with each key.
    pub came_with: BTreeMap<Fingerprint, BTreeSet<PersonId>>,
}

impl Model {
    /// Events are shown.
    pub fn hear(&mut self, entries: &[Entry], standing: &Standing) {
        for Entry { room: no, event } in entries {
            let before = self.ids.insert(event.id, (*no, event.seq, event.at, event.by.as_ref().map(|by| by.who)));
            assert_eq!(before, None, "an id is shown twice: {event:?}");
            let room = self.rooms.entry(*no).or_default();
            assert_eq!(event.seq, room.state.head.next(), "room {no} has a hole before {event:?}");
            assert!(event.at >= room.state.at, "time goes back in room {no}: {event:?}");
            if let Err(why) = rights::check(*no, room, event, standing) {
                panic!("{why}, and this is shown in room {no}: {event:#?}\nbefore it: {:#?}", room.state);
            }
            if let Body::People(people) = &event.body {
                for came in &people.came {
                    // Whoever came and went is called nothing any more.
                    let is_so = |names: &Vec<Name>| names.iter().any(|name| name.key() == came.name.key());
                    let renamed = entries.iter().any(|entry| matches!(entry.event.body, Body::Named { .. }));
                    let called = renamed || standing.called.get(&came.who).is_none_or(is_so);
                    assert!(called, "{came:?} is called otherwise");
                    let banned = [0, no.0].iter().any(|place| self.is_banned(*place, came.who, standing.clock));
                    assert!(!banned || standing.owns.contains(&came.who), "{came:?} is banned, and comes into {no}");
                }
            }
            self.note_ban(*no, event);
            self.rooms.entry(*no).or_default().note(event, standing.clock);
        }
        for room in self.rooms.values_mut().filter(|room| room.state.slow == 0) {
            room.spoke.clear();
        }
    }

    /// Whether someone may not come in, until later than now.
    pub fn is_banned(&self, place: u32, who: PersonId, clock: u64) -> bool {
        self.bans.get(&(place, who)).is_some_and(|until| until.is_none_or(|until| until > clock))
    }

    /// A room is gone.
    pub fn forget(&mut self, no: RoomNo) {
        self.rooms.remove(&no);
        self.ids.retain(|_, (room, ..)| *room != no);
        self.bans.retain(|(place, _), _| *place != no.0);
    }

    fn note_ban(&mut self, no: RoomNo, event: &Event) {
        let place = |house: bool| if house { 0 } else { no.0 };
        match &event.body {
            Body::Act(Act::Banned { whom, until, house, .. }) => {
                self.bans.insert((place(*house), whom.who), *until);
            }
            Body::Act(Act::Unbanned { whom, house }) => {
                self.bans.remove(&(place(*house), whom.who));
            }
            _ => {}
        }
    }
}

impl Room {
    fn note(&mut self, event: &Event, clock: u64) {
        let by = event.by.as_ref().map(|by| by.who);
        match (&event.body, by) {
            (body, Some(by)) if body.is_message() => {
                self.messages
                    .insert(event.id, Message { by, seq: event.seq, withdrawn: false, signs: BTreeSet::new() });
            }
            (Body::Withdrawn { of }, _) => {
                if let Some(message) = self.messages.get_mut(of) {
                    message.withdrawn = true;
                }
            }
            (Body::Reacted { of, sign, off }, Some(by)) => {
                if let Some(message) = self.messages.get_mut(of) {
                    let sign = (by, sign.to_string());
                    let _ = if *off { message.signs.remove(&sign) } else { message.signs.insert(sign) };
                }
            }
            _ => {}
        }
        if let (true, Some(by), true) = (event.body.has_new_words(), by, self.state.slow > 0) {
            self.spoke.insert(by, clock);
        }
        self.state.apply(event);
    }
}
