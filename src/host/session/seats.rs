//! The rooms that a session is in.

use std::sync::Arc;

use super::connection::Connection;
use super::seat::{Missing, NextRead, Page, Seat};
use crate::host::core::SeatNo;
use crate::host::view::RoomView;
use crate::room::RoomNo;

/// Seats in rooms, in the order in which they were taken.
#[derive(Default)]
pub struct Seats {
    seats: Vec<Seat>,
    counted: u32,
}

impl Seats {
    /// The seat in a room.
    pub fn get_mut(&mut self, room: RoomNo) -> Option<&mut Seat> {
        self.seats.iter_mut().find(|seat| seat.no() == room)
    }

    /// A room that the session is in.
    pub fn room(&self, room: RoomNo) -> Option<&Arc<RoomView>> {
        self.seats.iter().find(|seat| seat.no() == room).map(Seat::room)
    }

    /// All of them: the room, and the seat's number.
    pub fn all(&self) -> Vec<(RoomNo, SeatNo)> {
        self.seats.iter().map(|seat| (seat.no(), seat.number())).collect()
    }

    /// Counts a seat that is wanted.
    pub const fn count(&mut self) -> u32 {
        self.counted = self.counted.wrapping_add(1);
        self.counted
    }

    /// One more.
    pub fn push(&mut self, seat: Seat) {
        self.seats.push(seat);
    }

    /// Leaves a room. False where the session is not in it.
    pub fn leave(&mut self, room: RoomNo) -> bool {
        let Some(index) = self.seats.iter().position(|seat| seat.no() == room) else { return false };
        self.seats[index].goodbye = true;
        self.seats.remove(index);
        true
    }

    /// Leaves all rooms.
    pub fn leave_all(&mut self, goodbye: bool) {
        self.seats.iter_mut().for_each(|seat| seat.goodbye = goodbye);
        self.seats.clear();
    }

    /// Leaves those of these seats that the session has. Whether it had any.
    pub fn take_away(&mut self, seats: &[SeatNo]) -> bool {
        let before = self.seats.len();
        self.seats.retain(|seat| !seats.contains(&seat.number()));
        self.seats.len() < before
    }

    /// Reads on in every room, until about `most` bytes wait on the line. The answer is what has to be read from the log
    /// before that can go on.
    pub fn read_on(&mut self, line: &mut Connection, most: usize) -> Option<Missing> {
        for seat in &mut self.seats {
            for frame in seat.asides() {
                line.tell_shared(&frame);
            }
            while line.waiting() < most {
                let room = most - line.waiting();
                match seat.read(room, line.language()) {
                    NextRead::Bytes(bytes) => line.push(bytes),
                    NextRead::Frame(frame) => line.tell(&frame),
                    NextRead::Behind(missing) => return Some(missing),
                    NextRead::Nothing => break,
                }
            }
        }
        None
    }

    /// Tells what was read from the log, until about `most` bytes wait on the line.
    pub fn tell_page(&mut self, line: &mut Connection, page: &Page, most: usize) {
        let Some(seat) = self.get_mut(page.room()) else { return };
        let room = most.saturating_sub(line.waiting());
        let bytes = seat.read_page(page, room, line.language());
        line.push(bytes);
    }
}
