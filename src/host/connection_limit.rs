//! The connection limit: how many may be in the house and before its door, in all and from one address.
//! Who says nothing is the first to make room for the next; who is in stays in.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use slab::Slab;
use tokio::sync::{Notify, oneshot};
use tokio::task::AbortHandle;

use crate::host::mailbox::Mailbox;
use crate::host::no::No;
use crate::host::subnet::address_of;
use crate::wire::carriage::Origin;
use crate::wire::frame::Code;

/// How many may stand before the door without having said hello.
const WAITING: usize = 1024;

/// The connection limit of a house.
#[derive(Debug)]
pub struct ConnectionLimit {
    guests: usize,
    per_address: usize,
    inside: Mutex<Inside>,
    emptied: Notify,
}

#[derive(Debug, Default)]
struct Inside {
    closed: bool,
    visits: Slab<Visit>,
    waiting: usize,
    guests: usize,
    order: u64,
    by_address: HashMap<IpAddr, usize>,
}

/// One connection, from the first byte to the last.
#[derive(Debug)]
struct Visit {
    address: Option<IpAddr>,
    /// Ends it, wherever it is.
    task: Option<AbortHandle>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// Before the door, since when (in the order of coming).
    Waiting(u64),
    /// In the house.
    In(Arc<Mailbox>),
    /// Sent away. It counts no longer, even if its task has still to hear of it.
    Away,
}

impl ConnectionLimit {
    /// One that lets in so many.
    pub fn new(guests: usize, per_address: usize) -> Arc<Self> {
        Arc::new(Self { guests, per_address, inside: Mutex::default(), emptied: Notify::new() })
    }

    /// Someone stands before the door. Where too many do, the one who has said nothing for the longest is sent away.
    pub fn arrive(self: &Arc<Self>, from: Origin) -> Option<Permit> {
        let address = address_of(from);
        let mut inside = self.inside();
        if inside.closed {
            return None;
        }
        inside.order += 1;
        let stage = Stage::Waiting(inside.order);
        let key = inside.visits.insert(Visit { address, task: None, stage });
        inside.waiting += 1;
        if let Some(address) = address {
            *inside.by_address.entry(address).or_default() += 1;
        }
        let crowded = address.filter(|address| inside.by_address.get(address) > Some(&self.per_address));
        if crowded.is_some() || inside.waiting > WAITING {
            inside.send_away_oldest(crowded);
        }
        drop(inside);
        Some(Permit { connections: Arc::clone(self), key })
    }

    /// The system has no room for more connections: sends away the one who has said nothing for the longest.
    pub fn make_room(&self) {
        self.inside().send_away_oldest(None);
    }

    /// How many guests are in.
    pub fn guests(&self) -> usize {
        self.inside().guests
    }

    /// Lets nobody in any more, and tells everyone who is in to say goodbye.
    pub fn close(&self, why: &No) {
        let mut inside = self.inside();
        inside.closed = true;
        for (_, visit) in &inside.visits {
            match &visit.stage {
                Stage::In(mailbox) => {
                    mailbox.dismiss(why.clone());
                    mailbox.ring();
                }
                Stage::Waiting(_) | Stage::Away => visit.task.iter().for_each(AbortHandle::abort),
            }
        }
    }

    /// Waits until everyone is out.
    pub async fn empty(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.inside().visits.is_empty() {
                return;
            }
            emptied.await;
        }
    }

    /// Ends every connection there is, said goodbye or not.
    pub fn clear(&self) {
        self.inside().visits.iter().filter_map(|(_, visit)| visit.task.as_ref()).for_each(AbortHandle::abort);
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    /// Sends away the one who has said nothing for the longest, of all or of those from one address.
    fn send_away_oldest(&mut self, address: Option<IpAddr>) {
        let waiting = self.visits.iter().filter_map(|(key, visit)| match visit.stage {
            Stage::Waiting(since) if address.is_none() || visit.address == address => Some((since, key)),
            _ => None,
        });
        let Some((_, key)) = waiting.min() else { return };
        self.uncount(key);
        if let Some(visit) = self.visits.get_mut(key) {
            visit.stage = Stage::Away;
            visit.task.iter().for_each(AbortHandle::abort);
        }
    }

    /// One connection fewer, wherever it was.
    fn uncount(&mut self, key: usize) {
        let Some(visit) = self.visits.get(key) else { return };
        match visit.stage {
            Stage::Waiting(_) => self.waiting -= 1,
            Stage::In(_) => self.guests -= 1,
            Stage::Away => return,
        }
        if let Some(address) = visit.address
            && let Some(count) = self.by_address.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                self.by_address.remove(&address);
            }
        }
    }
}

/// The right to be here, from the first byte on. Dropping it makes room.
#[derive(Debug)]
pub struct Permit {
    connections: Arc<ConnectionLimit>,
    key: usize,
}

impl Permit {
    /// Serves this connection in a task of its own. It starts only once it can be ended.
    pub fn serve<F: Future<Output = ()> + Send + 'static>(self, work: impl FnOnce(Self) -> F + Send + 'static) {
        let (start, started) = oneshot::channel::<Self>();
        let handle = tokio::spawn(async move {
            if let Ok(pass) = started.await {
                work(pass).await;
            }
        });
        self.served_by(handle.abort_handle());
        let _ = start.send(self);
    }

    /// Says which task serves this connection, so that it can be ended.
    fn served_by(&self, task: AbortHandle) {
        let mut inside = self.connections.inside();
        let closed = inside.closed;
        if let Some(visit) = inside.visits.get_mut(self.key) {
            if closed || matches!(visit.stage, Stage::Away) {
                task.abort();
            }
            visit.task = Some(task);
        }
    }

    /// Said hello well: comes in, if there is room. Whoever is in stays in.
    ///
    /// # Errors
    /// There is none.
    pub fn come_in(&self, mailbox: &Arc<Mailbox>) -> Result<(), No> {
        let mut inside = self.connections.inside();
        if inside.closed {
            return Err(No::closing());
        }
        let Inside { visits, by_address, guests, waiting, .. } = &mut *inside;
        let visit = match visits.get_mut(self.key) {
            Some(Visit { stage: Stage::In(_), .. }) => return Ok(()),
            Some(visit) if matches!(visit.stage, Stage::Waiting(_)) => visit,
            _ => return Err(crowded()),
        };
        // The host's own window always finds room.
        if visit.address.is_some() && *guests >= self.connections.guests {
            return Err(No::new(Code::Full, "No more people fit right now. Try again when someone has left."));
        }
        if visit.address.is_some_and(|address| by_address.get(&address) > Some(&self.connections.per_address)) {
            return Err(crowded());
        }
        visit.stage = Stage::In(Arc::clone(mailbox));
        *waiting -= 1;
        *guests += 1;
        Ok(())
    }
}

fn crowded() -> No {
    No::new(Code::Full, "Too many people are connected from your address. Ask the host to allow more.")
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut inside = self.connections.inside();
        inside.uncount(self.key);
        inside.visits.try_remove(self.key);
        if inside.visits.is_empty() {
            self.connections.emptied.notify_waiters();
        }
    }
}
