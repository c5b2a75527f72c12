//! A house with everyone who comes to it, and one random batch after the other.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use super::before::{self, Before};
use super::checks;
use super::dice::Dice;
use super::faults::Fault;
use super::guests::Guests;
use super::model::{Model, Room, Standing};
use super::rig::{Outcome, Rig};
use super::wishes::Wishing;
use crate::host::core::{Answer, Effect, Input};
use crate::room::{PersonId, RoomNo, Seq};
use crate::wire::account::Admission;

/// A house, everyone outside, and what is expected of it.
pub struct World {
    seed: u64,
    pub rig: Rig,
    pub dice: Dice,
    pub guests: Guests,
    pub model: Model,
    batches: usize,
    /// What was asked last, and what failed then.
    latest: Option<(Fault, Vec<Input>, Rc<Outcome>)>,
}

impl World {
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let open = Admission::Everyone;
        let admission = dice.weighted(&[(6, open), (1, Admission::Registered), (5, Admission::Approval)]);
        let rig = Rig::open(seed, admission);
        let mut model = Model::default();
        let mut first = Room::default();
        for event in rig.log.after(RoomNo(1), Seq::START) {
            model.ids.insert(event.id, (RoomNo(1), event.seq, event.at, None));
            first.state.apply(&event);
        }
        model.rooms.insert(RoomNo(1), first);
        Self { seed, rig, dice, guests: Guests::default(), model, batches: 0, latest: None }
    }

    /// Goes on for so many batches, and then everyone leaves.
    pub fn run(&mut self, batches: usize) {
        let done = catch_unwind(AssertUnwindSafe(|| {
            for _ in 0..batches {
                self.batch();
                if self.dice.in_hundred(2) {
                    self.rest();
                }
            }
            self.close();
        }));
        if let Err(panic) = done {
            println!("this is seed {}, in batch {}: {:#?}", self.seed, self.batches, self.latest);
            resume_unwind(panic);
        }
    }

    /// One random batch.
    fn batch(&mut self) {
        self.wait();
        let wishing = Wishing {
            dice: &mut self.dice,
            guests: &mut self.guests,
            model: &self.model,
            registry: self.rig.driver.book(),
            clock: self.rig.now.clock,
            asks: Vec::new(),
        };
        let asks = wishing.wish();
        let call = usize::try_from(self.dice.below(asks.len() as u64)).unwrap();
        let fault = self.dice.weighted(&[
            (73, Fault::None),
            (8, Fault::Log),
            (4, Fault::Commit),
            (6, Fault::RegistryWrite(call)),
            (3, Fault::AllLost(call)),
            (1, Fault::Minor),
            (1, Fault::MinorLosesAll),
            (2, Fault::Read(call)),
            (2, Fault::Delete),
        ]);
        if let (Fault::Minor | Fault::MinorLosesAll, Some(due)) = (fault, self.rig.driver.core().house().marks.due()) {
            let wait = due.saturating_duration_since(self.rig.now.at);
            self.rig.pass(u64::try_from(wait.as_millis()).unwrap() + 1);
        }
        self.ask(&asks, fault);
    }

    fn wait(&mut self) {
        let ms = match self.dice.below(100) {
            0..20 => 0,
            20..60 => self.dice.below(300),
            60..90 => self.dice.below(2_500),
            90..97 => self.dice.below(30_000),
            97..99 => self.dice.below(3_600_000),
            _ => self.dice.below(40 * 24 * 3_600_000),
        };
        self.rig.pass(ms);
        if self.dice.in_hundred(1) {
            // Someone sets the clock.
            self.rig.now.clock -= self.dice.below(5_000);
        }
    }

    /// Asks all of this, and looks at what came of it.
    pub fn ask(&mut self, asks: &[Input], fault: Fault) {
        self.batches += 1;
        let before = Before::of(self);
        let outcome = self.rig.batch(asks, fault);
        let outcome = Rc::new(outcome);
        self.latest = Some((fault, asks.to_vec(), Rc::clone(&outcome)));
        self.hear(asks, &outcome, &before);
        let closely = fault != Fault::None || self.batches.is_multiple_of(4);
        checks::all(self, asks, &outcome, &before, closely);
    }

    fn hear(&mut self, asks: &[Input], outcome: &Outcome, before: &Before) {
        let mut standing = Standing {
            owned: before.owners.clone(),
            owns: self.owners(),
            clock: self.rig.now.clock,
            also: before.also.clone(),
            made: BTreeSet::new(),
            called: before.called.clone(),
        };
        for (who, name) in before::called(self) {
            standing.called.entry(who).or_default().extend(name);
        }
        for effect in &outcome.effects {
            match effect {
                Effect::RoomMade(no) => {
                    standing.made.insert(*no);
                }
                Effect::Show(entries) => self.model.hear(entries, &standing),
                Effect::RoomGone(no) => self.model.forget(*no),
                _ => {}
            }
        }
        self.guests.hear(asks, outcome, self.rig.now.at);
        for (call, ask) in asks.iter().enumerate() {
            if let (Input::Arrive { who, session }, Some(Ok(Answer::Arrived(_)))) = (ask, outcome.answer(call))
                && let Some(key) = session.key
            {
                self.model.came_with.entry(key).or_default().insert(*who);
            }
        }
    }

    /// Everyone who hosts the house, as the registry says.
    pub fn owners(&self) -> BTreeSet<PersonId> {
        let mut select = self.rig.driver.book().db().prepare_cached("SELECT who FROM owner").unwrap();
        let owners = select.query_map([], |row| row.get(0).map(PersonId)).unwrap();
        owners.map(Result::unwrap).collect()
    }

    /// Nobody asks for anything, until nothing is due any more: then everyone knows who is where.
    fn rest(&mut self) {
        let dismissed: Vec<_> = self.guests.sessions.values().filter(|session| session.dismissed).cloned().collect();
        let depart =
            |session: &super::guests::Session| Input::Depart { who: session.who, session: session.connected.number };
        let asks: Vec<Input> = dismissed.iter().map(depart).collect();
        self.ask(&asks, Fault::None);
        for _ in 0..40 {
            let Some(due) = self.rig.driver.due(self.rig.now) else { break };
            let wait = due.saturating_duration_since(self.rig.now.at);
            if wait.as_secs() > 3600 {
                break;
            }
            self.rig.pass(u64::try_from(wait.as_millis()).unwrap() + 1);
            self.ask(&[], Fault::None);
        }
        checks::at_rest(self);
    }

    fn close(&mut self) {
        self.rest();
        let outcome = self.rig.close();
        let before = Before::of(self);
        self.hear(&[], &outcome, &before);
        for (no, room) in &self.model.rooms {
            assert!(room.state.here.is_empty(), "the house is closed, and someone is left in {no}");
        }
        checks::log(self);
    }
}
