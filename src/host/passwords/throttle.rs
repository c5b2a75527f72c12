//! How often passwords may be guessed. A guess is counted before the password is compared and given back where it was right, so
//! that many at once are no way around it. Those who have to wait for their turn anyway take theirs only when it comes.
//!
//! Each try counts in several places, from what is the guesser's alone to what others share with them, and whoever is
//! refused has paid for all before that. So nobody uses up by refused tries what is someone else's.
//!
//! - **An account, at the door**: by the address; by the address at this account; by this account from wherever. What one
//!   address may is a fifth of what an account bears, so one that guesses without pause keeps nobody out who comes from
//!   elsewhere. Over all addresses together an account is tried wrongly at most 100 times at once and once in 4 seconds:
//!   21,700 times in a day. Five addresses that never pause can use that up, and keep new devices of its owner out
//!   meanwhile; devices that are known need no password.
//! - **One's own, in the house**: by the person alone, and no guesser at the door has a part in it.
//! - **A room's**: by the person; by their key, which may have many names; by the address, generously, since a classroom
//!   may be behind one; and by the room from wherever: 200 at once and one a second.
//!
//! Of the new kind of address (IPv6), everyone has 65,536 and more of what counts as one here, so whoever is assigned them
//! all (a /48) has bounds of their own.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::hashing::verify;
use super::keyed_buckets::KeyedBuckets;
use crate::host::no::{No, seconds};
use crate::host::subnet::{address_of, site};
use crate::host::token_bucket::Pace;
use crate::room::{PersonId, RoomNo};
use crate::wire::carriage::Origin;
use crate::wire::frame::Code;
use crate::wire::{Fingerprint, Password};

/// How often one address may be wrong at the door: many people may share it.
const FROM_ADDRESS: Pace = Pace { burst: 10.0, per_second: 0.2 };

/// How often all addresses of one assignment.
const FROM_NET: Pace = Pace { burst: 100.0, per_second: 2.0 };

/// How often an account may be tried wrongly from one address; and how often one person may be wrong in the house.
const OF_ONE: Pace = Pace { burst: 10.0, per_second: 0.05 };

/// How often an account from one assignment of addresses.
const OF_ONE_FROM_NET: Pace = Pace { burst: 30.0, per_second: 0.1 };

/// How often an account from wherever.
const OF_ACCOUNT: Pace = Pace { burst: 100.0, per_second: 0.25 };

/// How often one key may be wrong about rooms, whatever the names it comes with.
const ROOMS_BY_KEY: Pace = Pace { burst: 20.0, per_second: 0.1 };

/// How often one address.
const ROOMS_FROM_ADDRESS: Pace = Pace { burst: 60.0, per_second: 0.2 };

/// How often a room's password may be tried wrongly from wherever.
const OF_ROOM: Pace = Pace { burst: 200.0, per_second: 1.0 };

/// How many passwords the house makes for one address: each costs it work.
const MADE: Pace = Pace { burst: 300.0, per_second: 2.0 };

/// What is tried at the door.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LoginTarget {
    /// The account of someone.
    Account(PersonId),
    /// A name, folded, that has no account. It is treated as one that has, so that nobody learns which is which.
    Name(String),
}

/// Someone who is in the house.
#[derive(Clone, Copy, Debug)]
pub struct TriedBy {
    /// Who.
    pub who: PersonId,
    /// Their key, if they have one.
    pub key: Option<Fingerprint>,
    /// Where they come from.
    pub from: Origin,
}

/// Everyone who tried something.
#[derive(Debug)]
pub struct PasswordThrottle {
    addresses: KeyedBuckets<IpAddr>,
    nets: KeyedBuckets<IpAddr>,
    of_one: KeyedBuckets<(IpAddr, LoginTarget)>,
    of_one_from_net: KeyedBuckets<(IpAddr, LoginTarget)>,
    accounts: KeyedBuckets<LoginTarget>,
    own: KeyedBuckets<PersonId>,
    rooms_by: KeyedBuckets<PersonId>,
    rooms_by_key: KeyedBuckets<Fingerprint>,
    rooms_from: KeyedBuckets<IpAddr>,
    rooms: KeyedBuckets<RoomNo>,
    made: KeyedBuckets<IpAddr>,
    /// Those in the house whose password is being compared, or waits to be.
    at_work: Mutex<HashSet<PersonId>>,
}

impl Default for PasswordThrottle {
    fn default() -> Self {
        Self {
            addresses: KeyedBuckets::at(FROM_ADDRESS),
            nets: KeyedBuckets::at(FROM_NET),
            of_one: KeyedBuckets::at(OF_ONE),
            of_one_from_net: KeyedBuckets::at(OF_ONE_FROM_NET),
            accounts: KeyedBuckets::at(OF_ACCOUNT),
            own: KeyedBuckets::at(OF_ONE),
            rooms_by: KeyedBuckets::at(OF_ONE),
            rooms_by_key: KeyedBuckets::at(ROOMS_BY_KEY),
            rooms_from: KeyedBuckets::at(ROOMS_FROM_ADDRESS),
            rooms: KeyedBuckets::at(OF_ROOM),
            made: KeyedBuckets::at(MADE),
            at_work: Mutex::default(),
        }
    }
}

