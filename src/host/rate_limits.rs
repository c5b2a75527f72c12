//! How much people may say and ask. A limit belongs to a person, a key and an address, not to a connection: coming again
//! is no way around it.
//!
//! Whoever says something takes from three buckets: the person's, their key's, and their address's, which is larger, since a
//! classroom or an office may be behind one. Who is refused has taken from none.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::no::{No, seconds};
use super::subnet::address_of;
use super::token_bucket::{Pace, TokenBucket};
use crate::room::PersonId;
use crate::wire::Fingerprint;
use crate::wire::carriage::Origin;
use crate::wire::frame::Code;

/// How many times as much as one person all may who come from one address.
pub const FROM_ADDRESS: f32 = 32.0;

/// How long whoever was sent away for abuse is not let in again.
const BARRED: Duration = Duration::from_secs(60);

/// How many are remembered before those who have all of their limits again are forgotten.
const REMEMBERED: usize = 1024;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// What is said.
    Say,
    /// What is asked, and told beside the log.
    Ask,
}

/// How fast one person may do each.
#[derive(Clone, Copy, Debug)]
pub struct Paces {
    /// Saying.
    pub says: Pace,
    /// Asking.
    pub asks: Pace,
    /// Being refused.
    pub strikes: Pace,
}

impl Paces {
    const fn of(&self, kind: Action) -> Pace {
        match kind {
            Action::Say => self.says,
            Action::Ask => self.asks,
        }
    }

    fn times(self, times: f32) -> Self {
        let more = |pace: Pace| Pace { burst: pace.burst * times, per_second: pace.per_second * times };
        Self { says: more(self.says), asks: more(self.asks), strikes: more(self.strikes) }
    }
}

/// What someone has left of each.
#[derive(Debug)]
struct Allowance {
    says: TokenBucket,
    asks: TokenBucket,
    strikes: TokenBucket,
    barred: Option<Instant>,
}

impl Allowance {
    const fn full(paces: &Paces, now: Instant) -> Self {
        Self {
            says: TokenBucket::full(paces.says, now),
            asks: TokenBucket::full(paces.asks, now),
            strikes: TokenBucket::full(paces.strikes, now),
            barred: None,
        }
    }

    const fn of(&mut self, kind: Action) -> &mut TokenBucket {
        match kind {
            Action::Say => &mut self.says,
            Action::Ask => &mut self.asks,
        }
    }

    fn is_full(&self, paces: &Paces, now: Instant) -> bool {
        self.barred.is_none_or(|until| until <= now)
            && self.says.is_full(paces.says, now)
            && self.asks.is_full(paces.asks, now)
            && self.strikes.is_full(paces.strikes, now)
    }
}

type Shared = Arc<Mutex<Allowance>>;

/// The limits of everyone of one kind: of people, of keys, or of addresses.
#[derive(Debug)]
struct Known<K> {
    paces: Paces,
    all: Mutex<HashMap<K, Shared>>,
}

impl<K: Hash + Eq> Known<K> {
    fn new(paces: Paces) -> Self {
        Self { paces, all: Mutex::default() }
    }

    fn get(&self, key: K, now: Instant) -> Shared {
        let mut all = lock(&self.all);
        if all.len() >= REMEMBERED && all.len() == all.capacity() {
            // Whoever is here holds a share; whoever is not is remembered only as long as that makes a difference.
            all.retain(|_, one| Arc::strong_count(one) > 1 || !lock(one).is_full(&self.paces, now));
        }
        Arc::clone(all.entry(key).or_insert_with(|| Arc::new(Mutex::new(Allowance::full(&self.paces, now)))))
    }

    fn barred(&self, key: &K, now: Instant) -> Option<Duration> {
        let one = lock(&self.all).get(key).cloned()?;
        let until = lock(&one).barred?;
        until.checked_duration_since(now).filter(|wait| !wait.is_zero())
    }
}

/// The limits of a house.
#[derive(Debug)]
pub struct RateLimits {
    people: Known<PersonId>,
    keys: Known<Fingerprint>,
    addresses: Known<IpAddr>,
}

