//! A few people in a house, for what is told in a few steps.

use super::dice::{Dice, key};
use super::faults::Fault;
use super::rig::{Outcome, Rig};
use crate::host::core::{
    Answer, Claimant, Enter, GuestRequest, Input, Registration, Say, SeatNo, SessionInfo, SessionNo,
};
use crate::host::no::No;
use crate::room::{Act, Author, Body, EventId, Name, PersonId, RoomNo, State, Text};
use crate::wire::account::Admission;
use crate::wire::carriage::Origin;
use crate::wire::frame::RoomName;
use crate::wire::people::Door;

/// The room that every house has.
pub const FIRST: RoomNo = RoomNo(1);

/// A house.
pub struct Scene {
    pub rig: Rig,
    dice: Dice,
    counted: u32,
}

/// A session of someone who is here.
#[derive(Clone)]
pub struct Guest {
    pub author: Author,
    pub session: SessionNo,
    pub seats: Vec<(RoomNo, SeatNo)>,
}

impl Scene {
    pub fn open() -> Self {
        Self { rig: Rig::open(0, Admission::Everyone), dice: Dice::of(0), counted: 0 }
    }

    /// One thing asked, in a batch of its own.
    pub fn ask(&mut self, ask: Input) -> Result<Answer, No> {
        let mut outcome = self.rig.batch(&[ask], Fault::None);
        outcome.answers.remove(&0).unwrap().remove(0)
    }

    pub fn all(&mut self, asks: &[Input]) -> Outcome {
        self.rig.batch(asks, Fault::None)
    }

    /// Time passes, and what is due is done.
    pub fn rest(&mut self, seconds: u64) {
        for _ in 0..seconds.min(60) {
            self.rig.pass(seconds * 1000 / seconds.min(60));
            self.all(&[]);
        }
    }

    /// Someone at the door, with the key of this number or none.
    pub fn comer(name: &str, number: Option<u8>) -> Claimant {
        let here = number == Some(0);
        let address = format!("10.0.0.{}:1", number.unwrap_or(99));
        let from = if here { Origin::Here } else { Origin::Network(address.parse().unwrap()) };
        Claimant {
            name: Name::parse(name).unwrap(),
            key: number.map(key),
            from,
            proved: false,
            register: Registration::No,
            invite: None,
        }
    }

    /// Someone gets a name.
    pub fn claim(&mut self, comer: &Claimant) -> Result<Author, No> {
        match self.ask(Input::Claim(comer.clone()))? {
            Answer::Named(author) => Ok(author),
            other => panic!("{other:?}"),
        }
    }

    /// A session that is about to come in.
    pub fn arriving(&mut self, who: PersonId, comer: &Claimant) -> (Input, SessionNo) {
        self.counted += 1;
        let number = u64::from(self.counted);
        let Claimant { key, from, .. } = *comer;
        let session = SessionInfo {
            number,
            key,
            from,
            door: if key.is_some() { Door::Native } else { Door::Text },
            since: self.rig.now.clock,
        };
        (Input::Arrive { who, session }, number)
    }

    /// Someone comes into the house.
    pub fn arrive(&mut self, comer: &Claimant) -> Result<Guest, No> {
        let author = self.claim(comer)?;
        let (ask, session) = self.arriving(author.who, comer);
        self.ask(ask)?;
        Ok(Guest { author, session, seats: Vec::new() })
    }

    /// Someone comes into the house and the first room.
    pub fn come(&mut self, name: &str, number: Option<u8>) -> Guest {
        let mut guest = self.arrive(&Self::comer(name, number)).unwrap();
        self.enter(&mut guest, FIRST).unwrap();
        guest
    }

    pub fn entering(&mut self, guest: &Guest, room: RoomNo) -> (Input, SeatNo) {
        self.counted += 1;
        let seat = SeatNo::of(guest.session, self.counted);
        let (who, session, seats) = (guest.author.who, guest.session, guest.seats.clone());
        let room = Some(RoomName::No(room));
        (Input::Enter(Enter { room, who, session, seats, seat, proved: false }), seat)
    }

    pub fn enter(&mut self, guest: &mut Guest, room: RoomNo) -> Result<(), No> {
        let (ask, seat) = self.entering(guest, room);
        self.ask(ask)?;
        guest.seats.push((room, seat));
        Ok(())
    }

    pub fn saying(&mut self, guest: &Guest, room: RoomNo, body: Body) -> Input {
        Input::Say(Say { room, who: guest.author.who, id: self.dice.id(), body })
    }

    /// Someone says something, and it is kept. The answer is its id.
    pub fn say(&mut self, guest: &Guest, room: RoomNo, body: Body) -> EventId {
        let ask = self.saying(guest, room, body);
        let Input::Say(Say { id, .. }) = ask else { unreachable!() };
        assert!(matches!(self.ask(ask), Ok(Answer::Kept { .. })));
        id
    }

    pub fn act(&mut self, guest: &Guest, room: RoomNo, act: Act) -> Input {
        self.saying(guest, room, Body::Act(act))
    }

    pub fn words(text: &str) -> Body {
        Body::Said { text: Text::parse(text).unwrap() }
    }

    pub fn asking(guest: &Guest, request: GuestRequest) -> Input {
        Input::Do { who: guest.author.who, session: guest.session, ask: 1, request }
    }

    pub fn leaving(guest: &Guest, room: RoomNo, goodbye: bool) -> Input {
        let seat = guest.seats.iter().find(|(no, _)| *no == room).unwrap().1;
        Input::LeaveSeat { room, seat, who: guest.author.who, goodbye }
    }

    pub fn departing(guest: &Guest) -> Input {
        Input::Depart { who: guest.author.who, session: guest.session }
    }

    /// A room as it is.
    pub fn room(&self, no: RoomNo) -> State {
        self.rig.driver.core().house().rooms.get(no).unwrap().state.clone()
    }

    /// Who is in a room, as its log says.
    pub fn here(&self, no: RoomNo) -> Vec<PersonId> {
        self.room(no).here.keys().copied().collect()
    }
}
