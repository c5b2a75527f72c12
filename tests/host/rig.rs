//! A house on its own: the driver with a registry and a log in memory, and what follows from its batches, carried out as
//! the hall would do it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::diary::Diary;
use super::dice::{Dice, key};
use super::faults::{self, Fault};
use crate::host::core::{AdmissionQueue, Answer, Core, Counters, Effect, HousePolicy, HouseState, Input, Now, Ticket};
use crate::host::hall::driver::Driver;
use crate::host::no::No;
use crate::host::registry::{Registry, house};
use crate::host::token_bucket::Pace;
use crate::host::view::{FanOut, RoomViews};
use crate::log::{Entry, Log as _};
use crate::room::{Body, Event, NameRule, RoomNo, Seq, State, Title};
use crate::wire::account::Admission;

/// How long a cut stays unnoticed.
pub const GRACE: Duration = Duration::from_secs(20);

/// A house, and the time in it.
pub struct Rig {
    pub driver: Driver,
    pub log: Arc<Diary>,
    pub views: Arc<RoomViews>,
    pub now: Now,
    /// Those at the door who wait for an answer.
    at_door: BTreeSet<Ticket>,
}

/// What came of a batch.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What each call was answered, as often as it was.
    pub answers: BTreeMap<usize, Vec<Result<Answer, No>>>,
    /// All that was to be carried out, in order.
    pub effects: Vec<Effect>,
    /// Of the calls before this one, nothing is kept.
    pub lost_before: usize,
    /// Those at the door who are answered before they know that they wait.
    pub unheard: Vec<Ticket>,
    /// Nothing of the whole batch is kept.
    pub all_lost: bool,
}

impl Outcome {
    /// What a call was answered.
    pub fn answer(&self, call: usize) -> Option<&Result<Answer, No>> {
        self.answers.get(&call).and_then(|answers| answers.first())
    }
}

impl Rig {
    /// A house that is opened for the first time. Its ids come from the seed.
    pub fn open(seed: u64, admission: Admission) -> Self {
        let now = Now { at: Instant::now(), clock: 1_700_000_000_000 };
        let registry = Registry::in_memory().unwrap();
        faults::begin(registry.db());
        registry.db().set_prepared_statement_cache_capacity(128);
        house::set_admission(registry.db(), admission).unwrap();
        let policy = HousePolicy {
            names: NameRule::Any,
            renames: Pace { burst: 5.0, per_second: 1.0 / 30.0 },
            grace: GRACE,
            host_key: Some(key(0)),
        };
        let next = Counters { person: 1, room: 1, request: 1, invite: 1, ticket: 1 };
        let state = HouseState::new(policy, AdmissionQueue::new(admission), next, now.at);
        let mut ids = Dice::of(seed ^ 0x1d5);
        let first = ids.id();
        let mut core = Core::new(state, now, Box::new(move || ids.id()));
        let (log, views) = (Arc::new(Diary::default()), Arc::new(RoomViews::new(FanOut::stopped())));
        let body = Body::Titled { title: Title::parse("The house").unwrap() };
        let event = Event { seq: Seq(1), at: now.clock, id: first, by: None, body };
        let mut room = State::default();
        room.apply(&event);
        log.append(&[Entry { room: RoomNo(1), event }]).unwrap();
        views.insert(RoomNo(1), room.clone());
        core.add_room(RoomNo(1), room, false, now);
        let driver = Driver::new(core, registry, Arc::<Diary>::clone(&log), Arc::clone(&views), now);
        Self { driver, log, views, now, at_door: BTreeSet::new() }
    }

    /// Time passes, by both clocks.
    pub fn pass(&mut self, ms: u64) {
        self.now.at += Duration::from_millis(ms);
        self.now.clock += ms;
    }

