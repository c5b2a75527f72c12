//! One room on the desk: what it is, and will be once the commit at hand is kept.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answers::fitting;
use super::batch::Batch;
use super::forgetting::Forgetting;
use super::presence::Presence;
use super::room::{Folded, Room};
use super::roster::Roster;
use crate::log::{Entry, Log};
use crate::room::{Act, Author, Body, Event, EventId, PersonId, RoomNo, State, TitleKey};
use crate::wire::codec;
use crate::wire::frame::FromHost;

/// One room on the desk.
pub(super) struct Table {
    pub(super) room: Arc<Room>,
    /// The state with everything ordered so far, kept or not.
    pub(super) ordered: State,
    pub(super) presence: Presence,
    pub(super) forgetting: Forgetting,
    pub(super) remembered: u64,
    folded: Folded,
    /// When the house may be told again what it is.
    pub(super) announces: Announces,
    /// Those who are put out with the commit at hand: they still have their seats, and come in no more.
    pub(super) put_out: BTreeSet<PersonId>,
    /// Whether it is deleted with the commit at hand.
    pub(super) ends: bool,
    /// When those who have to wait between two messages said something last.
    pub(super) spoke: HashMap<PersonId, u64>,
    /// Those who went away or came back, and when that may be told.
    away: BTreeSet<PersonId>,
    away_open: Instant,
}

/// What people do of one second is told in one frame.
const GATHER: Duration = Duration::from_secs(1);

/// How many people one frame tells of.
const TOLD: usize = 256;

/// When the house is told what a room is: at once, and then at most once a second.
#[derive(Debug, Default)]
pub(super) struct Announces {
    told: Option<Instant>,
    /// When what came since is to be told.
    due: Option<Instant>,
}

impl Announces {
    /// There is something to tell. Whether that may be done now; else it is due later.
    pub(super) fn is_now(&mut self, now: Instant) -> bool {
        match self.told.map(|told| told + GATHER).filter(|open| *open > now) {
            Some(open) => {
                self.due = Some(open);
                false
            }
            None => {
                (self.told, self.due) = (Some(now), None);
                true
            }
        }
    }

    /// Whether what came meanwhile may be told by now.
    pub(super) fn is_due(&mut self, now: Instant) -> bool {
        self.due.is_some_and(|due| due <= now) && self.is_now(now)
    }
}

impl Table {
    pub(super) fn new(no: RoomNo, state: State, forgetting: Forgetting, grace: Duration, now: Instant) -> Self {
        let presence = Presence::new(&state, grace, now);
        let remembered = state.head.0;
        Self {
            room: Arc::new(Room::new(no, state.clone())),
            ordered: state,
            presence,
            forgetting,
            remembered,
            folded: Folded::default(),
            announces: Announces::default(),
            put_out: BTreeSet::new(),
            ends: false,
            spoke: HashMap::new(),
            away: BTreeSet::new(),
            away_open: now,
        }
    }

    /// The two, where this is a direct talk.
    pub(super) fn two(&self) -> Option<(PersonId, PersonId)> {
        self.ordered.between.as_ref().map(|[one, other]| super::rooms::two(one.who, other.who))
    }

    /// Whether its title is this one, folded.
    pub(super) fn is_called(&self, key: &TitleKey) -> bool {
        self.ordered.title.as_ref().is_some_and(|title| self.folded.is(title, key))
    }

    /// Whether nothing of it is kept yet.
    pub(super) fn is_new(&self) -> bool {
        self.room.state().head == crate::room::Seq::START
    }

    /// Whether someone is here of whom the log does not say so yet.
    pub(super) fn is_untold(&self, who: PersonId) -> bool {
        self.presence.has(who) && !self.ordered.here.contains_key(&who) && !self.put_out.contains(&who)
    }

