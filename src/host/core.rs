//! The core: what decides. It knows the rooms, the people and the rules of one house, and nothing of clocks, channels,
//! threads or disks: the time, random ids and what is known from the disk are handed in, and what comes of it is data.
//!
//! Whoever drives it does the same for each thing asked: looks up [`Facts`], has the core [`decide`](Core::decide) (which
//! changes nothing but what is true anyway), writes the plan's [`RegistryWrite`]s, and then has it [`accept`](Core::accept) the
//! plan. At the end of a batch comes one commit, and [`committed`](Core::committed) or [`failed`](Core::failed) tell what
//! to carry out.

mod accounts;
mod admission;
mod admission_queue;
mod batch;
mod commit;
mod departed;
mod dialling;
mod effect;
mod facts;
mod following;
mod guest_requests;
mod house_deed;
mod input;
mod invites;
mod moderation;
mod names;
mod now;
mod people;
mod person_line;
mod plan;
mod posting;
mod presence;
mod read_marks;
mod retention;
mod room;
mod room_lifecycle;
mod room_list;
mod room_updates;
mod rooms;
mod state;
mod write;

use std::time::Instant;

pub use admission::NEEDS_KEY;
pub use admission_queue::AdmissionQueue;
pub use dialling::ASKED_TO_DIAL;
pub use effect::Effect;
pub use facts::{
    AdmissionFacts, ArrivalFacts, BanPage, Banned, Facts, InviteFacts, IsBanned, NameFacts, NameOwner, PersonRecord,
};
pub use input::{
    Claimant, Enter, GuestRequest, Input, Registration, Say, SeatNo, SessionInfo, SessionNo, ShownInvite, Ticket,
};
pub use now::Now;
pub use people::PublicPerson;
pub use person_line::line as person_line;
pub use plan::{Answer, Arrived, Entered, Plan};
pub use retention::Looked;
pub use room_list::no_room;
pub use state::{Counters, HousePolicy, HouseState, is_host};
pub use write::{Ban, InviteRecord, RegistryWrite};

use self::batch::{Batch, HeldAnswer};
use self::plan::{MemoryChange, UnnumberedEvent};
use self::room::Room;
use super::no::No;
use crate::log::Entry;
use crate::room::{Act, Author, Body, Event, EventId, PersonId, RoomNo, Seq, State};

/// Where fresh ids come from.
pub type IdSource = Box<dyn FnMut() -> EventId + Send>;

/// What decides in one house.
pub struct Core {
    house: HouseState,
    batch: Batch,
    ids: IdSource,
}

impl Core {
    /// A house that is being opened.
    pub fn new(house: HouseState, now: Now, ids: IdSource) -> Self {
        Self { house, batch: Batch::at(now), ids }
    }

    /// A room that the log has.
    pub fn add_room(&mut self, no: RoomNo, state: State, has_password: bool, now: Now) {
        let room = Room::new(no, state, has_password, self.house.policy.grace, now.at);
        self.house.next.room = self.house.next.room.max(no.0.saturating_add(1));
        self.house.rooms.insert(room);
    }

    /// All that it remembers, to be looked at.
    pub const fn house(&self) -> &HouseState {
        &self.house
    }

    /// Whether no commit is at hand, and nothing of one is left.
    #[cfg(test)]
    pub fn is_settled(&self) -> bool {
        format!("{:?}", self.batch) == format!("{:?}", Batch::at(self.batch.now))
    }

    /// When there may be something to do, if nothing happens before.
    pub fn due(&mut self, now: Now) -> Option<Instant> {
        self.house.due(now)
    }

    /// A commit begins.
    pub fn begin(&mut self, now: Now) {
        self.batch = Batch::at(now);
    }

