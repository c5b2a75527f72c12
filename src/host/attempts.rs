//! How often passwords may be tried: from one address, and for one account or by one person, from wherever.
//! A try is taken before the password is compared and given back where it was right, so that many at once are no way
//! around it. Those who have to wait for their turn anyway take theirs only when it comes.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::gate::place;
use super::pace::{Bucket, Pace};
use super::passwords;
use crate::room::PersonId;
use crate::wire::Password;
use crate::wire::carriage::Origin;

/// How often one address may be wrong: many people may share it.
const FROM_ADDRESS: Pace = Pace { burst: 10.0, per_second: 0.2 };

/// How often an account may be tried wrongly, and one person be wrong about rooms.
const OF_ONE: Pace = Pace { burst: 10.0, per_second: 0.05 };

/// How many passwords the house makes for one address: each costs it work.
const MADE: Pace = Pace { burst: 300.0, per_second: 2.0 };

/// How many of each are remembered.
const REMEMBERED: usize = 4096;

/// What is tried.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tried {
    /// The account of someone.
    Account(PersonId),
    /// A name, folded, that has no account.
    Name(String),
    /// The password of some room, by someone who is in the house.
    RoomBy(PersonId),
}

/// Everyone who tried something.
#[derive(Debug)]
pub struct Attempts {
    addresses: Tries<IpAddr>,
    of_one: Tries<Tried>,
    made: Tries<IpAddr>,
}

impl Default for Attempts {
    fn default() -> Self {
        Self { addresses: Tries::at(FROM_ADDRESS), of_one: Tries::at(OF_ONE), made: Tries::at(MADE) }
    }
}

impl Attempts {
    /// Whether a password is the one that was kept.
    ///
    /// # Errors
    /// How long to wait before the next try.
    pub async fn compare(
        &self,
        from: Origin,
        tried: Tried,
        password: Password,
        kept: Option<String>,
    ) -> Result<bool, Duration> {
        // Whoever is wrong about a room is known already, and keeps nobody else at their address out.
        let address = address(from).filter(|_| !matches!(tried, Tried::RoomBy(_)));
        let take = || {
            let now = Instant::now();
            address.map_or(Ok(()), |address| self.addresses.take(address, now))?;
            self.of_one.take(tried.clone(), now).inspect_err(|_| self.addresses.give_back(address.as_ref()))
        };
        let right = passwords::verify(password, kept, take).await?;
        if right {
            self.addresses.give_back(address.as_ref());
            self.of_one.give_back(Some(&tried));
        }
        Ok(right)
    }

    /// The house's own password is tried, which `is_right` compares at once.
    ///
    /// # Errors
    /// How long to wait before the next try.
    pub fn house(&self, from: Origin, now: Instant, is_right: impl FnOnce() -> bool) -> Result<bool, Duration> {
        let address = address(from);
        address.map_or(Ok(()), |address| self.addresses.take(address, now))?;
        let right = is_right();
        if right {
            self.addresses.give_back(address.as_ref());
        }
        Ok(right)
    }

    /// A password of someone's own is to be made.
    ///
    /// # Errors
    /// How long to wait before the next.
    pub fn make(&self, from: Origin, now: Instant) -> Result<(), Duration> {
        address(from).map_or(Ok(()), |address| self.made.take(address, now))
    }
}

/// What counts as one address. The host's own window has none.
pub(super) fn address(from: Origin) -> Option<IpAddr> {
    match from {
        Origin::Here => None,
        Origin::Network(address) => Some(place(address.ip())),
    }
}

/// The tries of one kind.
#[derive(Debug)]
struct Tries<K> {
    pace: Pace,
    left: Mutex<HashMap<K, Bucket>>,
}

impl<K: Hash + Eq> Tries<K> {
    fn at(pace: Pace) -> Self {
        Self { pace, left: Mutex::default() }
    }

    fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut left = self.left();
        if left.len() >= REMEMBERED && !left.contains_key(&key) {
            left.retain(|_, bucket| !bucket.is_full(self.pace, now));
        }
        if left.len() >= REMEMBERED && !left.contains_key(&key) {
            // So many try at once that this one waits until some of them are forgotten.
            return Err(Duration::from_secs_f32(1.0 / self.pace.per_second));
        }
        left.entry(key).or_insert_with(|| Bucket::full(self.pace, now)).take(self.pace, now)
    }

    fn give_back(&self, key: Option<&K>) {
        let mut left = self.left();
        if let Some(bucket) = key.and_then(|key| left.get_mut(key)) {
            bucket.give_back(self.pace);
        }
    }

    fn left(&self) -> MutexGuard<'_, HashMap<K, Bucket>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
