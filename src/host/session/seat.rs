//! A seat: a session's place in one room, with its cursor. Dropping it is leaving.

use std::sync::Arc;

use bytes::Bytes;

use crate::host::blocking::BlockingPool;
use crate::host::core::{Input, SeatNo};
use crate::host::hall::{Call, Hall, ReplyTo};
use crate::host::language::{Language, SharedFrame};
use crate::host::mailbox::Mailbox;
use crate::host::view::{ListenGuard, RingRead, RoomView};
use crate::log::{Log, LogError};
use crate::room::{Event, PersonId, RoomNo, Seq};
use crate::wire::FromHost;
use crate::wire::frame::Entered;

/// How many events are read from the log at a time for a cursor that lags.
const PAGE: usize = 256;

/// A place in a room.
#[derive(Debug)]
pub struct Seat {
    number: SeatNo,
    listening: ListenGuard,
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
    /// Events from the log, to be told.
    Events(Vec<Event>),
}

impl Seat {
    /// Takes a place in `room`, reading on from where the guest was told that it enters.
    pub fn take(
        number: SeatNo,
        room: &Arc<RoomView>,
        hall: Arc<Hall>,
        who: PersonId,
        entered: &Entered,
        mailbox: Arc<Mailbox>,
    ) -> Self {
        let (cursor, first) = (entered.after, entered.first);
        let heard = room.asides_count();
        Self { number, listening: room.listen(mailbox), hall, who, cursor, first, heard, goodbye: false }
    }

    /// Its own number.
    pub const fn number(&self) -> SeatNo {
        self.number
    }

    /// The room.
    pub const fn room(&self) -> &Arc<RoomView> {
        self.listening.room()
    }

    /// The room's number.
    pub fn no(&self) -> RoomNo {
        self.room().no
    }

    /// Reads on from elsewhere.
    pub const fn move_to(&mut self, entered: &Entered) {
        (self.cursor, self.first) = (entered.after, entered.first);
    }

    /// Goes on reading: about `most` bytes of events, or nothing where all is seen.
    ///
    /// # Errors
    /// The log could not be read.
    pub async fn read(
        &mut self,
        log: &Arc<dyn Log>,
        places: &BlockingPool,
        most: usize,
        language: &mut dyn Language,
    ) -> Result<Option<NextRead>, LogError> {
        if let Some(forgot) = self.forgot() {
            return Ok(Some(forgot));
        }
        match self.room().after(self.cursor) {
            RingRead::Nothing => Ok(None),
            RingRead::Events(chunk) => {
                let (bytes, cursor) = chunk.read(self.cursor, most, language);
                self.cursor = cursor;
                Ok(Some(NextRead::Bytes(bytes)))
            }
            // Boxed: whoever keeps up never needs it.
            RingRead::Behind => Box::pin(self.read_log(log, places, most)).await,
        }
    }

    /// What to tell the guest where the room was made to forget since it was told last. What it has not seen of that by
    /// now it never will.
    fn forgot(&mut self) -> Option<NextRead> {
        let first = self.room().state().first;
        if first == self.first {
            return None;
        }
        self.first = first;
        self.cursor = self.cursor.max(first.back(1));
        Some(NextRead::Frame(FromHost::Forgot { room: self.no(), first }))
    }

    async fn read_log(
        &mut self,
        log: &Arc<dyn Log>,
        places: &BlockingPool,
        most: usize,
    ) -> Result<Option<NextRead>, LogError> {
        let (no, from, head) = (self.no(), self.cursor.next(), self.room().state().head);
        let log = Arc::clone(log);
        // Never past what was shown: what is kept but not yet shown comes through the ring.
        let mut events = places.work(move || log.read(no, from..=head, PAGE)).await?;
        let mut expected = from;
        let mut bytes = 0;
        let fit = events.iter().position(|event| {
            let goes_on = event.seq == expected && bytes < most;
            expected = expected.next();
            // Near enough: how long a line gets is its language's to know.
            bytes += 200 + event.body.text().map_or(0, |text| text.as_str().len());
            !goes_on
        });
        events.truncate(fit.unwrap_or(events.len()));
        let Some(last) = events.last() else {
            // It may have been forgotten while it was read.
            if let Some(forgot) = self.forgot() {
                return Ok(Some(forgot));
            }
            if self.room().is_deleted() {
                return Ok(None);
            }
            return Err(LogError::Damaged(format!("event {from} of room {no} is missing")));
        };
        self.cursor = last.seq;
        Ok(Some(NextRead::Events(events)))
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
