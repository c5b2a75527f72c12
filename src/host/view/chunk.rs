//! Events of a room that follow each other, as values and, once someone reads them, as bytes that all who share an
//! encoding share. Pure: it knows nothing of guests.

use std::sync::Arc;

use bytes::Bytes;

use super::tally::{Share, Tally};
use crate::host::language::{Encoded, Encoding, Language, Telling};
use crate::room::{Author, Body, Event, People, RoomNo, Seq};

/// About how much memory an event takes beside its words.
const EVENT_BYTES: usize = 256;

/// About how much memory each person takes whom an event names, beside their name.
const PERSON_BYTES: usize = 48;

/// About how many times its written form an event takes that this version does not know: it is kept as a map.
const UNKNOWN: usize = 4;

/// Events of one room, in order and without holes: those of one commit, or a page of its log.
#[derive(Debug)]
pub struct Chunk {
    room: RoomNo,
    /// The number before its first event.
    after: Seq,
    events: Box<[Event]>,
    encoded: Encoded<Lines>,
    size: Share,
}

/// Encoded events, back to back.
#[derive(Debug, Default)]
struct Lines {
    bytes: Bytes,
    ends: Box<[usize]>,
}

impl Chunk {
    /// Events that follow each other.
    pub fn new(room: RoomNo, after: Seq, events: Vec<Event>) -> Arc<Self> {
        let size = Share::new(events.iter().map(event_bytes).sum());
        Arc::new(Self { room, after, events: events.into(), encoded: Encoded::default(), size })
    }

    /// The number before its first event.
    pub const fn after(&self) -> Seq {
        self.after
    }

    /// The number of its last event.
    pub const fn last(&self) -> Seq {
        Seq(self.after.0 + self.events.len() as u64)
    }

    /// About how much memory it takes, with every encoding that was made of it so far.
    pub fn bytes(&self) -> usize {
        self.size.bytes()
    }

    /// Whoever holds it counts it in, also as it grows.
    pub fn count_in(&self, tally: &Tally) {
        self.size.count_in(tally);
    }

    /// Whoever holds it lets go of it.
    pub fn count_out(&self) {
        self.size.count_out();
    }

    /// Its events from one place to another.
    pub fn between(&self, from: Seq, to: Seq) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.seq >= from && event.seq <= to)
    }

    /// The events after `cursor` in a language: at most about `most` bytes of them, and at least one. The answer is where
    /// the cursor is after them.
    pub fn read(&self, cursor: Seq, most: usize, language: &mut dyn Language) -> (Bytes, Seq) {
        if language.picks() {
            return self.picked(cursor, most, language);
        }
        let skip = usize::try_from(cursor.0.saturating_sub(self.after.0)).unwrap_or(usize::MAX);
        match language.encoding().and_then(|encoding| self.shared(encoding, language)) {
            Some(lines) => lines.cut(skip, most, cursor),
            // Told to this session alone, and so no more of it than it takes.
            None => self.lines(skip, language).cut(0, most, cursor),
        }
    }

    /// The same for a language that is told some events otherwise than others.
    fn picked(&self, cursor: Seq, most: usize, language: &mut dyn Language) -> (Bytes, Seq) {
        let skip = usize::try_from(cursor.0.saturating_sub(self.after.0)).unwrap_or(usize::MAX);
        let shared = language.encoding().and_then(|encoding| self.shared(encoding, language));
        let (mut out, mut read) = (Vec::new(), 0);
        for (index, event) in self.events.iter().enumerate().skip(skip) {
            if out.len() >= most {
                break;
            }
            read += 1;
            match (language.tells(self.room, event), shared) {
                (Telling::Nothing, _) => {}
                (Telling::Shared, Some(lines)) => out.extend_from_slice(lines.line(index)),
                (Telling::Shared, None) => language.event(self.room, event, &mut out),
                (Telling::Own, _) => language.event_apart(self.room, event, &mut out),
            }
        }
        (out.into(), Seq(cursor.0 + read))
    }

    /// All of it in an encoding, made now where it was not made yet. Nothing where too many others were.
    fn shared(&self, encoding: Encoding, language: &mut dyn Language) -> Option<&Lines> {
        self.encoded.get(encoding, || {
            let lines = self.lines(0, language);
            self.size.grow(lines.bytes.len() + size_of_val(&*lines.ends));
            lines
        })
    }

    fn lines(&self, skip: usize, language: &mut dyn Language) -> Lines {
        let mut bytes = Vec::new();
        let mut ends = Vec::with_capacity(self.events.len());
        for event in self.events.iter().skip(skip) {
            language.event(self.room, event, &mut bytes);
            ends.push(bytes.len());
        }
        // Without the room that was left over while it grew.
        Lines { bytes: bytes.into_boxed_slice().into(), ends: ends.into() }
    }
}

/// About how much memory an event takes, before it is encoded.
pub fn event_bytes(event: &Event) -> usize {
    let person = |person: &Author| PERSON_BYTES + person.name.as_str().len();
    let body = match &event.body {
        Body::People(People { came, left, lost, doors }) => {
            let people: usize = came.iter().chain(left).chain(lost).map(person).sum();
            people + doors.len() * PERSON_BYTES
        }
        Body::Other(fields) => UNKNOWN * serde_json::to_string(fields).map_or(0, |written| written.len()),
        body => body.text().map_or(0, |text| text.as_str().len()),
    };
    EVENT_BYTES + event.by.as_ref().map_or(0, person) + body
}

impl Lines {
    /// What was made of one event.
    fn line(&self, index: usize) -> &[u8] {
        &self.bytes[self.start(index)..self.ends[index]]
    }

    /// Where an event begins.
    fn start(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    fn cut(&self, skip: usize, most: usize, cursor: Seq) -> (Bytes, Seq) {
        let Some(rest) = self.ends.get(skip..).filter(|rest| !rest.is_empty()) else { return (Bytes::new(), cursor) };
        let start = self.start(skip);
        let fit = rest.partition_point(|end| *end - start <= most).max(1);
        (self.bytes.slice(start..rest[fit - 1]), Seq(cursor.0 + fit as u64))
    }
}
