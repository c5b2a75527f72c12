//! Drives the core with the disk. For each thing asked it looks up the facts, has the core decide, and writes;
//! at the end of a batch comes one commit of all of it. What follows is given back as effects. It knows no channel and no
//! clock, so that tests drive it in a plain loop.

use std::sync::Arc;

use super::erasing::{self, Eraser};
use super::load_facts;
use crate::host::core::{Answer, Core, Effect, Input, Now, RegistryWrite};
use crate::host::no::No;
use crate::host::registry::Registry;
use crate::host::view::RoomViews;
use crate::log::{Log, LogError, Pruned};
use crate::room::{Author, RoomNo, State};

/// What drives the core.
pub struct Driver {
    /// What decides.
    core: Core,
    /// The house's own book.
    registry: Registry,
    /// Where events are kept.
    log: Arc<dyn Log>,
    /// What is kept, as sessions see it.
    rooms: Arc<RoomViews>,
    now: Now,
    /// Why nothing can be decided: a commit that failed is still to be taken back in the registry.
    unsettled: Option<No>,
    /// What follows from commits that were over before the batch was.
    effects: Vec<Effect>,
    /// What is left of rooms that were deleted, and what others forget, is being erased.
    erasers: Vec<(RoomNo, Eraser)>,
}

impl Driver {
    /// A driver of a house that was just opened.
    pub fn new(core: Core, registry: Registry, log: Arc<dyn Log>, rooms: Arc<RoomViews>, now: Now) -> Self {
        Self { core, registry, log, rooms, now, unsettled: None, effects: Vec::new(), erasers: Vec::new() }
    }

    /// What decides, to be looked at.
    pub const fn core(&self) -> &Core {
        &self.core
    }

    /// The book as it is, for tests that look at it between two batches.
    #[cfg(test)]
    pub const fn book(&self) -> &Registry {
        &self.registry
    }

    /// The book, to be read, as long as what it says is true.
    ///
    /// # Errors
    /// A commit that failed is still to be taken back.
    pub fn registry(&self) -> Result<&Registry, No> {
        self.unsettled.clone().map_or(Ok(&self.registry), Err)
    }

    /// When there may be something to do, if nothing is asked before.
    pub fn due(&mut self, now: Now) -> Option<std::time::Instant> {
        self.core.due(now)
    }

    /// A batch begins.
    pub fn begin(&mut self, now: Now) {
        self.now = now;
        self.unsettled = self.registry.settle().err().map(|error| No::not_kept(&error));
        self.core.begin(now);
    }

    /// Decides one thing of the batch. `call` is its number, for the answer.
    pub fn ask(&mut self, call: usize, ask: Input) {
        if let Some(no) = &self.unsettled
            && !ask.happened_anyway()
        {
            let no = no.clone();
            return self.core.refuse(call, no);
        }
        let facts = match load_facts::facts(&ask, &self.core, &self.registry, &*self.log, self.now.clock) {
            Ok(facts) => facts,
            Err(error) => return self.core.refuse(call, No::not_read(&error)),
        };
        let plan = match self.core.decide(ask, &facts) {
            Ok(plan) => plan,
            Err(no) => return self.core.refuse(call, no),
        };
        match self.registry.write(&plan.writes) {
            Ok(()) => self.core.accept(call, plan),
            Err(failed) => {
                tracing::warn!(error = %failed.error, "not written");
                let no = No::not_kept(&failed.error);
                if failed.all_lost {
                    self.fail(&no);
                }
                self.core.refuse(call, no);
            }
        }
    }

    /// The batch is over: keeps all of it, or refuses all of it. The answer is what to carry out.
    pub fn commit(&mut self) -> Vec<Effect> {
        let minor = self.core.tell_due();
        self.write_minor(&minor);
        self.settle()
    }

    /// Everyone leaves, and what saves time at the next opening is written.
    pub fn close(&mut self, now: Now) -> Vec<Effect> {
        self.begin(now);
        let minor = self.core.close();
        self.write_minor(&minor);
        // If the disk takes nothing, the next opening finds them cut off instead.
        let effects = self.settle();
        self.erasers.clear();
        let rooms: Vec<(RoomNo, State, bool)> =
            self.core.house().rooms.all().map(|room| (room.no, room.state.clone(), room.grew())).collect();
        for (no, mut state, grew) in rooms {
            let before = state.first;
            // First what was promised to be gone; what only saves time comes after it.
            erasing::close(&*self.log, no, &mut state);
            if grew || state.first != before {
                self.remember(no, &state);
            }
        }
        effects
    }