    /// Decides what comes of something asked. What is refused leaves nothing behind; only what happened anyway is noted
    /// here: that a session went, that someone is away or read so far, and that whoever speaks had come in before.
    ///
    /// # Errors
    /// Why not.
    pub fn decide(&mut self, ask: Input, facts: &Facts) -> Result<Plan, No> {
        let now = self.batch.now;
        match ask {
            Input::Claim(comer) => admission::claim(&self.house, &comer, facts, now),
            Input::MayRegister(comer) => admission::may_register(&self.house, &comer, facts, now),
            Input::MayUse(comer) => invites::may_use(&comer, facts).map(|_| Plan::answer(Answer::Done)),
            Input::GiveUp(ticket) => {
                self.house.waiting.give_up(ticket);
                // Nothing brings them back to the door.
                self.batch.undo.waiting.iter_mut().for_each(|waiting| waiting.give_up(ticket));
                Ok(Plan::answer(Answer::Done))
            }
            Input::Arrive { who, session } => admission::arrive(&self.house, who, &session, facts, now),
            Input::Depart { who, session } => Ok(self.depart(who, session)),
            Input::Enter(enter) => room_list::enter(&self.house, &enter, facts, now),
            Input::LeaveSeat { room, seat, who, goodbye } => Ok(self.leave_seat(room, seat, who, goodbye)),
            Input::Say(say) => {
                self.tell_who_came(&say);
                posting::say(&self.house, &self.batch, say, facts, now)
            }
            Input::Do { who, session, ask, request } => {
                let plan = guest_requests::decide(&self.house, (who, session, ask), &request, facts, now)?;
                self.note(who, &request);
                Ok(plan)
            }
            Input::RenewInvite(secret) => Ok(invites::renew(&self.house, secret, now)),
            Input::AskPassword(asks) => Ok(admission::ask_password(asks)),
            Input::AskToDial { check, addresses } => dialling::ask(&self.house, check, &addresses),
            Input::InviteByCode { by, number, secret } => {
                invites::make_by_code(&self.house, by, number, secret, facts, now)
            }
        }
    }

    /// Takes a plan whose writes were made. `call` is the number of whoever is answered.
    pub fn accept(&mut self, call: usize, plan: Plan) {
        self.house.count_numbers(&plan);
        let stands_alone = !self.batch.holds && plan.is_empty() || matches!(plan.answer, Answer::Kept { .. });
        self.batch.holds |= !plan.is_empty();
        let Plan { writes: _, changes, drafts, then, answer } = plan;
        for change in changes {
            self.change(change);
        }
        for UnnumberedEvent { room, id, by, body } in drafts {
            self.order(room, id, by, body);
        }
        self.batch.then.extend(then.into_iter().map(|then| (call, then)));
        self.batch.answers.push(HeldAnswer { call, answer: Ok(answer), stands_alone });
    }

    /// What was asked is not done. What stands in the way may be of this very commit, and not be kept.
    pub fn refuse(&mut self, call: usize, no: No) {
        self.batch.answers.push(HeldAnswer { call, answer: Err(no), stands_alone: !self.batch.holds });
    }

    /// What is due by now, as the last of a commit: orders who came and went. The answer is what to write with it; where
    /// that can't be written, nothing else is lost.
    pub fn tell_due(&mut self) -> Vec<RegistryWrite> {
        let now = self.batch.now;
        let mut rooms = Vec::new();
        self.house.rooms.each_awake(|room| {
            if room.presence.due().is_some_and(|due| due <= now.at) {
                rooms.push(room.no);
            }
        });
        for room in rooms {
            self.tell_moves(room, false);
        }
        if self.house.marks.due().is_some_and(|due| due <= now.at) {
            return self.house.take_marks();
        }
        Vec::new()
    }

    /// The events of the commit at hand.
    pub fn entries(&self) -> &[Entry] {
        self.batch.entries()
    }

    /// The event with this id, if it is in the commit at hand.
    pub fn entry(&self, id: EventId) -> Option<&Entry> {
        self.batch.entry(id)
    }

    /// All of the commit is kept. The answer is what to carry out, in this order.
    pub fn committed(&mut self) -> Vec<Effect> {
        let batch = self.end_batch();
        commit::committed(&mut self.house, batch)
    }

    /// Nothing of the commit is kept: all that was in it is refused, and everything is again as `kept` says.
    pub fn failed(&mut self, no: &No, kept: impl Fn(RoomNo) -> Option<State>) -> Vec<Effect> {
        let batch = self.end_batch();
        commit::failed(&mut self.house, batch, no, kept)
    }

    /// A room is deleted, and nothing of it stays.
    pub fn deleted(&mut self, no: RoomNo, by: &Author) -> Vec<Effect> {
        commit::deleted(&mut self.house, no, by)
    }

    /// A room that was to be deleted is not.
    pub fn stays(&mut self, no: RoomNo) {
        commit::stays(&mut self.house, no);
    }

    /// A room was looked through for what it does not keep any more. The answer is where it begins from now on, if that
    /// is elsewhere.
    pub fn looked(&mut self, no: RoomNo, looked: Option<Looked>, clock: u64) -> Option<Seq> {
        commit::looked(&mut self.house, no, looked, clock)
    }

    fn end_batch(&mut self) -> Batch {
        let now = self.batch.now;
        std::mem::replace(&mut self.batch, Batch::at(now))
    }

