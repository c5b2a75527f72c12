//! One room, as the core knows it: what it is once the commit at hand is kept, and who is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::now::Now;
use super::presence::Presence;
use super::retention::Retention;
use crate::room::{Body, PersonId, RoomNo, State, TitleKey};

/// What people do of one second is told in one frame.
const GATHER: Duration = Duration::from_secs(1);

/// After so many events, a room's state is remembered, and the next opening folds only what came after.
const REMEMBER_EVERY: u64 = 4096;

/// A room.
#[derive(Debug)]
pub struct Room {
    /// Its number.
    pub no: RoomNo,
    /// Its state, with everything ordered so far, kept or not.
    pub state: State,
    /// Its title as titles are compared.
    pub title_key: Option<TitleKey>,
    /// Who is in it by their sessions.
    pub presence: Presence,
    /// When it has something to forget.
    pub retention: Retention,
    /// Whether it has a password, asked for or not.
    pub has_password: bool,
    /// Those who are put out with the commit at hand: they still have their seats, and come in no more.
    pub put_out: BTreeSet<PersonId>,
    /// Whether it is deleted with the commit at hand.
    pub ends: bool,
    /// Whether it is made with the commit at hand.
    pub is_new: bool,
    /// When those who have to wait between two messages said something last.
    pub spoke: BTreeMap<PersonId, u64>,
    /// Those who went away from their computers or came back, until that is told.
    pub away: AwayChanges,
    /// The number of the newest event when its state was last remembered.
    remembered: u64,
}

/// Those who went away or came back, and when that may be told.
#[derive(Debug)]
pub struct AwayChanges {
    people: BTreeSet<PersonId>,
    open: Instant,
}

impl AwayChanges {
    /// Someone went away, or came back.
    pub fn note(&mut self, who: PersonId) {
        self.people.insert(who);
    }

    /// When there is something to tell.
    fn due(&self) -> Option<Instant> {
        (!self.people.is_empty()).then_some(self.open)
    }

    /// Those to tell of by now, at most so many.
    pub fn take(&mut self, now: Instant, most: usize) -> Vec<PersonId> {
        if self.people.is_empty() || now < self.open {
            return Vec::new();
        }
        self.open = now + GATHER;
        let mut people = Vec::new();
        while people.len() < most
            && let Some(who) = self.people.pop_first()
        {
            people.push(who);
        }
        people
    }
}

impl Room {
    /// A room as the log has it.
    pub fn new(no: RoomNo, state: State, has_password: bool, grace: Duration, now: Instant) -> Self {
        Self {
            no,
            title_key: state.title.as_ref().map(crate::room::Title::key),
            presence: Presence::new(&state, grace, now),
            retention: Retention::new(state.head),
            has_password,
            put_out: BTreeSet::new(),
            ends: false,
            is_new: false,
            spoke: BTreeMap::new(),
            away: AwayChanges { people: BTreeSet::new(), open: now },
            remembered: state.head.0,
            state,
        }
    }

    /// The two, where this is a direct talk.
    pub fn two(&self) -> Option<(PersonId, PersonId)> {
        self.state.between.as_ref().map(|[one, other]| in_order(one.who, other.who))
    }

    /// Whether someone is here of whom the log does not say so yet.
    pub fn is_untold(&self, who: PersonId) -> bool {
        self.presence.has(who) && !self.state.here.contains_key(&who) && !self.put_out.contains(&who)
    }

    /// Whether it matters to anyone here whether someone is at their computer. Of its two, a direct talk is told as well
    /// who comes into the house and goes.
    pub fn tells_of(&self, who: PersonId) -> bool {
        self.presence.has(who) || (self.state.is_between(who) && self.presence.count() > 0)
    }

    /// When there may be something to tell, if nothing happens before.
    pub fn due(&self, now: Now) -> Option<Instant> {
        let forgets = self.retention.due_in(&self.state, now.clock);
        let forgets = forgets.and_then(|wait| now.at.checked_add(wait));
        // Nobody is told who comes to a direct talk.
        let moves = self.presence.due().filter(|_| !self.state.is_direct());
        moves.into_iter().chain(forgets).chain(self.away.due()).min()
    }

    /// Notes when someone spoke, as long as the room is slow. The answer is when they had spoken last.
    pub fn note_spoken(&mut self, who: PersonId, body: &Body, clock: u64) -> Option<Option<u64>> {
        (self.state.slow > 0 && body.has_new_words()).then(|| self.spoke.insert(who, clock))
    }

    /// A commit is over, kept or not: nobody is put out with it any more, and where nobody has to wait, nobody's last
    /// words matter.
    pub fn end_commit(&mut self) {
        self.put_out.clear();
        self.presence.end_commit(&self.state);
        if self.state.slow == 0 {
            self.spoke.clear();
        }
    }

    /// Whether so much came that its state should be remembered. It is, then.
    pub fn remembers(&mut self) -> bool {
        let due = self.state.head.0 >= self.remembered + REMEMBER_EVERY;
        if due {
            self.remembered = self.state.head.0;
        }
        due
    }

    /// Whether it grew since its state was remembered.
    pub const fn grew(&self) -> bool {
        self.remembered < self.state.head.0
    }
}

/// Two people, in one order.
pub fn in_order(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one < other { (one, other) } else { (other, one) }
}