    /// Asks all of this in one batch, in which something may fail.
    pub fn batch(&mut self, asks: &[Input], fault: Fault) -> Outcome {
        let mut outcome = Outcome::default();
        self.driver.begin(self.now);
        for (call, ask) in asks.iter().enumerate() {
            let gathering = self.is_gathering();
            match fault {
                Fault::RegistryWrite(at) if at == call => self.refuse(1),
                // Until there is something to lose.
                Fault::AllLost(at) if at <= call && outcome.lost_before == 0 => self.refuse(2),
                Fault::Read(at) if at == call => self.log.is_unreadable.store(true, Ordering::Relaxed),
                _ => {}
            }
            self.driver.ask(call, ask.clone());
            self.mend(fault);
            if gathering && !self.is_gathering() {
                outcome.lost_before = call;
            }
        }
        let gathering = self.is_gathering();
        let mut all_lost = false;
        match fault {
            Fault::Log => self.log.refuses.store(true, Ordering::Relaxed),
            Fault::Commit => all_lost = faults::spoil(self.driver.book().db()),
            Fault::Minor => self.refuse(1),
            Fault::MinorLosesAll => self.refuse(2),
            Fault::Delete => self.log.keeps_rooms.store(true, Ordering::Relaxed),
            _ => {}
        }
        let effects = self.driver.commit();
        all_lost |= self.log.refused.swap(false, Ordering::Relaxed);
        // Where the registry lost what it took, it lost as well that it was to do so.
        all_lost |= fault == Fault::MinorLosesAll && gathering && faults::how(self.driver.book().db()) == 0;
        self.log.refuses.store(false, Ordering::Relaxed);
        if matches!(fault, Fault::Minor | Fault::MinorLosesAll) {
            self.refuse(0);
        }
        if all_lost {
            outcome.lost_before = asks.len();
        }
        outcome.all_lost = all_lost;
        self.carry_out(effects, &mut outcome);
        self.mend(fault);
        self.log.keeps_rooms.store(false, Ordering::Relaxed);
        outcome
    }

    /// Everyone leaves.
    pub fn close(&mut self) -> Outcome {
        let mut outcome = Outcome::default();
        let effects = self.driver.close(self.now);
        self.carry_out(effects, &mut outcome);
        outcome
    }

    fn is_gathering(&self) -> bool {
        !self.driver.book().db().is_autocommit()
    }

    fn refuse(&self, how: u8) {
        faults::set(self.driver.book().db(), how);
    }

    /// What could not be written or read for one call can be again.
    fn mend(&self, fault: Fault) {
        if matches!(fault, Fault::RegistryWrite(_) | Fault::AllLost(_)) {
            self.refuse(0);
        }
        self.log.is_unreadable.store(false, Ordering::Relaxed);
    }

    /// Carries out what concerns the rooms, first what is no work for the disk.
    fn carry_out(&mut self, effects: Vec<Effect>, outcome: &mut Outcome) {
        let mut on_disk = VecDeque::new();
        let mut next = Some(effects);
        while let Some(effects) = next {
            for effect in effects {
                match effect {
                    Effect::RoomMade(no) => self.views.insert(no, State::default()),
                    Effect::Show(ref entries) => self.show(entries),
                    Effect::RoomGone(no) => self.views.remove(no),
                    Effect::Answer { call, answer } => {
                        if let Ok(Answer::Waits(ticket)) = answer {
                            self.at_door.insert(ticket);
                        }
                        outcome.answers.entry(call).or_default().push(answer);
                        continue;
                    }
                    Effect::Decided { ticket, .. } if !self.at_door.remove(&ticket) => outcome.unheard.push(ticket),
                    Effect::Delete { .. } | Effect::LookForOld(_) | Effect::Remember(_) => {
                        on_disk.push_back(effect);
                        continue;
                    }
                    _ => {}
                }
                outcome.effects.push(effect);
            }
            next = on_disk.pop_front().map(|effect| self.driver.do_on_disk(effect));
        }
    }

    fn show(&self, entries: &[Entry]) {
        let mut rooms: BTreeMap<RoomNo, Vec<Event>> = BTreeMap::new();
        for Entry { room, event } in entries {
            rooms.entry(*room).or_default().push(event.clone());
        }
        for (no, events) in rooms {
            self.views.get(no).unwrap().show(events);
        }
    }
}