    /// Everyone leaves: the house closes. What is to be written comes with it.
    pub fn close(&mut self) -> Vec<RegistryWrite> {
        let rooms: Vec<RoomNo> = self.house.rooms.all().map(|room| room.no).collect();
        for no in rooms {
            if let Some(room) = self.house.rooms.get_mut(no) {
                room.presence.dismiss(&room.state);
            }
            while self.tell_moves(no, true) {}
        }
        self.house.take_marks()
    }

    /// A session is over.
    fn depart(&mut self, who: PersonId, session: SessionNo) -> Plan {
        let mut plan = Plan::answer(Answer::Done);
        let keeps = self.house.people.get(who).is_some_and(|visitor| {
            visitor.shown.account || visitor.shown.session(session).is_some_and(|session| session.key.is_some())
        });
        self.batch.undo.departed.insert(session);
        self.batch.people.insert(who);
        for no in self.house.rooms.numbers_for(who) {
            if self.house.rooms.get(no).is_some_and(|room| room.presence.has(who))
                && let Some(room) = self.house.rooms.get_mut(no)
            {
                // Nobody is told who comes to a direct talk and who is cut off.
                room.presence.end_session(who, session, room.state.is_direct(), self.batch.now.at);
            }
        }
        self.house.note_departed(who, session, self.batch.now.clock);
        if self.house.people.depart(who, session) {
            self.house.note_away(who);
            plan.writes = self.house.take_marks();
            if keeps {
                plan.writes.push(RegistryWrite::Seen { who, at: self.batch.now.clock });
            }
        }
        plan
    }

    fn leave_seat(&mut self, no: RoomNo, seat: SeatNo, who: PersonId, goodbye: bool) -> Plan {
        if let Some(room) = self.house.rooms.get_mut(no) {
            // Nobody is told who comes to a direct talk, so nothing waits to be told.
            room.presence.leave(who, seat, goodbye || room.state.is_direct(), self.batch.now.at);
        }
        Plan::answer(Answer::Done)
    }

    /// Notes what stands or falls with no commit.
    fn note(&mut self, who: PersonId, request: &GuestRequest) {
        match request {
            GuestRequest::Seen { room, seq, unread: true } => self.house.marks.set_back(who, *room, *seq),
            GuestRequest::Seen { room, seq, unread: false } => {
                if let Some(here) = self.house.rooms.get(*room).filter(|room| room.presence.has(who)) {
                    let seq = (*seq).min(here.state.head);
                    self.house.marks.note(who, *room, seq, self.batch.now.at);
                }
            }
            GuestRequest::Away { away } => {
                let mut away = away.clone();
                // Whoever may not speak gives no reason either: it would be read by everyone.
                if let Some(away) = &mut away
                    && self.house.is_muted(who, self.batch.now.clock)
                {
                    away.why = None;
                }
                if let Some(visitor) = self.house.people.get_mut(who) {
                    visitor.change().away = away;
                    self.batch.people.insert(who);
                }
                self.house.note_away(who);
            }
            _ => {}
        }
    }

    /// Whoever speaks has come in, and so has whoever it is done to, even if that would have been told only a moment later.
    fn tell_who_came(&mut self, say: &Say) {
        let whom = if let Body::Act(act) = &say.body { act.whom().map(|whom| whom.who) } else { None };
        for who in [Some(say.who), whom].into_iter().flatten() {
            while self.house.rooms.get(say.room).is_some_and(|room| !room.ends && room.is_untold(who))
                && self.tell_moves(say.room, true)
            {}
        }
    }

    /// Orders one event of who came and went. False where there was nothing to tell.
    fn tell_moves(&mut self, no: RoomNo, at_once: bool) -> bool {
        let now = self.batch.now;
        let Some(room) = self.house.rooms.get_mut(no).filter(|room| !room.state.is_direct() && !room.is_new) else {
            return false;
        };
        let Some(mut moves) = room.presence.moves(&room.state, now.at, at_once) else { return false };
        moves.came.retain(|author| !room.put_out.contains(&author.who));
        if moves.is_empty() {
            return false;
        }
        let door = |author: &Author| {
            let door = self.house.people.get(author.who)?.shown.sessions.first()?.door;
            door.label().map(|_| (author.who, door))
        };
        moves.doors = moves.came.iter().filter_map(door).collect();
        self.batch.moves.push((no, moves.clone()));
        self.order(no, None, None, Body::People(moves));
        true
    }