/// The limits of one session: those of its person, key and address.
#[derive(Debug)]
pub struct SessionLimits {
    house: Arc<RateLimits>,
    person: Shared,
    key: Option<Shared>,
    address: Option<Shared>,
}

impl RateLimits {
    /// Limits for people who may go on so fast.
    pub fn new(paces: Paces) -> Arc<Self> {
        Arc::new(Self {
            people: Known::new(paces),
            keys: Known::new(paces),
            addresses: Known::new(paces.times(FROM_ADDRESS)),
        })
    }

    /// The limits of someone who comes in.
    pub fn of(self: &Arc<Self>, who: PersonId, key: Option<Fingerprint>, from: Origin, now: Instant) -> SessionLimits {
        SessionLimits {
            house: Arc::clone(self),
            person: self.people.get(who, now),
            key: key.map(|key| self.keys.get(key, now)),
            address: address_of(from).map(|address| self.addresses.get(address, now)),
        }
    }

    /// Whether someone at the door was sent away for abuse a moment ago.
    ///
    /// # Errors
    /// They were, and how long to wait.
    pub fn check(&self, who: Option<PersonId>, key: Option<Fingerprint>, now: Instant) -> Result<(), No> {
        let by_key = key.and_then(|key| self.keys.barred(&key, now));
        let by_person = who.and_then(|who| self.people.barred(&who, now));
        let Some(wait) = by_key.into_iter().chain(by_person).max() else { return Ok(()) };
        let why = format!("You sent too much and were disconnected. Wait {}, then rejoin.", seconds(wait));
        Err(No::new(Code::Abuse, why).wait(wait))
    }
}

impl SessionLimits {
    /// Takes one, or says how long to wait for it. Whoever has to wait has taken nothing.
    ///
    /// # Errors
    /// The time to wait.
    pub fn take(&self, kind: Action, now: Instant) -> Result<(), Duration> {
        let RateLimits { people, keys, addresses } = &*self.house;
        // Always locked in this order.
        let mut person = lock(&self.person);
        let mut key = self.key.as_ref().map(|one| lock(one));
        let mut address = self.address.as_ref().map(|one| lock(one));
        let mut buckets = [
            Some((person.of(kind), people.paces.of(kind))),
            key.as_deref_mut().map(|key| (key.of(kind), keys.paces.of(kind))),
            address.as_deref_mut().map(|address| (address.of(kind), addresses.paces.of(kind))),
        ];
        let wait = buckets.iter().flatten().filter_map(|(bucket, pace)| bucket.wait(*pace, now)).max();
        if let Some(wait) = wait {
            return Err(wait);
        }
        for (bucket, pace) in buckets.iter_mut().flatten() {
            // There is one: it was looked for under the same lock.
            let _ = bucket.take(*pace, now);
        }
        Ok(())
    }

    /// Counts something that a guest who behaves does not do often.
    ///
    /// # Errors
    /// It was too much: neither the person nor the key is let in for a while. What others do who come from the same address
    /// is not held against anyone.
    pub fn strike(&self, now: Instant) -> Result<(), Duration> {
        let RateLimits { people, keys, .. } = &*self.house;
        let mut person = lock(&self.person);
        let mut key = self.key.as_ref().map(|one| lock(one));
        let taken = person.strikes.take(people.paces.strikes, now);
        let taken_too = key.as_mut().map_or(Ok(()), |key| key.strikes.take(keys.paces.strikes, now));
        if taken.and(taken_too).is_ok() {
            return Ok(());
        }
        person.barred = Some(now + BARRED);
        key.iter_mut().for_each(|key| key.barred = Some(now + BARRED));
        Err(BARRED)
    }

    /// What was counted as a strike was none. Given back where it was taken.
    pub fn forgive(&self) {
        let RateLimits { people, keys, .. } = &*self.house;
        lock(&self.person).strikes.give_back(people.paces.strikes);
        self.key.iter().for_each(|key| lock(key).strikes.give_back(keys.paces.strikes));
    }

    /// How long it takes to be allowed one more.
    pub fn each(&self, kind: Action) -> Duration {
        let per_second = self.house.people.paces.of(kind).per_second.max(f32::MIN_POSITIVE);
        Duration::try_from_secs_f32(1.0 / per_second).unwrap_or(Duration::MAX)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
