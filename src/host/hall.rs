//! The hall: one thread that owns the order of everything. It takes what is asked, has it decided and kept in one commit,
//! and only then shows it, answers, and wakes who listens. What comes while one commit is being written goes into the
//! next.

mod call;
mod crash_report;
mod driver;
mod effects;
mod erasing;
mod load_facts;
mod startup;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Instant;

use tokio::runtime::{self, Handle, Runtime};
use tokio::sync::mpsc;

pub use call::{Call, DoorReply, PendingDecision, ReplyTo};
pub use startup::Setup;

use self::driver::Driver;
use self::effects::EffectRunner;
use super::core::{Input, Now, SessionNo};
use super::no::No;
use super::registry::{accounts, rooms};
use super::settings::Clock;
use crate::log::LogError;

/// How many calls may wait for the hall; whoever calls beyond that waits with it. Also the most one commit takes.
const CALLS: usize = 2048;

/// The way to the hall.
#[derive(Debug)]
pub struct Hall {
    calls: mpsc::Sender<Call>,
}

/// What happens when the hall's thread ends by a fault: everyone is told, with the words of a crash report.
pub type OnCrash = Box<dyn FnOnce() + Send>;

impl Hall {
    /// Opens the hall. The thread ends after [`Call::Close`], or when the hall is dropped; should it end by a fault, it
    /// leaves a crash report in `data` and calls `on_fault`.
    ///
    /// # Errors
    /// The log or the registry can't be used.
    pub fn open(setup: Setup, data: PathBuf, on_fault: OnCrash) -> Result<(Self, JoinHandle<()>), LogError> {
        let clock = Arc::clone(&setup.clock);
        let outside =
            EffectRunner::new(Arc::clone(&setup.rooms), Arc::clone(&setup.roster), Arc::clone(&setup.standing));
        let driver = startup::open(setup)?;
        let (calls, waiting) = mpsc::channel(CALLS);
        let system = |error| LogError::System { path: "hall".into(), error };
        // A runtime of its own: whoever ends theirs while the house is open does not end what is being kept.
        let runtime = runtime::Builder::new_current_thread().enable_time().build().map_err(system)?;
        let working = Working { driver, outside, waiting, clock, held: None };
        let work = move || {
            crash_report::note_panics_here();
            let done = catch_unwind(AssertUnwindSafe(|| working.keep(&runtime)));
            if let Err(panic) = done {
                crash_report::report(&data, &*panic);
                on_fault();
            }
        };
        let thread = thread::Builder::new().name("hall".to_owned()).spawn(work).map_err(system)?;
        Ok((Self { calls }, thread))
    }

    /// Asks something of the hall. When it is gone, so is the house, and nobody waits for the answer.
    pub async fn call(&self, call: Call) {
        if let Some(waits) = self.call_now(call) {
            waits.await;
        }
    }

    /// A place for a call, once there is one. Nothing where the hall is closed.
    pub async fn reserve(&self) -> Option<mpsc::Permit<'_, Call>> {
        self.calls.reserve().await.ok()
    }

    /// The same at once, where there is room. Whoever has to wait is given what to wait for.
    pub fn call_now(&self, call: Call) -> Option<Pin<Box<dyn Future<Output = ()> + Send>>> {
        match self.calls.try_send(call) {
            Ok(()) => None,
            Err(mpsc::error::TrySendError::Closed(_)) => {
                tracing::debug!("the hall is closed");
                None
            }
            Err(mpsc::error::TrySendError::Full(call)) => {
                let calls = self.calls.clone();
                Some(Box::pin(async move { drop(calls.send(call).await) }))
            }
        }
    }

    /// Asks something of the hall from where nobody can wait.
    pub fn call_soon(&self, call: Call) {
        if let Err(mpsc::error::TrySendError::Full(call)) = self.calls.try_send(call)
            && let Ok(runtime) = Handle::try_current()
        {
            let calls = self.calls.clone();
            runtime.spawn(async move { calls.send(call).await });
        }
    }
}

/// The thread's own.
struct Working {
    driver: Driver,
    outside: EffectRunner,
    waiting: mpsc::Receiver<Call>,
    clock: Clock,
    /// Since when something is shown of which nobody was told yet.
    held: Option<Instant>,
}