    /// Gives an event its number.
    fn order(&mut self, no: RoomNo, id: Option<EventId>, by: Option<Author>, body: Body) {
        let clock = self.batch.now.clock;
        let Some(room) = self.house.rooms.get_mut(no) else { return };
        if let (Some(by), Some(_)) = (&by, id)
            && let Some(was) = room.note_spoken(by.who, &body, clock)
        {
            self.batch.undo.spoke.push((no, by.who, was));
        }
        let id = id.unwrap_or_else(|| (self.ids)());
        let event = Event { seq: room.state.head.next(), at: clock.max(room.state.at), id, by, body };
        room.state.apply(&event);
        match &event.body {
            Body::Act(Act::Kicked { whom, .. } | Act::Banned { whom, house: false, .. }) => {
                room.put_out.insert(whom.who);
            }
            // Whoever may not be in the house comes into no room of it any more.
            Body::Act(Act::Banned { whom, house: true, .. }) => self.house.rooms.put_out_everywhere(whom.who),
            Body::Titled { .. } => self.house.rooms.retitle(no),
            Body::Direct { .. } => self.house.rooms.index(no),
            _ => {}
        }
        self.batch.push(Entry { room: no, event });
    }

    /// Changes what is remembered, and remembers how it was.
    fn change(&mut self, change: MemoryChange) {
        let now = self.batch.now;
        match change {
            MemoryChange::Arrived { who, session, mut facts } => {
                if session.needs_no_key() {
                    let muted = self.house.muted_before(session.from, now.clock);
                    facts.also.extend(muted.into_iter().filter(|other| *other != who));
                }
                for other in facts.also.iter().copied().chain([who]) {
                    self.touch(other);
                }
                let changed = self.house.people.arrive(who, session, &facts);
                self.batch.people.extend(changed);
                self.house.note_away(who);
            }
            MemoryChange::Seated { room: no, author, seat } => {
                let away = self.house.people.get(author.who).is_some_and(|visitor| visitor.shown.away.is_some());
                let Some(room) = self.house.rooms.get_mut(no) else { return };
                let was = room.presence.enter(&author, seat);
                // Whoever is listed still may be listed otherwise than they are.
                if away || was.cut || room.state.here.contains_key(&author.who) {
                    room.away.note(author.who);
                }
                self.batch.undo.seats.push((no, author.who, seat, was));
            }
            MemoryChange::Renamed { who, name } => {
                self.touch(who);
                self.house.count_rename(who, now.at);
                if let Some(visitor) = self.house.people.get_mut(who) {
                    visitor.change().person.name = name.clone();
                }
                for no in self.house.rooms.numbers_for(who) {
                    if let Some(room) = self.house.rooms.get_mut(no) {
                        room.presence.rename(who, &name);
                    }
                }
                self.batch.undo.renamed.push(who);
                self.batch.people.insert(who);
            }
            MemoryChange::Account { who, rank } => {
                self.touch(who);
                if let Some(visitor) = self.house.people.get_mut(who) {
                    let present = visitor.change();
                    (present.account, present.rank) = (true, present.rank.max(rank));
                }
                self.batch.people.insert(who);
            }
            MemoryChange::Unregistered { who } => {
                self.touch(who);
                if let Some(visitor) = self.house.people.get_mut(who) {
                    visitor.unregister();
                }
                self.batch.people.insert(who);
            }
            MemoryChange::Yours { who, room, yours } => {
                self.touch(who);
                if let Some(visitor) = self.house.people.get_mut(who) {
                    visitor.set_yours(room, yours);
                }
            }
            MemoryChange::Made { room: no } => {
                let mut room = Room::new(no, State::default(), false, self.house.policy.grace, now.at);
                room.is_new = true;
                self.house.rooms.insert(room);
                self.batch.made.push(no);
            }
            MemoryChange::Password { room: no } => {
                if let Some(room) = self.house.rooms.get_mut(no)
                    && !std::mem::replace(&mut room.has_password, true)
                {
                    self.batch.undo.passwords.push(no);
                }
            }
            MemoryChange::Ends { room: no } => {
                if let Some(room) = self.house.rooms.get_mut(no) {
                    room.ends = true;
                    self.batch.undo.ends.push(no);
                }
            }
            MemoryChange::AdmissionQueue(waiting) => {
                let was = std::mem::replace(&mut self.house.waiting, *waiting);
                self.batch.undo.waiting.get_or_insert(was);
            }
        }
    }

    /// Remembers what someone was before the commit.
    fn touch(&mut self, who: PersonId) {
        let people = &self.house.people;
        self.batch.undo.people.entry(who).or_insert_with(|| people.get(who).cloned());
    }
}
