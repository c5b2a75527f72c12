//! Coming into rooms, and leaving them.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::Session;
use crate::host::desk::{No, no_room};
use crate::host::hall::Call;
use crate::host::room::Room;
use crate::host::rooms::Admitted;
use crate::host::seat::{Seat, SeatNo};
use crate::host::wishes::Wish;
use crate::room::RoomNo;
use crate::wire::Password;
use crate::wire::frame::{Code, Entered, FromHost, Order, RoomName, Since};

impl Session {
    pub(super) async fn enter(
        &mut self,
        name: Option<RoomName>,
        since: Since,
        password: Option<Password>,
        ask: Option<u64>,
    ) {
        let Some(room) = self.house.find_room(name.as_ref(), self.me.who) else {
            let (code, why) = no_room();
            return self.refuse(ask, None, code, why);
        };
        // Entering a room one is in already reads it again from elsewhere.
        let again = self.seats.iter().position(|seat| seat.no() == room.no);
        let number = again.map_or_else(|| self.house.number(), |index| self.seats[index].number());
        let admitted = match self.admitted(&room, number, again.is_some(), password).await {
            Ok(admitted) => admitted,
            Err((code, why)) => return self.refuse(ask, Some(room.no), code, why),
        };
        let entered = self.entered(&room, since, admitted, ask);
        match again {
            Some(index) => self.seats[index].move_to(&entered),
            None => {
                let (hall, mailbox) = (Arc::clone(&self.house.hall), Arc::clone(&self.mailbox));
                self.seats.push(Seat::take(number, &room, hall, self.me.who, &entered, mailbox));
            }
        }
        self.link.say(&FromHost::Entered(Box::new(entered)));
    }

    /// Asks the hall to be let into a room, and shows the password where that is needed.
    async fn admitted(
        &mut self,
        room: &Room,
        seat: SeatNo,
        again: bool,
        password: Option<Password>,
    ) -> Result<Admitted, No> {
        match (self.knock(room.no, seat, again, false).await, password) {
            (Err((Code::Password, _)), Some(password)) => {
                self.prove(room.no, password).await?;
                self.knock(room.no, seat, again, true).await
            }
            (answer, _) => answer,
        }
    }

    async fn knock(&mut self, room: RoomNo, seat: SeatNo, again: bool, proved: bool) -> Result<Admitted, No> {
        let (answer, admitted) = oneshot::channel();
        let (author, session) = (self.me.clone(), self.stay.session);
        self.house.hall.call(Call::Enter { room, author, session, seat, again, proved, answer }).await;
        admitted.await.unwrap_or_else(|_| Err((Code::Closing, "The host is closing this house.".to_owned())))
    }

    /// Leaves a room for good.
    pub(super) async fn leave(&mut self, room: RoomNo) {
        let Some(index) = self.seats.iter().position(|seat| seat.no() == room) else {
            return self.refuse(None, Some(room), Code::Room, "You are not in this room.".to_owned());
        };
        self.seats[index].goodbye = true;
        drop(self.seats.remove(index));
        self.wish(false, Wish::Leave { room }).await;
        self.link.say(&FromHost::Out { room, code: Code::Left, why: "You left this room.".to_owned() });
    }

    /// A room as this guest meets it.
    fn entered(&self, room: &Room, since: Since, admitted: Admitted, ask: Option<u64>) -> Entered {
        let state = room.state();
        let after = since.cursor(state.head, state.first);
        let Admitted { people, rank, yours } = admitted;
        let direct = state.between.iter().flatten().find(|author| author.who != self.me.who).cloned();
        let (topic, head, order) = (state.topic.clone(), state.head, Order::of(&state));
        let (memory, first) = (state.memory, state.first);
        drop(state);
        let title = self.house.title_of(room, direct.as_ref());
        Entered { room: room.no, title, topic, head, after, people, memory, first, rank, order, direct, yours, ask }
    }
}