impl Working {
    fn now(&self) -> Now {
        Now { at: Instant::now(), clock: (self.clock)() }
    }

    fn keep(mut self, runtime: &Runtime) {
        let mut calls = Vec::new();
        loop {
            let now = self.now();
            let due = self.driver.due(now);
            let came = runtime.block_on(receive(&mut self.waiting, &mut calls, due));
            if came == Came::Closed || self.work_on(&mut calls) {
                break;
            }
        }
        let now = self.now();
        let effects = self.driver.close(now);
        self.outside.carry_out(effects, &mut []);
        self.outside.fan_out().go();
    }

    /// Has everyone told what was shown. While more waits to be kept that goes along, but not for longer than the last
    /// pass over everyone took: so each write carries more while there is much to do, and none is held back while there
    /// is little.
    fn tell(&mut self) {
        let held = *self.held.get_or_insert_with(Instant::now);
        let fan_out = self.outside.fan_out();
        if self.waiting.is_empty() || held.elapsed() >= fan_out.pass_time() {
            fan_out.go();
            self.held = None;
        }
    }

    /// Does what was asked, in one commit. True where the house is to close.
    fn work_on(&mut self, calls: &mut Vec<Call>) -> bool {
        let now = self.now();
        self.driver.begin(now);
        let mut replies: Vec<Option<ReplyTo>> = Vec::with_capacity(calls.len());
        let mut departed: Vec<SessionNo> = Vec::new();
        let mut closing = false;
        for call in calls.drain(..) {
            match call {
                Call::Input(ask, reply) => {
                    match &ask {
                        Input::Depart { session, .. } => departed.push(*session),
                        Input::GiveUp(ticket) => self.outside.wait_no_longer(*ticket),
                        _ => {}
                    }
                    replies.push(Some(reply));
                    self.driver.ask(replies.len() - 1, ask);
                }
                Call::Arrive { who, session, mailbox, reply } => {
                    self.outside.meet(session.number, mailbox);
                    replies.push(Some(ReplyTo::Waiter(reply)));
                    self.driver.ask(replies.len() - 1, Input::Arrive { who, session });
                }
                Call::Account { name, key, reply } => {
                    let found = self.driver.registry().and_then(|registry| {
                        accounts::account_of(registry.db(), &name, key).map_err(|error| No::not_read(&error))
                    });
                    // Whoever asked may be gone by now.
                    let _ = reply.send(found);
                }
                Call::AccountHash { who, reply } => {
                    let found = self.driver.registry().and_then(|registry| {
                        accounts::hash_of(registry.db(), who).map_err(|error| No::not_read(&error))
                    });
                    let _ = reply.send(found);
                }
                Call::RoomHash { room, who, reply } => {
                    let room = self.driver.core().house().find_room(room.as_ref(), who).map(|room| room.no);
                    let hash = |room| {
                        let registry = self.driver.registry()?;
                        let hash = rooms::hash_of(registry.db(), room).map_err(|error| No::not_read(&error))?;
                        Ok((room, hash))
                    };
                    let _ = reply.send(room.map(hash).transpose());
                }
                Call::Close => closing = true,
            }
        }
        let effects = self.driver.commit();
        self.outside.people(self.driver.core(), &effects);
        let mut on_disk = self.outside.carry_out(effects, &mut replies);
        self.tell();
        // Only now: nobody who was answered waits for it.
        while let Some(effect) = on_disk.pop_front() {
            let effects = self.driver.do_on_disk(effect);
            self.outside.people(self.driver.core(), &effects);
            on_disk.extend(self.outside.carry_out(effects, &mut replies));
        }
        departed.into_iter().for_each(|session| self.outside.part(session));
        closing
    }
}

/// What waiting came to.
#[derive(PartialEq, Eq)]
enum Came {
    Something,
    Closed,
}

/// Waits for calls until `due`, and takes all there are.
async fn receive(waiting: &mut mpsc::Receiver<Call>, calls: &mut Vec<Call>, due: Option<Instant>) -> Came {
    let all = waiting.recv_many(calls, CALLS);
    let count = match due {
        None => all.await,
        Some(due) => match tokio::time::timeout_at(due.into(), all).await {
            Ok(count) => count,
            Err(_) => return Came::Something,
        },
    };
    if count == 0 { Came::Closed } else { Came::Something }
}