impl PasswordThrottle {
    /// Whether a password at the door is the one that was kept.
    ///
    /// # Errors
    /// Too many were wrong, and how long to wait.
    pub async fn account(
        &self,
        from: Origin,
        tried: LoginTarget,
        password: Password,
        kept: Option<String>,
    ) -> Result<bool, No> {
        let address = address_of(from);
        let net = address.and_then(site);
        let [here, around] = [address, net].map(|place| place.map(|place| (place, tried.clone())));
        let take = || {
            let now = Instant::now();
            self.take_address(address, now)?;
            here.clone().map_or(Ok(()), |here| self.of_one.take(here, now))?;
            around.clone().map_or(Ok(()), |around| self.of_one_from_net.take(around, now))?;
            self.accounts.take(tried.clone(), now)
        };
        let right = verify(password, kept, || take().map_err(|wait| too_many(Code::Login, wait))).await?;
        if right {
            self.give_back_address(address);
            here.iter().for_each(|here| self.of_one.give_back(here));
            around.iter().for_each(|around| self.of_one_from_net.give_back(around));
            self.accounts.give_back(&tried);
        }
        Ok(right)
    }

    /// Whether a password is that of someone's account who is in the house already.
    ///
    /// # Errors
    /// It is not compared now.
    pub async fn own(&self, who: PersonId, password: Password, kept: Option<String>) -> Result<bool, No> {
        let _at_work = self.begin(who, Code::Login)?;
        let take = || self.own.take(who, Instant::now()).map_err(|wait| too_many(Code::Login, wait));
        let right = verify(password, kept, take).await?;
        if right {
            self.own.give_back(&who);
        }
        Ok(right)
    }

    /// Whether a password is a room's.
    ///
    /// # Errors
    /// It is not compared now.
    pub async fn room(&self, by: TriedBy, room: RoomNo, password: Password, kept: Option<String>) -> Result<bool, No> {
        let TriedBy { who, key, from } = by;
        let _at_work = self.begin(who, Code::Password)?;
        let address = address_of(from);
        let take = || {
            let now = Instant::now();
            self.rooms_by.take(who, now)?;
            key.map_or(Ok(()), |key| self.rooms_by_key.take(key, now))?;
            address.map_or(Ok(()), |address| self.rooms_from.take(address, now))?;
            self.rooms.take(room, now)
        };
        let right = verify(password, kept, || take().map_err(|wait| too_many(Code::Password, wait))).await?;
        if right {
            self.rooms_by.give_back(&who);
            key.iter().for_each(|key| self.rooms_by_key.give_back(key));
            address.iter().for_each(|address| self.rooms_from.give_back(address));
            self.rooms.give_back(&room);
        }
        Ok(right)
    }

    /// The house's own password is tried, which `is_right` compares at once.
    ///
    /// # Errors
    /// Too many were wrong, and how long to wait.
    pub fn house(&self, from: Origin, now: Instant, is_right: impl FnOnce() -> bool) -> Result<bool, No> {
        let address = address_of(from);
        self.take_address(address, now).map_err(|wait| {
            let why = format!("Too many wrong passwords from your address. Wait {}.", seconds(wait));
            No::new(Code::Password, why).wait(wait)
        })?;
        let right = is_right();
        if right {
            self.give_back_address(address);
        }
        Ok(right)
    }

    /// A password of someone's own is to be made.
    ///
    /// # Errors
    /// Too many were made, and how long to wait.
    pub fn make(&self, from: Origin, now: Instant) -> Result<(), No> {
        address_of(from).map_or(Ok(()), |address| self.made.take(address, now)).map_err(|wait| {
            No::new(Code::Login, format!("Too many passwords were set. Wait {}.", seconds(wait))).wait(wait)
        })
    }

    fn take_address(&self, address: Option<IpAddr>, now: Instant) -> Result<(), Duration> {
        let Some(address) = address else { return Ok(()) };
        self.addresses.take(address, now)?;
        site(address).map_or(Ok(()), |net| self.nets.take(net, now))
    }

    fn give_back_address(&self, address: Option<IpAddr>) {
        address.iter().for_each(|address| self.addresses.give_back(address));
        address.and_then(site).iter().for_each(|net| self.nets.give_back(net));
    }

    /// One password of a person is compared at a time, on however many devices they try.
    fn begin(&self, who: PersonId, code: Code) -> Result<AtWork<'_>, No> {
        let new = self.at_work.lock().unwrap_or_else(PoisonError::into_inner).insert(who);
        if new {
            return Ok(AtWork { all: &self.at_work, who });
        }
        Err(No::new(code, "Your last password is still being checked. Wait a moment, then try again."))
    }
}

/// A password of someone is being compared, for as long as this is held.
struct AtWork<'a> {
    all: &'a Mutex<HashSet<PersonId>>,
    who: PersonId,
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.who);
    }
}

fn too_many(code: Code, wait: Duration) -> No {
    No::new(code, format!("Too many wrong passwords. Wait {}.", seconds(wait))).wait(wait)
}
