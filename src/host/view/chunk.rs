//! Events of a room that follow each other, as values and, once someone reads them, as bytes that all who share an
//! encoding share. Pure: it knows nothing of guests.

use std::sync::Arc;

use bytes::Bytes;

use crate::host::language::{Encoded, Language, Telling};
use crate::room::{Event, RoomNo, Seq};

/// About how much memory an event takes beside its text.
const EVENT_BYTES: usize = 256;

/// Events of one room, in order and without holes: those of one commit, or a page of its log.
#[derive(Debug)]
pub struct Chunk {
    room: RoomNo,
    /// The number before its first event.
    after: Seq,
    events: Box<[Event]>,
    encoded: Encoded<Lines>,
    /// About how much memory it takes once it is encoded.
    bytes: usize,
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
        let text = |event: &Event| event.body.text().map_or(0, |text| text.as_str().len());
        let bytes = events.iter().map(|event| 2 * (EVENT_BYTES + text(event))).sum();
        Arc::new(Self { room, after, events: events.into(), encoded: Encoded::default(), bytes })
    }

    /// The number before its first event.
    pub const fn after(&self) -> Seq {
        self.after
    }

    /// The number of its last event.
    pub const fn last(&self) -> Seq {
        Seq(self.after.0 + self.events.len() as u64)
    }

    /// About how much memory it takes once it is encoded.
    pub const fn bytes(&self) -> usize {
        self.bytes
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
        let encoding = language.encoding();
        match encoding.and_then(|encoding| self.encoded.get(encoding, || self.lines(0, language))) {
            Some(lines) => lines.cut(skip, most, cursor),
            // Told to this session alone, and so no more of it than it takes.
            None => self.lines(skip, language).cut(0, most, cursor),
        }
    }

    /// The same for a language that is told some events otherwise than others.
    fn picked(&self, cursor: Seq, most: usize, language: &mut dyn Language) -> (Bytes, Seq) {
        let skip = usize::try_from(cursor.0.saturating_sub(self.after.0)).unwrap_or(usize::MAX);
        let encoding = language.encoding();
        let shared = encoding.and_then(|encoding| self.encoded.get(encoding, || self.lines(0, language)));
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

    fn lines(&self, skip: usize, language: &mut dyn Language) -> Lines {
        let mut bytes = Vec::new();
        let mut ends = Vec::with_capacity(self.events.len());
        for event in self.events.iter().skip(skip) {
            language.event(self.room, event, &mut bytes);
            ends.push(bytes.len());
        }
        Lines { bytes: bytes.into(), ends: ends.into() }
    }
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
