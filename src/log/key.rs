//! The key of an event in the store, the column `place`: the number of its room and its own in one, so that a room's
//! events lie side by side.

use crate::room::{RoomNo, Seq};

/// Bits for the number of an event. 2^40 events of one room are beyond any disk.
const SEQ_BITS: u32 = 40;

const LAST_SEQ: u64 = (1 << SEQ_BITS) - 1;

/// The last room that there can be: beyond it, the key of an event would not hold the room's number.
pub const LAST_ROOM: RoomNo = RoomNo((1 << (63 - SEQ_BITS)) - 1);

/// The key of an event.
pub(super) fn key(room: RoomNo, seq: Seq) -> i64 {
    if room > LAST_ROOM {
        // Nothing is there, and nothing is put there.
        return i64::MAX;
    }
    // A larger number is only ever the end of a range.
    let key = (u64::from(room.0) << SEQ_BITS) | seq.0.min(LAST_SEQ);
    key.cast_signed()
}

/// The event's number.
pub(super) const fn seq_of(key: i64) -> Seq {
    Seq(key.cast_unsigned() & LAST_SEQ)
}

/// The room's. A key that is no event's gives one that is no room's.
pub(super) fn room_of(key: i64) -> RoomNo {
    RoomNo(u32::try_from(key >> SEQ_BITS).unwrap_or(u32::MAX))
}

/// The keys of all the events of a room from one number to another, for `BETWEEN`.
pub(super) fn keys(room: RoomNo, first: Seq, last: Seq) -> [i64; 2] {
    [key(room, first), key(room, last)]
}

/// A number as the store holds it, which has only signed ones. None of ours comes near the end.
pub(super) fn to_stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The same back. What is below nothing is damage, and is nothing.
pub(super) fn from_stored(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
