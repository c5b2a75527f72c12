//! Coming into rooms, and leaving them.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::Session;
use super::seat::Seat;
use crate::host::context::HouseContext;
use crate::host::core::{Answer, Enter, Entered as Place, GuestRequest, Input, SeatNo, no_room};
use crate::host::hall::{Call, ReplyTo};
use crate::host::no::No;
use crate::host::passwords::TriedBy;
use crate::host::view::RoomView;
use crate::room::RoomNo;
use crate::wire::Password;
use crate::wire::frame::{Code, Entered, FromHost, Order, RoomName, Since};

/// A room that someone wants to come into, and what came of it.
pub struct EnterResult {
    since: Since,
    ask: Option<u64>,
    came: Result<Place, No>,
}

impl Session {
    /// Begins to come into a room. What is said meanwhile waits; news don't.
    pub(super) async fn enter(
        &mut self,
        name: Option<RoomName>,
        since: Since,
        password: Option<Password>,
        ask: Option<u64>,
    ) {
        let (who, session) = (self.me.who, self.stay.session);
        let (counted, seats) = {
            let mut out = self.out();
            (out.seats.count(), out.seats.all())
        };
        let seat = SeatNo::of(session, counted);
        let enter = Enter { room: name, who, session, seats, seat, proved: false };
        let came = knock(&self.house, enter.clone()).await;
        match (came, password) {
            // Comparing a password takes a while, and the session goes on meanwhile.
            (Err(No { code: Code::Password, .. }), Some(password)) => {
                let house = Arc::clone(&self.house);
                let by = self.inside();
                self.work.enter(async move {
                    let came = prove_and_knock(&house, enter, by, password).await;
                    EnterResult { since, ask, came }
                });
            }
            (came, _) => self.entered(EnterResult { since, ask, came }),
        }
    }

    /// Takes the seat, or says why there is none.
    pub(super) fn entered(&mut self, entering: EnterResult) {
        let EnterResult { since, ask, came } = entering;
        let place = match came {
            Ok(place) => place,
            Err(no) => return self.tell(&no.refused(None, ask, None)),
        };
        let Some(room) = self.house.rooms.get(place.room) else {
            return self.tell(&no_room().refused(None, ask, None));
        };
        let had = self.out().seats.get_mut(place.room).map(|seat| seat.number());
        if let Some(lost) = had.filter(|seat| *seat != place.seat) {
            // They were kicked while they asked, and hear of it before they hear that they are in again.
            self.leave_taken_seats(Some(place.seat));
            self.out().seats.take_away(&[lost]);
        }
        let number = place.seat;
        let entered = self.as_met(&room, since, place, ask);
        let mut out = self.out();
        match out.seats.get_mut(room.no) {
            // Whoever enters a room they are in reads it again from elsewhere.
            Some(seat) => seat.move_to(&entered),
            None => {
                let hall = Arc::clone(&self.house.hall);
                out.seats.push(Seat::take(number, room, hall, self.me.who, &entered, self.listener()));
            }
        }
        // Before the fan-out can tell what happens there.
        out.line.tell(&FromHost::Entered(Box::new(entered)));
    }

    /// Leaves a room for good.
    pub(super) async fn leave(&mut self, room: RoomNo) {
        if !self.out().seats.leave(room) {
            let no = No::new(Code::Room, "You are not in this room.");
            return self.tell(&no.refused(None, None, Some(room)));
        }
        self.request_of_hall(None, GuestRequest::Leave { room }).await;
        self.tell(&No::new(Code::Left, "You left this room.").out(room));
    }

    /// A room as this guest meets it.
    fn as_met(&self, room: &RoomView, since: Since, place: Place, ask: Option<u64>) -> Entered {
        let state = room.state();
        let after = since.cursor(state.head, state.first);
        let Place { people, rank, yours, .. } = place;
        let direct = state.between.iter().flatten().find(|author| author.who != self.me.who).cloned();
        let (topic, head, order) = (state.topic.clone(), state.head, Order::of(&state));
        let (memory, first, pinned) = (state.memory, state.first, state.pinned.clone());
        drop(state);
        let title = self.house.title_of(room, direct.as_ref());
        Entered {
            room: room.no,
            title,
            topic,
            head,
            after,
            people,
            memory,
            first,
            rank,
            order,
            pinned,
            direct,
            yours,
            ask,
        }
    }
}

/// Asks the hall to be let into a room.
async fn knock(house: &HouseContext, enter: Enter) -> Result<Place, No> {
    let (reply, answer) = oneshot::channel();
    house.hall.call(Call::Input(Input::Enter(enter), ReplyTo::Waiter(reply))).await;
    match answer.await {
        Ok(Ok(Answer::Entered(place))) => Ok(place),
        Ok(Err(no)) => Err(no),
        Ok(Ok(_)) | Err(_) => Err(No::closing()),
    }
}

/// The same, with a password that has to be compared first.
async fn prove_and_knock(
    house: &HouseContext,
    enter: Enter,
    by: Option<TriedBy>,
    password: Password,
) -> Result<Place, No> {
    let by = by.ok_or_else(No::closing)?;
    let (reply, kept) = oneshot::channel();
    house.hall.call(Call::RoomHash { room: enter.room.clone(), who: by.who, reply }).await;
    let (room, kept) = kept.await.map_err(|_| No::closing())??.ok_or_else(no_room)?;
    match house.throttle.room(by, room, password, kept).await {
        Ok(true) => knock(house, Enter { proved: true, ..enter }).await,
        Ok(false) => Err(No::new(Code::Password, "That is not the room's password. Ask an operator for it.")),
        Err(not_now) => Err(not_now),
    }
}