    /// Does the part of an effect that is the disk's. The answer is what follows from that.
    pub fn do_on_disk(&mut self, effect: Effect) -> Vec<Effect> {
        match effect {
            Effect::Delete { call, room, by } => self.delete(call, room, &by),
            Effect::LookForOld(room) => {
                self.look_for_old(room);
                Vec::new()
            }
            Effect::Remember(room) => {
                if let Some(state) = self.rooms.get(room).map(|room| room.state().clone()) {
                    self.remember(room, &state);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Goes on erasing what is left of a room that was deleted.
    pub fn erase(&mut self, room: RoomNo, left: State) {
        self.erasers.retain(|(_, eraser)| !eraser.is_done());
        // At once where it is little, else in a thread of its own.
        if !matches!(self.log.prune(room, left.first, &left), Ok(Pruned::Done)) {
            self.erasers.extend(Eraser::start(Arc::clone(&self.log), room, left, None).map(|eraser| (room, eraser)));
        }
    }

    /// What only saves time or shows how far someone read: where it can't be written, nothing else is refused for it.
    fn write_minor(&mut self, writes: &[RegistryWrite]) {
        if let Err(failed) = self.registry.write(writes) {
            tracing::warn!(error = %failed.error, "how far people read was not written");
            if failed.all_lost {
                self.fail(&No::not_kept(&failed.error));
            }
        }
    }

    fn settle(&mut self) -> Vec<Effect> {
        match self.keep() {
            Ok(()) => {
                let effects = self.core.committed();
                self.effects.extend(effects);
            }
            Err(error) => {
                tracing::warn!(%error, events = self.core.entries().len(), "not kept");
                self.registry.rollback();
                self.fail(&No::not_kept(&error));
            }
        }
        std::mem::take(&mut self.effects)
    }

    /// Keeps what the batch holds, in the registry and in the log.
    ///
    /// The registry comes first: a ban that is written and not told keeps someone out all the same, should the power go
    /// in between; one that is told and not written would not. Where the log then keeps nothing, the registry takes it
    /// back.
    fn keep(&self) -> Result<(), LogError> {
        let wrote = self.registry.commit()?;
        let entries = self.core.entries();
        if entries.is_empty() {
            return Ok(());
        }
        let kept = self.log.append(entries);
        if kept.is_err()
            && wrote
            && let Err(error) = self.registry.take_back()
        {
            tracing::warn!(%error, "what was not kept could not be taken back yet");
        }
        kept
    }

    /// Nothing of the batch so far is kept, and what comes next begins another one.
    fn fail(&mut self, no: &No) {
        let rooms = &self.rooms;
        let effects = self.core.failed(no, |room| rooms.get(room).map(|room| room.state().clone()));
        self.effects.extend(effects);
    }

    fn delete(&mut self, call: usize, room: RoomNo, by: &Author) -> Vec<Effect> {
        let view = self.rooms.get(room);
        view.iter().for_each(|room| room.set_deleted(true));
        let left = match self.log.delete(room) {
            Ok(left) => left,
            Err(error) => {
                view.iter().for_each(|room| room.set_deleted(false));
                self.core.stays(room);
                return vec![Effect::Answer { call, answer: Err(No::not_kept(&error)) }];
            }
        };
        // From here on there is no such room, whatever happens next. Its number is given to no other.
        let forgotten = self.registry.write(&[RegistryWrite::ForgetRoom { room }]).map_err(|failed| failed.error);
        if let Err(error) = forgotten.and_then(|()| self.registry.commit().map(drop)) {
            tracing::warn!(%error, %room, "what was noted about a room stays noted");
        }
        let mut effects = self.core.deleted(room, by);
        effects.push(Effect::Answer { call, answer: Ok(Answer::Done) });
        self.erase(room, left);
        effects
    }

    /// Looks for what a room no longer keeps, and serves none of it from then on.
    pub fn look_for_old(&mut self, no: RoomNo) {
        let Some(view) = self.rooms.get(no) else { return };
        let Some(opened) = self.core.house().rooms.get(no).map(|room| room.retention.opened()) else { return };
        let state = view.state().clone();
        let looked = erasing::look(&*self.log, no, opened, &state, self.now.clock);
        if let Err(error) = &looked {
            tracing::warn!(%error, room = %no, "what a room does not keep was not looked for");
        }
        let Some(first) = self.core.looked(no, looked.ok(), self.now.clock) else { return };
        view.forget(first);
        let before = self.erasers.extract_if(.., |(room, _)| *room == no).map(|(_, eraser)| eraser).next();
        let state = State { first, ..state };
        let eraser = Eraser::start(Arc::clone(&self.log), no, state, before);
        self.erasers.extend(eraser.map(|eraser| (no, eraser)));
    }

    fn remember(&self, no: RoomNo, state: &State) {
        if let Err(error) = self.log.remember(no, state) {
            tracing::warn!(%error, "the state of a room was not remembered");
        }
    }
}

#[cfg(test)]
#[path = "../../../tests/host/driver.rs"]
mod tests;