    /// When there may be something to tell, if nothing happens before.
    pub(super) fn due(&self, clock: u64) -> Option<Instant> {
        let forgets = self.forgetting.due_in(&self.ordered, clock);
        let forgets = forgets.and_then(|wait| Instant::now().checked_add(wait));
        // Nobody is told who comes to a direct talk.
        let moves = self.presence.due().filter(|_| !self.ordered.is_direct());
        moves
            .into_iter()
            .chain(forgets)
            .chain(self.announces.due)
            .chain((!self.away.is_empty()).then_some(self.away_open))
            .min()
    }

    /// Whether it matters to anyone here whether someone is at their computer. Of its two, a direct talk is told as well
    /// who comes into the house and goes.
    pub(super) fn tells_of(&self, who: PersonId) -> bool {
        self.presence.has(who) || (self.ordered.is_between(who) && self.presence.count() > 0)
    }

    /// Someone went away from their computer, or came back to it.
    pub(super) fn note_away(&mut self, who: PersonId) {
        self.away.insert(who);
    }

    /// Tells who is away, if it is time.
    pub(super) fn tell_away(&mut self, roster: &Roster, now: Instant) {
        if self.away.is_empty() || now < self.away_open {
            return;
        }
        let mut people = Vec::new();
        while people.len() < TOLD
            && let Some(who) = self.away.pop_first()
        {
            people.push(roster.whereabouts(who));
        }
        while !people.is_empty() {
            let rest = people.split_off(fitting(&people).max(1));
            let mut line = Vec::new();
            codec::encode(&FromHost::Away { room: self.room.no, people }, &mut line);
            self.room.aside(None, line.into());
            people = rest;
        }
        self.away_open = now + GATHER;
    }

    /// Remembers when someone spoke, as long as the room is slow.
    pub(super) fn note_spoken(&mut self, who: PersonId, body: &Body, now: u64) {
        if self.ordered.slow == 0 {
            self.spoke.clear();
        } else if body.has_new_words() {
            self.spoke.insert(who, now);
        }
    }

    pub(super) fn order(
        &mut self,
        clock: u64,
        id: EventId,
        by: Option<Author>,
        body: Body,
        batch: &mut Batch,
    ) -> usize {
        let event = Event { seq: self.ordered.head.next(), at: clock.max(self.ordered.at), id, by, body };
        self.ordered.apply(&event);
        if let Body::Act(Act::Kicked { whom, .. } | Act::Banned { whom, house: false, .. }) = &event.body {
            self.put_out.insert(whom.who);
        }
        let index = batch.entries.len();
        batch.entries.push(Entry { room: self.room.no, event });
        batch.ids.insert(id, index);
        index
    }

    /// Orders one event of moves. False where there was nothing to tell.
    pub(super) fn tell_moves(&mut self, clock: u64, batch: &mut Batch, at_once: bool) -> bool {
        if self.ordered.is_direct() {
            return false;
        }
        let Some(mut moves) = self.presence.moves(&self.ordered, batch.now, at_once) else { return false };
        moves.came.retain(|author| !self.put_out.contains(&author.who));
        if moves.is_empty() {
            return false;
        }
        batch.moves.push((self.room.no, moves.clone()));
        self.order(clock, EventId::fresh(), None, Body::People(moves), batch);
        true
    }

    /// Forgets what is not kept any more.
    pub(super) fn forget(&mut self, log: &Arc<dyn Log>, clock: u64) {
        match self.forgetting.look(&**log, self.room.no, &self.ordered, clock) {
            Ok(None) => {}
            Ok(Some(first)) => {
                self.ordered.first = first;
                self.room.forget(first);
                self.forgetting.erase_soon(log, self.room.no, &self.ordered);
            }
            Err(error) => {
                tracing::warn!(%error, room = %self.room.no, "what a room does not keep was not looked for");
                self.forgetting.put_off(clock);
            }
        }
    }

    pub(super) fn remember(&mut self, log: &dyn Log) {
        self.remembered = self.ordered.head.0;
        if let Err(error) = log.remember(self.room.no, &self.ordered) {
            tracing::warn!(%error, "the state of a room was not remembered");
        }
    }
}
