//! What people want, by chance: at the door, of the house, and of their seats. What they say is in `bodies`.

use super::bodies;
use super::dice::{Dice, KEYS, key};
use super::guests::{Guests, Session};
use super::model::Model;
use crate::host::core::{Claimant, Enter, GuestRequest, Input, Registration, SeatNo, SessionInfo, ShownInvite};
use crate::host::registry::{Registry, accounts, invites};
use crate::room::{Access, Label, Name, PersonId, Reason, RoomNo, Seq, Topic};
use crate::wire::Secret;
use crate::wire::account::Admission;
use crate::wire::carriage::Origin;
use crate::wire::frame::{NewRoom, RoomName};
use crate::wire::invites::NewInvite;
use crate::wire::people::{Away, Door};

/// All that it takes to want something.
pub struct Wishing<'a> {
    pub dice: &'a mut Dice,
    pub guests: &'a mut Guests,
    pub model: &'a Model,
    pub registry: &'a Registry,
    pub clock: u64,
    pub asks: Vec<Input>,
}

#[derive(Clone, Copy)]
enum Wish {
    Come,
    Arrive,
    Again,
    GiveUp,
    Depart,
    Enter,
    LeaveSeat,
    Say,
    Want,
    Invite,
}

impl Wishing<'_> {
    /// A batch.
    pub fn wish(mut self) -> Vec<Input> {
        let dismissed = self.guests.sessions.values().filter(|session| session.dismissed);
        for session in dismissed.cloned().collect::<Vec<_>>() {
            if self.dice.in_hundred(70) {
                self.depart(&session);
            }
        }
        let count = 1 + self.dice.below(12);
        while (self.asks.len() as u64) < count {
            let few = self.guests.sessions.len() < 7;
            let wish = self.dice.weighted(&[
                (if few { 16 } else { 2 }, Wish::Come),
                (12 * u64::from(!self.guests.coming.is_empty()), Wish::Arrive),
                (4 * u64::from(!self.guests.again.is_empty()), Wish::Again),
                (6 * u64::from(!self.guests.waiting.is_empty()), Wish::GiveUp),
                (if few { 1 } else { 4 }, Wish::Depart),
                (14, Wish::Enter),
                (4, Wish::LeaveSeat),
                (45, Wish::Say),
                (14, Wish::Want),
                (1, Wish::Invite),
            ]);
            self.one(wish);
        }
        self.asks
    }

    fn one(&mut self, wish: Wish) {
        match wish {
            Wish::Come => {
                let comer = self.comer();
                self.come(comer);
            }
            Wish::Again => {
                let index = usize::try_from(self.dice.below(self.guests.again.len() as u64)).unwrap();
                let comer = self.guests.again.swap_remove(index);
                if self.dice.in_hundred(50) {
                    self.come(comer);
                }
            }
            Wish::GiveUp => {
                let waiting: Vec<_> = self.guests.waiting.keys().copied().collect();
                self.asks.extend(self.dice.pick(&waiting).map(Input::GiveUp));
            }
            Wish::Arrive => self.arrive(),
            Wish::Invite => self.asks.push(Input::RenewInvite(Secret::from(self.dice.id().to_string()))),
            Wish::Depart | Wish::Enter | Wish::LeaveSeat | Wish::Say | Wish::Want => {
                let sessions: Vec<Session> = self.guests.sessions.values().cloned().collect();
                let Some(session) = self.dice.pick(&sessions) else {
                    let comer = self.comer();
                    return self.come(comer);
                };
                // What was under way may still come from whoever was sent away.
                if session.dismissed && self.dice.in_hundred(80) {
                    return;
                }
                match wish {
                    Wish::Depart => self.depart(&session),
                    Wish::Enter => self.enter(session.who, &session),
                    Wish::LeaveSeat => {
                        let seat = self.dice.pick(&session.seats);
                        self.leave_seats(session.who, seat.as_slice());
                    }
                    Wish::Say => {
                        let session = self.keeper_of_a_room().unwrap_or(session);
                        let say = bodies::say(self, &session);
                        self.asks.push(Input::Say(say));
                    }
                    _ => {
                        let request = self.request(&session);
                        let ask = self.dice.below(100);
                        let (who, session) = (session.who, session.connected.number);
                        self.asks.push(Input::Do { who, session, ask, request });
                    }
                }
            }
        }
    }

    /// Someone who may do most where they sit: they are to speak as often as all others.
    fn keeper_of_a_room(&mut self) -> Option<Session> {
        if self.dice.in_hundred(50) {
            return None;
        }
        let keeps = |session: &&Session| {
            session.seats.iter().any(|(no, _)| {
                let room = self.model.rooms.get(no);
                room.is_some_and(|room| room.state.operators.contains_key(&session.who))
            })
        };
        let keepers: Vec<Session> = self.guests.sessions.values().filter(keeps).cloned().collect();
        self.dice.pick(&keepers).filter(|session| !session.dismissed)
    }

    fn comer(&mut self) -> Claimant {
        let key = match self.dice.below(100) {
            0..25 => None,
            25..35 => Some(key(0)),
            _ => Some(key(u8::try_from(1 + self.dice.below(u64::from(KEYS) - 1)).unwrap())),
        };
        let is_host = key == Some(super::dice::key(0)) && self.dice.in_hundred(50);
        let from = if is_host { Origin::Here } else { self.dice.address() };
        let register = match self.dice.below(20) {
            0 => Registration::Wanted,
            1 | 2 => Registration::With("hash".to_owned()),
            _ => Registration::No,
        };
        let theirs = self.guests.names.get(&key).filter(|_| self.dice.in_hundred(60));
        let name = theirs.and_then(|names| self.dice.pick(names)).unwrap_or_else(|| self.dice.name());
        let account = accounts::account_of(self.registry.db(), &name, key).unwrap();
        let has_password = account.is_some_and(|account| account.hash.is_some() && !account.linked);
        let proved = has_password && self.dice.in_hundred(50);
        let invite = self.invite();
        Claimant { name, key, from, proved, register: if proved { Registration::No } else { register }, invite }
    }

    /// An invite; mostly one that is there.
    fn invite(&mut self) -> Option<ShownInvite> {
        if self.dice.in_hundred(40) {
            return None;
        }
        let lines = invites::lines(self.registry.db(), None, self.clock).unwrap();
        let secrets: Vec<Secret> = lines.into_iter().map(|line| line.secret).take(6).collect();
        let secret = self.dice.pick(&secrets).unwrap_or_else(|| Secret::from("none".to_owned()));
        Some(ShownInvite { secret, needed: self.dice.in_hundred(30) })
    }

    fn come(&mut self, comer: Claimant) {
        self.asks.push(match comer.register {
            Registration::Wanted => Input::MayRegister(comer),
            _ => Input::Claim(comer),
        });
    }

    fn arrive(&mut self) {
        let (author, comer) = self.guests.coming.remove(0);
        if self.dice.in_hundred(5) {
            return;
        }
        let number = u64::from(self.guests.count());
        let door = if comer.from == Origin::Here { Door::Here } else { Door::Native };
        let connected = SessionInfo { number, key: comer.key, from: comer.from, door, since: self.clock };
        let who = author.who;
        self.asks.push(Input::Arrive { who, session: connected.clone() });
        let session = Session::new(who, connected);
        // Nobody enters before they have arrived; should it look so, nothing may come of it.
        if self.dice.in_hundred(30) {
            self.enter(who, &session);
        }
        if self.dice.in_hundred(5) {
            self.asks.push(Input::Depart { who, session: number });
        }
    }

    fn depart(&mut self, session: &Session) {
        if self.dice.in_hundred(70) {
            self.leave_seats(session.who, &session.seats);
        }
        self.asks.push(Input::Depart { who: session.who, session: session.connected.number });
    }

    fn leave_seats(&mut self, who: PersonId, seats: &[(RoomNo, SeatNo)]) {
        let goodbye = self.dice.in_hundred(50);
        self.asks.extend(seats.iter().map(|(room, seat)| Input::LeaveSeat { room: *room, seat: *seat, who, goodbye }));
    }

    fn enter(&mut self, who: PersonId, session: &Session) {
        let number = session.connected.number;
        let room = match self.dice.below(10) {
            0 => None,
            1..4 => Some(RoomName::Title(self.dice.title().to_string())),
            4..7 if !session.was_in.is_empty() => self.dice.pick(&session.was_in).map(RoomName::No),
            _ => Some(RoomName::No(self.room())),
        };
        let seat = SeatNo::of(number, self.guests.count());
        let proved = self.dice.in_hundred(40);
        let seats = session.seats.clone();
        // Whoever enters again has none but these. Seats that are under way are not known yet.
        let under_way = |ask: &Input| matches!(ask, Input::Enter(enter) if enter.session == number);
        if self.asks.iter().any(under_way) {
            return;
        }
        self.asks.push(Input::Enter(Enter { room, who, session: number, seats, seat, proved }));
    }

    /// A room; now and then one that is none.
    pub fn room(&mut self) -> RoomNo {
        let talks = self.dice.in_hundred(15);
        let rooms = self.model.rooms.iter().filter(|(_, room)| talks || !room.state.is_direct());
        let rooms: Vec<RoomNo> = rooms.map(|(no, _)| *no).collect();
        if self.dice.in_hundred(3) {
            return RoomNo(u32::try_from(self.dice.below(40)).unwrap());
        }
        // The newer ones more often: there are not many at a time in which people meet.
        let from = if self.dice.in_hundred(70) { rooms.len().saturating_sub(5) } else { 0 };
        self.dice.pick(&rooms[from..]).unwrap_or(RoomNo(1))
    }

    /// Someone; mostly someone who is here.
    pub fn person(&mut self) -> PersonId {
        let here: Vec<PersonId> = self.guests.sessions.values().map(|session| session.who).collect();
        let known: Vec<PersonId> = self.guests.people.keys().copied().collect();
        let of = if self.dice.in_hundred(80) { here } else { known };
        self.dice.pick(&of).unwrap_or(PersonId(99))
    }

    fn access(&mut self) -> Access {
        self.dice.weighted(&[(2, Access::Everyone), (1, Access::Password), (2, Access::Invited)])
    }

    fn hash(&mut self) -> String {
        format!("hash {}", self.dice.below(1000))
    }

    fn request(&mut self, session: &Session) -> GuestRequest {
        let many = self.model.rooms.values().filter(|room| !room.state.is_direct()).count() >= 6;
        let seat = self.dice.pick(&session.seats).map(|(room, _)| room);
        let room = seat.filter(|_| self.dice.in_hundred(80)).unwrap_or_else(|| self.room());
        let kinds =
            [if many { 1 } else { 10 }, 2, if many { 8 } else { 2 }, 5, 6, 2, 1, 5, 8, 2, 5, 5, 3, 6, 8, 4, 4, 6, 3, 8];
        let kinds: Vec<(u64, usize)> = kinds.into_iter().zip(0..).collect();
        match self.dice.weighted(&kinds) {
            0 => {
                let hash = self.dice.in_hundred(50).then(|| self.hash());
                let topic = Topic::parse(if self.dice.in_hundred(30) { "Soup" } else { "" }).unwrap();
                GuestRequest::Make { new: NewRoom { title: self.dice.title(), topic, access: self.access() }, hash }
            }
            1 => GuestRequest::Talk { with: self.person() },
            2 => GuestRequest::Delete { room },
            3 => GuestRequest::RoomPassword { room, hash: self.hash() },
            4 => GuestRequest::Account { hash: self.hash(), new: self.dice.in_hundred(80) },
            5 => GuestRequest::Logout { everywhere: self.dice.in_hundred(50) },
            6 => GuestRequest::Unregister,
            7 => {
                let open = Admission::Everyone;
                let of = [(4, open), (1, Admission::Registered), (5, Admission::Approval), (1, Admission::Closed)];
                GuestRequest::Admission(self.dice.weighted(&of))
            }
            8 => GuestRequest::Admit { request: 1 + self.dice.below(12), yes: self.dice.in_hundred(70) },
            9 => GuestRequest::Requests,
            10 => GuestRequest::Quiet { room, quiet: self.dice.in_hundred(50) },
            11 => GuestRequest::Leave { room },
            12 => GuestRequest::Ignore { whom: self.person(), ignore: self.dice.in_hundred(60) },
            13 => GuestRequest::Away { away: self.away() },
            14 => GuestRequest::Seen { room, seq: Seq(self.dice.below(60)), unread: self.dice.in_hundred(20) },
            15 => GuestRequest::Whois { room: Some(room), name: self.any_name() },
            16 => GuestRequest::Bans { room: self.dice.in_hundred(60).then_some(room), before: None, name: None },
            17 => {
                let secret = Secret::from(self.dice.id().to_string());
                let for_ms = self.dice.in_hundred(30).then(|| 1 + self.dice.below(600_000));
                let new = NewInvite { label: Label::default(), once: self.dice.in_hundred(60), for_ms };
                GuestRequest::MakeInvite { new, secret }
            }
            18 => GuestRequest::WithdrawInvite { invite: 1 + self.dice.below(12) },
            _ => GuestRequest::Rooms { after: self.dice.in_hundred(20).then_some(room) },
        }
    }

    fn away(&mut self) -> Option<Away> {
        let why = self.dice.in_hundred(50).then(|| Reason::parse("Lunch").unwrap());
        self.dice.in_hundred(60).then_some(Away { why })
    }

    fn any_name(&mut self) -> Name {
        self.dice.name()
    }
}
