//! A seat: a session's place in one room, with its cursor. Dropping it is leaving.

use std::sync::{Arc, Weak};

use bytes::Bytes;

use crate::host::blocking::BlockingPool;
use crate::host::core::{Input, SeatNo};
use crate::host::hall::{Call, Hall, ReplyTo};
use crate::host::language::{Language, SharedFrame};
use crate::host::reading;
use crate::host::view::{Chunk, ListenGuard, Listener, RingRead, RoomView, Stretch};
use crate::log::{Log, LogError};
use crate::room::{PersonId, RoomNo, Seq};
use crate::wire::FromHost;
use crate::wire::frame::Entered;

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

/// What was found there: events without a hole, among them the first that was needed.
pub struct Page {
    room: RoomNo,
    from: Seq,
    events: Arc<Chunk>,
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
        let no = room.no;
        let read = |stretch: Stretch| {
            let log = Arc::clone(log);
            let events = places.work(move || reading::read(&*log, no, stretch));
            async move { Ok(Chunk::new(no, stretch.first.back(1), events.await?)) }
        };
        // Never past what was shown: what is kept but not yet shown comes through the ring.
        let events = room.page(from, head, read).await?;
        Ok(Page { room: no, from, events })
    }
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
    pub fn read_page(&mut self, page: &Page, most: usize, language: &mut dyn Language) -> Bytes {
        let Page { from, events, .. } = page;
        // The room may have been made to forget meanwhile, or be read again from elsewhere.
        if *from != self.cursor.next() || self.room.state().first != self.first || self.room.is_deleted() {
            return Bytes::new();
        }
        let (bytes, cursor) = events.read(self.cursor, most, language);
        self.cursor = cursor;
        bytes
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
