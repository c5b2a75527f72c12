//! A seat: a session's place in one room, with its cursor. Dropping it is leaving.

use std::sync::{Arc, Weak};

use bytes::Bytes;

use crate::host::blocking::BlockingPool;
use crate::host::core::{Input, SeatNo};
use crate::host::hall::{Call, Hall, ReplyTo};
use crate::host::language::{Language, SharedFrame};
use crate::host::view::{Chunk, ListenGuard, Listener, RingRead, RoomView, Stretch};
use crate::log::{Log, LogError};
use crate::room::{PersonId, RoomNo, Seq};
use crate::wire::FromHost;
use crate::wire::frame::Entered;

/// How many events are read at a time around something that is damaged.
const DAMAGED_PAGE: usize = 16;

/// A place in a room.
pub struct Seat {
    number: SeatNo,
    room: Arc<RoomView>,
    _listening: ListenGuard,
    hall: Arc<Hall>,
    who: PersonId,
    cursor: Seq,
    /// Where the room begins, as the guest was told.
    first: Seq,
    /// How far it heard what is said beside the log.
    heard: u64,
    /// Whether it leaves with a goodbye.
    pub goodbye: bool,
}

/// What a cursor reads next.
pub enum NextRead {
    /// Bytes, to be passed on as they are.
    Bytes(Bytes),
    /// A frame, to be told.
    Frame(FromHost),
    /// What has to be read from the log first.
    Behind(Missing),
    /// All is seen.
    Nothing,
}

/// What a cursor needs from the log.
pub struct Missing {
    room: Arc<RoomView>,
    from: Seq,
    head: Seq,
}

/// What was found there: events without a hole, among them the first that was needed. Nothing where that is missing.
pub struct Page {
    room: RoomNo,
    from: Seq,
    events: Option<Arc<Chunk>>,
}

impl Page {
    /// The room.
    pub const fn room(&self) -> RoomNo {
        self.room
    }
}

impl Missing {
    /// Reads it, as a page that others may want as well.
    ///
    /// # Errors
    /// The log could not be read.
    pub async fn read(self, log: &Arc<dyn Log>, places: &BlockingPool) -> Result<Page, LogError> {
        let Self { room, from, head } = self;
        // Never past what was shown: what is kept but not yet shown comes through the ring.
        let whole = room.page(from, head, async |stretch| read_whole(log, places, room.no, stretch).await).await?;
        let events = match whole {
            Some(whole) => Some(whole),
            // What is damaged before it does not matter, and what comes after only where it is reached.
            None => read_from(log, places, room.no, from, head).await?,
        };
        Ok(Page { room: room.no, from, events })
    }
}

/// A stretch of the log. Nothing where it has a hole or a row that can't be read.
async fn read_whole(
    log: &Arc<dyn Log>,
    places: &BlockingPool,
    room: RoomNo,
    stretch: Stretch,
) -> Result<Option<Arc<Chunk>>, LogError> {
    let Stretch { first, last } = stretch;
    let log = Arc::clone(log);
    let read = places.work(move || log.read(room, first..=last, stretch.len())).await;
    match read {
        Ok(events) if events.len() == stretch.len() => Ok(Some(Chunk::new(room, first.back(1), events))),
        Ok(_) | Err(LogError::Damaged(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The events from this one on, as far as there is no hole. Nothing where this one is missing.
async fn read_from(
    log: &Arc<dyn Log>,
    places: &BlockingPool,
    room: RoomNo,
    from: Seq,
    head: Seq,
) -> Result<Option<Arc<Chunk>>, LogError> {
    let read = |limit| {
        let log = Arc::clone(log);
        places.work(move || log.read(room, from..=head, limit))
    };
    let mut events = match read(DAMAGED_PAGE).await {
        // All that can be read is told before the damage is.
        Err(LogError::Damaged(_)) => read(1).await?,
        read => read?,
    };
    let whole = (from.0..).zip(&events).take_while(|(expected, event)| event.seq.0 == *expected).count();
    events.truncate(whole);
    Ok((whole > 0).then(|| Chunk::new(room, from.back(1), events)))
}

impl Seat {
    /// Takes a place in `room`, reading on from where the guest was told that it enters.
    pub fn take(
        number: SeatNo,
        room: Arc<RoomView>,
        hall: Arc<Hall>,
        who: PersonId,
        entered: &Entered,
        listener: Weak<dyn Listener>,
    ) -> Self {
        let (cursor, first) = (entered.after, entered.first);
        let heard = room.asides_count();
        let listening = room.listen(listener);
        Self { number, room, _listening: listening, hall, who, cursor, first, heard, goodbye: false }
    }

    /// Its own number.
    pub const fn number(&self) -> SeatNo {
        self.number
    }

    /// The room.
    pub const fn room(&self) -> &Arc<RoomView> {
        &self.room
    }

    /// The room's number.
    pub fn no(&self) -> RoomNo {
        self.room().no
    }

    /// Reads on from elsewhere.
    pub const fn move_to(&mut self, entered: &Entered) {
        (self.cursor, self.first) = (entered.after, entered.first);
    }

    /// Goes on reading: about `most` bytes of events.
    pub fn read(&mut self, most: usize, language: &mut dyn Language) -> NextRead {
        if let Some(forgot) = self.forgot() {
            return NextRead::Frame(forgot);
        }
        match self.room.after(self.cursor) {
            RingRead::Nothing => NextRead::Nothing,
            RingRead::Events(chunk) => {
                let (bytes, cursor) = chunk.read(self.cursor, most, language);
                self.cursor = cursor;
                NextRead::Bytes(bytes)
            }
            RingRead::Behind => {
                let (from, head) = (self.cursor.next(), self.room.state().head);
                NextRead::Behind(Missing { room: Arc::clone(&self.room), from, head })
            }
        }
    }

    /// What to tell the guest where the room was made to forget since it was told last. What it has not seen of that by
    /// now it never will.
    fn forgot(&mut self) -> Option<FromHost> {
        let first = self.room().state().first;
        if first == self.first {
            return None;
        }
        self.first = first;
        self.cursor = self.cursor.max(first.back(1));
        Some(FromHost::Forgot { room: self.no(), first })
    }

    /// Goes on reading in a page, about `most` bytes of it, where it still is what the cursor needs.
    ///
    /// # Errors
    /// What it needs is missing in the log.
    pub fn read_page(&mut self, page: &Page, most: usize, language: &mut dyn Language) -> Result<Bytes, LogError> {
        let Page { from, events, .. } = page;
        // The room may have been made to forget meanwhile, or be read again from elsewhere.
        if *from != self.cursor.next() || self.room.state().first != self.first || self.room.is_deleted() {
            return Ok(Bytes::new());
        }
        let Some(events) = events else {
            return Err(LogError::Damaged(format!("event {from} of room {} is missing", self.no())));
        };
        let (bytes, cursor) = events.read(self.cursor, most, language);
        self.cursor = cursor;
        Ok(bytes)
    }

    /// What others said beside the log since the last look.
    pub fn asides(&mut self) -> impl Iterator<Item = Arc<SharedFrame>> + use<> {
        let (asides, heard) = self.room().asides_since(self.heard);
        self.heard = heard;
        let me = self.who;
        asides.into_iter().filter(move |(who, _)| *who != Some(me)).map(|(_, frame)| frame)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let ask = Input::LeaveSeat { room: self.no(), seat: self.number, who: self.who, goodbye: self.goodbye };
        self.hall.call_soon(Call::Input(ask, ReplyTo::Nobody));
    }
}
